"""The parts of the merged graph as they are written, and what they come to together, in the state database."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.graphs import Used, part_triples, used_terms
from kg.graphs.lines import by_line
from kg.graphs.turtle import quads, statements
from kg.graphs.writing import text_digest
from kg.minting import Minter
from kg.model import ArticlePart, Part, known_iri
from kg.vocabulary import KG

_TABLES = """
CREATE TABLE IF NOT EXISTS part(name TEXT PRIMARY KEY, turtle BLOB NOT NULL, triples INTEGER NOT NULL,
  terms TEXT NOT NULL, input TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part_term(role TEXT, term TEXT, count INTEGER NOT NULL, PRIMARY KEY(role, term)
) WITHOUT ROWID;
"""

_LEVEL = 1
"""Of zlib: a tenth of the size at a few milliseconds a megabyte."""


_INSTANCE = f"> <{RDF.type}> <{KG}".encode()
"""Stands in the line of an instance of one of the ontology's classes."""


@dataclass(frozen=True)
class Input:
    """An article, or a record of the reference data, that the graph was made of."""

    iri: URIRef
    sha256: str
    """Of its text in UTF-8."""
    identifier: str
    record: bool
    """Whether it is a record of the reference data."""


class Parts:
    """The parts by name; whoever calls commits."""

    def __init__(self, connection: sqlite3.Connection, minter: Minter, prefixes: Mapping[str, str]) -> None:
        self.connection, self._minter, self._prefixes = connection, minter, dict(prefixes)
        connection.executescript(_TABLES)
        self._terms: Counter[tuple[str, str]] = Counter()

    def put(self, name: str, part: Part | None) -> None:
        """Replace a part, or remove it."""
        held = self.connection.execute("SELECT terms FROM part WHERE name = ?", (name,)).fetchone()
        if held is not None:
            self._count(json.loads(held[0]), -1)
        if part is None:
            self.connection.execute("DELETE FROM part WHERE name = ?", (name,))
            return
        lines = by_line(quads(part_triples(part, self._minter)))
        terms = _terms(lines, used_terms(part))
        self._count(terms, 1)
        article = part.extraction if isinstance(part, ArticlePart) else None
        came = article and json.dumps(
            [article.iri, text_digest(article.article), article.article.id, bool(article.sources)]
        )
        turtle = zlib.compress(statements(lines, self._prefixes), _LEVEL)
        row = (name, turtle, len(lines), json.dumps(terms), came)
        self.connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)", row)

    def flush(self) -> None:
        """Write the counts; before they are read, and before a commit."""
        rows = [(*key, count) for key, count in self._terms.items() if count]
        query = "INSERT INTO part_term VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
        self.connection.executemany(query, rows)
        self.connection.execute("DELETE FROM part_term WHERE count = 0")
        self._terms.clear()

    def turtle(self) -> Iterator[bytes]:
        """The statements of all parts, without the prefixes."""
        for (turtle,) in self.connection.execute("SELECT turtle FROM part ORDER BY name"):
            yield zlib.decompress(turtle)

    def some(self, names: Iterable[str]) -> Iterator[bytes]:
        """The statements of the parts of these names that there are."""
        for name in names:
            found = self.connection.execute("SELECT turtle FROM part WHERE name = ?", (name,)).fetchone()
            if found is not None:
                yield zlib.decompress(found[0])

    def triples(self) -> int:
        """How many there are."""
        return int(self.connection.execute("SELECT total(triples) FROM part").fetchone()[0])

    def classes(self) -> dict[URIRef, int]:
        """The ontology's classes with the number of their instances."""
        return self._counted("instance")

    def used(self) -> Used:
        """The terms of the ontology that some part has."""
        return Used(*(frozenset(self._counted(role)) for role in ("properties", "classes", "phases")))

    def inputs(self) -> Iterator[Input]:
        """What the graph was made of, by IRI."""
        for (told,) in self.connection.execute("SELECT input FROM part WHERE input IS NOT NULL ORDER BY name"):
            iri, sha256, identifier, record = json.loads(told)
            yield Input(known_iri(iri), sha256, identifier, record)

    def _count(self, terms: Iterable[list[str | int]], sign: int) -> None:
        for role, term, count in terms:
            self._terms[str(role), str(term)] += sign * int(count)

    def _counted(self, role: str) -> dict[URIRef, int]:
        query = "SELECT term, count FROM part_term WHERE role = ? ORDER BY term"
        return {known_iri(term): count for term, count in self.connection.execute(query, (role,))}


def _terms(lines: Iterable[bytes], used: Used) -> list[list[str | int]]:
    """Role, term and how often: the classes of the ontology with their instances, and the terms used."""
    classes = (line[:-3].rpartition(_INSTANCE) for line in lines)
    instances = Counter(KG[class_.decode()] for _, is_a, class_ in classes if is_a)
    found: list[list[str | int]] = [["instance", str(class_), count] for class_, count in sorted(instances.items())]
    return found + [[role, str(term), 1] for role, terms in sorted(asdict(used).items()) for term in sorted(terms)]
