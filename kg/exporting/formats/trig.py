"""TriG (https://www.w3.org/TR/trig/): the same named graphs as in N-Quads, each written as Turtle is."""

from __future__ import annotations

from collections.abc import Mapping

from kg.exporting.formats.source import Source
from kg.graphs.turtle import directives, statements


def trig(source: Source) -> Mapping[str, bytes]:
    """``graph.trig``: the prefixes, then a block for each graph."""
    found = [directives(source.prefixes)]
    for name, lines in source.graphs.items():
        found += (f"\n<{name}> {{\n".encode(), statements(lines, source.prefixes), b"}\n")
    return {"graph.trig": b"".join(found)}
