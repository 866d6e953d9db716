"""N-Triples (https://www.w3.org/TR/n-triples/): the merged graph, one triple a line, sorted."""

from __future__ import annotations

from collections.abc import Mapping

from kg.exporting.formats.source import Source


def ntriples(source: Source) -> Mapping[str, bytes]:
    """``graph.nt``; the lines are in the order of their bytes, as ``LC_ALL=C sort`` has them."""
    return {"graph.nt": b"".join(line + b"\n" for line in sorted(source.merged))}
