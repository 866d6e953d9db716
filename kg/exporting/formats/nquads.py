"""N-Quads (https://www.w3.org/TR/n-quads/): what each article says in a graph of its own, one quad a line, sorted."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.exporting.formats.source import Source


def nquads(source: Source) -> Mapping[str, bytes]:
    """``graph.nq``."""
    return {"graph.nq": "".join(sorted(f"{quad} .\n" for quad in quads(source))).encode()}


def quads(source: Source) -> list[ox.Quad]:
    """Each article's graph under the article's IRI, and the merged graph under ``…/graph/merged``.

    Nothing stands in the default graph, where a store that unites all graphs would mix what one article says into
    what all say.
    """
    merged = ox.NamedNode(f"{source.base_iri}graph/merged")
    found = [ox.Quad(t.subject, t.predicate, t.object, merged) for t in source.merged]
    for article, triples in source.articles.items():
        graph = ox.NamedNode(article)
        found += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    return found
