"""What the tests of several formats ask of a graph and of a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

BASE = "https://w3id.org/incident-kg/id/"


def triples(path: Path, format_: ox.RdfFormat = ox.RdfFormat.TURTLE) -> set[ox.Triple]:
    """The file's triples, as pyoxigraph reads it."""
    return {quad.triple for quad in ox.parse(path=str(path), format=format_)}


def ask(graph: Graph, pattern: str) -> set[str]:
    """The IRIs of ``?x`` in a pattern, as rdflib answers it."""
    return {str(row[0]) for row in graph.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")}


def entities(graph: Graph) -> set[str]:
    return ask(graph, "VALUES ?f { kg:Actor kg:System kg:Place kg:Event } ?x a/rdfs:subClassOf* ?f")


def claims(graph: Graph) -> set[str]:
    return ask(graph, "?x a kg:Claim")


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def bytes_of(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.iterdir())
    return {file.name: file.read_bytes() for file in files}
