"""Turtle that is written subject by subject is, byte by byte, what the engine writes of the sorted triples."""

from __future__ import annotations

from itertools import product

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.graphs.blocks import blocks
from kg.graphs.lines import Form, Node, Said, by_line, quads
from kg.graphs.turtle import statements
from kg.minting import Minter
from kg.vocabulary import PREFIXES
from tests.hostile.cases import cases
from tests.hostile.strategies import any_text

OURS = PREFIXES | Minter().prefixes()
NESTED = {"s": "https://schema.org/", "a": "https://schema.org/a", "w": "https://w3id.org/", "i": "urn:"}
LOCAL = ("", ".", "a.", ".a", "-a", "a-", "_", "1", "a/b", "a#b", "a..b", "a:b", "a%20b", "é", "~", "a'b", "\u202e")
NUMBERS = ("1", "+01", "-.5", "1.", "1e9", "1.5E-3", "true", "TRUE", "", " 1", "١", "1\n", f"> <{RDF.type}> ", "> a")


def _valid(iri: str) -> bool:
    try:
        return bool(ox.NamedNode(iri))
    except ValueError:
        return False


spaces = st.sampled_from([*OURS.values(), *NESTED.values(), "https://schema.org", "http://é.example/?a=", "x:"])
names = st.sampled_from(LOCAL) | st.from_regex(r"[a-z0-9_.-]{0,6}", fullmatch=True)
iris = st.just(RDF.type) | st.builds("{}{}".format, spaces, names).filter(_valid).map(URIRef)
datatypes = (XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.string, XSD.float, RDF.HTML)
values = st.one_of(
    iris,
    any_text.map(Literal),
    any_text.map(ox.Literal),
    st.builds(lambda text, tag: Literal(text, lang=tag), any_text, st.sampled_from(("en", "en-GB", "de-x-a"))),
    st.sampled_from([ox.Literal(n, datatype=ox.NamedNode(d)) for n, d in product(NUMBERS, datatypes)]),
    st.sampled_from([Literal(n, datatype=XSD.anyURI, normalize=False) for n in NUMBERS]),
)
FORMS = (Form((RDF.Bag, RDF.Alt), (RDF.value, RDF.first, RDF.rest)), Form((RDF.Seq,), ()))
few = st.sampled_from([URIRef(f"{OURS['mention']}a-{number}") for number in range(3)])
nodes = st.sampled_from(FORMS).flatmap(
    lambda form: st.builds(Node, few, st.just(form), st.tuples(*[values] * len(form.properties)))
)
triples = st.tuples(few | iris, st.sampled_from((RDF.type, RDF.value, RDF.first)) | iris, values)


@given(st.lists(nodes | triples, max_size=12), st.sampled_from((OURS, NESTED, {})))
@cases(0.2)
def test_the_same_bytes(said: list[Said], prefixes: dict[str, str]) -> None:
    lines = by_line(quads(said))
    written = blocks([*said, *said[:3]], prefixes)
    assert written.turtle == statements(lines, prefixes)
    assert written.triples == len(lines)
    types = [q.object.value for q in lines.values() if q.predicate.value == str(RDF.type) and _is_iri(q.object)]
    assert {str(class_): count for class_, count in written.classes.items()} == {t: types.count(t) for t in types}


def _is_iri(term: object) -> bool:
    return isinstance(term, ox.NamedNode)
