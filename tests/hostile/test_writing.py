"""Whatever IRIs and literals a graph holds, what is written is read as the same by two parsers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.exporting.formats import export
from kg.graphs.turtle import turtle
from kg.minting import Minter
from kg.model import Kind
from kg.vocabulary import PREFIXES
from tests.hostile.cases import cases
from tests.hostile.strategies import any_text, lone

MINTER = Minter()
PREFIX = PREFIXES | MINTER.prefixes()
minted = st.builds(MINTER.named, st.sampled_from(list(Kind)), lone | any_text) | st.builds(
    MINTER.hashed, st.sampled_from(list(Kind)), lone
)
literals = st.one_of(
    any_text.map(Literal),
    st.builds(lambda t, lang: Literal(t, lang=lang), any_text, st.sampled_from(("en", "en-gb", "de-x-a", "zh-hant"))),
    st.builds(
        lambda t, d: Literal(t, datatype=d, normalize=False),
        any_text,
        st.sampled_from((XSD.anyURI, XSD.date, XSD.integer, XSD.decimal, XSD.boolean)),
    ),
)
triples = st.lists(st.tuples(minted, minted, minted | literals), max_size=8)


@given(triples, st.randoms(use_true_random=False))
@cases(0.08)
def test_turtle(given_: list[tuple[URIRef, URIRef, URIRef | Literal]], random: object) -> None:
    data = turtle(given_, PREFIX)
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert turtle([*shuffled, *given_[:1]], PREFIX) == data
    wanted = {(str(s), str(p), *_key(o)) for s, p, o in given_}
    assert {(str(s), str(p), *_key(o)) for s, p, o in Graph().parse(data=data, format="turtle")} == wanted
    read = ox.parse(input=data, format=ox.RdfFormat.TURTLE)
    assert {(q.subject.value, q.predicate.value, *_ox_key(q.object)) for q in read} == wanted


@given(triples)
@cases(0.02)
def test_other_formats_of_rdf(given_: list[tuple[URIRef, URIRef, URIRef | Literal]]) -> None:
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("KG_HOSTILE_FOLDER")))
    (folder / "graph.ttl").write_bytes(turtle(given_, PREFIX))
    wanted = _read(folder / "graph.ttl", ox.RdfFormat.TURTLE)
    for name, form in (("ntriples", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)):
        assert _read(export(folder, name), form) == wanted
    for name in ("trig", "nquads", "csv", "graphml", "gexf", "geojson", "ftm", "sssom", "turtle12"):
        export(folder, name)


@given(st.sampled_from(list(Kind)), lone | any_text)
@cases(0.05)
def test_minted_iris(kind: Kind, name: str) -> None:
    for base in ("https://w3id.org/incident-kg/id/", "http://localhost/#", "https://example.org/\u00e9/"):
        minter = Minter(base)
        for iri in (
            minter.named(kind, name),
            minter.hashed(kind, name),
            minter.free(kind, name, {minter.named(kind, name)}, name),
        ):
            assert ox.NamedNode(iri).value == str(iri)
            assert URIRef(iri).n3() == f"<{iri}>"
        assert minter.named(kind, name) == minter.named(kind, name)


def _key(term: URIRef | Literal) -> tuple[str, str]:
    if isinstance(term, URIRef):
        return str(term), "iri"
    return str(term), f"@{term.language}" if term.language else str(term.datatype or XSD.string)


def _ox_key(term: object) -> tuple[str, str]:
    if isinstance(term, ox.NamedNode):
        return term.value, "iri"
    assert isinstance(term, ox.Literal)
    return term.value, f"@{term.language}" if term.language else term.datatype.value


def _read(path: Path, form: ox.RdfFormat) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(path=str(path), format=form)}
