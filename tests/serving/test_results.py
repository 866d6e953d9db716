"""An answer comes in the format that is asked for, and says the same in each."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

from tests.serving.serving import Running

QUERY = """SELECT ?a ?b ?c ?d ?e ?f {
  VALUES (?a ?b ?c ?d ?e ?f) {
    (<http://x.example/ü> "tab\\t, \\"quote\\" & <b>\\nline\\r" "wörter"@en 5 "\\u0001" UNDEF)
  }
}"""


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml; q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("application/*, text/csv;q=0.9", "application/sparql-results+json"),
        ("application/*;q=0.4, application/sparql-results+json;q=0, text/*;q=0.2", "application/json"),
        ("TEXT/CSV; charset=utf-8", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_the_type_that_weighs_most(server: Running, accept: str, given: str) -> None:
    asked = server.ask("SELECT (1 AS ?n) {}", accept)
    assert (asked.status_code, asked.headers["content-type"]) == (200, given)
    assert asked.headers["vary"] == "Accept"


@pytest.mark.parametrize("query", ["SELECT * {}", "ASK {}", "DESCRIBE event:flight-12"])
@pytest.mark.parametrize("accept", ["image/png", "application/pdf;q=1, */*;q=0"])
def test_a_type_that_is_not_written_is_refused(server: Running, query: str, accept: str) -> None:
    asked = server.ask(query, accept)
    assert asked.status_code == 406
    assert "accept one of" in asked.text


def test_the_truth_has_no_table(server: Running) -> None:
    assert server.ask("ASK {}", "text/csv").status_code == 406
    told = ET.fromstring(server.ask("ASK {}", "application/sparql-results+xml").content)  # noqa: S314 - our own server's
    assert told.findtext("{*}boolean") == "true"


def test_rows_say_the_same_in_every_format(server: Running) -> None:
    """What another reader, Oxigraph's own, makes of each."""
    expected = [ox.NamedNode("http://x.example/ü"), ox.Literal('tab\t, "quote" & <b>\nline\r')]
    expected += [ox.Literal("wörter", language="en"), ox.Literal(5)]
    for accept, format_ in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        read = ox.parse_query_results(server.ask(QUERY, accept).content, format=format_)
        assert isinstance(read, ox.QuerySolutions)
        assert [v.value for v in read.variables] == list("abcdef")
        (row,) = read
        assert [row[name] for name in "abcd"] == expected, accept
        assert row["f"] is None
        assert row["e"] == ox.Literal("\ufffd" if "xml" in accept else "\x01")  # XML cannot hold it
    text = server.ask(QUERY, "text/csv").content.decode()
    assert text.startswith("a,b,c,d,e,f\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][:4] == [str(getattr(t, "value", t)) for t in expected]


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_triples_say_the_same_in_every_format(server: Running, accept: str, format_: ox.RdfFormat) -> None:
    asked = server.ask("CONSTRUCT { event:flight-12 ?p ?o } { event:flight-12 ?p ?o }", accept)
    assert asked.headers["content-type"].split(";")[0] == accept
    read = {str(quad.triple) for quad in ox.parse(asked.content, format=format_)}
    first = server.ask("CONSTRUCT { event:flight-12 ?p ?o } { event:flight-12 ?p ?o }", "application/n-triples").text
    assert read == {str(q.triple) for q in ox.parse(first, format=ox.RdfFormat.N_TRIPLES)}
    assert len(read) > 10


def test_the_address_can_name_the_format(server: Running) -> None:
    assert server.ask("SELECT (1 AS ?n) {}", "text/html", format="csv").text == "n\r\n1\r\n"
    asked = server.ask("DESCRIBE event:flight-12", "", format="application/rdf+xml")
    assert asked.headers["content-type"] == "application/rdf+xml"
    assert server.ask("SELECT (1 AS ?n) {}", "text/csv", format="their-own-name").text == "n\r\n1\r\n"
    refused = server.ask("ASK {}", "*/*", format="docx")
    assert refused.status_code == 400
    assert "use one of json, xml, csv" in refused.text


def test_a_shipped_question_with_its_parameter(server: Running) -> None:
    asked = server.client.get("/queries/casualties", params={"incident": "NW12", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(asked.text)))
    assert {row["incident"] for row in rows} == {"Northwind Air Flight 12"}
    assert {"30", "31"} <= {row["dead"] for row in rows}
    missing = server.client.get("/queries/casualties", params={"incident": "Nowhere 1"})
    assert (missing.status_code, "the graph has no incident" in missing.text) == (400, True)
    unknown = server.client.get("/queries/nonsense")
    assert (unknown.status_code, "casualties" in unknown.text) == (404, True)


@pytest.mark.parametrize("address", ["/id/event/flight-12", "/ontology", "/sparql"])
def test_every_address_takes_a_format(server: Running, address: str) -> None:
    for format_, given in (
        ("turtle", "text/turtle; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
    ):
        asked = server.client.get(f"{address}?format={format_}", headers={"Accept": "text/html;q=0.1, */*;q=0.1"})
        assert (asked.status_code, asked.headers["content-type"]) == (200, given)
    assert server.client.get(f"{address}?format=docx").status_code == 400
    assert server.client.get(f"{address}?format=csv").status_code == 406


def test_a_plus_in_the_address_is_part_of_the_type(server: Running) -> None:
    asked = server.client.get("/sparql?query=ASK%7B%7D&format=application/sparql-results+xml")
    assert (asked.status_code, asked.headers["content-type"]) == (200, "application/sparql-results+xml")


def test_what_is_given_twice_is_not_chosen_among(server: Running) -> None:
    asked = server.client.get("/queries/casualties?incident=NW12&incident=NW13")
    assert (asked.status_code, asked.text) == (400, "'incident' is given more than once; give it once\n")
