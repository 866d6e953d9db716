"""The main job on the seeds: what a user who opens, loads or asks the result would notice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, VOID

from kg.vocabulary import KG, NIF, SEM
from tests.conftest import SEEDS

EVENT = "https://w3id.org/incident-kg/id/event/"
FIRST, SECOND = URIRef(f"{EVENT}azerbaijan-airlines-flight-8243"), URIRef(f"{EVENT}malaysia-airlines-flight-17")


def _build(out: Path, seed: str, *sources: Path) -> None:
    env = os.environ | {"PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-m", "kg", "build", *map(str, sources), "--out", str(out)], env=env, check=True)


def _files(out: Path) -> dict[str, bytes]:
    found = {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    return {path: data for path, data in found.items() if not path.startswith(".state/")}


def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    sources = sorted(SEEDS.glob("*.txt"))
    _build(tmp_path / "one", "1", *sources)
    _build(tmp_path / "two", "2", *reversed(sources))
    assert _files(tmp_path / "one") == _files(tmp_path / "two") == _files(built)


def test_a_second_build_reads_only_what_changed(tmp_path: Path) -> None:
    from kg.running import build

    source = tmp_path / "articles"
    source.mkdir()
    for name in ("a", "b"):
        (source / f"{name}.txt").write_text(
            f"Finnair Flight {len(name)}23 crashed near Bergen, killing 38.", encoding="utf-8"
        )
    assert build([source], tmp_path / "out").read == 2
    (source / "b.txt").write_text("Finnair Flight 123 crashed near Oslo, killing 39.", encoding="utf-8")
    assert build([source], tmp_path / "out").read == 1
    (source / "a.txt").unlink()
    assert build([source], tmp_path / "out").articles == 1
    build([source], tmp_path / "fresh")
    assert _files(tmp_path / "out") == _files(tmp_path / "fresh")


@pytest.mark.parametrize("name", ["graph.ttl", "dataset.ttl", "articles"])
def test_two_parsers_count_the_same_triples_and_no_blank_node(built: Path, name: str) -> None:
    paths = sorted((built / name).glob("*.ttl")) or [built / name]
    for path in paths:
        graph = Graph().parse(path, format="turtle")
        assert len(graph) == len(set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)))
        assert not [t for triple in graph for t in triple if isinstance(t, BNode)]


def test_every_mention_is_the_text_at_its_offsets(graph: Graph) -> None:
    mentions = list(graph.subjects(RDF.type, NIF.OffsetBasedString))
    assert len(mentions) > 200
    for mention in mentions:
        text = str(graph.value(graph.value(mention, NIF.referenceContext), NIF.isString))
        begin, end = int(str(graph.value(mention, NIF.beginIndex))), int(str(graph.value(mention, NIF.endIndex)))
        assert text[begin:end] == str(graph.value(mention, NIF.anchorOf))


def test_there_is_one_of_each_incident_with_facts_of_both_articles(graph: Graph) -> None:
    assert set(graph.subjects(RDF.type, KG.AircraftIncident)) == {FIRST, SECOND}
    articles = {
        str(graph.value(graph.value(c, KG.article), DCTERMS.identifier))
        for p in graph.subjects(RDF.subject, FIRST)
        for c in graph.subjects(KG.proposition, p)
    }
    assert {"000_1a9e5078a192f5ee", "004_117fb3a89089d06c"} <= articles


def test_the_toll_that_differs_is_a_conflict_and_no_fact(graph: Graph) -> None:
    conflicts = {graph.value(c, KG.onProperty): c for c in graph.subjects(RDF.type, KG.Conflict)}
    values = {int(str(graph.value(p, RDF.object))) for p in graph.objects(conflicts[KG.fatalities], KG.hasMember)}
    assert values == {289, 298}
    assert graph.value(SECOND, KG.fatalities) is None


def test_who_is_accused_is_never_a_plain_fact(graph: Graph) -> None:
    claimed = {graph.value(p, RDF.subject) for p in graph.subjects(RDF.predicate, KG.responsibleActor)}
    assert {FIRST, SECOND} <= claimed
    assert not list(graph.subject_objects(KG.responsibleActor))
    assert graph.value(FIRST, KG.weaponSystem) is None


def test_the_analogy_has_what_is_shared_and_the_articles_words(graph: Graph) -> None:
    analogy = graph.value(predicate=RDF.type, object=KG.Analogy)
    assert set(graph.objects(analogy, KG.incident)) == {FIRST, SECOND}
    assert {KG.AirDefenceSystem, URIRef("https://w3id.org/incident-kg/id/actor/russia")} <= set(
        graph.objects(analogy, KG.shares)
    )
    words = {str(graph.value(m, NIF.anchorOf)) for m in graph.objects(analogy, PROV.wasDerivedFrom)}
    assert "This incident echoes the 2014 Malaysia Airlines tragedy linked to Russian forces." in words


def test_an_articles_own_graph_holds_nothing_of_the_reference_data(built: Path) -> None:
    own = Graph().parse(built / "articles" / "004_117fb3a89089d06c.ttl", format="turtle")
    assert not [o for o in own.objects() if "wikidata" in str(o) or "geonames" in str(o)]
    assert Literal("298", datatype=URIRef("http://www.w3.org/2001/XMLSchema#integer")) not in set(own.objects())


def test_the_description_counts_the_triples(built: Path, graph: Graph) -> None:
    description = Graph().parse(built / "dataset.ttl", format="turtle")
    dataset = description.value(predicate=RDF.type, object=VOID.Dataset, any=True)
    assert {int(str(n)) for n in description.objects(None, VOID.triples)} == {len(graph)}
    assert dataset is not None
    assert len(set(description.subjects(KG.sha256))) == len(set(graph.subjects(KG.sha256)))


def test_every_fact_of_an_incident_has_a_proposition_with_a_claim(graph: Graph) -> None:
    for incident in (FIRST, SECOND):
        for predicate, value in graph.predicate_objects(incident):
            if predicate in (KG.vehicle, RDF.type) or not str(predicate).startswith((str(KG), str(SEM._NS))):
                continue
            stated = [p for p in graph.subjects(RDF.subject, incident)
                      if (p, RDF.predicate, predicate) in graph and (p, RDF.object, value) in graph]  # fmt: skip
            assert [c for p in stated for c in graph.subjects(KG.proposition, p)], (predicate, value)
