"""Whatever is asked, by whichever way, the answer is an answer or one line, and nothing but the graph is read."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.alignment.decisions import read_decisions
from kg.errors import KgError
from kg.querying.explanation import explain
from kg.querying.named import named_queries
from kg.querying.run import run_query
from kg.querying.store import open_store
from kg.vocabulary import PREFIXES
from tests.hostile.cases import cases
from tests.hostile.strategies import any_text, lone, query
from tests.serving.serving import Running, folder_of, serving

HIDDEN = "xyzzy-hidden"
FOLDER = folder_of(Path(tempfile.mkdtemp()) / "out")
STORE = open_store(FOLDER)
NAMED = named_queries()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = folder_of(tmp_path_factory.mktemp("asked") / "out")
    (folder / "secret.txt").write_text(HIDDEN, encoding="utf-8")
    (folder.parent / "secret.ttl").write_text(f'<http://a/> <http://b/> "{HIDDEN}" .', encoding="utf-8")
    with serving(folder, "--timeout", 1, "--max-rows", 50, "--workers", 2) as running:
        yield running


@given(query)
@cases(0.08)
def test_queries(text: str) -> None:
    try:
        run_query(STORE, text, most=100)
    except KgError as error:
        assert "\n" not in str(error)


@given(
    st.sampled_from(NAMED),
    st.dictionaries(
        st.sampled_from(("incident", "actor", "property", "other")) | any_text, lone | any_text, min_size=1, max_size=2
    ),
)
@cases(0.03)
def test_parameters(named: object, params: dict[str, str]) -> None:
    try:
        run_query(STORE, named.text, params, most=100)  # type: ignore[attr-defined]
    except KgError as error:
        assert "\n" not in str(error)


@given(lone | any_text)
@cases(0.03)
def test_explanations(term: str) -> None:
    try:
        explain(STORE, term)
    except KgError as error:
        assert "\n" not in str(error)


_cells = st.lists(
    st.sampled_from(
        (
            "subject_id",
            "predicate_id",
            "object_id",
            "skos:exactMatch",
            "Not",
            "actor:a",
            "semapv:ManualMappingCuration",
            "#curie_map:",
            "#  a: b",
        )
    )
    | any_text,
    max_size=5,
).map("\t".join)


@given(st.binary(max_size=200) | st.lists(_cells, max_size=5).map(lambda rows: "\n".join(rows).encode()))
@cases(0.05)
def test_tables_of_decisions(data: bytes) -> None:
    path = Path(os.environ["KG_HOSTILE_FOLDER"]) / "a.sssom.tsv"
    path.write_bytes(data)
    with suppress(KgError):
        read_decisions(path, PREFIXES)


_header = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=60).map(lambda t: t.encode("latin-1"))
_PATHS = (
    b"/", b"/sparql", b"/graph.html", b"/id/actor/a", b"/../secret.txt", b"/%2e%2e/secret.ttl", b"/secret.txt",
    b"//etc/passwd", b"/id/..%2f..%2fsecret.ttl", b"/queries/shared", b"/ontology", b"/metrics",
)  # fmt: skip
_METHODS = (b"GET", b"POST", b"HEAD", b"OPTIONS", b"PUT", b"TRACE", b"CONNECT", b"\xff")
_HEADERS = (b"Accept", b"Content-Type", b"Content-Length", b"Transfer-Encoding", b"Origin", b"Range", b"Expect")
_VALUES = (
    b"*/*", b"text/turtle;q=0.5", b"application/sparql-query", b"application/x-www-form-urlencoded", b"chunked", b"-1",
)  # fmt: skip
_asked = query.map(lambda text: b"query=" + quote_from_bytes(text.encode("utf-8", "replace")).encode())
_path = st.sampled_from(_PATHS)


@given(
    st.sampled_from(_METHODS) | st.binary(max_size=5),
    _path | st.builds(lambda path, asked: path + b"?" + asked, _path, _asked) | st.binary(max_size=40),
    st.lists(st.tuples(st.sampled_from(_HEADERS) | _header, _header | st.sampled_from(_VALUES)), max_size=3),
    st.binary(max_size=80) | _asked,
)
@cases(0.02)
def test_requests(server: Running, method: bytes, path: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    lines = [method + b" " + path + b" HTTP/1.1", b"Host: 127.0.0.1", b"Connection: close"]
    lines += [name + b": " + value for name, value in headers]
    if not any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in headers):
        lines.append(f"Content-Length: {len(body)}".encode())
    answer = b""
    with socket.create_connection((host, int(port)), timeout=20) as sending:
        try:
            sending.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            sending.shutdown(socket.SHUT_WR)
            while part := sending.recv(1 << 16):
                answer += part
        except TimeoutError:
            raise
        except OSError:  # closed before all was sent, which TCP tells by a reset (RFC 9112, section 9.6)
            pass
    _fits(server, answer)


@given(query)
@cases(0.02)
def test_queries_over_http(server: Running, text: str) -> None:
    answer = server.client.post(
        "/sparql",
        content=urlencode({"query": text}, errors="replace"),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    _fits(server, b"HTTP/1.1 %d " % answer.status_code + answer.content)


def _fits(server: Running, answer: bytes) -> None:
    assert server.process.poll() is None
    assert len(answer) < 10_000_000 and HIDDEN.encode() not in answer and b"root:x:0" not in answer
    if answer:
        status = int(answer.split(b" ", 2)[1])
        assert status < 500 or status == 503, answer[:500]


@given(
    st.lists(
        any_text
        | st.sampled_from(
            ("query", "explain", "export", "--format", "csv", "--param", "a=b", "shared", "--list", str(FOLDER))
        ),
        max_size=5,
    )
)
@cases(0.01)
def test_the_command_line(arguments: list[str]) -> None:
    from kg.cli import app

    if "serve" not in arguments:
        ended = CliRunner().invoke(app, arguments)
        assert ended.exit_code in (0, 1, 2) and (
            ended.exception is None or isinstance(ended.exception, (SystemExit, KgError))
        ), ended.exception


def test_no_file_is_read_for_a_query(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(f'<http://a/> <http://b/> "{HIDDEN}" .', encoding="utf-8")
    uri = (tmp_path / "a.ttl").as_uri()
    for asked in ("SELECT * FROM <{}> {{?a ?b ?c}}", "SELECT * FROM NAMED <{0}> {{GRAPH <{0}> {{?a ?b ?c}}}}"):
        text = asked.format(uri)
        assert run_query(ox.Store(), text).rows == ()
    for text in (f"LOAD <{uri}>", f"SELECT * {{ SERVICE <{uri}> {{?a ?b ?c}} }}"):
        with pytest.raises(KgError):
            run_query(ox.Store(), text)
