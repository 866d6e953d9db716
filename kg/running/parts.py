"""The parts of the merged graph as they are written, and what they come to together, in the state database."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple

from rdflib import URIRef

from kg.graphs import Used
from kg.graphs.written import TRIPLES, Input, Written, write_part
from kg.minting import Minter
from kg.model import Part, known_iri

_TABLES = """
CREATE TABLE IF NOT EXISTS part(name TEXT PRIMARY KEY, input TEXT, terms TEXT NOT NULL, packed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part_term(role TEXT, term TEXT, count INTEGER NOT NULL, PRIMARY KEY(role, term)
) WITHOUT ROWID;
"""

_TOGETHER = 50
"""Parts that are unpacked together."""
_AHEAD = 40
"""Of these so many are unpacked before they are asked for."""
_END = "\U0010ffff"
"""After all names."""


class Parts:
    """The parts by name; whoever calls commits."""

    def __init__(self, connection: sqlite3.Connection, minter: Minter, prefixes: Mapping[str, str]) -> None:
        self.connection, self._minter, self._prefixes = connection, minter, dict(prefixes)
        connection.executescript(_TABLES)
        self._terms: Counter[str] = Counter()
        """How often parts came with the same terms, less how often they went."""

    def put(self, name: str, part: Part | Written | None) -> bool:
        """Replace a part, or remove it; whether that changes anything."""
        query = "SELECT input, terms, packed FROM part WHERE name = ?"
        held, now = self.connection.execute(query, (name,)).fetchone(), None
        if part is not None:
            written = part if isinstance(part, Written) else write_part(part, self._minter, self._prefixes)
            came = None if written.input is None else json.dumps(astuple(written.input))
            now = came, written.terms, written.packed
        if now == held:
            return False
        if held is not None:
            self._terms[held[1]] -= 1
        if now is None:
            self.connection.execute("DELETE FROM part WHERE name = ?", (name,))
        else:
            self._terms[now[1]] += 1
            self.connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", (name, *now))
        return True

    def flush(self) -> None:
        """Write the counts; before they are read, and before a commit."""
        counts: Counter[tuple[str, str]] = Counter()
        for told, parts in self._terms.items():
            for role, term, count in json.loads(told) if parts else ():
                counts[role, term] += count * parts
        rows = [(*key, count) for key, count in counts.items() if count]
        query = "INSERT INTO part_term VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
        self.connection.executemany(query, rows)
        self.connection.execute("DELETE FROM part_term WHERE count = 0")
        self._terms.clear()

    def turtle(self) -> Iterator[bytes]:
        """The statements of all parts, without the prefixes."""
        return (statements for _, statements in self.between())

    def between(self, first: str = "", below: str = _END) -> Iterator[tuple[str, bytes]]:
        """The statements of the parts from one name to before another, some together, with the first name of these."""
        query = "SELECT name, packed FROM part WHERE name >= ? AND name < ? ORDER BY name"
        parts = self.connection.execute(query, (first, below))
        ahead = deque[tuple[str, Future[bytes]]]()
        with ThreadPoolExecutor() as threads:  # zlib leaves Python's lock to whoever writes
            while some := parts.fetchmany(_TOGETHER):
                ahead.append((some[0][0], threads.submit(_unpacked, [packed for _, packed in some])))
                if len(ahead) > _AHEAD:
                    name, statements = ahead.popleft()
                    yield name, statements.result()
            for name, statements in ahead:
                yield name, statements.result()

    def some(self, names: Iterable[str]) -> Iterator[bytes]:
        """The statements of the parts of these names that there are."""
        return (zlib.decompress(packed) for name in names if (packed := self.packed(name)))

    def packed(self, name: str) -> bytes:
        """The statements of a part under zlib; empty where there is none."""
        found = self.connection.execute("SELECT packed FROM part WHERE name = ?", (name,)).fetchone()
        return b"" if found is None else bytes(found[0])

    def triples(self) -> int:
        """How many there are."""
        return sum(count for _, count in self._terms_of(TRIPLES))

    def classes(self) -> dict[URIRef, int]:
        """The ontology's classes with the number of their instances."""
        return self._counted("instance")

    def used(self) -> Used:
        """The terms of the ontology that some part has."""
        return Used(*(frozenset(self._counted(role)) for role in ("properties", "classes", "phases")))

    def inputs(self) -> Iterator[Input]:
        """What the graph was made of, by IRI."""
        for (told,) in self.connection.execute("SELECT input FROM part WHERE input IS NOT NULL ORDER BY name"):
            iri, *others = json.loads(told)
            yield Input(known_iri(iri), *others)

    def _counted(self, role: str) -> dict[URIRef, int]:
        return {known_iri(term): count for term, count in self._terms_of(role)}

    def _terms_of(self, role: str) -> sqlite3.Cursor:
        return self.connection.execute("SELECT term, count FROM part_term WHERE role = ? ORDER BY term", (role,))


def _unpacked(parts: Iterable[bytes]) -> bytes:
    return b"".join(map(zlib.decompress, parts))
