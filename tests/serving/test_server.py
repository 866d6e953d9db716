"""The server from its start to its end, and who it answers."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from kg.vocabulary import KG, SKOS
from tests.serving.serving import ENDLESS, ID, Running, folder_of, serving, until


def test_its_health(server: Running) -> None:
    told = server.client.get("/health")
    assert told.headers["content-type"] == "application/json"
    assert told.json()["status"] == "ok"
    assert told.json()["triples"] > 500
    assert told.json()["graph_changed_since_start"] is False


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_a_name_that_leads_here_is_not_this_machine(server: Running, host: str) -> None:
    """DNS rebinding: a site lets its own name lead to 127.0.0.1 to read what is served there."""
    for path in ("/", "/sparql?query=ASK%20%7B%7D", "/graph.ttl", "/health"):
        asked = server.client.get(path, headers={"Host": host})
        assert (asked.status_code, asked.text) == (400, "this server answers only as 127.0.0.1; send Host: 127.0.0.1\n")
    assert server.client.get("/health", headers={"Host": "localhost:1"}).status_code == 200


@pytest.mark.parametrize("path", ["/articles/one.ttl", "/.store/lock", "/%2e%2e/%2e%2e/etc/passwd", "/graph.ttl/../x"])
def test_no_other_file_is_given(server: Running, path: str) -> None:
    assert server.client.get(path).status_code == 404


def test_other_sites_read_nothing_unless_they_may(server: Running, strict: Running) -> None:
    asked = server.client.get("/health", headers={"Origin": "https://a.example"})
    assert "access-control-allow-origin" not in asked.headers
    preflight = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in server.client.options("/sparql", headers=preflight).headers
    allowed = strict.client.get("/health", headers={"Origin": "https://a.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://a.example"
    assert strict.client.options("/sparql", headers=preflight).status_code == 200
    other = strict.client.get("/health", headers={"Origin": "https://b.example"})
    assert "access-control-allow-origin" not in other.headers


def test_pages_of_other_sites_cannot_make_it_work(server: Running, strict: Running) -> None:
    """A browser keeps the answer from them, but what they ask would be answered for nobody."""

    def asked(running: Running, mode: str, **more: str) -> int:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, **more}
        return running.client.get("/sparql?query=ASK%7B%7D", headers=headers).status_code

    assert [asked(server, "no-cors"), asked(server, "cors", Origin="https://a.example")] == [403, 403]
    assert asked(server, "navigate") == 200  # somebody followed a link
    assert asked(strict, "cors", Origin="https://a.example") == 200
    assert [asked(strict, "no-cors"), asked(strict, "cors", Origin="https://b.example")] == [403, 403]
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}
    assert server.client.get("/style.css", headers=own).status_code == 200


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(tmp_path: Path, sent: signal.Signals) -> None:
    with serving(folder_of(tmp_path / "out")) as running:
        assert running.ask("ASK {}").status_code == 200
        running.process.send_signal(sent)
        assert running.process.wait(20) == 0
        assert running.process.stderr is not None
        assert running.process.stderr.read() == ""


def test_nothing_in_the_folder_where_it_is_started_is_run(tmp_path: Path) -> None:
    for name in ("resource.py", "json.py", "kg.py"):
        (tmp_path / name).write_text("open('ran', 'w')", encoding="utf-8")
    with serving(folder_of(tmp_path / "out"), cwd=tmp_path) as running:
        assert running.ask("ASK {}").json()["boolean"] is True
    assert not (tmp_path / "ran").exists()


def test_a_graph_of_many_incidents_and_a_short_time(server: Running, tmp_path: Path) -> None:
    """What the server asks itself has time of its own; the first page leads to what it leaves out."""
    folder = folder_of(tmp_path / "out")
    one = f'<{ID}event/x-%d> a <{KG.AircraftIncident}> ; <{SKOS.prefLabel}> "X %d"@en .\n'
    with (folder / "graph.ttl").open("a", encoding="utf-8") as graph:
        graph.writelines(one % (n, n) for n in range(50_000))
    with serving(folder, "--timeout", 0.1) as running:
        page = running.client.get("/").text
        assert "The first 100 of 50,002" in page
        address = re.search(r'href="(/sparql[?]query=[^"]*)"', page)
    assert address is not None
    assert "Northwind Air Flight 12" in server.client.get(address[1], headers={"Accept": "text/csv"}).text


def test_who_still_waits_when_it_ends_is_told_so(tmp_path: Path) -> None:
    with serving(folder_of(tmp_path / "out"), "--workers", 1, "--timeout", 60) as running:
        found: list[httpx.Response] = []
        threads = [threading.Thread(target=lambda: found.append(running.ask(ENDLESS))) for _ in range(3)]
        for thread in threads:
            thread.start()
        until(lambda: "\nkg_asking 3.0\n" in running.client.get("/metrics").text)
        assert running.end() == (0, "")
        for thread in threads:
            thread.join()
        assert {(r.status_code, r.text[:24]) for r in found} == {(503, "`kg serve` was stopped b")}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["NOWHERE"], "nowhere/graph.ttl: no such file; write it with"),
        (["OUT", "--cors", "example.org"], "give an origin, as https://example.org, or *"),
        (["OUT", "--port", "PORT"], "choose another --port, or 0 for any"),
        (["BROKEN"], "graph.ttl: cannot be loaded"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(
    server: Running, tmp_path: Path, options: list[str], said: str
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "graph.ttl").write_text("<a> <b>", encoding="utf-8")
    known = {
        "OUT": server.folder,
        "BROKEN": broken,
        "NOWHERE": tmp_path / "nowhere",
        "PORT": server.client.base_url.port,
    }
    given = [str(known.get(each, each)) for each in options]
    free = [] if "--port" in given else ["--port", "0"]
    command = [sys.executable, "-m", "kg", "serve", *given, *free]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_second_server_and_a_graph_that_is_built_anew(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "out")
    new = "ASK { <http://x.example/a> ?p ?o }"
    with serving(folder) as first, serving(folder) as second:
        assert first.ask("ASK { event:flight-12 ?p ?o }").text == second.ask("ASK { event:flight-12 ?p ?o }").text
        with (folder / "graph.ttl").open("a", encoding="utf-8") as graph:
            graph.write("<http://x.example/a> <http://x.example/b> 1 .\n")
        assert first.client.get("/health").json()["graph_changed_since_start"] is True
        with serving(folder) as third:
            told = [running.ask(new).json()["boolean"] for running in (first, second, third)]
    assert told == [False, False, True]
