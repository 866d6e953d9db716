"""The endpoint speaks SPARQL 1.1 Protocol: each check of the W3C's suite that applies to a read-only service.

The suite (w3c/rdf-tests, sparql/sparql11/protocol) loads graphs from the web; here the articles' own graphs stand for
them. Its updates are refused.
"""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from tests.serving.serving import ID, Running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UTF16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
UPDATE = {"Content-Type": "application/sparql-update"}
ONE, TWO = f"{ID}article/one", f"{ID}article/two"
UNKNOWN = "http://nowhere.example/data"
BOTH = f"ASK {{ <{ONE}> a kg:Document . <{TWO}> a kg:Document }}"
EACH = f"GRAPH ?a {{ <{ONE}> a kg:Document }} GRAPH ?b {{ <{TWO}> a kg:Document }}"


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/sparql-results+json"
    return bool(response.json()["boolean"])


def test_query_get(server: Running) -> None:
    assert truth(server.client.get("/sparql/", params={"query": "ASK {}", "default-graph-uri": UNKNOWN}))


def test_query_post_form(server: Running) -> None:
    """The graphs stand in the address, the query in the body."""
    address = f"/sparql/?default-graph-uri={UNKNOWN}"
    assert truth(server.client.post(address, content="query=ASK%20%7B%7D", headers=FORM))


def test_query_post_direct(server: Running) -> None:
    assert truth(server.client.post("/sparql", content="ASK {}", headers=DIRECT))


@pytest.mark.parametrize("kind", ["get", "post"])
def test_query_dataset_default_graphs(server: Running, kind: str) -> None:
    graphs = [("default-graph-uri", ONE), ("default-graph-uri", TWO)]
    if kind == "get":
        asked = server.client.get("/sparql", params=[("query", BOTH), *graphs])
    else:
        asked = server.client.post("/sparql", params=graphs, content=BOTH, headers=DIRECT)
    assert truth(asked)
    assert not truth(server.client.get("/sparql", params=[("query", BOTH), graphs[0]]))


@pytest.mark.parametrize("kind", ["get", "post"])
def test_query_dataset_named_graphs(server: Running, kind: str) -> None:
    graphs, query = [("named-graph-uri", ONE), ("named-graph-uri", TWO)], f"ASK {{ {EACH} }}"
    if kind == "get":
        asked = server.client.get("/sparql", params=[("query", query), *graphs])
    else:
        asked = server.client.post("/sparql", params=graphs, content=query, headers=DIRECT)
    assert truth(asked)
    assert not truth(server.client.get("/sparql", params=[("query", query), graphs[0]]))
    assert not truth(server.client.get("/sparql", params=[("query", "ASK { ?s ?p ?o }"), *graphs]))  # no default graph


def test_query_dataset_full(server: Running) -> None:
    graphs = [("default-graph-uri", TWO), ("named-graph-uri", ONE), ("named-graph-uri", TWO)]
    query = f"ASK {{ <{TWO}> a kg:Document {EACH} }}"
    assert truth(server.client.post("/sparql", params=graphs, content=query, headers=DIRECT))


def test_query_multiple_dataset(server: Running) -> None:
    """The graphs of the request stand in place of those of the query."""
    graphs = [("named-graph-uri", ONE), ("named-graph-uri", TWO)]
    query = f"ASK FROM <{UNKNOWN}> {{ {EACH} }}"
    assert truth(server.client.post("/sparql", params=graphs, content=query, headers=DIRECT))
    assert not truth(server.client.post("/sparql", content=query, headers=DIRECT))
    assert truth(server.client.post("/sparql", content=f"ASK FROM <{ONE}> {{ <{ONE}> ?p ?o }}", headers=DIRECT))


def test_without_graphs_the_merged_graph_is_asked_and_the_articles_by_name(server: Running) -> None:
    found = server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s a kg:Document } } ORDER BY ?g").json()
    assert [row["g"]["value"] for row in found["results"]["bindings"]] == [ONE, TWO]
    assert truth(server.client.get("/sparql", params={"query": "ASK { event:flight-12 kg:aboard 50 }"}))
    assert not truth(server.client.get("/sparql", params={"query": "ASK { ?s a kg:Document }"}))


