"""Triples to Turtle: sorted, with prefixes, without blank nodes, written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.graphs.lines import Lines, by_line

Triple = tuple[URIRef, URIRef, URIRef | Literal]

_DIRECTIVES = re.compile(rb"(?:@prefix [^\n]*+\n)*+")


def write_turtle(triples: Iterable[Triple], path: Path, prefixes: Mapping[str, str]) -> None:
    """Write the triples, each once and sorted, to ``path`` through a temporary file beside it."""
    write_bytes(turtle(triples, prefixes), path)


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """The triples as Turtle: the same set gives the same bytes."""
    lines = by_line(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _term(o)) for s, p, o in triples)
    return directives(prefixes) + statements(lines, prefixes)


def directives(prefixes: Mapping[str, str]) -> bytes:
    """The prefixes by name, as Turtle and TriG begin."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items())).encode()


def statements(lines: Lines, prefixes: Mapping[str, str]) -> bytes:
    """The triples as Turtle without the prefixes that they use, subject by subject, its types first."""
    data = ox.serialize(lines.values(), format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    used = _DIRECTIVES.match(data)
    return data[used.end() :] if used is not None else data


def write_bytes(data: bytes, path: Path) -> None:
    """Replace ``path`` by ``data`` so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _term(value: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype or XSD.string))
