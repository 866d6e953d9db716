"""Writes an answer: as a table to read, as CSV or SPARQL 1.1 JSON to process, as Turtle where it is triples."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import KgError
from kg.querying.run import Result, Term
from kg.querying.store import shorten

_WIDE = 10_000
_TRIPLE = ("subject", "predicate", "object")


def render(result: Result, format_: str = "table") -> str:
    """The answer in ``table``, ``csv``, ``json`` or ``turtle``, ended by a line break.

    Raises:
        KgError: the format is none of these, or does not fit the kind of query.
    """
    name = str(format_)
    if name == "turtle":
        return _turtle(result)
    writers = {"table": _table, "csv": _csv, "json": _json}
    if name not in writers:
        raise KgError(f"{name!r}: no such format; use table, csv, json or turtle")
    return writers[name](result)


def printable(text: str) -> str:
    """The text on one line, without the control characters that would steer a terminal."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text).split())


def value_of(term: Term | None) -> str:
    """A literal's words, an IRI as it is, nothing where there is no value."""
    if term is None:
        return ""
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _columns(result: Result) -> tuple[tuple[str, ...], Iterable[tuple[Term | None, ...]]]:
    if result.triples is not None:
        return _TRIPLE, ((t.subject, t.predicate, t.object) for t in result.triples)
    return result.columns, result.rows


def _table(result: Result) -> str:
    if result.boolean is not None:
        return "yes\n" if result.boolean else "no\n"
    columns, rows = _columns(result)
    prefixes = dict(result.prefixes or {})
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    count = 0
    for row in rows:
        cells = (shorten(t.value, prefixes) if isinstance(t, ox.NamedNode) else value_of(t) for t in row)
        table.add_row(*(Text(printable(cell)) for cell in cells))
        count += 1
    if not count:
        return "no answer\n"
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDE
    page = io.StringIO()
    Console(file=page, width=width, color_system=None, force_terminal=False, emoji=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _csv(result: Result) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    if result.boolean is not None:
        writer.writerows([["boolean"], ["true" if result.boolean else "false"]])
        return page.getvalue()
    columns, rows = _columns(result)
    writer.writerow(columns)
    writer.writerows([value_of(term) for term in row] for row in rows)
    return page.getvalue()


def _json(result: Result) -> str:
    if result.boolean is not None:
        answer: dict[str, Any] = {"head": {}, "boolean": result.boolean}
    else:
        columns, rows = _columns(result)
        bindings = [
            {name: _binding(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows
        ]
        answer = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _binding(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):  # of SPARQL 1.2, which the engine answers as well
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        binding["datatype"] = term.datatype.value
    return binding


def _turtle(result: Result) -> str:
    if result.triples is None:
        raise KgError("turtle is for the triples of CONSTRUCT and DESCRIBE; use table, csv or json for this query")
    prefixes = dict(result.prefixes or {})
    written = ox.serialize(result.triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return (written or b"").decode("utf-8")
