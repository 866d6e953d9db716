"""The ontology as a user loads it: the general files, the shipped domains, and what others call the terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests" / "querying" / "fixture.ttl"


@pytest.fixture(scope="session")
def ontology() -> Graph:
    graph = Graph(bind_namespaces="none")
    for folder in (ROOT / "ontology", *sorted((ROOT / "ontology" / "domains").iterdir())):
        for path in (*sorted(folder.glob("*.ttl")), *sorted(folder.glob("vocabularies/*.ttl"))):
            if path.stem != "shapes":
                graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def data(built: Path) -> Graph:
    """Everything that says something in our terms: the seeds' graphs, the fixture, reference data and lexicon."""
    graph = Graph()
    for path in (built / "graph.ttl", *sorted((built / "articles").glob("*.ttl")), FIXTURE):
        graph.parse(path, format="turtle")
    for room in ("reference", "lexicon"):
        for path in sorted((ROOT / "ontology").rglob(f"{room}/*.ttl")):
            graph.parse(path, format="turtle")
    return graph
