"""CSV (RFC 4180, UTF-8): entities, what ties them, and one row for each utterance."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields

from kg.exporting.formats.network import Edge, Node, edges, nodes
from kg.exporting.formats.source import Source
from kg.exporting.formats.utterances import Utterance, utterances

Record = Node | Edge | Utterance

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", *"＝＋－＠")  # full width: the signs of East Asian locales


def tables(source: Source) -> Mapping[str, bytes]:
    """``csv/nodes.csv``, ``csv/edges.csv`` and ``csv/claims.csv``; the first column is an identifier in each."""
    entities = nodes(source)
    return {
        "csv/nodes.csv": _table(Node, entities),
        "csv/edges.csv": _table(Edge, edges(source, {entity.id for entity in entities})),
        "csv/claims.csv": _table(Utterance, utterances(source)),
    }


def safe(cell: str | int | float | None) -> str | int | float | None:
    """A text that a spreadsheet would run as a formula, made harmless by an apostrophe.

    Numbers stay numbers: a negative longitude is no formula.
    See https://owasp.org/www-community/attacks/CSV_Injection .
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell


def _table(record: type[Record], rows: Iterable[Record]) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(field.name for field in fields(record))
    writer.writerows([safe(cell) for cell in asdict(row).values()] for row in rows)
    return page.getvalue().encode()
