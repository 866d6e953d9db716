"""GraphML (http://graphml.graphdrawing.org/): the network of entities, for yEd, Gephi and NetworkX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO

import networkx as nx

from kg.exporting.formats.network import Edge, Node, edges, nodes
from kg.exporting.formats.source import Source
from kg.exporting.formats.xmltext import legal


def graphml(source: Source) -> Mapping[str, bytes]:
    """``graph.graphml``: a directed graph, in which two entities may have several edges."""
    entities = nodes(source)
    network: nx.MultiDiGraph = nx.MultiDiGraph()
    for entity in entities:
        network.add_node(entity.id, **_attributes(entity, {"id"}))
    for edge in edges(source, {entity.id for entity in entities}):
        attributes = _attributes(edge, {"id", "source", "target"})
        network.add_edge(edge.source, edge.target, key=edge.id, **attributes)
    out = BytesIO()
    nx.write_graphml(network, out)
    return {"graph.graphml": out.getvalue()}


def _attributes(record: Node | Edge, without: set[str]) -> dict[str, str | int | float]:
    """The fields that have a value; GraphML has no null. ``label`` is what the programs draw."""
    fields = {name: value for name, value in asdict(record).items() if name not in without and value is not None}
    if isinstance(record, Edge):
        fields["label"] = record.property
    return {name: legal(value) if isinstance(value, str) else value for name, value in fields.items()}
