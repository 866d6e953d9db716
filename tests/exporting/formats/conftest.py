"""A folder as ``kg build`` writes it: the fixture of the queries, two places more, and names that break writers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from tests.exporting.formats.reading import BASE
from tests.hostile.values import HOSTILE

FIXTURE = Path(__file__).resolve().parents[2] / "querying" / "fixture.ttl"
MORE = """
@prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
place:ulm wgs84:lat 48.4 ; wgs84:long -9.99 .
place:zenda wgs84:lat "somewhere" ; wgs84:long 1.0 .
actor:freedonia skos:altLabel "=1+1; DROP", "bell\\u0001 & <b>"@en .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "graph.ttl").write_text(FIXTURE.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    (tmp_path / "articles").mkdir()
    for name in ("one", "two"):
        (tmp_path / "articles" / f"{name}.ttl").write_text(f'<urn:{name}> <urn:says> "it", "so" .', encoding="utf-8")
    return tmp_path


@pytest.fixture
def graph(folder: Path) -> Graph:
    return Graph().parse(folder / "graph.ttl", format="turtle")


@pytest.fixture
def hostile(folder: Path) -> dict[str, str]:
    """Adds to the folder an actor for each text, with the text as its name: IRI → text."""
    named = {f"{BASE}actor/hostile-{number:02}": text for number, text in enumerate(HOSTILE)}
    actor = ox.NamedNode("https://w3id.org/incident-kg/ontology#Actor")
    type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    more = [ox.Triple(ox.NamedNode(iri), type_, actor) for iri in named]
    more += [ox.Triple(ox.NamedNode(iri), label, ox.Literal(text, language="en")) for iri, text in named.items()]
    with (folder / "graph.ttl").open("ab") as file:
        file.write(ox.serialize(more, format=ox.RdfFormat.N_TRIPLES) or b"")
    return named
