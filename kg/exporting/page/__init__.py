"""The page: one HTML file that shows the merged graph and needs no network."""

from __future__ import annotations

from collections.abc import Iterable

from kg.exporting.page.assembly import page_data
from kg.exporting.page.document import Content, content_of, render_document
from kg.exporting.page.layout import Lay
from kg.exporting.page.lookup import Triple
from kg.exporting.page.notebook import Page

__all__ = ["Content", "Page", "Triple", "content_of", "page_content", "page_data", "render_document", "render_page"]


def page_content(graph: Iterable[Triple], turtle: bytes, lay: Lay) -> Content:
    """What a page of the graph tells; ``lay`` lays its views out, the others as for :func:`render_page`."""
    return content_of(page_data(graph, lay), turtle)


def render_page(graph: Iterable[Triple], turtle: bytes = b"") -> str:
    """The merged graph as a self-contained HTML document.

    Args:
        graph: the triples of ``graph.ttl`` (``docs/model.md``), as rdflib's ``Graph`` has them.
        turtle: the bytes of ``graph.ttl``, which the page then lets its reader save; without them it does not.

    Returns:
        The document, to be written as UTF-8. The same graph gives the same bytes.
    """
    return render_document(content_of(page_data(graph), turtle))
