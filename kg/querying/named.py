"""The queries that come with the program: files whose first lines say what they answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.errors import KgError

_FOLDER = Path(__file__).resolve().parent.parent / "queries"
_PARAM = re.compile(r"^#\s*param\s+(\w+)\s*:\s*(.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class NamedQuery:
    """One shipped query; ``params`` are pairs of a parameter's name and its meaning."""

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    text: str


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """Every shipped query, by name."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.rq")))


def find_query(name: str) -> NamedQuery:
    """The shipped query of that name.

    Raises:
        KgError: there is none.
    """
    for query in named_queries():
        if query.name == name:
            return query
    near = get_close_matches(name, [query.name for query in named_queries()], n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise KgError(f"{name!r}: no such query; {hint}`kg query --list` lists them, a file's name ends in .rq")


def declared_params(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters that a query's ``# param NAME: meaning`` lines declare."""
    return tuple((name, meaning.strip()) for name, meaning in _PARAM.findall(text))


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    title, question, columns = (line.removeprefix("#").strip() for line in text.splitlines()[:3])
    names = tuple(column.strip() for column in columns.removeprefix("columns:").split(","))
    return NamedQuery(path.stem, title, question, names, declared_params(text), text)
