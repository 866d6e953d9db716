"""FollowTheMoney: a record for each claim, no loose end, and no value that the model would cut or drop."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from rdflib import Graph

from kg.exporting.formats import export
from tests.exporting.formats.reading import BASE, claims


def read(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    records = {record["id"]: record for record in map(json.loads, lines)}
    assert len(records) == len(lines)
    return records


def test_a_record_for_each_claim_and_no_loose_end(folder: Path, graph: Graph) -> None:
    records = read(export(folder, "ftm"))
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


def test_any_name_fits_the_model(folder: Path, hostile: dict[str, str]) -> None:
    nothing = f'<{BASE}actor/unnamed> a kg:Actor ; skos:prefLabel "\\u0007 \\n"@en .'
    (folder / "graph.ttl").write_text((folder / "graph.ttl").read_text(encoding="utf-8") + nothing, encoding="utf-8")
    names = {name for record in read(export(folder, "ftm")).values() for name in record["properties"].get("name", [])}
    assert {"=1+1", "-1", "＠SUM(A1)", "| ; , ~ # % $HOME `id`", f"{BASE}actor/unnamed"} <= names
    assert max(map(len, names)) == 384
    assert not [name for name in names if re.search(r"[\0-\x1f\x7f-\x9f]|^\s|\s\s|\s$", name)]
