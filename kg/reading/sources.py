"""Files and folders to articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Article
from kg.reading.files import read_file
from kg.reading.jsonlines import read_json_lines
from kg.reading.refusal import Refusal

_ARTICLE = (".txt", ".md", ".html", ".htm")
_LINES = ".jsonl"


def read_sources(paths: Sequence[Path]) -> tuple[list[Article], list[Refusal]]:
    """The articles of files and folders sorted by id, and what was refused; the order of ``paths`` does not matter.

    In a folder only what has a known extension and does not start with a dot is read, at any depth.
    """
    refusals: list[Refusal] = []
    articles: dict[str, Article] = {}
    for path in _files(paths, refusals):
        for article in _articles(path, refusals):
            if article.id in articles:
                refusals.append(Refusal(str(path), f"a second article with the id {article.id!r}; give each its own"))
            else:
                articles[article.id] = article
    return [articles[i] for i in sorted(articles)], sorted(set(refusals))


def _files(paths: Sequence[Path], refusals: list[Refusal]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in sorted(set(paths)):
        if path.is_dir():
            for inner in sorted(_below(path)):
                found.setdefault(inner.resolve(), inner)
        elif not path.exists():
            refusals.append(Refusal(str(path), "is not there; check the path"))
        elif path.suffix.lower() not in (*_ARTICLE, _LINES):
            refusals.append(Refusal(str(path), f"is of no known kind; known are {', '.join((*_ARTICLE, _LINES))}"))
        else:
            found.setdefault(path.resolve(), path)
    return [found[key] for key in sorted(found)]


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.suffix.lower() in (*_ARTICLE, _LINES):
            yield path


def _articles(path: Path, refusals: list[Refusal]) -> Iterator[Article]:
    if path.suffix.lower() == _LINES:
        yield from read_json_lines(path, refusals)
    else:
        article = read_file(path, refusals)
        if article is not None:
            yield article
