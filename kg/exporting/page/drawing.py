"""The drawn graph as pyvis nodes, edges and options; how a thing looks is decided here, its colour in ``style.css``."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.exporting.page.network import NetworkEdge, NetworkNode
from kg.exporting.page.records import KINDS, Kind

SHAPES: dict[Kind, str] = {"actor": "dot", "system": "diamond", "place": "square", "event": "triangle", "claim": "box"}
ROLE_SHAPES = {"incident": "star", "class": "hexagon"}
_SIZES = {"incident": 26, "class": 17, "": 13, "disputed": 13}

_OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "navigationButtons": False, "zoomView": True},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "font": {"size": 14}, "widthConstraint": {"maximum": 150}},
    "edges": {"smooth": False, "width": 1.2, "selectionWidth": 1.5, "arrows": {"to": {"scaleFactor": 0.5}}},
}


def draw(network: nx.MultiDiGraph) -> dict[str, Any]:
    """Nodes, edges and options for vis-network, built by pyvis. Nodes carry no text that a browser would parse."""
    drawing = Network(directed=True, cdn_resources="in_line")
    drawing.set_options(json.dumps(_OPTIONS))
    for name, record in network.nodes(data="node"):
        node: NetworkNode = record
        shape = ROLE_SHAPES.get(node.role, SHAPES[node.kind])
        drawing.add_node(name, node.label, shape, kind=node.kind, role=node.role, size=_SIZES[node.role])
    for index, (source, target, record) in enumerate(network.edges(data="edge")):
        edge: NetworkEdge = record
        arrows = "" if edge.sort in ("analogy", "member") else "to"
        drawing.add_edge(
            source,
            target,
            id=f"e{index}",
            arrows=arrows,
            caption=edge.label,
            sort=edge.sort,
            proposition=edge.proposition,
        )
    nodes, edges, *_, options = drawing.get_network_data()
    plain = [{key: node[key] for key in ("id", "label", "shape", "kind", "role", "size")} for node in nodes]
    return {"nodes": plain, "edges": edges, "options": json.loads(options)}


def legend() -> list[dict[str, str]]:
    """The kinds in the order of the legend, with the shape of each."""
    return [{"kind": kind, "shape": SHAPES[kind]} for kind in KINDS]
