"""Writing RDF beside the engine's own dump: ``python -m tests.benchmarks.format_speed [DIR] [--triples N]``.

Repeats the graphs of a folder that ``kg build`` wrote (by default of the seeds, built first), each time with instances
of its own, until the merged one has so many triples. Prints one JSON line: seconds until the graphs are in memory
(``read_s``), until they are in a store of pyoxigraph (``load_s``), and for each format seconds of the writer, of
``Store.dump`` of the same graphs, in turns, each the best of some rounds, and their ratio; then the seconds of the
Turtle of articles, from rdflib's terms, beside those of rdflib's own serializer and of the engine's on the same, made
the engine's and sorted (``rdflib_turtle``).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from kg.exporting.formats.nquads import nquads
from kg.exporting.formats.ntriples import ntriples
from kg.exporting.formats.source import Source
from kg.exporting.formats.trig import trig
from kg.graphs.lines import by_line, quads
from kg.graphs.turtle import directives, statements, turtle
from tests.benchmarks.repeating import repeated
from tests.benchmarks.timing import seconds

_GRAPHS = 10
"""How many articles rdflib writes."""


def load(source: Source) -> ox.Store:
    """The same files in the engine's store, under the same names."""
    store = ox.Store()
    for name in source.graphs:
        stem = name.removeprefix(f"{source.base_iri}article/")
        path = source.directory / ("graph.ttl" if stem == name else f"articles/{stem}.ttl")
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(name))
    return store


def measure(folder: Path, rounds: int) -> dict[str, object]:
    """The figures of a folder."""
    start = time.perf_counter()
    source = Source(folder)
    graphs, merged, prefixes = source.graphs, ox.NamedNode(f"{source.base_iri}graph/merged"), source.prefixes
    read = time.perf_counter() - start
    start = time.perf_counter()
    store = load(source)
    loaded = time.perf_counter() - start
    formats: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "turtle": (
            lambda: directives(prefixes) + statements(source.merged, prefixes),
            lambda: store.dump(format=ox.RdfFormat.TURTLE, from_graph=merged, prefixes=prefixes),
        ),
        "ntriples": (lambda: ntriples(source), lambda: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=merged)),
        "nquads": (lambda: nquads(source), lambda: store.dump(format=ox.RdfFormat.N_QUADS)),
        "trig": (lambda: trig(source), lambda: store.dump(format=ox.RdfFormat.TRIG, prefixes=prefixes)),
    }
    found: dict[str, object] = {
        "triples": len(source.merged),
        "quads": sum(map(len, graphs.values())),
        "read_s": round(read, 2),
        "load_s": round(loaded, 2),
    }
    for name, (writer, dump) in formats.items():
        timed = [(seconds(writer), seconds(dump)) for _ in range(rounds)]
        ours, engine = (min(column) for column in zip(*timed, strict=True))
        found[name] = {"s": round(ours, 2), "engine_s": round(engine, 2), "ratio": round(ours / engine, 2)}
    return found | {"rdflib_turtle": _beside_rdflib(folder, prefixes, rounds)}


def _beside_rdflib(folder: Path, prefixes: dict[str, str], rounds: int) -> dict[str, float]:
    """Articles' graphs in rdflib, written by our writer, by rdflib's and by the engine's."""
    graphs = [Graph().parse(path) for path in sorted((folder / "articles").glob("*.ttl"))[:_GRAPHS]]
    for graph in graphs:
        for prefix, namespace in prefixes.items():
            graph.bind(prefix, namespace)
    timed = [
        (
            seconds(lambda: [turtle(graph, prefixes) for graph in graphs]),
            seconds(lambda: [graph.serialize(format="turtle") for graph in graphs]),
            seconds(lambda: [statements(by_line(quads(graph)), prefixes) for graph in graphs]),
        )
        for _ in range(rounds)
    ]
    ours, theirs, engine = (min(column) for column in zip(*timed, strict=True))
    return {
        "triples": sum(map(len, graphs)),
        "s": round(ours, 3),
        "rdflib_s": round(theirs, 3),
        "engine_s": round(engine, 3),
        "ratio": round(ours / theirs, 2),
    }


def main() -> None:
    """Measure the folder named on the command line, by default the seeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("--triples", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with repeated(arguments.directory, arguments.triples) as (_, folder):
        sys.stdout.write(json.dumps(measure(folder, arguments.rounds)) + "\n")


if __name__ == "__main__":
    main()
