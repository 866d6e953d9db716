"""N-Triples (https://www.w3.org/TR/n-triples/): the merged graph, one triple a line, sorted."""

from __future__ import annotations

from collections.abc import Mapping

from kg.exporting.formats.source import Source


def ntriples(source: Source) -> Mapping[str, bytes]:
    """``graph.nt``."""
    return {"graph.nt": "".join(sorted(f"{triple} .\n" for triple in source.merged)).encode()}
