"""A question that asks too much is refused in one line, and the next one is answered."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.serving.serving import ENDLESS, Running, folder_of, serving, until

GREEDY = "SELECT DISTINCT ?a ?b ?c ?d ?e ?f ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HALF_BODY = "Content-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nA"


def begun(running: Running, rest: str = "") -> socket.socket:
    """A connection over which the first part of a request was sent."""
    opened = socket.create_connection(("127.0.0.1", running.client.base_url.port or 0), 30)
    opened.sendall(f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n{rest}".encode())
    return opened


def all_of(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def ended(connection: socket.socket, more: bytes) -> bool:
    """Whether the other side has closed it; sends ``more`` to see."""
    try:
        connection.sendall(more)
    except OSError:
        return True
    return False


def healthy(running: Running) -> bool:
    return httpx.get(f"{running.address}health", timeout=30).status_code == 200


def test_a_query_without_end_is_ended(strict: Running) -> None:
    start = time.monotonic()
    asked = strict.ask(ENDLESS)
    assert asked.status_code == 503
    assert asked.text == "the query took longer than 1 s; narrow it, or start `kg serve` with a larger --timeout\n"
    assert "retry-after" not in asked.headers  # it would be no quicker
    assert strict.ask("ASK {}").json()["boolean"] is True
    assert time.monotonic() - start < 8


def test_more_rows_than_allowed_are_no_answer(strict: Running) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        asked = strict.ask(query, "*/*")
        assert asked.status_code == 400
        assert "more than 20 rows; narrow the query, or end it with LIMIT 20" in asked.text
        assert "--max-rows" in asked.text
    assert len(strict.ask("SELECT * { ?s ?p ?o } LIMIT 20").json()["results"]["bindings"]) == 20


def test_too_many_at_once_are_sent_away(strict: Running) -> None:
    """One is answered, sixteen wait, and they too are sent away when they have waited too long."""
    found: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda: found.append(strict.ask(ENDLESS))) for _ in range(30)]
    for thread in threads:
        thread.start()
    until(lambda: len(found) >= 10)
    assert {(r.status_code, r.text) for r in found[:10]} == {
        (503, "too many questions at once; ask again in a moment\n")
    }
    assert {r.headers["retry-after"] for r in found[:10]} == {"5"}
    assert strict.client.get("/health").json()["status"] == "ok"
    for thread in threads:
        thread.join()
    until(lambda: strict.ask("ASK {}").status_code == 200)


def test_who_hangs_up_holds_nobody_up(tmp_path: Path) -> None:
    with serving(folder_of(tmp_path / "out"), "--workers", 1, "--timeout", 60) as running:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{running.address}sparql", params={"query": ENDLESS}, timeout=1)
        assert running.ask("ASK {}").json()["boolean"] is True


def test_who_goes_away_while_sending_is_no_error_of_the_server(tmp_path: Path) -> None:
    with serving(folder_of(tmp_path / "out")) as running:
        for kind in ("sparql-query", "x-www-form-urlencoded"):
            half = begun(running, f"Content-Type: application/{kind}\r\nContent-Length: 100\r\n\r\nquery=ASK")
            half.close()
        until(lambda: 'status="499"} 2.0' in running.client.get("/metrics").text)
        assert running.end() == (0, "")


def test_who_sends_too_slowly_is_sent_away(server: Running) -> None:
    """Neither a header nor a body that never ends holds a connection, nor what comes after a refusal."""
    query = "Content-Type: application/sparql-query\r\n"
    header, body = begun(server, "Accept: te"), begun(server, f"{query}Content-Length: 100\r\n\r\nASK")
    refused = begun(server, "Content-Length: 100000\r\n\r\nASK")
    assert refused.recv(1 << 16).startswith(b"HTTP/1.1 415")
    until(lambda: ended(refused, b" "), 30)
    assert all_of(header) == b""
    told = all_of(body)
    assert told.startswith(b"HTTP/1.1 408")
    assert told.endswith(b"\r\n\r\nthe request did not arrive within 10 s; send all of it at once\n")
    for each in (header, body, refused):
        each.close()


@pytest.mark.parametrize(("rest", "files"), [("", 256), (HALF_BODY, 256), ("", 110)])
def test_many_who_never_ask_shut_out_nobody(tmp_path: Path, rest: str, files: int) -> None:
    with serving(folder_of(tmp_path / "out"), files=files) as running:
        held = [begun(running, rest) for _ in range(400)]
        until(lambda: healthy(running))
        for each in held:
            each.close()
        code, said = running.end()
        assert code == 0
        assert len(said.splitlines()) <= (files < 200)  # so few are used up by one burst


def test_a_query_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    with serving(folder_of(tmp_path / "out"), "--workers", 1, "--timeout", 60, "--max-memory", 256) as running:
        asked = running.ask(GREEDY + " ORDER BY ?a")
        assert (asked.status_code, asked.text[:46]) == (503, "the query needs more than 256 MiB of memory; n")
        assert running.ask("ASK {}").json()["boolean"] is True
        code, said = running.end()
        assert (code, said) == (0, "")


def test_a_query_that_is_nested_too_deeply(strict: Running) -> None:
    for query in (
        "ASK " + "{" * 200_000 + "}" * 200_000,
        "ASK { FILTER(" + "(" * 200_000 + "1" + ")" * 200_000 + ") }",
    ):
        asked = strict.client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
        assert (asked.status_code, "nested too deeply" in asked.text) == (400, True)
    assert strict.ask("ASK {}").json()["boolean"] is True


def test_a_request_that_is_too_large(strict: Running) -> None:
    body = b"ASK {} #" + b"x" * (2 << 20)
    asked = strict.client.post("/sparql", content=body, headers={"Content-Type": "application/sparql-query"})
    assert (asked.status_code, "larger than 1024 KiB" in asked.text) == (413, True)
    asked = strict.client.get("/sparql?" + "a=b&" * 2000 + "query=ASK%20%7B%7D")
    assert (asked.status_code, "fewer" in asked.text) == (400, True)


def test_an_answer_that_is_too_large(server: Running) -> None:
    text = "CONCAT(?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a)"
    binds = " ".join(f"BIND({text.replace('?a', f'?{x}')} AS ?{y})" for x, y in ("ab", "bc", "cd", "de", "ef", "fg"))
    asked = server.ask(f"SELECT ?g {{ VALUES ?n {{ 1 2 3 }} BIND('{'x' * 100}' AS ?a) {binds} }}")
    assert (asked.status_code, "more than 64 MiB" in asked.text) == (400, True)


def test_what_goes_on_can_be_watched(strict: Running) -> None:
    strict.ask("SELECT * { ?s ?p ?o }")
    strict.ask("SELECT * { ?s ?p ?o } LIMIT 7")
    lines = dict(line.rsplit(" ", 1) for line in strict.client.get("/metrics").text.splitlines() if line[0] != "#")
    assert float(lines['kg_refusals_total{cause="rows"}']) >= 1
    assert float(lines["kg_rows_total"]) >= 7
    assert float(lines['kg_requests_total{endpoint="sparql",status="200"}']) >= 1
    assert float(lines['kg_answer_seconds_count{kind="query"}']) >= 2
    assert float(lines["kg_triples"]) > 500
