"""``graph.ttl``: the parts one after another by name, of which a run makes only those anew that have changed.

The file that a run wrote is known by spans, of some parts each, with their place in it. What stands in a span of which
no part has changed since is copied as it is, which costs a tenth of making it.
"""

from __future__ import annotations

import os
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kg.running.parts import Parts
from kg.running.staging import Range

_TABLES = """
CREATE TABLE IF NOT EXISTS part_file(size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS part_span(first TEXT PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part_changed(name TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_Span = tuple[str, int, int]
"""The name of its first part, where it begins in the file, and its length, in bytes."""


class GraphFile:
    """The file, and what has changed since it was written."""

    def __init__(self, connection: sqlite3.Connection, parts: Parts, path: Path) -> None:
        connection.executescript(_TABLES)
        self._connection, self._parts, self._path = connection, parts, path
        self._known = connection.execute("SELECT size, mtime_ns FROM part_file").fetchone()
        self._spans: list[_Span] = []

    def touch(self, name: str) -> None:
        """Note that a part is not what it was; whoever calls commits."""
        if self._known is not None:
            self._connection.execute("INSERT OR IGNORE INTO part_changed VALUES (?)", (name,))

    def pieces(self, head: bytes) -> Iterator[bytes | Range]:
        """The file as it is to be, ``head`` first; to be read to its end."""
        self._spans, place = [], len(head)
        yield head
        held = self._held()
        firsts = [first for first, _, _ in held]
        query = "SELECT name FROM part_changed"
        changed = {max(bisect_right(firsts, name) - 1, 0) for (name,) in self._connection.execute(query)}
        for made, run in groupby(range(len(held)), lambda number: number in changed or held[number][2] == 0):
            numbers = list(run)
            if made:
                first = firsts[numbers[0]] if numbers[0] else ""
                for name, statements in self._parts.between(first, *firsts[numbers[-1] + 1 :][:1]):
                    self._spans.append((name, place, len(statements)))
                    place += len(statements)
                    yield statements
            else:
                same = [held[number] for number in numbers]
                start, length = same[0][1], sum(length for *_, length in same)
                self._spans += [(name, place + at - start, length) for name, at, length in same]
                place += length
                yield Range(self._path, start, length)

    def _held(self) -> list[_Span]:
        """The spans of the file where it is the one that was written; else one that is still to be made."""
        nothing = [("", 0, 0)]
        try:
            found = self._path.stat()
        except OSError:
            return nothing
        query = "SELECT first, start, length FROM part_span ORDER BY first"
        known = self._known == (found.st_size, found.st_mtime_ns)
        return (self._connection.execute(query).fetchall() if known else []) or nothing

    def note(self, described: os.stat_result) -> None:
        """Note that the file is what :meth:`pieces` gave, with its size and time."""
        with self._connection as connection:
            for table in ("part_file", "part_span", "part_changed"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
            connection.execute("INSERT INTO part_file VALUES (?, ?)", (described.st_size, described.st_mtime_ns))
            connection.executemany("INSERT INTO part_span VALUES (?, ?, ?)", self._spans)
