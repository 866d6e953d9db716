"""GeoJSON by the rules of RFC 7946."""

from __future__ import annotations

import json
from pathlib import Path

from kg.exporting.formats import export
from tests.exporting.formats.reading import BASE


def test_longitude_first_and_only_places_with_coordinates(folder: Path) -> None:
    collection = json.loads(export(folder, "geojson").read_text(encoding="utf-8"))
    (ulm,) = collection["features"]
    assert (ulm["id"], ulm["geometry"]) == (f"{BASE}place/ulm", {"type": "Point", "coordinates": [-9.99, 48.4]})
    tied = {(each["name"], each["property"], each["status"]) for each in ulm["properties"]["tied"]}
    assert ("Northwind Air Flight 12", "origin", "asserted") in tied


def test_the_seeds_are_a_collection_of_points_on_earth(built: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    collection = json.loads(export(tmp_path, "geojson").read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    assert (collection["type"], len(collection["features"]) > 5) == ("FeatureCollection", True)
    assert len({feature["id"] for feature in collection["features"]}) == len(collection["features"])
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_any_name_is_read_again(folder: Path, hostile: dict[str, str]) -> None:
    turtle = (folder / "graph.ttl").read_text(encoding="utf-8").replace("actor/hostile", "place/hostile")
    point = "\n".join(f"<{iri.replace('actor', 'place')}> wgs84:lat 1.5 ; wgs84:long 2.5 ." for iri in hostile)
    kind = turtle.replace("ontology#Actor> .", "ontology#Place> .")
    (folder / "graph.ttl").write_text(f"{kind}\n{point}\n", encoding="utf-8")
    collection = json.loads(export(folder, "geojson").read_text(encoding="utf-8"))
    names = {feature["id"]: feature["properties"]["name"] for feature in collection["features"]}
    assert {iri: names[iri.replace("actor", "place")] for iri in hostile} == hostile
