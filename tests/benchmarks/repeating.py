"""A graph of any size: those of a folder, repeated with other instances and other names each time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.graphs.lines import by_line
from kg.graphs.turtle import directives, statements, write_bytes
from kg.minting import Minter
from kg.running import build
from kg.vocabulary import BASE_IRI, PREFIXES, SKOS

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_INSTANCE = re.compile(rf"<{BASE_IRI}[a-z]+/".encode())
_NAME = re.compile(rf'^(<{BASE_IRI}\S+ <(?:{SKOS.prefLabel}|{SKOS.altLabel})> ".*)("@en \.)$'.encode(), re.MULTILINE)


@contextmanager
def repeated(directory: Path | None, triples: int) -> Iterator[tuple[Path, Path]]:
    """A folder, by default the seeds, built first, and one that repeats it until it has so many triples."""
    with tempfile.TemporaryDirectory() as work:
        if directory is None:
            directory = Path(work) / "seeds"
            build([_SEEDS], directory)
        multiply(directory, triples, Path(work) / "repeated")
        yield directory, Path(work) / "repeated"


def copies(path: Path, number: int) -> Iterator[list[ox.Quad]]:
    """A file's triples so many times, each time about other instances, with names of their own."""
    lines = b"\n".join(by_line(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)))
    for copy in range(number):
        renamed = _INSTANCE.sub(rb"\g<0>" + b"r%05d-" % copy, _NAME.sub(rb"\1" + b" r%05d" % copy + rb"\2", lines))
        yield list(ox.parse(renamed, format=ox.RdfFormat.N_TRIPLES))


def multiply(directory: Path, triples: int, out: Path) -> None:
    """Write the repeated graphs of a folder to another."""
    prefixes = PREFIXES | Minter().prefixes()
    once = len(set(ox.parse(path=str(directory / "graph.ttl"), format=ox.RdfFormat.TURTLE)))
    number = -(-triples // once)
    for path in [directory / "graph.ttl", *sorted((directory / "articles").glob("*.ttl"))]:
        repeated = list(copies(path, number))
        if path.name == "graph.ttl":
            written = {out / "graph.ttl": [triple for each in repeated for triple in each]}
        else:
            written = {out / "articles" / f"r{copy:05}-{path.name}": each for copy, each in enumerate(repeated)}
        for target, each in written.items():
            write_bytes(directives(prefixes) + statements(by_line(each), prefixes), target)
