"""Triples to Turtle: sorted, with prefixes, without blank nodes, written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.graphs.blocks import blocks
from kg.graphs.lines import Lines, Said

_STRING = ox.NamedNode(XSD.string)
_DIRECTIVES = re.compile(rb"(?:@prefix [^\n]*+\n)*+")


def write_turtle(said: Iterable[Said], path: Path, prefixes: Mapping[str, str]) -> None:
    """Write the triples, each once and sorted, to ``path`` through a temporary file beside it."""
    write_bytes(turtle(said, prefixes), path)


def turtle(said: Iterable[Said], prefixes: Mapping[str, str]) -> bytes:
    """The triples as Turtle: the same set gives the same bytes."""
    return directives(prefixes) + blocks(said, prefixes).turtle


def parsed(quads: Iterable[ox.Quad]) -> Iterator[tuple[Node, Node, Node]]:
    """Quads of pyoxigraph as triples of rdflib's terms, each term made once."""
    terms = _Terms()
    return ((terms[q.subject], terms[q.predicate], terms[q.object]) for q in quads)


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


class _Terms(dict[object, Node]):
    """rdflib's terms by the engine's, each made once."""

    def __missing__(self, term: object) -> Node:
        node = self[term] = _node(term)
        return node


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return BNode(term.value if isinstance(term, ox.BlankNode) else str(term))
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=None if term.datatype == _STRING else URIRef(term.datatype.value))
