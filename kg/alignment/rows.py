"""The different rows of a collection and the entities of each, kept in a database.

A row is told by its features: ten thousand articles that call a state by its name are one row. What is kept is a
function of the articles at hand, in whatever order they came, so that one article more or less costs what it touches.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, Protocol, Self, TypeVar

from rdflib import URIRef

from kg.alignment.marks import Texts
from kg.model import known_iri

_TABLES = """
CREATE TABLE IF NOT EXISTS align_row(
  id INTEGER PRIMARY KEY, space TEXT NOT NULL, features TEXT NOT NULL, reference TEXT, alone TEXT);
CREATE INDEX IF NOT EXISTS align_row_reference ON align_row(reference) WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS align_row_alone ON align_row(alone) WHERE alone IS NOT NULL;
CREATE TABLE IF NOT EXISTS align_member(
  row INTEGER, entity TEXT, space TEXT NOT NULL, article TEXT NOT NULL, told INTEGER NOT NULL, PRIMARY KEY(row, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS align_member_article ON align_member(article, space);
CREATE TABLE IF NOT EXISTS align_told(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS align_value(value TEXT, row INTEGER, PRIMARY KEY(value, row)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS align_value_row ON align_value(row);
CREATE TABLE IF NOT EXISTS align_fresh(space TEXT, row INTEGER, block INTEGER);
CREATE TABLE IF NOT EXISTS align_pending(space TEXT, row INTEGER, added INTEGER, PRIMARY KEY(space, row)) WITHOUT ROWID;
"""
HINT = "?"
"""Begins a block that tells little where many rows have it."""


class Telling(Protocol):
    """What of the features may forbid that two things are one."""

    def contradicts(self, other: Self) -> bool:
        """Whether no thing can have both."""
        ...


class Features(Protocol):
    """A row of the table that Splink compares: a dataclass with a column a field, of texts or of one text or None."""

    @property
    def blocks(self) -> Texts:
        """Keys, of which two rows must share one to be compared."""
        ...

    @property
    def reference(self) -> str | None:
        """The entry of the reference data that the row stands for."""
        ...

    @property
    def alone(self) -> str:
        """The IRI of the only entity of the row where it is to be compared as itself; else empty."""
        ...

    @property
    def names(self) -> Texts:
        """Names, of which two entities of one article must share one to be taken for one."""
        ...

    @property
    def telling(self) -> Telling:
        """What of the row may forbid."""
        ...


F = TypeVar("F", bound=Features)


@dataclass(frozen=True)
class Entry(Generic[F]):
    """An entity as an article brings it: its features, its IRI, and as text what its group takes over of it."""

    features: F
    entity: str
    told: str = ""


@dataclass(frozen=True)
class Brought:
    """An entity as it is kept: what the tables have of it, so that it can be made elsewhere."""

    row: int
    features: str
    reference: str | None
    alone: str | None
    values: tuple[str, ...]
    """Of the adjusted columns."""
    blocks: tuple[int, ...]
    entity: str
    told: str


@dataclass
class Row(Generic[F]):
    """The entities that have the same features, with the article of each; an entry of the reference data has none."""

    id: int
    features: F
    members: list[tuple[URIRef, str]] = field(default_factory=list)


class Rows(Generic[F]):
    """The rows of one space: only those of one space are ever compared.

    Args:
        connection: of an SQLite database; whoever calls commits.
        space: tells the rows from those of other spaces in the same database.
        type_: the dataclass of the features.
        adjusted: columns of one text whose values count for less the more rows have them.
    """

    def __init__(
        self, connection: sqlite3.Connection, space: str, type_: type[F], adjusted: Sequence[str] = ()
    ) -> None:
        self.connection, self.space, self.type, self._adjusted = connection, space, type_, tuple(adjusted)
        connection.executescript(_TABLES)
        self._pinned: set[int] = set()

    def put(self, article: str, entries: Iterable[Entry[F]]) -> None:
        """Replace what an article brings; of two of its entities that are alike and nameless each stays by itself."""
        self.take(article, brought(self.space, entries, self._adjusted))

    def take(self, article: str, entities: Iterable[Brought]) -> None:
        """Replace what an article brings."""
        now: dict[tuple[int, str], int] = {}
        told_of: dict[int, str] = {}
        for each in entities:
            now[each.row, each.entity] = told = number(each.told)
            told_of[told] = each.told
            self._add(each)
        self.connection.executemany("INSERT OR IGNORE INTO align_told VALUES (?, ?)", told_of.items())
        held = self.connection.execute(
            "SELECT row, entity, told FROM align_member WHERE article = ? AND space = ?", (article, self.space)
        )
        before = {(row, entity): told for row, entity, told in held}
        gone = [key for key, told in before.items() if now.get(key) != told]
        come = [(*key, self.space, article, told) for key, told in now.items() if before.get(key) != told]
        self.connection.executemany("DELETE FROM align_member WHERE row = ? AND entity = ?", gone)
        self.connection.executemany("INSERT INTO align_member VALUES (?, ?, ?, ?, ?)", come)
        self._touch({row for row, *_ in (*gone, *come)})

    def put_reference(self, features: F) -> None:
        """Add an entry of the reference data, which no article needs to name."""
        [made] = brought(self.space, [Entry(features, "")], self._adjusted)
        self._pinned.add(made.row)
        self._add(made)

    def pending(self) -> dict[int, bool]:
        """The rows that have won or lost an entity, or changed in what is told of one, since :meth:`settled`.

        Each with whether it was not there before.
        """
        query = "SELECT row, added FROM align_pending WHERE space = ?"
        return {row: bool(added) for row, added in self.connection.execute(query, (self.space,))}

    def settled(self) -> None:
        """Nothing is pending any more."""
        self.connection.execute("DELETE FROM align_pending WHERE space = ?", (self.space,))

    def empty(self, rows: Iterable[int]) -> set[int]:
        """Those of the rows that have no entity and are no entry of the reference data."""
        query = "SELECT 1 FROM align_member WHERE row = ? LIMIT 1"
        free = (row for row in rows if row not in self._pinned)
        return {row for row in free if self.connection.execute(query, (row,)).fetchone() is None}

    def several(self, rows: Iterable[int]) -> Iterator[int]:
        """Those of the rows that have two entities or more."""
        query = "SELECT count(*) FROM (SELECT 1 FROM align_member WHERE row = ? LIMIT 2)"
        return (row for row in rows if self.connection.execute(query, (row,)).fetchone()[0] == 2)

    def remove(self, rows: Iterable[int]) -> None:
        """Forget rows."""
        gone = [(row,) for row in rows]
        self.connection.executemany("DELETE FROM align_row WHERE id = ?", gone)
        self.connection.executemany("DELETE FROM align_value WHERE row = ?", gone)

    def read(self, rows: Iterable[int]) -> list[Row[F]]:
        """Rows with their entities, both sorted."""
        found = []
        for row in sorted(rows):
            features = self.features(row)
            members = self.connection.execute("SELECT entity, article FROM align_member WHERE row = ?", (row,))
            found.append(Row(row, features, [(known_iri(entity), article) for entity, article in members]))
        return found

    def told(self, rows: Iterable[int], entity: str = "") -> list[str]:
        """What is told of the entities of rows, or of one of them, each once and sorted."""
        query = "SELECT DISTINCT told FROM align_member WHERE row = ?1 AND ?2 IN ('', entity)"
        found = {told for row in rows for (told,) in self.connection.execute(query, (row, entity))}
        texts = (self.connection.execute("SELECT text FROM align_told WHERE id = ?", (told,)) for told in found)
        return sorted(text for cursor in texts for (text,) in cursor)

    def features(self, row: int) -> F:
        """The features of a row."""
        (text,) = self.connection.execute("SELECT features FROM align_row WHERE id = ?", (row,)).fetchone()
        return features_read(self.type, text)

    def sharing(self, values: Iterable[str]) -> set[int]:
        """The rows that have one of the values of an adjusted column."""
        query = "SELECT row FROM align_value WHERE value = ?"
        return {row for value in values for (row,) in self.connection.execute(query, (value,))}

    def values(self, rows: Iterable[int]) -> set[str]:
        """The values of the adjusted columns that the rows have."""
        query = "SELECT value FROM align_value WHERE row = ?"
        return {value for row in rows for (value,) in self.connection.execute(query, (row,))}

    def counts(self, column: str, rows: Iterable[int]) -> dict[str, int]:
        """Of each value that the rows have in an adjusted column, how many rows have it in all."""
        prefix = f"{self.space} {column} "
        told = {value for value in self.values(rows) if value.startswith(prefix)}
        query = "SELECT count(*) FROM align_value WHERE value = ?"
        return {v.removeprefix(prefix): self.connection.execute(query, (v,)).fetchone()[0] for v in told}

    def marks(self, row: int) -> tuple[str | None, str | None]:
        """The entry of the reference data that a row stands for, and its only entity where it is to be by itself."""
        found = self.connection.execute("SELECT reference, alone FROM align_row WHERE id = ?", (row,)).fetchone()
        return found[0], found[1]

    def named(self, iris: Iterable[str]) -> set[int]:
        """The rows that stand for one of these, or have it as their only entity."""
        query = "SELECT id FROM align_row WHERE space = ?2 AND (reference = ?1 OR alone = ?1)"
        return {row for iri in iris for (row,) in self.connection.execute(query, (iri, self.space))}

    def _add(self, made: Brought) -> None:
        values = (made.row, self.space, made.features, made.reference, made.alone)
        if self.connection.execute("INSERT OR IGNORE INTO align_row VALUES (?, ?, ?, ?, ?)", values).rowcount == 0:
            return
        many = self.connection.executemany
        many("INSERT INTO align_value VALUES (?, ?)", [(value, made.row) for value in made.values])
        many("INSERT INTO align_fresh VALUES (?, ?, ?)", [(self.space, made.row, block) for block in made.blocks])
        self.connection.execute("INSERT OR REPLACE INTO align_pending VALUES (?, ?, 1)", (self.space, made.row))

    def _touch(self, rows: Iterable[int]) -> None:
        query = "INSERT OR IGNORE INTO align_pending VALUES (?, ?, 0)"
        self.connection.executemany(query, [(self.space, row) for row in rows])


def brought(space: str, entries: Iterable[Entry[Any]], adjusted: Iterable[str]) -> Iterator[Brought]:
    """The entities of one article as they are kept; of two that are alike and nameless each stays by itself."""
    for row, text, entry in numbered(space, entries):
        features = entry.features
        values = ((column, getattr(features, column)) for column in adjusted)
        yield Brought(
            row,
            text,
            features.reference,
            features.alone or None,
            tuple(f"{space} {column} {value}" for column, value in values if value is not None),
            tuple({block_number(space, block) for block in features.blocks}),
            entry.entity,
            entry.told,
        )


def block_number(space: str, block: str) -> int:
    """The number of a block: even where it is a hint."""
    told = number(f"{space} {block}")
    return told & ~1 if block.startswith(HINT) else told | 1


def numbered(space: str, entries: Iterable[Entry[F]]) -> Iterator[tuple[int, str, Entry[F]]]:
    """The entities of one article with the number and the text of the row of each.

    Of two that are alike and nameless each stays by itself.
    """
    seen: set[int] = set()
    for entry in entries:
        row, text = row_key(space, entry.features)
        if row in seen and not entry.features.names:
            entry = replace(entry, features=replace(entry.features, alone=entry.entity))  # type: ignore[type-var]
            row, text = row_key(space, entry.features)
        seen.add(row)
        yield row, text, entry


def row_key(space: str, features: Features) -> tuple[int, str]:
    """The number of a row and its features as JSON."""
    columns = [getattr(features, f.name) for f in fields(features)]  # type: ignore[arg-type]
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return number(f"{space} {text}"), text


def features_read(type_: type[F], text: str) -> F:
    """The features of which :func:`row_key` gives the text."""
    return type_(*(tuple(v) if isinstance(v, list) else v for v in json.loads(text)))


def number(text: str) -> int:
    """63 bits of the hash of a text: what the tables call it by."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1
