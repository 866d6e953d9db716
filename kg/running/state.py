"""What is known of one output folder from run to run: ``DIR/.state/state.sqlite``.

The articles' graphs are what a user sees and may edit; they are the truth, and a row here only spares reading one
again: it holds as long as the file has the size and time that the row tells. So the database can be lost, or be of
another program or broken, at no cost but time: it is removed and made anew from ``articles/*.ttl``.

A file is written first and its row after it, a batch of rows in one transaction (https://www.sqlite.org/wal.html): a
run may be killed anywhere between the two, and the next one finds a file without its row, which it reads.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from kg.graphs.canonical import canonical
from kg.graphs.reading import marks, parse_extraction
from kg.graphs.records import BrokenRecord, encode
from kg.minting import Minter
from kg.running.fingerprint import state_digest
from kg.running.layout import Layout
from kg.running.lock import locked
from kg.running.staging import Staging, not_written, writing

_T = TypeVar("_T")

_TOGETHER = 100
"""Rows in one transaction."""

_VERSION = 1
"""Of the tables below."""

_SCHEMA = f"""
CREATE TABLE program (digest TEXT NOT NULL);
CREATE TABLE article (
  id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, whole TEXT NOT NULL, size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL, model TEXT NOT NULL, record BLOB NOT NULL);
