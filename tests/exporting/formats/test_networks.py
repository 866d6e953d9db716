"""GraphML and GEXF as NetworkX reads them, and by the rules that Gephi's importers go by."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from rdflib import Graph

from kg.exporting.formats import export
from tests.exporting.formats.reading import BASE, entities, table

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"


def network(folder: Path, format_: str) -> nx.MultiDiGraph:
    if format_ == "gexf":
        return nx.read_gexf(export(folder, "gexf"))
    return nx.read_graphml(export(folder, "graphml"), force_multigraph=True)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_networks_hold_the_merged_entities_and_what_is_claimed_between_them(
    folder: Path, graph: Graph, format_: str
) -> None:
    read = network(folder, format_)
    assert set(read) == entities(graph)
    assert read.nodes[f"{BASE}actor/ruritania"]["label"] == "Ruritania"
    assert read.nodes[f"{BASE}actor/freedonia"]["other_names"] == "=1+1; DROP; bell & <b>"
    assert (read.nodes[f"{BASE}place/ulm"]["latitude"], "latitude" in read.nodes[f"{BASE}place/zenda"]) == (48.4, False)
    status = {(source, data["label"], target): data["status"] for source, target, data in read.edges(data=True)}
    flight = f"{BASE}event/flight-12"
    assert status[flight, "operator", f"{BASE}actor/northwind"] == "asserted"
    assert status[flight, "weapon system", f"{BASE}system/gorgon"] == "claimed"
    assert status[flight, "responsible actor", f"{BASE}actor/ruritania"] == "disputed"
    assert status[f"{BASE}actor/freedonia", "speaks of", flight] == "said"
    assert status[f"{BASE}actor/ruritania", "governs", f"{BASE}place/ruritania"] == "stated"


def test_both_networks_and_the_table_have_as_many_edges(folder: Path) -> None:
    rows = table(export(folder, "csv") / "edges.csv")
    assert [network(folder, each).number_of_edges() for each in ("graphml", "gexf")] == [len(rows)] * 2
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_any_name_is_read_again_but_for_what_no_xml_can_hold(
    folder: Path, hostile: dict[str, str], format_: str
) -> None:
    read = network(folder, format_)
    for iri, text in hostile.items():
        legal = re.sub("[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]", "", text)
        shown = legal if format_ == "gexf" else legal.replace("\r\n", "\n").replace("\r", "\n")
        assert read.nodes[iri]["label"] == shown


def elements(path: Path, *names: str) -> list[ET.Element]:
    return [element for name in names for element in ET.parse(path).getroot().iter(name)]  # noqa: S314 - our own file


def ends_meet(nodes: list[ET.Element], edges: list[ET.Element]) -> bool:
    """Whether identifiers are there once, and every edge joins two nodes that stand before it."""
    ids = Counter(element.get("id") for element in (*nodes, *edges))
    known = {node.get("id") for node in nodes}
    return set(ids.values()) == {1} and all({edge.get("source"), edge.get("target")} <= known for edge in edges)


def test_graphml_is_what_gephi_s_importer_reads(folder: Path) -> None:
    """Types that it knows, ``label`` by its attribute's name, values that parse, a direction, identifiers."""
    path = export(folder, "graphml")
    keys: dict[str, Any] = {str(key.get("id")): key for key in elements(path, f"{GRAPHML}key")}
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"}
    named = {(key.get("for"), key.get("attr.name")) for key in keys.values()}
    assert len(named) == len(keys)
    assert {("node", "label"), ("edge", "label")} <= named
    assert not {"x", "y", "z", "size", "r", "g", "b"} & {name for _, name in named}
    for data in elements(path, f"{GRAPHML}data"):
        parse = {"long": int, "double": float}.get(keys[str(data.get("key"))].get("attr.type"), str)
        parse(data.text or "")
    (drawn,) = elements(path, f"{GRAPHML}graph")
    assert drawn.get("edgedefault") == "directed"
    assert ends_meet(elements(path, f"{GRAPHML}node"), elements(path, f"{GRAPHML}edge"))


def test_gexf_is_what_gephi_s_importer_reads(folder: Path) -> None:
    """Version and direction it knows, every value declared before its use and of its type, no two edges of one kind."""
    path = export(folder, "gexf")
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    (drawn,) = root
    assert (drawn.get("mode"), drawn.get("defaultedgetype")) == ("static", "directed")
    assert [child.tag for child in drawn] == [
        f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    for class_, members in zip(drawn[:2], drawn[2:], strict=True):
        types = {attribute.get("id"): attribute.get("type") for attribute in class_}
        assert members.tag == f"{GEXF}{class_.get('class')}s"
        assert set(types.values()) <= {"string", "integer", "double"}
        for value in members.iter(f"{GEXF}attvalue"):
            {"integer": int, "double": float}.get(str(types[value.get("for")]), str)(str(value.get("value")))
    nodes, edges = list(drawn[2]), list(drawn[3])
    assert ends_meet(nodes, edges)
    assert all(node.get("label") for node in nodes)
    kinds = Counter((edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges)
    assert set(kinds.values()) == {1}
    assert b"lastmodifieddate" not in path.read_bytes()
