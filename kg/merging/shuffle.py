"""What sources put under keys, kept, so that only what changed is reduced again.

MapReduce (Dean and Ghemawat, OSDI 2004) with a memory (Incoop; Bhatotia et al., SoCC 2011): a stage maps each source to
values under keys and reduces the values of each key. A source that is mapped again replaces what it had put, and the
keys whose values are then others are the only ones to be reduced again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS shuffle(
  stage TEXT, key TEXT, source TEXT, value TEXT, PRIMARY KEY(stage, key, source, value)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shuffle_source ON shuffle(stage, source, key);
CREATE TABLE IF NOT EXISTS shuffle_changed(stage TEXT, key TEXT, PRIMARY KEY(stage, key)) WITHOUT ROWID;
"""

Json = Any
"""What JSON can hold, tuples read back as lists."""


class Shuffle:
    """The values of all stages, in an SQLite database; whoever calls commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.executescript(_TABLES)

    def put(self, stage: str, source: str, emitted: Iterable[tuple[str, Json]] = (), *, reduced: bool = True) -> None:
        """Replace what a source has put for a stage, each value once; ``reduced``: whether keys are reduced at all."""
        now = {(key, json.dumps(value, ensure_ascii=False, separators=(",", ":"))) for key, value in emitted}
        query = "SELECT key, value FROM shuffle WHERE stage = ? AND source = ?"
        before = set(self.connection.execute(query, (stage, source)))
        gone, come = before - now, now - before
        if not (gone or come):
            return
        many = self.connection.executemany
        many(
            "DELETE FROM shuffle WHERE stage = ? AND key = ? AND source = ? AND value = ?",
            [(stage, key, source, value) for key, value in gone],
        )
        many("INSERT INTO shuffle VALUES (?, ?, ?, ?)", [(stage, key, source, value) for key, value in come])
        if reduced:
            self.mark(stage, (key for key, _ in gone | come))

    def mark(self, stage: str, keys: Iterable[str]) -> None:
        """Have keys reduced again, whatever their values."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO shuffle_changed VALUES (?, ?)", [(stage, key) for key in set(keys)]
        )

    def changed(self, stage: str) -> Iterator[str]:
        """The keys to be reduced again, sorted; each is taken off the list when it is given."""
        while True:
            query = "SELECT key FROM shuffle_changed WHERE stage = ? ORDER BY key LIMIT 1000"
            keys = [key for (key,) in self.connection.execute(query, (stage,))]
            if not keys:
                return
            self.connection.execute("DELETE FROM shuffle_changed WHERE stage = ? AND key <= ?", (stage, keys[-1]))
            yield from keys

    def values(self, stage: str, key: str) -> list[Json]:
        """The values under a key, sorted by their source."""
        return [json.loads(value) for value in self.texts(stage, key)]

    def texts(self, stage: str, key: str) -> tuple[str, ...]:
        """The values under a key as JSON, sorted by their source."""
        query = "SELECT value FROM shuffle WHERE stage = ? AND key = ? ORDER BY source, value"
        return tuple(value for (value,) in self.connection.execute(query, (stage, key)))

    def sources(self, stage: str, key: str) -> list[str]:
        """Who has put something under a key, sorted."""
        query = "SELECT DISTINCT source FROM shuffle WHERE stage = ? AND key = ? ORDER BY source"
        return [source for (source,) in self.connection.execute(query, (stage, key))]

    def of(self, stage: str, source: str) -> Iterator[tuple[str, Json]]:
        """What a source has put, sorted."""
        query = "SELECT key, value FROM shuffle WHERE stage = ? AND source = ? ORDER BY key, value"
        return ((key, json.loads(value)) for key, value in self.connection.execute(query, (stage, source)))

    def keys(self, stage: str) -> Iterator[str]:
        """All keys of a stage, sorted."""
        query = "SELECT DISTINCT key FROM shuffle WHERE stage = ? ORDER BY key"
        return (key for (key,) in self.connection.execute(query, (stage,)))
