"""Triples by their lines of N-Triples (https://www.w3.org/TR/n-triples/): what every RDF writer sorts by.

pyoxigraph writes all lines in one go, which costs less than one text a triple in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Literal, URIRef

from kg.vocabulary import RDF

Term = URIRef | Literal | ox.Literal
"""What may stand as a value: the model's literals are rdflib's, those told of it are the engine's, made much faster."""

Triple = tuple[URIRef, URIRef, Term]


@dataclass(frozen=True, eq=False)
class Form:
    """What is said of every node of a kind: its types, and one value of each property."""

    types: tuple[URIRef, ...]
    properties: tuple[URIRef, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """All triples of a form about one node, told as one thing; others may be told of it beside them."""

    iri: URIRef
    form: Form
    values: tuple[Term, ...]
    """One a property."""


Said = Triple | Node

Lines = Mapping[bytes, ox.Quad]
"""Line of N-Triples, with its point and without its line feed → the triple, of the default graph."""

_TYPE = f"<{RDF.type}> ".encode()


def by_line(triples: Iterable[ox.Quad]) -> Lines:
    """The triples, each once, by the subject's IRI, its types before all else: the same set gives the same mapping."""
    kept = list(triples)
    data = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""
    found = dict(zip(data.split(b"\n"), kept, strict=False))  # nothing follows the last line feed
    return {line: found[line] for line in sorted(sorted(found), key=_reading)}


def triples_of(said: Iterable[Said]) -> Iterator[Triple]:
    """The triples one by one, some of them more than once."""
    for each in said:
        if isinstance(each, Node):
            yield from ((each.iri, RDF.type, type_) for type_ in each.form.types)
            yield from ((each.iri, *pair) for pair in zip(each.form.properties, each.values, strict=True))
        else:
            yield each


def quads(said: Iterable[Said]) -> Iterator[ox.Quad]:
    """The triples as pyoxigraph has them, some of them more than once."""
    nodes, once = _Nodes(), {id(each): each for each in said}  # a mention is told by each who cites it
    for s, p, o in triples_of(once.values()):
        yield ox.Quad(nodes[s], nodes[p], nodes[o] if isinstance(o, URIRef) else literal(o))


def literal(value: Literal | ox.Literal) -> ox.Literal:
    """A literal as pyoxigraph has it."""
    if isinstance(value, ox.Literal):
        return value
    if value.language:
        return ox.Literal(str(value), language=value.language)
    if value.datatype is None:
        return ox.Literal(str(value))
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype))


def _reading(line: bytes) -> bytes:
    """Sorts before what is longer, and a type before every other property; what is alike keeps its order."""
    subject, _, rest = line.partition(b"> ")
    if rest.startswith(_TYPE):
        return b"%s  %s" % (subject, rest[len(_TYPE) :].replace(b"> ", b" ", 1))
    return b"%s %s" % (subject, rest)


class _Nodes(dict[str, ox.NamedNode]):
    """The engine's nodes by their IRIs, each made once."""

    def __missing__(self, iri: str) -> ox.NamedNode:
        node = self[iri] = ox.NamedNode(iri)
        return node
