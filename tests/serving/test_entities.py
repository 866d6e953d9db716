"""Whatever the graph names has a page, and the same as Turtle, with the words behind each fact."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.vocabulary import KG, NIF, RDF
from tests.serving.serving import ID, Running

TURTLE = {"Accept": "text/turtle"}
HTML = {"Accept": "text/html"}


def test_an_incident_as_a_page(server: Running) -> None:
    page = server.client.get("/id/event/flight-12", headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for words in ("Northwind Air Flight 12", "disputed", "Ruritania denies it", "Freedonia accuses Ruritania"):
        assert words in page.text
    assert 'href="/id/actor/ruritania"' in page.text


def test_an_incident_as_turtle_carries_the_claims_and_their_words(server: Running) -> None:
    asked = server.client.get("/id/event/flight-12", headers=TURTLE)
    assert asked.headers["vary"] == "Accept"
    told = [q.triple for q in ox.parse(asked.content, format=ox.RdfFormat.TURTLE)]
    node = ox.NamedNode(f"{ID}event/flight-12")
    assert ox.Triple(node, ox.NamedNode(str(KG.aboard)), ox.Literal(50)) in told
    claims = {t.subject for t in told if t.predicate.value == str(RDF.type) and t.object == ox.NamedNode(str(KG.Claim))}
    assert len(claims) > 5
    words = {
        t.object.value for t in told if t.predicate.value == str(NIF.anchorOf) and isinstance(t.object, ox.Literal)
    }
    assert "Freedonia accuses Ruritania" in words
    assert not [t for t in told if t.predicate.value == str(NIF.isString)]  # the words, not the whole texts
    assert server.client.get("/id/event/flight-12.ttl", headers=HTML).content == asked.content


@pytest.mark.parametrize("path", ["article/one", "conflict/values"])
def test_what_a_page_shows_of_others_claims_is_in_its_turtle(server: Running, path: str) -> None:
    told = [q.triple for q in ox.parse(server.client.get(f"/id/{path}.ttl").content, format=ox.RdfFormat.TURTLE)]
    words = {t.object.value for t in told if t.predicate.value == str(NIF.anchorOf)}
    page = server.client.get(f"/id/{path}", headers=HTML).text
    assert "30 died and 20 survived" in page
    assert any("30 died and 20 survived" in each for each in words)


def test_who_speaks_has_what_it_says(server: Running) -> None:
    page = server.client.get("/id/actor/freedonia").text
    assert "What it says" in page
    assert "Freedonia accuses Ruritania" in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("claim/c5", "The chancellery urges caution"),
        ("article/one", "Flight 12 of Northwind Air fell near Strelsau"),
        ("actor/ruritania", "the same name"),
        ("conflict/values", "kg:DifferentValues"),
        ("event/one.flight-12", "Northwind Air Flight 12"),
    ],
)
def test_every_kind_of_node_has_a_page(server: Running, path: str, words: str) -> None:
    page = server.client.get(f"/id/{path}", headers=HTML)
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("accept", ["application/n-triples", "application/ld+json", "application/rdf+xml"])
def test_other_formats(server: Running, accept: str) -> None:
    asked = server.client.get("/id/claim/c5", headers={"Accept": accept})
    assert asked.headers["content-type"] == accept
    assert server.client.get("/id/claim/c5", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "path",
    [
        "event/nowhere",
        "",
        "..%2f..%2fgraph.ttl",
        "../../../../etc/passwd",
        "%00",
        "a b",
        "<x>",
        "%FF",
        "event/flight-12.txt",
    ],
)
def test_what_the_graph_does_not_name(server: Running, path: str) -> None:
    asked = server.client.get(f"/id/{path}", headers=TURTLE)
    assert asked.status_code == 404
    assert asked.text.count("\n") == 1
    assert "text/html" in server.client.get("/id/event/nowhere", headers=HTML).headers["content-type"]


def test_the_terms_of_the_ontology(server: Running) -> None:
    assert 'id="AircraftIncident"' in server.client.get("/ontology", headers=HTML).text
    for asked in (server.client.get("/ontology", headers=TURTLE), server.client.get("/ontology.ttl")):
        told = {q.triple.subject for q in ox.parse(asked.content, format=ox.RdfFormat.TURTLE)}
        assert ox.NamedNode(str(KG.AircraftIncident)) in told


def test_a_name_in_an_answer_leads_on_where_it_is_the_name_of_one(server: Running) -> None:
    page = server.client.get("/queries/casualties", headers=HTML).text
    assert '<a href="/id/event/flight-12"' in page
    assert '<a href="/id/article/one"' in page
    page = server.ask('SELECT ?x { VALUES ?x { "Ruritania"@en } }', "text/html").text  # a state and a place
    assert "Ruritania</td>" in page
    assert "/id/actor/ruritania" not in page
