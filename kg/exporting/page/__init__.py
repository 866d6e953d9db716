"""The page: one HTML file that shows the merged graph and needs no network."""

from __future__ import annotations

from collections.abc import Iterable

from kg.exporting.page.assembly import page_data
from kg.exporting.page.document import render_document
from kg.exporting.page.lookup import Triple
from kg.exporting.page.notebook import Page

__all__ = ["Page", "Triple", "page_data", "render_document", "render_page"]


def render_page(graph: Iterable[Triple], turtle: bytes = b"", of_articles: int | None = None) -> str:
    """The merged graph as a self-contained HTML document.

    Args:
        graph: the triples of ``graph.ttl`` (``docs/model.md``), as rdflib's ``Graph`` has them.
        turtle: the bytes of ``graph.ttl``, which the page then lets its reader save; without them it does not.
        of_articles: how many articles the collection has that the graph is a part of.

    Returns:
        The document, to be written as UTF-8. The same graph gives the same bytes.
    """
    return render_document(page_data(graph, of_articles), turtle)
