"""Where the ontology has changed, only what depends on the change is read again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.running import build

AVIATION = Path(__file__).resolve().parents[2] / "ontology" / "domains" / "aviation"
ARTICLES = {
    "a": "A Finnair plane crashed near Bergen on 5 March 2024, killing 38 people, the police said.",
    "b": "A Lufthansa plane crashed near Bergen on 6 March 2024. The airline said that nobody was killed.",
}
ENTRY = 'skos:prefLabel "Finnair"@en ;'


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "read"),
    [
        ("reference/airlines.ttl", ENTRY, f'{ENTRY} skos:altLabel "Finnair Oyj"@en ;', 1),
        ("vocabularies/mappings.ttl", "", "# Nothing but a remark.\n", 0),
        ("lexicon/nouns.tsv", "", "# Nothing but a remark.\n", 2),
    ],
)
def test_what_a_change_of_the_ontology_reads_again(
    sources: Path, tmp_path: Path, file: str, old: str, new: str, read: int
) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(AVIATION, ontology)
    assert build([sources], tmp_path / "out", ontology=ontology).read == 2
    text = (ontology / file).read_text(encoding="utf-8")
    assert old in text
    (ontology / file).write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    assert build([sources], tmp_path / "out", ontology=ontology).read == read
    build([sources], tmp_path / "anew", ontology=ontology)
    for name in ("graph.ttl", "graph.html", "articles/a.ttl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "anew" / name).read_bytes()
