"""Triples to Turtle: sorted, with prefixes, without blank nodes, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def write_turtle(triples: Iterable[Triple], path: Path, prefixes: dict[str, str]) -> int:
    """Write the triples, sorted, to ``path`` through a temporary file beside it; return how many there were."""
    distinct = set(triples)
    write_bytes(turtle(distinct, prefixes), path)
    return len(distinct)


def turtle(triples: Iterable[Triple], prefixes: dict[str, str]) -> bytes:
    """The triples as Turtle: the same set gives the same bytes."""
    ordered = sorted(set(triples), key=_order)
    quads = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), _term(o)) for s, p, o in ordered)
    data = ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=dict(sorted(prefixes.items())))
    assert data is not None  # noqa: S101 - without an output file serialize returns the bytes
    return data


def write_bytes(data: bytes, path: Path) -> None:
    """Replace ``path`` by ``data`` so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    subject, predicate, value = triple
    return subject, predicate != RDF.type, predicate, value.n3()


def _term(value: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype or XSD.string))
