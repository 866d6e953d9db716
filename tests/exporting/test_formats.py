"""Each format holds the merged graph, as another program than the one that wrote it reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef

from kg.errors import KgError
from kg.exporting.formats import FORMATS, export

FIXTURE = Path(__file__).resolve().parent.parent / "querying" / "fixture.ttl"
BASE = "https://w3id.org/incident-kg/id/"
MORE = """
place:ulm wgs84:lat 48.4 ; wgs84:long -9.99 .
place:zenda wgs84:lat "somewhere" ; wgs84:long 1.0 .
actor:freedonia skos:altLabel "=1+1; DROP", "bell\\u0001 & <b>"@en .
@prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    statements, prefix = MORE.strip().rsplit("\n", 1)
    text = FIXTURE.read_text(encoding="utf-8")
    (tmp_path / "graph.ttl").write_text(f"{text}\n{prefix}\n{statements}\n", encoding="utf-8")
    (tmp_path / "articles").mkdir()
    for name in ("one", "two"):
        (tmp_path / "articles" / f"{name}.ttl").write_text(f'<urn:{name}> <urn:says> "it", "so" .', encoding="utf-8")
    return tmp_path


@pytest.fixture
def graph(folder: Path) -> Graph:
    return Graph().parse(folder / "graph.ttl", format="turtle")


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


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_the_same_graph_gives_the_same_bytes_in_whatever_order(folder: Path, format_: str) -> None:
    first = bytes_of(export(folder, format_))
    triples = sorted(Graph().parse(folder / "graph.ttl").serialize(format="nt").splitlines(), reverse=True)
    (folder / "graph.ttl").write_text("\n".join([*triples, *triples[:9]]), encoding="utf-8")
    again = export(folder, format_)
    assert bytes_of(again) == first
    assert all(first.values())
    assert not list(folder.rglob("*.part"))


def test_ntriples_are_sorted_and_the_same_triples(folder: Path, graph: Graph) -> None:
    path = export(folder, "ntriples")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert set(Graph().parse(path, format="nt")) == set(graph)


@pytest.mark.parametrize("format_", ["nquads", "trig"])
def test_each_article_has_a_graph_of_its_own(folder: Path, graph: Graph, format_: str) -> None:
    data = Dataset()
    data.parse(export(folder, format_), format=format_)
    assert set(data.graph(URIRef(f"{BASE}graph/merged"))) == set(graph)
    assert len(data.graph(URIRef(f"{BASE}article/one"))) == 2
    assert len(data.graph(URIRef(f"{BASE}article/two"))) == 2
    assert len(data.default_graph) == 0


def test_jsonld_is_the_same_triples_to_two_programs(folder: Path, graph: Graph) -> None:
    path = export(folder, "jsonld")
    assert set(Graph().parse(path, format="json-ld")) == set(graph)
    read = {quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.JSON_LD)}
    assert read == {q.triple for q in ox.parse(path=str(folder / "graph.ttl"), format=ox.RdfFormat.TURTLE)}
    document = json.loads(path.read_text(encoding="utf-8"))
    node = next(each for each in document["@graph"] if each["@id"] == "event:flight-12")
    assert (node["@type"], node["kg:operator"], node["kg:aboard"]) == ("kg:AircraftIncident", "actor:northwind", "50")


def networks(folder: Path) -> list[tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]]:
    """Nodes and edges of GraphML, read by the standard library, and of GEXF, read by NetworkX."""
    namespace = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.parse(export(folder, "graphml")).getroot()  # noqa: S314 - our own file
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{namespace}key")}

    def values(element: ET.Element) -> dict[str, Any]:
        return dict(element.attrib) | {str(names[data.get("key")]): data.text or "" for data in element}

    nodes = {str(node.get("id")): values(node) for node in root.iter(f"{namespace}node")}
    drawn = nx.read_gexf(export(folder, "gexf"))
    lines = [{"source": a, "target": b, "property": d["label"], **d} for a, b, d in drawn.edges(data=True)]
    return [
        (nodes, [values(edge) for edge in root.iter(f"{namespace}edge")]),
        ({node: dict(data) for node, data in drawn.nodes(data=True)}, lines),
    ]


def test_networks_hold_the_merged_entities_and_what_is_claimed_between_them(folder: Path, graph: Graph) -> None:
    for nodes, edges in networks(folder):
        assert set(nodes) == entities(graph)
        assert nodes[f"{BASE}actor/ruritania"]["label"] == "Ruritania"
        assert nodes[f"{BASE}actor/freedonia"]["other_names"] == "=1+1; DROP; bell & <b>"
        status = {(edge["source"], edge["property"], edge["target"]): edge["status"] for edge in edges}
        flight = f"{BASE}event/flight-12"
        assert status[flight, "operator", f"{BASE}actor/northwind"] == "asserted"
        assert status[flight, "weapon system", f"{BASE}system/gorgon"] == "claimed"
        assert status[flight, "responsible actor", f"{BASE}actor/ruritania"] == "disputed"
        assert status[f"{BASE}actor/freedonia", "speaks of", flight] == "said"
        assert (f"{BASE}actor/ruritania", "governs", f"{BASE}place/ruritania") in {
            (source, name, target) for (source, name, target), how in status.items() if how == "stated"
        }


