"""Triples by their lines of N-Triples (https://www.w3.org/TR/n-triples/): what every RDF writer sorts by.

pyoxigraph writes all lines in one go, which costs less than one text a triple in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.vocabulary import RDF

Lines = Mapping[bytes, ox.Quad]
"""Line of N-Triples, with its point and without its line feed → the triple, of the default graph."""

_TYPE = f"> <{RDF.type}> ".encode()


def by_line(triples: Iterable[ox.Quad]) -> Lines:
    """The triples, each once, by the subject's IRI, its types before all else: the same set gives the same mapping."""
    kept = list(triples)
    data = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""
    found = dict(zip(data.split(b"\n"), kept, strict=False))  # nothing follows the last line feed
    return {line: found[line] for line in sorted(sorted(found), key=_reading)}


def _reading(line: bytes) -> bytes:
    """Sorts before what is longer, and a type before every other property; what is alike keeps its order."""
    return line.replace(_TYPE, b"  ", 1).replace(b"> ", b" ", 1)
