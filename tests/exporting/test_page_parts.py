"""The page's pure parts: fixture, quotes, sentences, names, addresses, layout, data island."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.exporting.page.articles import safe_url, short_names
from kg.exporting.page.assembly import page_data
from kg.exporting.page.document import data_island, vis_network_script
from kg.exporting.page.layout import force_layout
from kg.exporting.page.lookup import Lookup, local_words
from kg.exporting.page.sentences import cut, sentence
from kg.exporting.page.words import claim_quotes
from kg.vocabulary import KG, NIF, SEM

ID = "https://w3id.org/incident-kg/id/"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(Path(__file__).with_name("fixture.ttl"), format="turtle")


def test_every_mention_of_the_fixture_is_its_words(graph: Graph) -> None:
    for mention, context in graph.subject_objects(NIF.referenceContext):
        text = str(graph.value(context, NIF.isString))
        begin, end = int(str(graph.value(mention, NIF.beginIndex))), int(str(graph.value(mention, NIF.endIndex)))
        assert text[begin:end] == str(graph.value(mention, NIF.anchorOf))


def test_a_quote_is_cut_at_code_points(graph: Graph) -> None:
    (pieces,) = claim_quotes(Lookup(graph), URIRef(ID + "claim/a1-1"))
    assert [(p.text, p.role) for p in pieces] == [
        ("🛬 ", ""), ("Northland", "claimer"), (" ", ""), ("accuses", "cue"), (" ", ""),
        ("Southland of having shot it down with a Lance system", "content"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("predicate", "value", "expected"),
    [
        (KG.responsibleActor, URIRef(ID + "actor/southland"), "The responsible actor of Beta 202 is Southland."),
        (KG.fatalities, Literal(298), "Beta 202: 298 dead."),
        (KG.aboard, Literal(298), "Beta 202: 298 people aboard."),
        (KG.describedAs, Literal("it fell", lang="en"), "Beta 202: “it fell”"),
        (KG.about, URIRef(ID + "event/alpha-101"), "Beta 202 is about Flight Alpha 101."),
        (KG.suspendedBy, URIRef(ID + "actor/alpha-air"), "Beta 202 is suspended by Alpha Air."),
        (KG.governs, URIRef(ID + "place/southland"), "Beta 202 governs Southland."),
        (SEM.hasPlace, URIRef(ID + "place/eastfield"), "The place of Beta 202 is Eastfield."),
    ],
)
def test_sentences(graph: Graph, predicate: URIRef, value: Node, expected: str) -> None:
    assert sentence(Lookup(graph), URIRef(ID + "event/beta-202"), predicate, value) == expected


def test_names_and_addresses() -> None:
    assert local_words("http://x/y#hasTimeStamp") == "time stamp"
    assert short_names(["004_ab", "005_ab", "x_1", "x_2"]) == {
        "004_ab": "004",
        "005_ab": "005",
        "x_1": "x_1",
        "x_2": "x_2",
    }
    assert safe_url("https://a.example/b") == "https://a.example/b"
    assert [safe_url(u) for u in ("javascript:alert(1)", "data:text/html,x", "//a.example", "http://[", "")] == [""] * 5
    assert cut("one two three", 9) == "one two…"


def test_the_data_island_cannot_be_left() -> None:
    data = {"text": "</script><!-- & \u2028 \u2029"}
    island = data_island(data)
    assert not set(island) & set("<>&\u2028\u2029")
    assert json.loads(island) == data


def test_only_the_proposition_that_is_taken_up_is_disputed(graph: Graph) -> None:
    disputed = {p["id"] for p in page_data(graph)["propositions"] if p["dispute"]}
    expected = {"resp-a", "resp-b", "dead-b-289", "dead-b-298"}
    assert disputed == {f"proposition/{name}" for name in expected}


def test_a_disputed_proposition_is_a_node_and_an_undisputed_fact_a_line(graph: Graph) -> None:
    network = page_data(graph)["network"]
    nodes = {node["id"] for node in network["nodes"]}
    assert "proposition/resp-a" in nodes
    assert "proposition/place-a" not in nodes
    assert any(edge["proposition"] == "proposition/place-a" for edge in network["edges"])


@pytest.mark.parametrize("graph", [nx.barabasi_albert_graph(520, 2, seed=1), nx.star_graph(450), nx.path_graph(450)])
def test_a_large_layout_needs_no_scipy_and_keeps_captions_apart(graph: nx.Graph) -> None:
    places = force_layout(nx.relabel_nodes(graph, lambda n: f"n{n:03}"))
    assert len(places) == len(graph)
    for (x, y), (other_x, other_y) in combinations(places.values(), 2):
        assert abs(x - other_x) > 155 or abs(y - other_y) > 90


def test_the_script_of_pyvis_asks_for_no_map() -> None:
    assert "sourceMappingURL" not in vis_network_script()
