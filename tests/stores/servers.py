"""Stores that are asked over HTTP, each started on loopback with the graph loaded, and ended with the block."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

Ask = Callable[[str], Any]
"""A query → its answer as a document of SPARQL 1.1 Query Results JSON."""

_GRAPH = "http://example.org/incidents"
_READY_S, _QUERY_S = 180, 300


@contextmanager
def oxigraph(tools: Path, graph: Path, work: Path) -> Iterator[Ask]:
    """Oxigraph's server (https://github.com/oxigraph/oxigraph); the graph is loaded twice, and is there once."""
    program = tools / "venv/bin/oxigraph"
    for _ in range(2):
        command = [program, "load", "--location", work / "store", "--file", graph]
        subprocess.run(command, check=True, capture_output=True)
    address = "127.0.0.1:17878"
    with _running([program, "serve-read-only", "--location", work / "store", "--bind", address], work):
        yield _ask(f"http://{address}/query")


@contextmanager
def virtuoso(tools: Path, graph: Path, work: Path) -> Iterator[Ask]:
    """Virtuoso 7 (https://github.com/openlink/virtuoso-opensource), loaded with its bulk function, twice."""
    del tools  # Debian's package
    (work / "virtuoso.ini").write_text(
        f"""\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:11111
DisableUnixSocket = 1
DirsAllowed = {graph.parent}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:18890
[SPARQL]
ResultSetMaxRows = 1000000
""",
        encoding="utf-8",
    )
    url = "http://127.0.0.1:18890/sparql"
    with _running(["virtuoso-t", "-f", "-c", "virtuoso.ini"], work):
        _wait(url)
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{graph}'), '', '{_GRAPH}', 0);\n"
        command = ["isql-vt", "127.0.0.1:11111", "dba", "dba"]
        loaded = subprocess.run(command, input=load * 2, text=True, check=True, capture_output=True)
        if "Error" in loaded.stderr + loaded.stdout:
            raise RuntimeError(f"Virtuoso did not load the graph: {loaded.stderr}")
        yield _ask(url, **{"default-graph-uri": _GRAPH})


@contextmanager
def comunica(tools: Path, graph: Path, work: Path) -> Iterator[Ask]:
    """Comunica's endpoint over a file (https://comunica.dev); it keeps the graph in memory."""
    program = tools / "node_modules/@comunica/query-sparql-file/bin/http.js"
    with _running(["node", program, graph, "-p", "13000", "-w", "1", "-t", str(_QUERY_S)], work):
        yield _ask("http://127.0.0.1:13000/sparql")


@contextmanager
def _running(command: list[str | Path], work: Path) -> Iterator[None]:
    """A program in a process group of its own, all of which ends with the block."""
    with (work / "output.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=work, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ask(url: str, **params: str) -> Ask:
    _wait(url)

    def ask(query: str) -> Any:
        headers = {"Accept": "application/sparql-results+json"}
        answer = httpx.post(url, data={"query": query, **params}, headers=headers, timeout=_QUERY_S)
        if answer.is_error:
            raise RuntimeError(" ".join(answer.text.split())[:300])
        return answer.json()

    return ask


def _wait(url: str) -> None:
    """Until the endpoint answers."""
    end = time.monotonic() + _READY_S
    while True:
        try:
            httpx.get(url, params={"query": "ASK {}"}, timeout=10)
            return
        except httpx.TransportError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
