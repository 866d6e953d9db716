"""What sources put under keys, kept, so that only what changed is reduced again.

MapReduce (Dean and Ghemawat, OSDI 2004) with a memory (Incoop; Bhatotia et al., SoCC 2011): a stage maps each source to
values under keys and reduces the values of each key. A source that is mapped again replaces what it had put, and the
keys whose values are then others are the only ones to be reduced again.

What is put waits in the order in which it came, and goes under its keys all at once and sorted when the stage is first
read: row by row, each would go to another page of the database, which costs ten times as much.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.alignment.rows import number

_TABLES = """
CREATE TABLE IF NOT EXISTS shuffle(
  stage TEXT, key TEXT, source TEXT, value TEXT, PRIMARY KEY(stage, key, source, value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shuffle_put(stage TEXT, key TEXT, source TEXT, value TEXT, reduced INTEGER);
CREATE TABLE IF NOT EXISTS shuffle_source(
  stage TEXT, source TEXT, digest INTEGER NOT NULL, keys TEXT NOT NULL, PRIMARY KEY(stage, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shuffle_changed(stage TEXT, key TEXT, PRIMARY KEY(stage, key)) WITHOUT ROWID;
"""

Json = Any
"""What JSON can hold, tuples read back as lists."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Packed:
    """Values under keys as they are kept, so that they can be made elsewhere."""

    digest: int
    keys: str
    """As JSON, sorted."""
    values: frozenset[tuple[str, str]]
    """Each as JSON, with its key."""


def packed(emitted: Iterable[tuple[str, Json]]) -> Packed:
    """Values under keys, each once."""
    values = frozenset((str(key), _json(value)) for key, value in emitted)
    told = "\x1e".join(f"{key}\x1f{value}" for key, value in sorted(values))
    return Packed(number(told), _json(sorted({key for key, _ in values})), values)


class Shuffle:
    """The values of all stages, in an SQLite database; whoever calls commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.executescript(_TABLES)
        self._waiting = {stage for (stage,) in connection.execute("SELECT DISTINCT stage FROM shuffle_put")}

    def put(self, stage: str, source: str, emitted: Iterable[tuple[str, Json]] = (), *, reduced: bool = True) -> None:
        """Replace what a source has put for a stage; ``reduced``: whether keys are reduced at all."""
        self.take(stage, source, packed(emitted), reduced=reduced)

    def take(self, stage: str, source: str, now: Packed, *, reduced: bool = True) -> None:
        """The same with what was packed elsewhere."""
        held = self._held(stage, source)
        if (held is None and not now.values) or (held is not None and held[0] == now.digest):
            return
        before = frozenset(self._values(stage, source, json.loads(held[1]))) if held is not None else frozenset()
        gone, come = before - now.values, now.values - before
        many = self.connection.executemany
        many(
            "DELETE FROM shuffle WHERE stage = ? AND key = ? AND source = ? AND value = ?",
            [(stage, key, source, value) for key, value in gone],
        )
        if come:
            rows = [(stage, key, source, value, reduced) for key, value in come]
            many("INSERT INTO shuffle_put VALUES (?, ?, ?, ?, ?)", rows)
            self._waiting.add(stage)
        self._hold(stage, source, now.digest, now.keys)
        if reduced:
            self.mark(stage, (key for key, _ in gone))

    def note(self, stage: str, source: str, keys: Iterable[str]) -> None:
        """Replace the keys of a source in a stage that has no values and is read by source only."""
        self._hold(stage, source, 0, _json(sorted(set(keys))))

    def mark(self, stage: str, keys: Iterable[str]) -> None:
        """Have keys reduced again, whatever their values."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO shuffle_changed VALUES (?, ?)", [(stage, key) for key in set(keys)]
        )

    def marked(self, stage: str) -> Iterator[str]:
        """The keys to be reduced again, sorted; they are that until :meth:`unmark`, even after a commit."""
        self._take_in(stage)
        query = "SELECT key FROM shuffle_changed WHERE stage = ? AND key >= ? ORDER BY key LIMIT 1000"
        first = ""
        while keys := [key for (key,) in self.connection.execute(query, (stage, first))]:
            yield from keys
            first = keys[-1] + "\0"  # the next text that there can be

    def unmark(self, stage: str) -> None:
        """No key of the stage is to be reduced again."""
        self.connection.execute("DELETE FROM shuffle_changed WHERE stage = ?", (stage,))

    def changed(self, stage: str) -> Iterator[str]:
        """The keys to be reduced again, sorted, which they no longer are when all are given."""
        yield from self.marked(stage)
        self.unmark(stage)

    def values(self, stage: str, key: str) -> list[Json]:
        """The values under a key, sorted by their source."""
        return [json.loads(value) for value in self.texts(stage, key)]

    def texts(self, stage: str, key: str) -> tuple[str, ...]:
        """The values under a key as JSON, sorted by their source."""
        self._take_in(stage)
        query = "SELECT value FROM shuffle WHERE stage = ? AND key = ? ORDER BY source, value"
        return tuple(value for (value,) in self.connection.execute(query, (stage, key)))

    def sources(self, stage: str, key: str) -> list[str]:
        """Who has put something under a key, sorted."""
        self._take_in(stage)
        query = "SELECT DISTINCT source FROM shuffle WHERE stage = ? AND key = ? ORDER BY source"
        return [source for (source,) in self.connection.execute(query, (stage, key))]

    def keys_of(self, stage: str, source: str) -> list[str]:
        """The keys under which a source has put something, sorted."""
        held = self._held(stage, source)
        return [] if held is None else list(json.loads(held[1]))

    def keys(self, stage: str) -> Iterator[str]:
        """All keys of a stage, sorted."""
        self._take_in(stage)
        query = "SELECT DISTINCT key FROM shuffle WHERE stage = ? ORDER BY key"
        return (key for (key,) in self.connection.execute(query, (stage,)))

    def _held(self, stage: str, source: str) -> tuple[int, str] | None:
        """The digest of what a source has put, and the keys, see :class:`Packed`; None where it has put nothing."""
        query = "SELECT digest, keys FROM shuffle_source WHERE stage = ? AND source = ?"
        found: tuple[int, str] | None = self.connection.execute(query, (stage, source)).fetchone()
        return found

    def _values(self, stage: str, source: str, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
        self._take_in(stage)
        query = "SELECT value FROM shuffle WHERE stage = ? AND key = ? AND source = ?"
        return ((key, value) for key in keys for (value,) in self.connection.execute(query, (stage, key, source)))

    def _hold(self, stage: str, source: str, digest: int, keys: str) -> None:
        if keys != "[]":
            row = (stage, source, digest, keys)
            self.connection.execute("INSERT OR REPLACE INTO shuffle_source VALUES (?, ?, ?, ?)", row)
        else:
            self.connection.execute("DELETE FROM shuffle_source WHERE stage = ? AND source = ?", (stage, source))

    def _take_in(self, stage: str) -> None:
        """Sort in what was put for a stage and waits."""
        if stage not in self._waiting:
            return
        self._waiting.remove(stage)
        for query in (
            """INSERT INTO shuffle SELECT stage, key, source, value FROM shuffle_put WHERE stage = ?
               ORDER BY key, source, value""",
            """INSERT OR IGNORE INTO shuffle_changed SELECT DISTINCT stage, key FROM shuffle_put
               WHERE stage = ? AND reduced ORDER BY key""",
            "DELETE FROM shuffle_put WHERE stage = ?",
        ):
            self.connection.execute(query, (stage,))
