"""A reasoner with the rules of OWL 2 RL finds the ontology and its graphs consistent, and a contradiction where one is.

https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from __future__ import annotations

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import OWL, PROV

from kg.vocabulary import GAF, KG, SCHEMA, SEM
from tests.ontology.conftest import FIXTURE

REPORTED = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""Where owlrl writes what it cannot hold together."""

PREFIXES = """@prefix kg: <https://w3id.org/incident-kg/ontology#> .
@prefix actor: <https://w3id.org/incident-kg/id/actor/> . @prefix claim: <https://w3id.org/incident-kg/id/claim/> .
@prefix event: <https://w3id.org/incident-kg/id/event/> . @prefix place: <https://w3id.org/incident-kg/id/place/> .
"""


def closed(ontology: Graph, *paths: Path, text: str = "") -> Graph:
    """All that follows from the ontology and some data."""
    graph = Graph()
    for triple in ontology:
        graph.add(triple)
    for path in paths:
        graph.parse(path, format="turtle")
    graph.parse(data=PREFIXES + text, format="turtle")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: Graph) -> list[str]:
    return sorted(str(message) for message in graph.objects(None, REPORTED))


@pytest.fixture(scope="module")
def graph(ontology: Graph) -> Graph:
    return closed(ontology, FIXTURE)


def test_the_ontology_and_a_graph_hold_together(graph: Graph) -> None:
    assert contradictions(graph) == []
    assert not list(graph.subjects(RDF.type, OWL.Nothing))


def test_the_graph_of_the_seeds_holds_together(ontology: Graph, built: Path) -> None:
    assert contradictions(closed(ontology, built / "graph.ttl")) == []


@pytest.mark.parametrize(
    "text",
    [
        "actor:both a kg:State , kg:City .",
        "event:both a kg:Trial . event:loss kg:operator event:both .",
        "claim:both a kg:Claim , kg:Proposition .",
        "claim:torn a kg:Claim ; kg:epistemic kg:TrueCertain , kg:FalseCertain .",
        'event:loss kg:fatalities "many"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ],
    ids=["a state and a city", "an event that operates", "a claim and what is claimed", "two stances", "no number"],
)
def test_a_contradiction_is_found(ontology: Graph, text: str) -> None:
    assert contradictions(closed(ontology, text=text))


def test_two_sources_that_disagree_make_no_two_things_one(ontology: Graph) -> None:
    graph = closed(ontology, text="event:loss kg:origin place:zenda , place:strelsau .")
    zenda, strelsau = (URIRef(f"https://w3id.org/incident-kg/id/place/{name}") for name in ("zenda", "strelsau"))
    assert (zenda, RDF.type, KG.Place) in graph
    assert (zenda, OWL.sameAs, strelsau) not in graph


def test_a_graph_can_be_asked_in_the_words_of_other_vocabularies(graph: Graph) -> None:
    for general, particular in (
        (SEM.Actor, KG.Airline),
        (PROV.Agent, KG.Airline),
        (SCHEMA.Airline, KG.Airline),
        (GAF._NS.Instance, KG.AircraftIncident),
        (PROV.Entity, KG.Claim),
    ):
        instances = set(graph.subjects(RDF.type, particular))
        assert instances and instances <= set(graph.subjects(RDF.type, general)), general
    assert set(graph.subject_objects(KG.operator)) <= set(graph.subject_objects(SEM.hasActor))
    assert set(graph.subject_objects(KG.claimer)) <= set(graph.subject_objects(PROV.wasAttributedTo))
