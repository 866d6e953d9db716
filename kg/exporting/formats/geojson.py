"""GeoJSON (RFC 7946): the places with coordinates, and what is stated or claimed to have happened there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.exporting.formats.network import Edge, Node, edges, nodes
from kg.exporting.formats.source import Source


def geojson(source: Source) -> Mapping[str, bytes]:
    """``graph.geojson``: one point a place, WGS 84, longitude before latitude."""
    entities = nodes(source)
    names = {entity.id: entity.label for entity in entities}
    ties: dict[str, list[Edge]] = {}
    for edge in edges(source, set(names)):
        ties.setdefault(edge.target, []).append(edge)
    features = [
        _feature(entity, [_tie(edge, names) for edge in ties.get(entity.id, [])])
        for entity in entities
        if entity.latitude is not None and entity.longitude is not None
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return {"graph.geojson": (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()}


def _feature(place: Node, tied: list[dict[str, str]]) -> dict[str, Any]:
    """The point stands for all that the place's kind covers: a city's or a country's centre, not a site."""
    properties = {
        "name": place.label, "kind": place.kind, "precision": f"centre of the {place.kind}", "tied": tied,
        "other_names": place.other_names, "same_as": place.same_as, "mentions": place.mentions,
        "articles": place.articles,
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {"type": "Feature", "id": place.id, "geometry": point, "properties": properties}


def _tie(edge: Edge, names: Mapping[str, str]) -> dict[str, str]:
    return {"id": edge.source, "name": names[edge.source], "property": edge.property, "status": edge.status,
            "speakers": edge.speakers}  # fmt: skip
