"""The tables as Arrow and DuckDB read them; no cell is a formula."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pytest
from rdflib import Graph

from kg.exporting.formats import export
from tests.exporting.formats.reading import claims, entities, table


def test_a_row_for_each_entity_and_each_utterance(folder: Path, graph: Graph) -> None:
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


@pytest.mark.parametrize("name", ["nodes", "edges", "claims"])
def test_arrow_and_duckdb_read_the_same_cells(folder: Path, hostile: dict[str, str], name: str) -> None:
    path = export(folder, "csv") / f"{name}.csv"
    rows = table(path)
    columns = list(rows[0])
    texts = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False)
    whole = pyarrow.csv.ParseOptions(newlines_in_values=True)
    assert pyarrow.csv.read_csv(path, parse_options=whole, convert_options=texts).to_pylist() == rows
    read = duckdb.sql(f"FROM read_csv('{path}', all_varchar = true, strict_mode = true, nullstr = '\\N')")
    assert (read.columns, read.fetchall()) == (columns, [tuple(row.values()) for row in rows])


def test_no_cell_is_a_formula_and_numbers_stay_numbers(folder: Path, hostile: dict[str, str]) -> None:
    rows = {row["id"]: row for row in table(export(folder, "csv") / "nodes.csv")}
    named = {row["label"]: row for row in rows.values()}
    assert named["Freedonia"]["other_names"].startswith("'=1+1")
    assert float(named["Ulm"]["longitude"]) == -9.99
    for row in rows.values():
        assert not [
            cell for name, cell in row.items() if name != "longitude" and cell[:1] in tuple("=+-@\t\r\n＝＋－＠")
        ]
    for iri, text in hostile.items():
        assert rows[iri]["label"] in (text, f"'{text}")
