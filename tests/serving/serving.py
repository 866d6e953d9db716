"""A server as a user starts it: `kg serve` in a process of its own, asked over HTTP."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

FIXTURE = Path(__file__).parent.parent / "querying" / "fixture.ttl"
ID = "https://w3id.org/incident-kg/id/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n_ ?o }"
"""More combinations than can be counted in a lifetime."""

SPEAKING = """
@prefix kg: <https://w3id.org/incident-kg/ontology#> .
<{id}article/{name}> a kg:Document ; kg:said "{name}" .
"""


@dataclass
class Running:
    """A server, a client that asks it, and the folder it serves."""

    process: subprocess.Popen[str]
    client: httpx.Client
    folder: Path
    address: str

    def ask(self, query: str, accept: str = "application/json", **more: object) -> httpx.Response:
        """One query by GET."""
        return self.client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})

    def end(self) -> tuple[int, str]:
        """Its exit code and what it said on stderr."""
        self.process.terminate()
        code = self.process.wait(20)
        assert self.process.stderr is not None
        return code, self.process.stderr.read()


def folder_of(path: Path) -> Path:
    """A folder as `kg build` writes it: the merged graph, and two articles' own."""
    (path / "articles").mkdir(parents=True)
    shutil.copy(FIXTURE, path / "graph.ttl")
    for name in ("one", "two"):
        (path / "articles" / f"{name}.ttl").write_text(SPEAKING.format(id=ID, name=name), encoding="utf-8")
    (path / "graph.html").write_text("<!doctype html><title>The page</title>", encoding="utf-8")
    return path


def started(folder: Path, *options: object, cwd: Path | None = None, files: int = 0) -> subprocess.Popen[str]:
    """`kg serve` on any free port, in the folder ``cwd``; ``files`` is how many it may hold open."""
    command = [sys.executable, "-P", "-m", "kg", "serve", str(folder), "--port", "0", *map(str, options)]
    limited = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command] if files else command
    return subprocess.Popen(limited, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)


@contextmanager
def serving(folder: Path, *options: object, cwd: Path | None = None, files: int = 0) -> Iterator[Running]:
    """A server that listens; ended at the end."""
    process = started(folder, *options, cwd=cwd, files=files)
    assert process.stdout is not None and process.stderr is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), process.stderr.read()
    try:
        with httpx.Client(base_url=address, timeout=30, headers={"Accept": ""}) as client:
            yield Running(process, client, folder, address)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
        process.stderr.close()


def until(condition: Callable[[], object], seconds: float = 15) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)
