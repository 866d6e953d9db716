"""What holds of every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import KgError
from kg.exporting.formats import FORMATS, export
from tests.exporting.formats.reading import bytes_of


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_the_same_graph_gives_the_same_bytes_in_whatever_order(
    folder: Path, hostile: dict[str, str], format_: str
) -> None:
    first = bytes_of(export(folder, format_))
    triples = sorted(Graph().parse(folder / "graph.ttl").serialize(format="nt").split("\n"), reverse=True)
    (folder / "graph.ttl").write_text("\n".join([*triples, *triples[:9]]), encoding="utf-8")
    again = export(folder, format_)
    assert bytes_of(again) == first
    assert all(first.values())
    assert not list(folder.rglob("*.part"))


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
