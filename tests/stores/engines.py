"""Stores of the Java world, each run by its own loader and query engine in a process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stores.servers import Ask

_HERE = Path(__file__).resolve().parent


@contextmanager
def jena(tools: Path, graph: Path, work: Path) -> Iterator[Ask]:
    """Apache Jena (https://jena.apache.org): RIOT reads the graph into TDB2, ARQ answers."""
    with _engine(tools, "jena", graph, work) as ask:
        yield ask


@contextmanager
def rdf4j(tools: Path, graph: Path, work: Path) -> Iterator[Ask]:
    """Eclipse RDF4J (https://rdf4j.org), on which GraphDB is built: Rio reads the graph into its memory store."""
    with _engine(tools, "rdf4j", graph, work) as ask:
        yield ask


@contextmanager
def _engine(tools: Path, name: str, graph: Path, work: Path) -> Iterator[Ask]:
    """``jvm_NAME.py``, which answers one query a line, a JSON string, with one line of JSON."""
    command = [tools / "venv/bin/python", _HERE / f"jvm_{name}.py", graph, work]
    with (
        (work / "output.log").open("w") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdin and process.stdout
        queries, answers = process.stdin, process.stdout

        def ask(query: str) -> Any:
            queries.write(json.dumps(query) + "\n")
            queries.flush()
            line = answers.readline()
            if not line:
                raise RuntimeError(f"{name} ended: {(work / 'output.log').read_text()[-300:]}")
            document = json.loads(line)
            if "error" in document:
                raise RuntimeError(document["error"])
            return document

        yield ask
        queries.close()
