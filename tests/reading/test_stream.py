"""Sources are read one article at a time."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

from kg.reading import Refusal, count_articles, iter_articles, read_sources, source_files

TEXT = "A plane crashed near Bergen."


def _lines(path: Path, numbers: range, end: str = "\n") -> None:
    path.write_text("\n".join(json.dumps({"id": f"n{n}", "text": TEXT}) for n in numbers) + end, encoding="utf-8")


def test_an_article_is_there_before_the_next_is_read(tmp_path: Path) -> None:
    _lines(tmp_path / "a.jsonl", range(3))
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    refusals: list[Refusal] = []
    articles = iter_articles(source_files([tmp_path], refusals), refusals)
    assert [article.id for article in islice(articles, 3)] == ["n0", "n1", "n2"]
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    assert list(articles) == []
    assert [refusal.source for refusal in refusals] == [str(tmp_path / "b.txt")]


def test_the_first_of_an_id_is_read_whoever_keeps_the_ids(tmp_path: Path) -> None:
    _lines(tmp_path / "a.jsonl", range(3))
    _lines(tmp_path / "b.jsonl", range(1, 5))
    refusals: list[Refusal] = []
    known = {"n2"}
    articles = iter_articles(
        source_files([tmp_path], refusals), refusals, lambda i: i not in known and not known.add(i)
    )
    assert [article.id for article in articles] == ["n0", "n1", "n3", "n4"]
    assert len(refusals) == 3
    assert [article.id for article in read_sources([tmp_path])[0]] == ["n0", "n1", "n2", "n3", "n4"]


def test_articles_are_counted_without_being_read(tmp_path: Path) -> None:
    _lines(tmp_path / "a.jsonl", range(3))
    _lines(tmp_path / "b.jsonl", range(4), end="")
    (tmp_path / "c.jsonl").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(b"")
    assert count_articles(source_files([tmp_path], [])) == 8