def test_both_networks_and_the_table_have_as_many_edges(folder: Path) -> None:
    rows = table(export(folder, "csv") / "edges.csv")
    assert [len(edges) for _, edges in networks(folder)] == [len(rows)] * 2
    assert len({row["id"] for row in rows}) == len(rows)


def test_tables_have_a_row_for_each_entity_and_each_utterance(folder: Path, graph: Graph) -> None:
    directory = export(folder, "csv")
    assert {row["id"] for row in table(directory / "nodes.csv")} == entities(graph)
    rows = table(directory / "claims.csv")
    assert {row["id"] for row in rows} == claims(graph)
    assert len(rows) == len(claims(graph))
    texts = {str(i): str(t) for i, t in graph.query("SELECT ?i ?t { ?x dcterms:identifier ?i ; nif:isString ?t }")}
    for row in rows:
        assert texts[row["article"]][int(row["begin"]) : int(row["end"])] == row["words"]
    told = next(row for row in rows if row["words"] == "Freedonia accuses Ruritania")
    assert (told["speaker"], told["stance"], told["cue"]) == ("Freedonia", "TrueCertain", "accuses")
    assert told["content"] == "Northwind Air Flight 12 — responsible actor — Ruritania"


def test_no_cell_is_a_formula_and_numbers_stay_numbers(folder: Path) -> None:
    rows = {row["label"]: row for row in table(export(folder, "csv") / "nodes.csv")}
    assert rows["Freedonia"]["other_names"].startswith("'=1+1")
    assert float(rows["Ulm"]["longitude"]) == -9.99
    for row in rows.values():
        assert not [cell for name, cell in row.items() if name != "longitude" and cell[:1] in tuple("=+-@\t\r")]


def test_geojson_has_longitude_first_and_only_places_with_coordinates(folder: Path) -> None:
    collection = json.loads(export(folder, "geojson").read_text(encoding="utf-8"))
    (ulm,) = collection["features"]
    assert (ulm["id"], ulm["geometry"]) == (f"{BASE}place/ulm", {"type": "Point", "coordinates": [-9.99, 48.4]})
    tied = {(each["name"], each["property"], each["status"]) for each in ulm["properties"]["tied"]}
    assert ("Northwind Air Flight 12", "origin", "asserted") in tied


def test_sssom_has_each_membership_and_each_counterpart(folder: Path, graph: Graph) -> None:
    lines = export(folder, "sssom").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert head[0].startswith("#mapping_set_id: https://") and head[1].startswith("#license: https://")
    prefixes = dict(re.findall(r'#  (\w+): "(.+)"', "\n".join(head)))
    rows = list(csv.DictReader(lines[len(head) :], delimiter="\t"))
    expand = {row["subject_id"] + row["object_id"]: row for row in rows}
    assert len(expand) == len(rows)
    members = ask(graph, "?x a kg:Membership")
    matches = {(s, o) for s, o in graph.query("SELECT ?s ?o { ?s skos:exactMatch ?o }")}
    assert len(rows) == len(members) + len(matches)
    for row in rows:
        for name in ("subject_id", "object_id", "predicate_id", "mapping_justification"):
            prefix, _, local = row[name].partition(":")
            assert prefix in prefixes and local
    joined = expand["actor:two.ruritania" + "actor:ruritania"]
    assert (joined["confidence"], joined["comment"]) == ("0.90", "the same name")


def test_followthemoney_has_a_record_for_each_claim_and_no_loose_end(folder: Path, graph: Graph) -> None:
    lines = export(folder, "ftm").read_text(encoding="utf-8").splitlines()
    records = {record["id"]: record for record in map(json.loads, lines)}
    assert len(records) == len(lines)
    assert all(re.fullmatch(r"[0-9a-zA-Z][0-9a-zA-Z.-]*[0-9a-zA-Z]", key) for key in records)
    said = [record["properties"] for record in records.values() if record["schema"] == "Documentation"]
    assert {each["recordId"][0] for each in said} == claims(graph)
    for record in records.values():
        properties = record["properties"]
        assert all(isinstance(value, str) and value for values in properties.values() for value in values)
        for name in {"document", "entity", "proof", "involved"} & set(properties):
            assert set(properties[name]) <= set(records)
    flight = next(r for r in records.values() if r["properties"].get("name") == ["Northwind Air Flight 12"])
    assert (flight["schema"], flight["properties"]["date"]) == ("Event", ["2020-05-03"])
    blamed = {records[each]["properties"]["name"][0] for each in flight["properties"]["involved"]}
    assert blamed == {"Northwind Air"}


def test_what_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no such format; use csv, ftm"):
        export(folder, "docx")
    with pytest.raises(KgError, match="kg build"):
        export(tmp_path / "nowhere", "csv")
    (folder / "graph.ttl").write_text("<urn:a> <urn:b> [] .", encoding="utf-8")
    with pytest.raises(KgError, match="no triple of IRIs and literals"):
        export(folder, "csv")
    (folder / "graph.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be read as Turtle"):
        export(folder, "nquads")
