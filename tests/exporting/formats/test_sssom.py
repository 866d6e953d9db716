"""The alignment as SSSOM: its rows, its prefixes, and the schema's rules for them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from rdflib import Graph

from kg.alignment.decisions import read_decisions
from kg.exporting.formats import export
from tests.exporting.formats.reading import ask


def rows(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The prefixes and the rows."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = [line for line in lines if line.startswith("#")]
    prefixes = dict(re.findall(r'#  (\w+): "(.+)"', "\n".join(head)))
    return prefixes, list(csv.DictReader(lines[len(head) :], delimiter="\t"))


def test_each_membership_and_each_counterpart_has_a_row(folder: Path, graph: Graph) -> None:
    path = export(folder, "sssom")
    head = path.read_text(encoding="utf-8").splitlines()
    assert head[0].startswith("#mapping_set_id: https://") and head[1].startswith("#license: https://")
    _, found = rows(path)
    by_ends = {row["subject_id"] + row["object_id"]: row for row in found}
    assert len(by_ends) == len(found)
    matches = {(s, o) for s, o in graph.query("SELECT ?s ?o { ?s skos:exactMatch ?o }")}
    assert len(found) == len(ask(graph, "?x a kg:Membership")) + len(matches)
    joined = by_ends["actor:two.ruritania" + "actor:ruritania"]
    assert (joined["confidence"], joined["comment"]) == ("0.90", "the same name")


def test_rows_are_what_the_schema_takes(built: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    prefixes, found = rows(export(tmp_path, "sssom"))
    assert len(found) > 100
    for row in found:
        for name in ("subject_id", "object_id", "predicate_id", "mapping_justification"):
            prefix, _, local = row[name].partition(":")
            assert prefix in prefixes and local
        assert re.fullmatch("semapv:(Composite|BackgroundKnowledgeBased)Matching", row["mapping_justification"])
        assert not row["confidence"] or 0 <= float(row["confidence"]) <= 1


def test_it_can_be_given_to_the_next_build(folder: Path, hostile: dict[str, str]) -> None:
    text = (folder / "graph.ttl").read_text(encoding="utf-8")
    (folder / "graph.ttl").write_text(text.replace('"the same name"', '"a\\ttab, a\\nline, \\"quotes\\""'), "utf-8")
    path = export(folder, "sssom")
    assert read_decisions(path, {}).rows == ()
    assert {row["comment"] for row in rows(path)[1]} == {'a tab, a line, "quotes"', "reference data"}
