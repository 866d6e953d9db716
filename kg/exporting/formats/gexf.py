"""GEXF 1.3 (https://gexf.net/): the network of entities for Gephi, without the date that would change the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from xml.etree import ElementTree as ET

from kg.exporting.formats.network import Edge, Node, edges, nodes
from kg.exporting.formats.source import Source
from kg.exporting.formats.xmltext import legal

_NODE = {
    "family": "string", "kind": "string", "other_names": "string", "same_as": "string", "mentions": "integer",
    "articles": "string", "latitude": "double", "longitude": "double",
}  # fmt: skip
_EDGE = {"status": "string", "claims": "integer", "stances": "string", "speakers": "string", "articles": "string"}


def gexf(source: Source) -> Mapping[str, bytes]:
    """``graph.gexf``: a directed graph, in which two entities may have several edges.

    Each property is a ``kind`` of its own: Gephi adds up parallel edges of one kind.
    """
    root = ET.Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    graph = ET.SubElement(root, "graph", {"mode": "static", "defaultedgetype": "directed"})
    for class_, attributes in (("node", _NODE), ("edge", _EDGE)):
        declared = ET.SubElement(graph, "attributes", {"class": class_, "mode": "static"})
        for name, type_ in attributes.items():
            ET.SubElement(declared, "attribute", {"id": f"{class_}-{name}", "title": name, "type": type_})
    entities = nodes(source)
    drawn = ET.SubElement(graph, "nodes")
    for entity in entities:
        element = ET.SubElement(drawn, "node", {"id": legal(entity.id), "label": legal(entity.label)})
        _values(element, entity, "node", _NODE)
    lines = ET.SubElement(graph, "edges")
    for edge in edges(source, {entity.id for entity in entities}):
        ends = {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "label": edge.property,
            "kind": edge.property,
        }
        element = ET.SubElement(lines, "edge", {name: legal(value) for name, value in ends.items()})
        _values(element, edge, "edge", _EDGE)
    ET.indent(root)
    out = BytesIO()
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return {"graph.gexf": out.getvalue() + b"\n"}


def _values(element: ET.Element, record: Node | Edge, class_: str, attributes: Mapping[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    fields = asdict(record)
    for name in attributes:
        if fields[name] is not None:
            ET.SubElement(values, "attvalue", {"for": f"{class_}-{name}", "value": legal(str(fields[name]))})