def test_query_content_types(server: Running) -> None:
    kinds = {
        "SELECT (1 AS ?value) {}": "application/sparql-results+json",
        "ASK {}": "application/sparql-results+json",
        "DESCRIBE <http://example.org/>": "text/turtle; charset=utf-8",
        "CONSTRUCT { <s> <p> 1 } WHERE {}": "text/turtle; charset=utf-8",
    }
    for query, kind in kinds.items():
        asked = server.client.post(f"/sparql/?default-graph-uri={UNKNOWN}", content=query, headers=DIRECT)
        assert (asked.status_code, asked.headers["content-type"]) == (200, kind), query
    triple = next(ox.parse(asked.content, format=ox.RdfFormat.TURTLE)).triple
    assert triple.subject == ox.NamedNode(f"{server.address}s")  # relative to where it was asked


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status", "said"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", {}, b"", 405, "is not understood here"),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", {}, b"", 400, "several queries"),
        ("POST", "/sparql?query=ASK%20%7B%7D", DIRECT, b"ASK {}", 400, "several queries"),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415, "text/plain cannot be read as a query"),
        ("POST", "/sparql", {}, b"query=ASK%20%7B%7D", 415, "type unknown"),
        ("POST", "/sparql", {}, b"ASK {}", 415, "send application/sparql-query"),
        ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415, "multipart/form-data"),
        ("POST", "/sparql", UTF16, "ASK {}".encode("utf-16"), 400, "send it in UTF-8"),
        ("POST", "/sparql", DIRECT, "ASK {}".encode("utf-16"), 400, "not in UTF-8"),
        ("POST", "/sparql", FORM, b"query=ASK%20%FF", 400, "not in UTF-8"),
        ("GET", "/sparql?query=ASK%20%7B", {}, b"", 400, "cannot be read as SPARQL 1.1: error at 1:6"),
        ("GET", "/sparql?query=", {}, b"", 400, "no query"),
        ("GET", "/sparql?default-graph-uri=http://x.example/", {}, b"", 400, "no query"),
        ("POST", "/sparql", FORM, b"a=b", 400, "no query"),
        ("GET", "/sparql?query=ASK%20%7B%7D&named-graph-uri=%20", {}, b"", 400, "cannot be answered"),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, b"", 403, "updates are refused"),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 403, "updates are refused"),
        ("POST", "/sparql", FORM, b"update=CLEAR&update=CLEAR", 403, "updates are refused"),
        ("POST", "/sparql", UPDATE, b"INSERT DATA { <a:a> <a:a> <a:a> }", 403, "updates are refused"),
        ("POST", "/sparql?using-graph-uri=x", UPDATE, b"\xff", 403, "updates are refused"),
        ("POST", "/sparql", DIRECT, b"DELETE WHERE { ?s ?p ?o }", 400, "only read"),
        ("POST", "/sparql", DIRECT, b"ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "another endpoint"),
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused_in_one_line(
    server: Running, method: str, address: str, headers: dict[str, str], body: bytes, status: int, said: str
) -> None:
    asked = server.client.request(method, address, headers=headers, content=body)
    assert asked.status_code == status, asked.text
    assert asked.headers["content-type"] == "text/plain; charset=utf-8"
    assert said in asked.text
    assert asked.text.count("\n") == 1
    assert truth(server.client.get("/sparql", params={"query": "ASK { event:flight-12 kg:aboard 50 }"}))


def test_other_methods(server: Running) -> None:
    assert "GET" in server.client.put("/sparql").headers["allow"]
    options = server.client.options("/sparql")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    head = server.client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "application/sparql-results+json"


def test_the_endpoint_describes_itself(server: Running) -> None:
    asked = server.client.get("/sparql", headers={"Accept": "text/turtle"})
    told = {q.triple for q in ox.parse(asked.content, format=ox.RdfFormat.TURTLE)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = ox.NamedNode(f"{server.address}sparql")
    assert ox.Triple(ox.NamedNode(f"{endpoint.value}#service"), ox.NamedNode(f"{sd}endpoint"), endpoint) in told
    assert ox.NamedNode(f"{sd}SPARQL11Query") in {t.object for t in told}
    assert not any(isinstance(t.subject, ox.BlankNode) for t in told)
    assert server.client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
