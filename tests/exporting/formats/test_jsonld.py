"""JSON-LD as rdflib and pyoxigraph read it, and the context that is shipped beside the ontology that it repeats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.exporting.formats import export
from kg.paths import ontology_dir, ontology_folders
from kg.vocabulary import KG, PREFIXES
from tests.exporting.formats.reading import BASE, triples

WORDS = {KG.Epistemic, KG.Phase, OWL.Class, RDF.Property}
"""The ranges whose members are named by the vocabulary rather than below the base."""


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    return read["@context"]


def nodes(path: Path) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in json.loads(path.read_text(encoding="utf-8"))["@graph"]}


def test_the_context_names_every_property_of_the_ontology_with_the_kind_of_its_values(context: dict[str, Any]) -> None:
    ontology = Graph()
    for folder in ontology_folders():
        for path in folder.glob("*.ttl"):
            ontology.parse(path)
    expected: dict[str, Any] = {}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for name in ontology.subjects(RDF.type, kind):
            short = ontology.namespace_manager.curie(str(name))
            range_ = ontology.value(name, RDFS.range)
            if kind == OWL.ObjectProperty:
                term: Any = {"@id": short, "@type": "@vocab" if range_ in WORDS else "@id"}
            elif range_ == RDF.langString:
                term = {"@id": short, "@language": "en"}
            else:
                plain = range_ in (None, XSD.string)
                term = short if plain else {"@id": short, "@type": f"xsd:{str(range_).partition('#')[2]}"}
            expected[short.partition(":")[2]] = term
    assert {name: context.get(name) for name in expected} == expected


def test_the_context_has_the_prefixes_of_the_turtle_and_is_sorted(context: dict[str, Any]) -> None:
    prefixes = {name: value for name, value in context.items() if isinstance(value, str) and "//" in value}
    assert {name: prefixes.get(name) for name in PREFIXES} == PREFIXES
    assert (context["@base"], context["@vocab"]) == (BASE, str(KG))
    terms = [name for name in context if not name.startswith("@") and name not in (*prefixes, "id", "type")]
    assert terms == sorted(terms)


def test_it_is_the_same_triples_to_two_programs(folder: Path, hostile: dict[str, str]) -> None:
    path = export(folder, "jsonld")
    assert triples(path, ox.RdfFormat.JSON_LD) == triples(folder / "graph.ttl")
    assert set(Graph().parse(path, format="json-ld")) == set(Graph().parse(folder / "graph.ttl"))


def test_values_of_the_seeds_are_the_same_triples(built: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    path = export(tmp_path, "jsonld")
    assert triples(path, ox.RdfFormat.JSON_LD) == triples(built / "graph.ttl")


def test_a_reader_of_json_finds_plain_names_numbers_and_stances(folder: Path) -> None:
    found = nodes(export(folder, "jsonld"))
    flight = found["event/flight-12"]
    assert (flight["type"], flight["operator"], flight["aboard"]) == ("AircraftIncident", "actor/northwind", 50)
    assert (flight["prefLabel"], flight["hasTimeStamp"]) == ("Northwind Air Flight 12", "2020-05-03")
    told = [node for node in found.values() if node.get("claimer") == "actor/ruritania"]
    assert {node["epistemic"] for node in told} >= {"FalseCertain"}
    blamed = [node for node in found.values() if node.get("predicate") == "responsibleActor"]
    assert {node["object"] for node in blamed} == {"actor/ruritania"}


UNUSUAL = """
@prefix kg: <https://w3id.org/incident-kg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix event: <https://w3id.org/incident-kg/id/event/> .
event:a a kg:operator, kg:id, kg:type, <urn:x>, kg:Claim, <https://schema.org/Claim> ;
  kg:aboard "007"^^xsd:integer, "+7"^^xsd:integer, "7"^^xsd:int, "many", "12345678901234567890"^^xsd:integer ;
  kg:aboard <urn:x>, 7, -7, 7.0 ;
  kg:operator "nobody", "niemand"@de, event:a:b, event:é, event: ;
  kg:operator <https://w3id.org/incident-kg/id/event/a/b>, <https://w3id.org/incident-kg/id/event/...> ;
  kg:operator <https://w3id.org/incident-kg/id/event/..>, <https://w3id.org/incident-kg/id/event/.> ;
  kg:epistemic kg:Unknown, kg:epistemic, kg:id, event:a, <https://w3id.org/incident-kg/ontology#a/b>, "kg:x" ;
  kg:describedAs "words"@en, "words"@en-GB, "words", "1"^^xsd:integer ;
  kg:ofAnotherDomain event:a, "x", "x"@en, 1.0, true ;
  <https://w3id.org/incident-kg/ontology#type> "x" ; <https://w3id.org/incident-kg/ontology#prefLabel> "x"@en ;
  <urn:p> <mailto:a@b.example>, "2020-05-03"^^<urn:own>, ""@en, "" ;
  skos:exactMatch <http://www.wikidata.org/entity/>, <http://www.wikidata.org/entity//x>, <https://schema.org/x?y#z> .
<https://elsewhere.example/a> kg:operator <https://elsewhere.example/b> .
"""


def test_values_of_an_unexpected_kind_are_written_with_their_kind(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(UNUSUAL, encoding="utf-8")
    path = export(tmp_path, "jsonld")
    assert triples(path, ox.RdfFormat.JSON_LD) == triples(tmp_path / "graph.ttl")
    assert set(Graph().parse(path, format="json-ld")) == set(Graph().parse(tmp_path / "graph.ttl"))


@pytest.mark.parametrize("base", ["https://example.org/x/", "https://example.org/x#"])
def test_with_another_base_iri_names_stand_below_it(folder: Path, base: str) -> None:
    turtle = (folder / "graph.ttl").read_text(encoding="utf-8").replace(BASE, base)
    (folder / "graph.ttl").write_text(turtle, encoding="utf-8")
    path = export(folder, "jsonld")
    assert triples(path, ox.RdfFormat.JSON_LD) == triples(folder / "graph.ttl")
    graph = Graph().parse(path, format="json-ld")
    assert (URIRef(f"{base}event/flight-12"), KG.operator, URIRef(f"{base}actor/northwind")) in graph
