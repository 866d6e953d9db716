"""The shipped questions beside rdflib's own engine: ``python -m tests.benchmarks.query_speed [DIR] [--triples N]``.

Repeats the graph of a folder that ``kg build`` wrote (by default of the seeds, built first), each time with instances
and names of its own, until it has so many triples. Prints one JSON line: seconds to load it into the embedded store in
memory, as ``kg query`` does (``load_s``), with the articles' graphs into the one on disk, as ``kg serve`` does
(``disk_load_s``), and into rdflib; for each question the rows, the seconds in both stores (``s``, ``disk_s``: the
median of some rounds after a first one) and in rdflib (once; null where it takes longer than ``--limit``); and the
seconds of a cold start of ``kg query`` on the folder as it is (``cold_s``, median), beside the same question asked of
rdflib in a new process.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from kg.querying.disk import stored
from kg.querying.named import NamedQuery, named_queries
from kg.querying.store import open_store
from tests.benchmarks.repeating import repeated
from tests.benchmarks.timing import seconds

_COLD = "casualties"
_RDFLIB = "import sys, rdflib; list(rdflib.Graph().parse(sys.argv[1]).query(open(sys.argv[2]).read()))"


def measure(folder: Path, rounds: int, limit: float) -> dict[str, object]:
    """Load, then each question, in each engine."""
    start = time.perf_counter()
    store = open_store(folder)
    loaded, triples = time.perf_counter() - start, len(store)
    rows = {query.name: len(list(store.query(query.text))) for query in named_queries()}
    memory = _medians(store, rounds)
    del store
    start = time.perf_counter()
    with stored(folder) as path:
        written = time.perf_counter() - start
        disk = _medians(ox.Store.read_only(str(path)), rounds)
    graph = Graph()
    parsed = seconds(lambda: graph.parse(folder / "graph.ttl"))
    questions = {
        query.name: {
            "rows": rows[query.name],
            "s": memory[query.name],
            "disk_s": disk[query.name],
            "rdflib_s": _within(limit, graph, query),
        }
        for query in named_queries()
    }
    return {
        "triples": triples,
        "load_s": round(loaded, 2),
        "disk_load_s": round(written, 2),
        "rdflib_load_s": round(parsed, 2),
        "slowest_s": max(memory.values()),
        "disk_slowest_s": max(disk.values()),
        "questions": questions,
    }


def _medians(store: ox.Store, rounds: int) -> dict[str, float]:
    """The seconds of each question: the median of some rounds after a first one."""
    found = {}
    for query in named_queries():
        timed = [seconds(partial(_answer, store, query.text)) for _ in range(rounds + 1)]
        found[query.name] = round(statistics.median(timed[1:]), 3)
    return found


def _answer(store: ox.Store, text: str) -> object:
    return list(store.query(text))


def _within(limit: float, graph: Graph, query: NamedQuery) -> float | None:
    """The seconds that rdflib takes for a question, in a process that is ended at the limit."""
    context = multiprocessing.get_context("fork")  # so that the graph need not be read again
    start = time.perf_counter()
    process = context.Process(target=lambda: list(graph.query(query.text)))
    process.start()
    process.join(limit)
    took = time.perf_counter() - start
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return round(took, 3)


def cold(directory: Path, rounds: int) -> dict[str, float]:
    """One question from the command line, start to end, beside rdflib in a process of its own."""
    query = next(query for query in named_queries() if query.name == _COLD)
    with tempfile.NamedTemporaryFile("w", suffix=".rq") as file:
        file.write(query.text)
        file.flush()
        commands = {
            "cold_s": [sys.executable, "-m", "kg", "query", directory, _COLD],
            "rdflib_cold_s": [sys.executable, "-c", _RDFLIB, directory / "graph.ttl", file.name],
        }
        return {name: round(_cold(command, rounds), 2) for name, command in commands.items()}


def _cold(command: list[str | Path], rounds: int) -> float:
    def run() -> object:
        return subprocess.run(command, check=True, capture_output=True)

    return statistics.median(seconds(run) for _ in range(rounds))


def main() -> None:
    """Measure the folder named on the command line, by default the seeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("--triples", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=10.0, help="seconds that rdflib may take for a question")
    given = parser.parse_args()
    with repeated(given.directory, given.triples) as (directory, folder):
        found = cold(directory, given.rounds) | measure(folder, given.rounds, given.limit)
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