CREATE TABLE slow (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE note (id TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (id, reason)) WITHOUT ROWID;
CREATE TABLE met (id TEXT PRIMARY KEY, kept INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""

_ROOM = ("cache_size = -262144", "wal_autocheckpoint = 65536")
"""256 MiB of pages, and as many that wait to be written: keys are hashes, so that rows go all over the database."""

_NOT_WRITTEN = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
"""Errors of the disk; whatever else goes wrong is the database's own fault."""


class State:
    """The database of one folder, and the place where its files are written. One process has it at a time."""

    def __init__(self, layout: Layout, connection: sqlite3.Connection) -> None:
        self.layout, self.connection = layout, connection
        self.staging = Staging(layout.directory, layout.state / "new")
        self.staging.clear()

    @classmethod
    @contextmanager
    def open(cls, layout: Layout) -> Iterator[State]:
        """The state of the folder, which no other process builds or merges meanwhile.

        Raises:
            KgError: another process is at work there, or the folder cannot be written.
        """
        holding = locked(layout.directory, layout.state / "lock")
        with writing(layout.directory):
            holding.__enter__()
        try:
            with closing(_connect(layout)) as connection:
                yield cls(layout, connection)
        finally:
            holding.__exit__(None, None, None)

    def sync(self, minter: Minter) -> None:
        """Make the rows those of the files in ``articles/``: what is new or changed there is read, what is gone goes.

        Raises:
            KgError: a file is no article's graph.
        """
        there = [(path.stem,) for path in self.layout.extracted()]
        for number, (identifier,) in enumerate(there):
            if self.fingerprint(identifier) is None:
                self.renew(identifier, minter)
            if number % _TOGETHER == 0:
                self.connection.commit()
        with self.connection:
            self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS there (id TEXT PRIMARY KEY)")
            self.connection.execute("DELETE FROM there")
            self.connection.executemany("INSERT INTO there VALUES (?)", there)
            self.connection.execute("DELETE FROM article WHERE id NOT IN (SELECT id FROM there)")

    def fingerprint(self, identifier: str) -> str | None:
        """The fingerprint that the article's graph bears; None where there is no row for the file as it stands."""
        found = self.marks(identifier)
        return None if found is None else found[0]

    def marks(self, identifier: str) -> tuple[str, str] | None:
        """The fingerprint, and, where it is known, that with all of the ontology for what the article depends on.

        None where there is no row for the file as it stands.
        """
        row = self.connection.execute(
            "SELECT fingerprint, whole, size, mtime_ns FROM article WHERE id = ?", (identifier,)
        ).fetchone()
        try:
            found = self.layout.article(identifier).stat()
        except OSError:
            return None
        return row[:2] if row is not None and row[2:] == (found.st_size, found.st_mtime_ns) else None

    def note_whole(self, identifier: str, whole: str) -> None:
        """Note with which ontology the graph of an article was found to be as it should be, see :meth:`marks`."""
        self.connection.execute("UPDATE article SET whole = ? WHERE id = ?", (whole, identifier))

    def renew(self, identifier: str, minter: Minter) -> None:
        """Read the article's graph, whatever its row says.

        Raises:
            KgError: the file is no article's graph.
        """
        path = self.layout.article(identifier)
        with path.open("rb") as file:
            described, data = os.fstat(file.fileno()), file.read()
        digest = hashlib.sha256(data).hexdigest()
        row = self.connection.execute("SELECT sha256 FROM article WHERE id = ?", (identifier,)).fetchone()
        if row == (digest,):  # copied, or touched
            self.connection.execute(
                "UPDATE article SET size = ?, mtime_ns = ? WHERE id = ?",
                (described.st_size, described.st_mtime_ns, identifier),
            )
            return
        extraction = parse_extraction(data, str(path), minter)
        fingerprint, model = marks(data)
        self.put(identifier, fingerprint, described, digest, model, encode(canonical(extraction, minter)))

    def put(
        self,
        identifier: str,
        fingerprint: str,
        described: os.stat_result,
        digest: str,
        model: str,
        record: bytes,
        whole: str = "",
    ) -> None:
        """Note what was read or written of an article; ``whole`` as in :meth:`marks`. The caller commits."""
        self.connection.execute(
            "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (identifier, fingerprint, whole, described.st_size, described.st_mtime_ns, digest, model, record),
        )

    def models(self) -> list[str]:
        """The language models that the articles were read with, sorted."""
        return [row[0] for row in self.connection.execute("SELECT DISTINCT model FROM article ORDER BY model")]

    def begin(self) -> None:
        """Forget which articles the last run met."""
        self.connection.execute("DELETE FROM met")

    def meet(self, identifier: str) -> bool:
        """Note an article of this run's sources; whether it is the first of its id."""
        return self.connection.execute("INSERT OR IGNORE INTO met VALUES (?, 0)", (identifier,)).rowcount == 1

    def keep(self, identifier: str) -> None:
        """Note that the graph of an article that was met is as its source wants it."""
        self.connection.execute("UPDATE met SET kept = 1 WHERE id = ?", (identifier,))

    def kept(self, identifier: str | None = None) -> int:
        """How many articles of this run have their graph; or whether, 1 or 0, one has."""
        where, values = ("", ()) if identifier is None else (" AND id = ?", (identifier,))
        (count,) = self.connection.execute(f"SELECT count(*) FROM met WHERE kept{where}", values).fetchone()  # noqa: S608
        return int(count)

    def note(self, identifier: str, reasons: Iterable[str]) -> None:
        """Note what of an article was not read as it stands."""
        self.connection.execute("DELETE FROM note WHERE id = ?", (identifier,))
        self.connection.executemany("INSERT OR IGNORE INTO note VALUES (?, ?)", [(identifier, r) for r in reasons])

    def notes(self) -> list[tuple[str, str]]:
        """What of the articles of this run was not read as it stands, each with its reason, in order."""
        query = "SELECT id, reason FROM note JOIN met USING (id) WHERE kept ORDER BY id, reason"
        return self.connection.execute(query).fetchall()

    def was_slow(self, identifier: str, fingerprint: str) -> float:
        """The seconds after which this very article was given up by an earlier run; 0 where it was not."""
        row = self.connection.execute(
            "SELECT seconds FROM slow WHERE id = ? AND fingerprint = ?", (identifier, fingerprint)
        ).fetchone()
        return float(row[0]) if row is not None else 0.0

    def note_slow(self, identifier: str, fingerprint: str, seconds: float) -> None:
        """Note that an article was given up, so that it is not waited for on every run."""
        self.connection.execute("INSERT OR REPLACE INTO slow VALUES (?, ?, ?)", (identifier, fingerprint, seconds))


def with_state(layout: Layout, work: Callable[[State], _T]) -> _T:
    """``work`` with the state of a folder; where the database proves to be broken, once more without it.

    Raises:
        KgError: another process is at work there, the folder cannot be written, or what ``work`` raises.
    """
    for again in (True, False):
        try:
            with State.open(layout) as state:
                return work(state)
        except (sqlite3.DatabaseError, BrokenRecord) as error:
            code = getattr(error, "sqlite_errorcode", None)
            if not again or (code is not None and code & 0xFF in _NOT_WRITTEN):
                raise not_written(layout.directory, f"{layout.database.name}: {error}") from error
            with writing(layout.directory), locked(layout.directory, layout.state / "lock"):
                _remove(layout.database)
    raise AssertionError


def _connect(layout: Layout) -> sqlite3.Connection:
    """The database, made anew where it is not one of this program as it is now."""
    with writing(layout.directory):
        try:
            return _opened(layout.database)
        except (sqlite3.DatabaseError, _Foreign) as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code is not None and code & 0xFF in _NOT_WRITTEN:
                raise
            _remove(layout.database)
            return _opened(layout.database)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        # The lock file keeps others out: no need of the shared memory, which network disks do not have.
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL", *_ROOM):
            connection.execute(f"PRAGMA {setting}")
        ((version,),) = connection.execute("PRAGMA user_version")
        ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_schema")
        if (version, tables) == (0, 0):
            connection.executescript(f"BEGIN; {_SCHEMA}")
            connection.execute("INSERT INTO program VALUES (?)", (state_digest(),))
            connection.commit()
        elif version != _VERSION or connection.execute("SELECT digest FROM program").fetchall() != [(state_digest(),)]:
            raise _Foreign
    except BaseException:
        connection.close()
        raise
    return connection


class _Foreign(Exception):
    """The database is of another version of the program."""


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
