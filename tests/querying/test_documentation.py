"""docs/queries.md tells of every shipped query as it is, and its own queries can be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.querying.named import NamedQuery, named_queries
from kg.querying.run import run_query

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)
def test_each_shipped_query_is_listed_with_its_question_and_parameters(query: NamedQuery) -> None:
    params = ", ".join(f"`{name}`" for name, _ in query.params) or "–"
    assert f"| `{query.name}` | {query.question} | {params} |" in PAGE


def test_nothing_else_is_listed() -> None:
    assert len(re.findall(r"^\| `", PAGE, re.MULTILINE)) == len(named_queries())


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_example_has_an_answer(store: ox.Store, text: str) -> None:
    result = run_query(store, text, {})
    assert result.rows or result.triples
