"""Files and folders to articles, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.model import Article
from kg.reading.files import read_file
from kg.reading.jsonlines import read_json_lines
from kg.reading.refusal import Refusal

_ARTICLE = (".txt", ".md", ".html", ".htm")
_LINES = ".jsonl"
_BLOCK = 1 << 20
"""Bytes read at once to count lines."""


def read_sources(paths: Sequence[Path]) -> tuple[list[Article], list[Refusal]]:
    """All articles of files and folders sorted by id, and what was refused; the order of ``paths`` does not matter."""
    refusals: list[Refusal] = []
    articles = sorted(iter_articles(source_files(paths, refusals), refusals), key=lambda article: article.id)
    return articles, sorted(set(refusals))


def source_files(paths: Sequence[Path], refusals: list[Refusal]) -> list[Path]:
    """The files that ``paths`` are or hold, each once, sorted; what is none of a known kind is refused.

    In a folder only what has a known extension and does not start with a dot is read, at any depth.
    """
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


def iter_articles(
    files: Sequence[Path], refusals: list[Refusal], is_first: Callable[[str], bool] | None = None
) -> Iterator[Article]:
    """The articles of files in the order of the files, each as it is read; what cannot be read is refused.

    Of articles with one id the first is read. ``is_first`` is asked once for each id that is met whether it is its
    first time, for whoever keeps them elsewhere than in memory.
    """
    is_first = is_first or _Met().is_first
    for path in files:
        for article in _articles(path, refusals):
            if is_first(article.id):
                yield article
            else:
                refusals.append(Refusal(str(path), f"a second article with the id {article.id!r}; give each its own"))


def count_articles(files: Sequence[Path]) -> int:
    """How many articles the files hold at most: one each, or one a line, for a progress bar to know before."""
    return sum(_lines(path) if path.suffix.lower() == _LINES else 1 for path in files)


class _Met:
    """The ids met so far."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def is_first(self, identifier: str) -> bool:
        before = len(self._ids)
        self._ids.add(identifier)
        return len(self._ids) > before


def _lines(path: Path) -> int:
    last, count = b"\n", 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                last, count = block[-1:], count + block.count(b"\n")
    except OSError:
        return 0  # it is refused when it is read
    return count + (last != b"\n")


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
