"""The page of a collection that is too large to be shown whole, and of a graph that is none."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from kg.errors import KgError
from kg.knowledge import Knowledge
from kg.running import build, export_page
from kg.vocabulary import BASE_IRI, KG
from tests.benchmarks.collection import invented
from tests.benchmarks.test_collection import SOURCE

ARTICLES = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    folder = tmp_path_factory.mktemp("large")
    lines = [json.dumps({"id": each.id, "text": each.text}) for each in invented([SOURCE], ARTICLES, knowledge)]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([folder / "articles.jsonl"], folder / "out")
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "out" / "graph.html").read_text(encoding="utf-8")


def test_it_says_of_how_many_articles_it_is(page: str) -> None:
    assert f"The whole graph has {ARTICLES} articles" in page


def test_the_part_that_it_shows_names_nothing_that_is_not_there(page: str) -> None:
    graph = Graph().parse(data=_turtle(page), format="turtle")
    named = {value for value in graph.objects() if isinstance(value, URIRef) and value.startswith(BASE_IRI)}
    assert named
    assert named <= set(graph.subjects())
    claimed = set(graph.objects(None, KG.proposition))
    assert set(graph.subjects(RDF.type, KG.Proposition)) == claimed
    for conflict in graph.subjects(RDF.type, KG.Conflict):
        assert len(set(graph.objects(conflict, KG.hasMember))) > 1


@pytest.mark.parametrize(
    "text",
    ["Nothing of note was said.", "The Kremlin said a Buk missile had hit Flight MH17 near Donetsk on 17 July 2014."],
)
def test_with_one_article_more_it_is_that_of_a_build_from_nothing(folder: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "more.txt").write_text(text, encoding="utf-8")
    sources = [folder / "articles.jsonl", tmp_path / "more.txt"]
    shutil.copytree(folder / "out", tmp_path / "out")
    build(sources, tmp_path / "out")
    build(sources, tmp_path / "anew")
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "anew" / "graph.html").read_text(encoding="utf-8")
    assert f"The whole graph has {ARTICLES + 1} articles" in page


def _turtle(page: str) -> bytes:
    packed = re.search(r'id="turtle"[^>]*>([^<]+)<', page)
    assert packed is not None
    return gzip.decompress(base64.b64decode(packed[1]))


def test_a_damaged_graph_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<urn:a> <urn:b> ", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be read as Turtle") as refused:
        export_page(tmp_path)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "graph.html").exists()
