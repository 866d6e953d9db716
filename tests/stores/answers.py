"""Answers of SELECT queries in a form that can be compared, whatever store gave them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_STRING, _DECIMAL = (f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("string", "decimal"))
_JOINED = re.compile(r" [|/] |, ")
_CONCAT = re.compile(r"GROUP_CONCAT\([^;]*; *SEPARATOR *= *\"[^\"]*\"\) AS \?(\w+)")

Term = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The columns, and how often each row was given; not their order, since stores collate differently."""

    columns: tuple[str, ...]
    rows: Counter[tuple[Term | None, ...]]


def joined_columns(query: str) -> frozenset[str]:
    """The columns that GROUP_CONCAT makes."""
    return frozenset(_CONCAT.findall(query))


def read_answer(document: Any, joined: frozenset[str] = frozenset()) -> Answer:
    """An answer from SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/).

    A plain literal and an ``xsd:string`` are one and the same in RDF 1.1, and are so here; 0.80 and 0.8 are one number.
    Parts that GROUP_CONCAT joins have no promised order (SPARQL 1.1, 18.5.1.7): in ``joined`` columns none counts.
    """
    columns = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    rows = Counter(tuple(_term(row[c], c in joined) if c in row else None for c in columns) for row in bindings)
    return Answer(columns, rows)


def _term(cell: dict[str, str], joined: bool) -> Term:
    kind, value = "literal" if cell["type"] == "typed-literal" else cell["type"], cell["value"]
    language = cell.get("xml:lang", "").lower()
    datatype = "" if language else cell.get("datatype", _STRING)
    if datatype == _DECIMAL:
        value = str(Decimal(value).normalize())
    if joined:
        value = " | ".join(sorted(_JOINED.split(value)))
    return kind, value, datatype, language


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """What one has and the other has not, a line each; none where the two are equal."""
    if ours.columns != theirs.columns:
        return [f"columns {', '.join(theirs.columns)} instead of {', '.join(ours.columns)}"]
    missing, added = ours.rows - theirs.rows, theirs.rows - ours.rows
    return [f"misses {row}" for row in missing.elements()] + [f"adds {row}" for row in added.elements()]
