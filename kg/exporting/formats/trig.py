"""TriG (https://www.w3.org/TR/trig/): the same named graphs as in N-Quads."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.exporting.formats.nquads import quads
from kg.exporting.formats.source import Source


def trig(source: Source) -> Mapping[str, bytes]:
    """``graph.trig``."""
    ordered = sorted(quads(source), key=lambda quad: (str(quad.graph_name), str(quad)))
    return {"graph.trig": ox.serialize(ordered, format=ox.RdfFormat.TRIG) or b""}
