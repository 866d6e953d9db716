"""Which rows are compared: those that share a key (blocking; Papadakis et al., ACM Computing Surveys 53, 2020).

A block with few rows is a key of all of them. One with many is passed over where it says little, and else cut into
windows of rows that are alike (the sorted neighbourhood method; Hernández and Stolfo, SIGMOD 1995). Cuts lie where the
rows themselves say so, as in content-defined chunking: a row more moves no window but its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from kg.alignment.rows import number

MOST_ROWS = 400
"""Rows of one block that are all compared; where more have it, each is compared with its neighbours."""
CHUNK = 50
"""Rows between two cuts, on average; a row is compared with those of its chunk and of the two beside it."""

_TABLES = """
CREATE TABLE IF NOT EXISTS align_key(block INTEGER, row INTEGER, key INTEGER, PRIMARY KEY(block, row, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS align_key_row ON align_key(row, key);
CREATE INDEX IF NOT EXISTS align_key_key ON align_key(key, row);
CREATE TEMP TABLE IF NOT EXISTS changed_block(block INTEGER PRIMARY KEY);
"""

_NONE = 0
"""In place of a key: too many rows have the block."""


class Keys:
    """The blocks of the rows of one space, and the keys that follow from them, in a database."""

    def __init__(self, connection: sqlite3.Connection, space: str) -> None:
        self.connection, self.space = connection, space
        connection.executescript(_TABLES)

    def change(self, fresh: set[int], gone: Iterable[int]) -> set[int]:
        """Take in the rows that are new, forget others, and tell of which rows the keys are new."""
        execute = self.connection.execute
        execute("DELETE FROM changed_block")
        for row in gone:
            execute("INSERT OR IGNORE INTO changed_block SELECT block FROM align_key WHERE row = ?", (row,))
            execute("DELETE FROM align_key WHERE row = ?", (row,))
            execute("DELETE FROM align_fresh WHERE row = ?", (row,))
        own = (self.space,)
        execute("INSERT OR IGNORE INTO align_key SELECT block, row, block FROM align_fresh WHERE space = ?", own)
        execute("INSERT OR IGNORE INTO changed_block SELECT block FROM align_fresh WHERE space = ?", own)
        execute("DELETE FROM align_fresh WHERE space = ?", own)
        return fresh.union(*map(self._cut, self._large()))

    def of(self, row: int) -> list[int]:
        """The keys of a row, sorted."""
        query = "SELECT DISTINCT key FROM align_key WHERE row = ? AND key != ? ORDER BY key"
        return [key for (key,) in self.connection.execute(query, (row, _NONE))]

    def neighbours(self, rows: Iterable[int]) -> set[int]:
        """The rows that share a key with one of these, themselves among them."""
        found, query = set(rows), "SELECT row FROM align_key WHERE key = ?"
        for key in {key for row in found for key in self.of(row)}:
            found.update(row for (row,) in self.connection.execute(query, (key,)))
        return found

    def _large(self) -> list[int]:
        """The changed blocks that have many rows, or had."""
        query = """SELECT block FROM changed_block JOIN align_key USING (block) GROUP BY block
                   HAVING count(DISTINCT row) > ? OR max(key != block) ORDER BY block"""
        return [block for (block,) in self.connection.execute(query, (MOST_ROWS,)).fetchall()]

    def _cut(self, block: int) -> set[int]:
        """Give the rows of a block their keys, and tell which of them had others."""
        query = """SELECT row, group_concat(key) FROM (SELECT row, key FROM align_key WHERE block = ? ORDER BY row, key)
                   JOIN align_row ON id = row GROUP BY row ORDER BY features"""
        held = {row: {int(key) for key in keys.split(",")} for row, keys in self.connection.execute(query, (block,))}
        if len(held) <= MOST_ROWS:
            wanted = {row: {block} for row in held}
        elif block % 2 == 0:
            wanted = {row: {_NONE} for row in held}
        else:
            wanted = dict(windows(block, held))
        changed = {row for row, keys in held.items() if keys != wanted[row]}
        for row in changed:
            self.connection.execute("DELETE FROM align_key WHERE block = ? AND row = ?", (block, row))
            values = [(block, row, key) for key in wanted[row]]
            self.connection.executemany("INSERT INTO align_key VALUES (?, ?, ?)", values)
        return changed


def windows(block: int, rows: Iterable[int]) -> Iterator[tuple[int, set[int]]]:
    """Each row with the window that begins with its chunk, and the one that begins with the chunk before it."""
    before = chunk = number(f"{block} first")
    for row in rows:
        if row % CHUNK == 0:
            before, chunk = chunk, number(f"{block} {row}")
        yield row, {before, chunk}
