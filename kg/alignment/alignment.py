"""An alignment that is kept: which entities of a collection are one, brought up to date by what has changed.

Every step is local, so that the result is that of an alignment from nothing: which rows are compared follows from their
blocks, the weight of a pair from its two rows and the number of rows that have their name, and which rows are one from
the pairs that hang together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Generic

from kg.alignment.decisions import Decisions
from kg.alignment.groups import Apart, Group, group_rows
from kg.alignment.keys import Keys
from kg.alignment.rows import Brought, Entry, F, Rows
from kg.alignment.scoring import ALL_NAMES, Compared, Model, Pair, score
from kg.model import known_iri

_TABLES = """
CREATE TABLE IF NOT EXISTS align_pair(
  left INTEGER, right INTEGER, weight REAL NOT NULL, levels TEXT NOT NULL, PRIMARY KEY(left, right)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS align_pair_right ON align_pair(right, left);
CREATE TABLE IF NOT EXISTS align_group(row INTEGER, name TEXT, PRIMARY KEY(row, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS align_group_name ON align_group(name, row);
"""

_AT_ONCE = 2_000
"""Rows whose groups are found together."""


class Alignment(Generic[F]):
    """The rows of one space, the pairs of them that weigh enough, and the groups that these make.

    Args:
        connection: of an SQLite database; whoever calls commits, and begins anew where model or decisions are others.
        space: as for :class:`Rows`.
        type_: the dataclass of the features.
        model: the Splink model; its columns are the fields of the class.
        decisions: what people decided.
    """

    def __init__(
        self, connection: sqlite3.Connection, space: str, type_: type[F], model: Model, decisions: Decisions
    ) -> None:
        self.connection, self.model, self.decisions = connection, model, decisions
        self.rows: Rows[F] = Rows(connection, space, type_, model.adjusted)
        self.keys = Keys(connection, space)
        connection.executescript(_TABLES)

    def put(self, article: str, entries: Iterable[Entry[F]]) -> None:
        """Replace what an article brings."""
        self.rows.put(article, entries)

    def take(self, article: str, entities: Iterable[Brought]) -> None:
        """Replace what an article brings, made elsewhere."""
        self.rows.take(article, entities)

    def put_reference(self, features: F) -> None:
        """Add an entry of the reference data."""
        self.rows.put_reference(features)

    def settle(self) -> Iterator[tuple[str, Group | None]]:
        """Take in all that was put: the groups that may have changed by their first entity, None for one that is gone.

        To be read to its end.
        """
        rows = self.rows
        pending = rows.pending()
        gone = rows.empty(pending)
        fresh = {row for row, added in pending.items() if added} - gone
        values = rows.values(fresh | gone)
        rekeyed = self.keys.change(fresh, gone)
        rows.remove(gone)
        again = (rekeyed | rows.sharing(values)) - gone
        loose = self._unpair(again | gone)
        self._pair(again, again | (pending.keys() - gone))
        moved = again | loose | pending.keys()
        before = self._names(moved)
        beside = self._rows_of(before) - gone
        self._forget(gone)
        now: set[str] = set()
        for some in self._batches((moved - gone) | beside):
            before |= self._names(some)
            for group in self._group(some):
                now.add(group.name)
                yield group.name, group
        yield from ((name, None) for name in sorted(before - now))
        rows.settled()

    def _unpair(self, rows: set[int]) -> set[int]:
        """Forget the pairs of rows, and tell what other rows these were with."""
        others: set[int] = set()
        for row in rows:
            others.update(self._paired(row))
            self.connection.execute("DELETE FROM align_pair WHERE left = ?", (row,))
            self.connection.execute("DELETE FROM align_pair WHERE right = ?", (row,))
        return others - rows

    def _pair(self, again: set[int], changed: set[int]) -> None:
        """Weigh rows ``again`` against those that share a key with them, and each of several entities against itself.

        That is what holds these together; it is known where neither the row nor that they are several is ``changed``.
        """
        several = set(self.rows.several(changed))
        held = {row for row in changed if self._has_twin(row)}
        self.connection.executemany(
            "DELETE FROM align_pair WHERE left = ?1 AND right = ?1", [(row,) for row in held - several]
        )
        beside, twins = self.keys.neighbours(again), several - held
        if beside or twins:
            self._keep(self._score(beside, again, twins))

    def _has_twin(self, row: int) -> bool:
        query = "SELECT 1 FROM align_pair WHERE left = ?1 AND right = ?1"
        return self.connection.execute(query, (row,)).fetchone() is not None

    def _score(self, beside: set[int], again: set[int], twins: set[int]) -> Iterator[Pair]:
        rows, numbers = self.rows, sorted(beside | twins)
        frequencies = {
            column: {value: count / ALL_NAMES for value, count in rows.counts(column, numbers).items()}
            for column in self.model.adjusted
        }
        told = (
            Compared(row, rows.features(row), self.keys.of(row) if row in beside else [], row in again, row in twins)
            for row in numbers
        )
        return score(told, self.model, frequencies)

    def _keep(self, pairs: Iterable[Pair]) -> None:
        """Keep those that may hold rows together: of incidents three in a hundred do."""
        alone = cache(lambda row: Apart.of(self.rows.features(row)))
        likely = (pair for pair in pairs if not alone(pair.left).forbids(alone(pair.right)))
        self.connection.executemany("INSERT INTO align_pair VALUES (?, ?, ?, ?)", likely)

    def _names(self, rows: Iterable[int]) -> set[str]:
        query = "SELECT name FROM align_group WHERE row = ?"
        return {name for row in rows for (name,) in self.connection.execute(query, (row,))}

    def _rows_of(self, names: Iterable[str]) -> set[int]:
        query = "SELECT row FROM align_group WHERE name = ?"
        return {row for name in names for (row,) in self.connection.execute(query, (name,))}

    def _forget(self, rows: Iterable[int]) -> None:
        self.connection.executemany("DELETE FROM align_group WHERE row = ?", [(row,) for row in rows])

    def _batches(self, rows: set[int]) -> Iterator[list[int]]:
        """These rows with all that hang together with them, some at a time."""
        some: list[int] = []
        for whole in self._connected(rows):
            some += whole
            if len(some) >= _AT_ONCE:
                yield some
                some = []
        yield some

    def _connected(self, rows: set[int]) -> Iterator[list[int]]:
        """What hangs together with each row: by pairs, by one entry of the reference data, by what people decided."""
        seen: set[int] = set()
        for row in sorted(rows):
            if row not in seen:
                seen.add(row)
                whole = [row]
                for each in whole:  # it grows on the way
                    beside = self._beside(each) - seen
                    seen |= beside
                    whole += beside
                yield whole

    def _beside(self, row: int) -> set[int]:
        reference, alone = self.rows.marks(row)
        named = [iri for name in (reference, alone) if name for iri in self.decisions.one_with(known_iri(name))]
        return self._paired(row) | self.rows.named(named)

    def _paired(self, row: int) -> set[int]:
        query = "SELECT right FROM align_pair WHERE left = ?1 UNION ALL SELECT left FROM align_pair WHERE right = ?1"
        return {other for (other,) in self.connection.execute(query, (row,))}

    def _group(self, numbers: list[int]) -> list[Group]:
        """The groups of rows of which none hangs together with another row, noted."""
        query = "SELECT left, right, weight, levels FROM align_pair WHERE left = ?"
        pairs = [Pair(*found) for row in numbers for found in self.connection.execute(query, (row,))]
        groups = list(group_rows(self.rows.read(numbers), pairs, self.model, self.decisions))
        self._forget(numbers)
        told = [(row, group.name) for group in groups for row in group.rows]
        self.connection.executemany("INSERT INTO align_group VALUES (?, ?)", told)
        return groups
