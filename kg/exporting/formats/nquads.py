"""N-Quads (https://www.w3.org/TR/n-quads/): what each article says in a graph of its own, one quad a line, sorted."""

from __future__ import annotations

from collections.abc import Mapping

from kg.exporting.formats.source import Source


def nquads(source: Source) -> Mapping[str, bytes]:
    """``graph.nq``; the lines are in the order of their bytes, as ``LC_ALL=C sort`` has them."""
    found: list[bytes] = []
    for name, lines in source.graphs.items():
        end = f"<{name}> .\n".encode()
        found += [line[:-1] + end for line in lines]
    found.sort()
    return {"graph.nq": b"".join(found)}
