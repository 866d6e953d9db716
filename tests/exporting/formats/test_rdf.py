"""N-Triples, N-Quads and TriG, which pyoxigraph wrote, as rdflib reads them; Turtle of RDF 1.2 by SPARQL 1.2."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.exporting.formats import export
from tests.exporting.formats.reading import BASE, ask, triples

MERGED = f"{BASE}graph/merged"


@pytest.mark.parametrize("format_", ["ntriples", "nquads"])
def test_lines_are_sorted_and_each_there_once(folder: Path, format_: str) -> None:
    data = export(folder, format_).read_bytes()
    lines = data.split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(set(lines))


def test_ntriples_are_the_same_triples(folder: Path, graph: Graph, hostile: dict[str, str]) -> None:
    path = export(folder, "ntriples")
    assert triples(path, ox.RdfFormat.N_TRIPLES) == triples(folder / "graph.ttl")
    read = Graph().parse(path, format="nt")
    assert set(read) == set(Graph().parse(folder / "graph.ttl"))


@pytest.mark.parametrize("format_", ["nquads", "trig"])
def test_each_article_has_a_graph_of_its_own(folder: Path, graph: Graph, hostile: dict[str, str], format_: str) -> None:
    path = export(folder, format_)
    data = Dataset()
    data.parse(path, format=format_)
    assert set(data.graph(URIRef(MERGED))) == set(Graph().parse(folder / "graph.ttl"))
    assert len(data.graph(URIRef(f"{BASE}article/one"))) == 2
    assert len(data.graph(URIRef(f"{BASE}article/two"))) == 2
    assert len(data.default_graph) == 0


def test_trig_says_each_subject_once_with_prefixes(folder: Path) -> None:
    text = export(folder, "trig").read_text(encoding="utf-8")
    blocks = re.findall(r"^<(.*)> \{\n((?:.*\n)*?)\}\n", text, re.MULTILINE)
    assert [name for name, _ in blocks] == [f"{BASE}article/one", f"{BASE}article/two", MERGED]
    subjects = re.findall(r"^(?!<)(\S+) ", blocks[2][1], re.MULTILINE)
    assert subjects == sorted(set(subjects), key=subjects.index)
    assert "event:flight-12 a kg:AircraftIncident ;\n" in blocks[2][1]


@pytest.mark.parametrize("format_", ["nquads", "trig"])
def test_a_question_reaches_the_merged_layer_by_its_name_or_through_the_union(folder: Path, format_: str) -> None:
    """The trap that docs/formats.md shows: where the default graph is empty, a plain question finds nothing."""
    store = ox.Store()
    store.load(path=str(export(folder, format_)))
    plain = "PREFIX kg: <https://w3id.org/incident-kg/ontology#> ASK { ?claim a kg:Claim }"
    assert not bool(store.query(plain))
    assert bool(store.query(plain, use_default_graph_as_union=True))
    assert bool(store.query(plain.replace("ASK", f"ASK FROM <{MERGED}>")))
    assert bool(store.query(plain.replace("?claim a kg:Claim", f"GRAPH <{MERGED}> {{ ?claim a kg:Claim }}")))


def test_rdf_1_2_answers_what_is_said_of_a_triple(folder: Path, graph: Graph, hostile: dict[str, str]) -> None:
    path = export(folder, "turtle12")
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    rows = store.query("""
        PREFIX kg: <https://w3id.org/incident-kg/ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX event: <https://w3id.org/incident-kg/id/event/>
        SELECT DISTINCT ?speaker ?stance ?blamed {
          ?proposition rdf:reifies <<( event:flight-12 kg:responsibleActor ?blamed )>> .
          ?claim kg:proposition ?proposition ; kg:claimer ?speaker ; kg:epistemic ?stance }""")
    said = {tuple(str(term.value).split("/id/")[-1].split("#")[-1] for term in row) for row in rows}
    assert ("actor/freedonia", "TrueCertain", "actor/ruritania") in said
    assert ("actor/ruritania", "FalseCertain", "actor/ruritania") in said
    reified = {q.subject.value for q in store if q.predicate.value.endswith("#reifies")}
    assert reified == ask(graph, "?x a kg:Proposition")


def test_rdf_1_2_asserts_nothing_that_the_graph_does_not_and_leaves_nothing_out(folder: Path) -> None:
    path = export(folder, "turtle12")
    plain = {triple for triple in triples(path) if not isinstance(triple.object, ox.Triple)}
    assert plain == triples(folder / "graph.ttl")


def test_rdf_1_2_is_told_from_rdf_1_1_at_its_first_line(folder: Path) -> None:
    path = export(folder, "turtle12")
    assert path.relative_to(folder) == Path("rdf12/graph.ttl")
    assert path.read_text(encoding="utf-8").startswith('VERSION "1.2"\n')
    with pytest.raises(BadSyntax, match="at line 1"):
        Graph().parse(path, format="turtle")
