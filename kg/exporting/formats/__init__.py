"""The merged graph in other formats, one file a format; each is the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import KgError
from kg.exporting.formats.followthemoney import followthemoney
from kg.exporting.formats.geojson import geojson
from kg.exporting.formats.gexf import gexf
from kg.exporting.formats.graphml import graphml
from kg.exporting.formats.jsonld import jsonld
from kg.exporting.formats.nquads import nquads
from kg.exporting.formats.ntriples import ntriples
from kg.exporting.formats.source import Source, Writer
from kg.exporting.formats.sssom import sssom
from kg.exporting.formats.tables import tables
from kg.exporting.formats.trig import trig
from kg.exporting.formats.turtle12 import turtle12
from kg.graphs import write_bytes

__all__ = ["FORMATS", "Source", "Writer", "export"]

FORMATS: Mapping[str, Writer] = {
    "csv": tables,
    "ftm": followthemoney,
    "geojson": geojson,
    "gexf": gexf,
    "graphml": graphml,
    "jsonld": jsonld,
    "nquads": nquads,
    "ntriples": ntriples,
    "sssom": sssom,
    "trig": trig,
    "turtle12": turtle12,
}
"""Format → its writer: from a graph to the bytes of each file, by name."""


def export(directory: Path, format_: str) -> Path:
    """Write ``graph.ttl`` of a folder in another format beside it, each file whole or not at all.

    Returns the file, or the folder where a format has several.

    Raises:
        KgError: there is no such format, no ``graph.ttl``, or it cannot be read.
    """
    name = str(format_)
    if name not in FORMATS:
        raise KgError(f"{name!r}: no such format; use {', '.join(sorted(FORMATS))}")
    files = FORMATS[name](Source(directory))
    paths = [directory / file for file in sorted(files)]
    for path in paths:
        write_bytes(files[str(path.relative_to(directory))], path)
    return paths[0] if len(paths) == 1 else paths[0].parent
