"""Writes docs/cookbook.md from the shipped questions: ``python docs/make_cookbook.py DIR > docs/cookbook.md``.

DIR is what ``kg build seeds --out DIR`` wrote.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2

from kg.querying.named import NamedQuery, named_queries
from kg.querying.render import printable, value_of
from kg.querying.run import run_query
from kg.querying.store import open_store

HERE = Path(__file__).resolve().parent
ROWS, LETTERS = 5, 90


def cell(text: str) -> str:
    """A value for a cell of a Markdown table: one line, no longer than fits, nothing that Markdown reads."""
    line = printable(text)
    line = line if len(line) <= LETTERS else line[: LETTERS - 1].rstrip() + "…"
    for sign in "\\|*_<>[]`~":
        line = line.replace(sign, f"\\{sign}")
    return line


def sparql(query: NamedQuery) -> str:
    """The query without the comments at its head."""
    lines = query.text.splitlines()
    start = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
    return "\n".join(lines[start:])


def page(directory: Path) -> str:
    """The whole page."""
    store = open_store(directory)
    recipes = []
    for query in named_queries():
        rows = run_query(store, query.text).rows
        shown = [[cell(value_of(term)) for term in row] for row in rows[:ROWS]]
        recipes.append({"query": query, "sparql": sparql(query), "rows": shown, "more": len(rows) - len(shown)})
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
        trim_blocks=True, lstrip_blocks=True, autoescape=False,  # noqa: S701 - the page is Markdown, escaped by cell()
    )  # fmt: skip
    return environment.get_template("cookbook.md.jinja").render(recipes=recipes)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page(Path(sys.argv[1])))
