"""A second domain, ships that sink, is a folder of Turtle and tables: the same program builds a graph with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD

import kg
from kg.querying.named import find_query
from kg.querying.run import run_query
from kg.querying.store import open_store
from kg.querying.validation import validate
from kg.running import build
from kg.vocabulary import KG, SEM

SHIPS = Path(__file__).parent / "ships"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("ships")
    build([SHIPS / "articles"], out, ontology=SHIPS / "ontology")
    return out


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return Graph().parse(folder / "graph.ttl", format="turtle")


def incident(graph: Graph) -> URIRef:
    """The one incident of the graph: two articles tell of it."""
    found = list(graph.subjects(RDF.type, KG.ShipIncident))
    assert len(found) == 1
    return URIRef(found[0])


def test_two_sources_tell_of_one_sinking(graph: Graph) -> None:
    it = incident(graph)
    assert len(list(graph.subjects(KG.cluster, it))) == 2
    assert graph.value(it, KG.shipName) == Literal("Alba")
    assert graph.value(it, SEM.hasTimeStamp) == Literal("2021-03-03", datatype=XSD.date)
    assert [graph.value(p, SKOS.prefLabel) for p in graph.objects(it, SEM.hasPlace)] == [Literal("Bergen", lang="en")]
    vehicle = graph.value(it, KG.vehicle)
    assert graph.value(vehicle, RDF.type) == KG.Ship


def test_the_sources_disagree_on_the_dead_and_on_the_blame(folder: Path) -> None:
    result = run_query(open_store(folder), find_query("contradictions").text, {})
    told = [dict(zip(result.columns, (str(getattr(v, "value", v)) for v in row), strict=True)) for row in result.rows]
    assert {(r["property"], r["value"], r["stance"], r["speaker"]) for r in told} == {
        ("dead", "41", "TrueCertain", "coast guard"),
        ("responsible actor", "Denmark", "TrueCertain", "Norway"),
    }


def test_a_sinking_is_part_of_the_loss(graph: Graph) -> None:
    sinkings = set(graph.subjects(RDF.type, KG.Sinking))
    assert any((sinking, SEM.subEventOf, incident(graph)) in graph for sinking in sinkings)


def test_the_graph_keeps_to_the_shapes(folder: Path) -> None:
    assert validate(folder) == []


def test_nothing_in_it_is_of_another_domain(graph: Graph) -> None:
    used = {t for t in graph.objects(None, RDF.type)} | set(graph.subjects(RDFS.subClassOf, None))
    assert not [c for c in used if re.search("Aircraft|Airline|Flight|Airport", str(c))]


def test_the_program_names_no_domain() -> None:
    words = re.compile(r"(?i)\b(?:aircraft|airlines?|airliner|airport|ship|ferry|tanker)\b")
    prose = re.compile(r'""".*?"""|#.*?$', re.DOTALL | re.MULTILINE)
    stages = [
        p
        for room in ("extraction", "knowledge", "merging", "model")
        for p in (Path(kg.__file__).parent / room).rglob("*.py")
    ]
    assert stages
    assert not [(p.name, m[0]) for p in stages for m in words.finditer(prose.sub("", p.read_text(encoding="utf-8")))]
