"""The Turtle that is written: the same bytes for the same triples, in an order that people can follow."""

from __future__ import annotations

import re

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from kg.graphs import Triple, turtle
from tests.hostile.values import HOSTILE

A, B, C = (URIRef(f"https://example.org/{name}") for name in ("a", "a-b", "b/c"))
PREFIXES = {"z": "https://example.org/", "rdf": str(RDF), "a": str(RDFS), "xsd": str(XSD)}
TRIPLES: list[Triple] = [
    (B, RDFS.label, Literal("b", lang="en")),
    (A, URIRef("http://aaa.example/before"), C),
    (A, RDF.type, B),
    (A, RDFS.label, Literal(f"> <{RDF.type}> ")),
    (A, RDF.type, C),
    (C, RDFS.comment, Literal("0.90", datatype=XSD.decimal)),
    *((C, RDFS.label, Literal(text)) for text in HOSTILE),
]


def test_the_same_triples_give_the_same_bytes_whatever_their_order() -> None:
    first = turtle(TRIPLES, PREFIXES)
    for start in range(len(TRIPLES)):
        mixed = [*TRIPLES[start::-1], *TRIPLES[start:], *TRIPLES[:3]]
        assert turtle(mixed, dict(sorted(PREFIXES.items(), reverse=True))) == first
    assert turtle([], PREFIXES) == first[: first.index(b"\nz:a ") + 1]


def test_it_is_the_same_triples_to_two_programs() -> None:
    data = turtle(TRIPLES, PREFIXES)
    assert set(Graph().parse(data=data, format="turtle")) == set(TRIPLES)
    literals = {q.object.value for q in ox.parse(data, format=ox.RdfFormat.TURTLE) if isinstance(q.object, ox.Literal)}
    assert literals == {str(value) for _, _, value in TRIPLES if isinstance(value, Literal)}


def test_prefixes_by_name_then_each_subject_once_with_its_types_first() -> None:
    head, *body = re.split(r"(?m)^(?=z:|<)", turtle(TRIPLES, PREFIXES).decode())
    assert re.findall(r"@prefix (\w+):", head) == ["a", "rdf", "xsd", "z"]
    assert [block.split()[0] for block in body] == ["z:a", "z:a-b", "z:b\\/c"]
    assert body[0].startswith("z:a a z:a-b , z:b\\/c ;\n\t<http://aaa.example/before> ")
