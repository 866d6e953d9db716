"""docs/formats.md lists every format with the files that it has, and its queries answer as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli.export import Format
from kg.exporting.formats import FORMATS, export

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
PLAIN, MERGED, BY_ARTICLE, DENIED = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_each_format_is_listed_with_its_files(folder: Path, format_: str) -> None:
    path = export(folder, format_)
    (cells,) = re.findall(rf"^\| `{format_}` \| (.*?) \|", PAGE, re.MULTILINE)
    if path.is_dir():
        assert {f"{name}.csv" for name in re.findall(r"(\w+)\.csv", cells)} == {file.name for file in path.iterdir()}
    else:
        assert cells == f"`{path.relative_to(folder)}`"


def test_nothing_else_is_listed_or_offered() -> None:
    offered = {each.value for each in Format}
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) - {"F"} == offered == {*FORMATS, "html"}


@pytest.fixture(scope="module")
def quads(built: Path, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = tmp_path_factory.mktemp("quads")
    (folder / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    (folder / "articles").symlink_to(built / "articles")
    store = ox.Store()
    store.load(path=str(export(folder, "nquads")), format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, query: str, union: bool = False) -> list[list[str]]:
    found = store.query(query, use_default_graph_as_union=union)
    assert isinstance(found, ox.QuerySolutions)
    return [[str(term.value) for term in row] for row in found]


def test_a_plain_query_finds_nothing_or_too_much_and_the_merged_graph_by_its_name_is_right(quads: ox.Store) -> None:
    ((empty,),), ((union,),) = rows(quads, PLAIN), rows(quads, PLAIN, union=True)
    ((right,),) = rows(quads, MERGED)
    assert 0 == int(empty) < int(right) < int(union)
    assert len(rows(quads, BY_ARTICLE)) == 2


def test_rdf_1_2_tells_who_denies_what(folder: Path) -> None:
    store = ox.Store()
    store.load(path=str(export(folder, "turtle12")), format=ox.RdfFormat.TURTLE)
    names = {tuple(iri.rpartition("/")[2] for iri in row) for row in rows(store, DENIED)}
    assert ("ruritania", "flight-12", "ruritania") in names
