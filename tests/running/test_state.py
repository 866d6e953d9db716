"""What is kept from run to run spares work, and never decides what the graph says."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.running import build, extract, merge_directory
from tests.faults.building import article, visible, write_articles


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    build([write_articles(folder / "articles", 3)], folder / "out")
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    """A copy, with the times of its files."""
    shutil.copytree(first, tmp_path / "copy")
    return tmp_path / "copy"


def _database(folder: Path) -> Path:
    return folder / "out" / ".state" / "state.sqlite"


def _lose(database: Path) -> None:
    database.unlink()


def _overwrite(database: Path) -> None:
    database.write_bytes(random.Random(3).randbytes(20_000))  # noqa: S311


def _damage(database: Path) -> None:
    """Random bytes over the second half, where the records are."""
    data = database.read_bytes()
    database.write_bytes(data[: len(data) // 2] + random.Random(4).randbytes(len(data) // 2))  # noqa: S311


def _cut(database: Path) -> None:
    data = database.read_bytes()
    database.write_bytes(data[: len(data) // 2])


def _of_another_program(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE program SET digest = 'another'")
    connection.close()


def _of_another_version(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


BROKEN = (_lose, _overwrite, _damage, _cut, _of_another_program, _of_another_version)


@pytest.mark.parametrize("breaking", BROKEN)
def test_a_state_that_is_lost_or_broken_costs_nothing_but_time(folder: Path, breaking: Callable[[Path], None]) -> None:
    before = visible(folder / "out")
    breaking(_database(folder))
    assert build([folder / "articles"], folder / "out").read == 0
    assert visible(folder / "out") == before


@pytest.mark.parametrize("breaking", [_lose, _damage])
def test_the_articles_alone_are_enough_to_merge(folder: Path, breaking: Callable[[Path], None]) -> None:
    before = visible(folder / "out")
    breaking(_database(folder))
    merge_directory(folder / "out")
    assert visible(folder / "out") == before


def test_an_article_edited_by_hand_is_what_is_merged(folder: Path) -> None:
    path = folder / "out" / "articles" / "a0000.ttl"
    path.write_bytes(path.read_bytes().replace(b'"Bergen"@en', b'"Bjorgvin"@en'))
    merge_directory(folder / "out")
    graph = (folder / "out" / "graph.ttl").read_bytes()
    assert b'"Bjorgvin"@en' in graph
    shutil.rmtree(folder / "out" / ".state")
    merge_directory(folder / "out")
    assert (folder / "out" / "graph.ttl").read_bytes() == graph


def test_an_articles_graph_that_is_gone_or_broken_is_written_again(folder: Path) -> None:
    before = visible(folder / "out")
    (folder / "out" / "articles" / "a0000.ttl").unlink()
    (folder / "out" / "articles" / "a0001.ttl").write_bytes(b"")
    (folder / "out" / "articles" / "a0002.ttl").write_bytes(b"no Turtle")
    assert build([folder / "articles"], folder / "out").read == 3
    assert visible(folder / "out") == before


def test_a_copy_of_the_folder_is_known_without_its_times(folder: Path) -> None:
    for path in (folder / "out" / "articles").iterdir():
        os.utime(path, ns=(1, 1))
    before = visible(folder / "out")
    assert build([folder / "articles"], folder / "out").read == 0
    assert visible(folder / "out") == before


def test_what_a_killed_run_left_aside_is_removed_and_is_no_article(folder: Path) -> None:
    before = visible(folder / "out")
    aside = folder / "out" / ".state" / "new"
    (aside / "a0009.ttl").write_bytes(b"half of")
    (folder / "out" / "articles" / ".a0009.ttl").write_bytes(b"half of")
    merge_directory(folder / "out")
    assert visible(folder / "out") == before
    assert not list(aside.iterdir())


def test_one_article_as_files_and_as_lines_is_the_same(folder: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{number:04}", "text": article(number)}) for number in (2, 0, 1)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([tmp_path / "all.jsonl"], tmp_path / "out")
    assert visible(tmp_path / "out") == visible(folder / "out")


def test_extraction_adds_and_a_build_removes_only_what_a_build_wrote(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(article(7), encoding="utf-8")
    articles = folder / "out" / "articles"
    bare = (articles / "a0002.ttl").read_text(encoding="utf-8")
    lines = [line for line in bare.splitlines() if "kg:fingerprint" not in line]
    assert len(lines) == len(bare.splitlines()) - 1
    assert extract([tmp_path / "b.txt"], folder / "out").read == 1
    assert len(list(articles.iterdir())) == 4
    (articles / "a0002.ttl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "articles" / "a0002.txt").unlink()
    (folder / "articles" / "a0001.txt").unlink()
    report = build([folder / "articles"], folder / "out")
    assert {path.stem for path in articles.iterdir()} == {"a0000", "a0002"}
    assert (report.articles, report.read) == (1, 0)
