"""``python -m tests.stores DIR --tools FOLDER``: the graph of DIR in other people's stores, the answers beside ours.

FOLDER is what ``tests/stores/install FOLDER`` filled. All stores run in a network namespace of their own: none can be
reached from outside, and none reaches anything but itself. The exit code is 1 where an answer differs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from kg.exporting.formats import export
from kg.querying.named import named_queries
from kg.querying.render import render
from kg.querying.run import run_query
from kg.querying.store import open_store
from tests.stores import engines, importing, servers
from tests.stores.answers import Answer, differences, joined_columns, read_answer

Store = Callable[[Path, Path, Path], AbstractContextManager[servers.Ask]]

STORES: dict[str, Store] = {
    "oxigraph": servers.oxigraph,
    "virtuoso": servers.virtuoso,
    "comunica": servers.comunica,
    "jena": engines.jena,
    "rdf4j": engines.rdf4j,
}
_COUNT = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"
_INSIDE = "KG_STORES_INSIDE"
_SHOWN = 3


def main() -> int:
    """Compare, store by store."""
    parser = argparse.ArgumentParser(prog="python -m tests.stores", description=__doc__)
    parser.add_argument("directory", type=Path, help="folder that `kg build` wrote")
    parser.add_argument("--tools", type=Path, required=True, help="folder that tests/stores/install filled")
    parser.add_argument("--only", choices=STORES, action="append", help="this store; may be repeated")
    given = parser.parse_args()
    if _INSIDE not in os.environ:
        _enclose()
    directory, tools = given.directory.resolve(), given.tools.resolve()
    queries = {query.name: query.text for query in named_queries()} | {"(all triples)": _COUNT}
    store = open_store(directory)
    ours = {name: _read(json.loads(render(run_query(store, text), "json")), text) for name, text in queries.items()}
    found = [_compare(name, tools, directory / "graph.ttl", queries, ours) for name in given.only or STORES]
    if not given.only:
        found.append(_import(directory, tools))
    return int(any(found))


def _read(document: Any, query: str) -> Answer:
    return read_answer(document, joined_columns(query))


def _enclose() -> None:
    """Run the same command anew where there is no network but loopback."""
    inside = 'ip link set lo up && exec "$@"'
    command = [
        "unshare",
        "--map-root-user",
        "--net",
        "--",
        "sh",
        "-c",
        inside,
        "sh",
        sys.executable,
        "-m",
        "tests.stores",
    ]
    os.execvpe(command[0], [*command, *sys.argv[1:]], os.environ | {_INSIDE: "1"})  # noqa: S606 - our own command


def _compare(name: str, tools: Path, graph: Path, queries: dict[str, str], ours: dict[str, Answer]) -> int:
    """How many of the answers of one store are not ours."""
    start, wrong = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix=f"kg-{name}-") as work, STORES[name](tools, graph, Path(work)) as ask:
        loaded = time.monotonic()
        for query, text in queries.items():
            try:
                differing = differences(ours[query], _read(ask(text), text))
            except Exception as error:
                differing = [f"{type(error).__name__}: {error}"]
            wrong += bool(differing)
            for line in differing[:_SHOWN]:
                sys.stdout.write(f"{name}: {query} {line[:300]}\n")
        answered = time.monotonic()
    sys.stdout.write(
        f"{name}: {len(queries) - wrong} of {len(queries)} answers equal; "
        f"loaded in {loaded - start:.1f} s, answered in {answered - loaded:.1f} s\n"
    )
    sys.stdout.flush()
    return wrong


def _import(directory: Path, tools: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="kg-ftm-") as work:
        copy = Path(work) / "graph.ttl"
        copy.write_bytes((directory / "graph.ttl").read_bytes())
        refused = importing.followthemoney(tools, export(Path(work), "ftm"), Path(work))
    for line in refused or ["all records read"]:
        sys.stdout.write(f"ftm validate: {line}\n")
    return len(refused)


if __name__ == "__main__":
    sys.exit(main())
