"""Which articles are copies: wire copy that two outlets print is one source, not two.

Candidates share a sample of their runs of words, taken by hash modulo a number (Broder, "On the Resemblance and
Containment of Documents", SEQUENCES 1997), which estimates containment and so finds a short copy inside a long article;
each is then verified exactly.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from rdflib import URIRef

from kg.alignment.rows import number
from kg.model import Article, Extraction, known_iri

SHINGLE_WORDS = 5
"""Words of a shingle. Names, dates and stock phrases that all reports of an event have in common are mostly shorter."""

FEWEST_SHINGLES = 30
"""An article with fewer is never a copy or copied: one quotation could be most of it."""

CONTAINMENT = 0.6
"""From this share of the shorter article's shingles on, two articles are one text.

A copy is cut and gets paragraphs of its own, but most of the shorter text still runs on word by word: a story cut by a
third under a paragraph of one's own has 0.77. Independent reports of one event share quotations, yet far fewer running
words: with two quotations verbatim 0.2. One word changed in ten lowers 1.0 to 0.6, as a word is in five shingles.
"""

CANDIDATE = 0.4
"""The containment that candidates are looked for with: lower than what counts, as an estimate may be too low."""

SAMPLE = 4
"""One shingle in so many is looked up."""

EARLIEST = 20
"""Articles with a shingle that are looked at, by date: a copy is of one of the first; thousands have a stock phrase."""

_AT_ONCE = 1_000_000
"""Shingles that are looked up together."""
_JOINED = 100_000
"""Of these so many are set beside the earliest articles that have them at once."""
_READ = 2_000
"""Articles whose shingles are kept at hand."""

_WORD = re.compile(r"[^\W_]+")

Shingles = npt.NDArray[np.int64]
"""Each once, sorted."""

_TABLES = """
CREATE TABLE IF NOT EXISTS copy_article(
  name TEXT PRIMARY KEY, iri TEXT NOT NULL UNIQUE, new INTEGER NOT NULL, shingles BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS copy_shingle(hash INTEGER, name TEXT, PRIMARY KEY(hash, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copy_pair(later TEXT, earlier TEXT, PRIMARY KEY(later, earlier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copy_pair_earlier ON copy_pair(earlier, later);
CREATE TABLE IF NOT EXISTS copy_of(name TEXT PRIMARY KEY, original TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copy_touched(hash INTEGER, name TEXT);
CREATE TEMP TABLE IF NOT EXISTS new_shingle(hash INTEGER, name TEXT);
CREATE TEMP TABLE IF NOT EXISTS asked_shingle(hash INTEGER PRIMARY KEY);
"""


class Copies:
    """The copies of a collection, in an SQLite database; whoever calls commits.

    Each article is compared with those before it, by date, those of unknown date last, then by IRI: it is a copy of the
    first that is no copy itself and holds ``CONTAINMENT`` of its text or more, or is held so by it. A round-up of two
    stories is a copy of the first, and the second stays a source of its own. The order in which articles come does not
    matter.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.executescript(_TABLES)

    def put(self, iri: URIRef, article: Article | None) -> None:
        """Take in an article, or forget it."""
        execute, many = self.connection.execute, self.connection.executemany
        for (name,) in execute("SELECT name FROM copy_article WHERE iri = ?", (iri,)).fetchall():
            sample = [(hash_, name) for hash_ in _sample(self._shingles(name))]
            many("INSERT INTO copy_touched VALUES (?, ?)", sample)
            many("DELETE FROM copy_shingle WHERE hash = ? AND name = ?", sample)
            execute("DELETE FROM copy_article WHERE name = ?", (name,))
        if article is None:
            return
        self.take(iri, name_of(iri, article), shingles(article.text))

    def take(self, iri: URIRef, name: str, found: Shingles) -> None:
        """Take in an article that is not there: its name, as :func:`name_of` gives it, and its runs of words."""
        if len(found) >= FEWEST_SHINGLES:
            self.connection.execute("INSERT INTO copy_article VALUES (?, ?, 1, ?)", (name, iri, found.tobytes()))

    def settle(self) -> dict[URIRef, URIRef | None]:
        """The articles that have become copies or none, or copies of another, each with its original or None."""
        again = self._spread()
        reached = set(again)
        for name in again:
            reached.update(self._beside(name))
        self._compare(again)
        changed: set[URIRef] = set()
        together = self._connected(reached)
        found = originals((later, earlier) for later in together for earlier in self._earlier(later))
        for name in together:
            now = found.get(name)
            if now != self._original(name):
                self.connection.execute("DELETE FROM copy_of WHERE name = ?", (name,))
                if now is not None:
                    self.connection.execute("INSERT INTO copy_of VALUES (?, ?)", (name, now))
                changed.add(_iri(name))
        self.connection.execute("DELETE FROM copy_touched")
        return {iri: self.original(iri) for iri in sorted(changed)}

    def original(self, iri: URIRef) -> URIRef | None:
        """The article that one is a copy of."""
        query = "SELECT original FROM copy_of JOIN copy_article USING (name) WHERE iri = ?"
        found = self.connection.execute(query, (iri,)).fetchone()
        return None if found is None else _iri(found[0])

    def all(self) -> dict[URIRef, URIRef]:
        """Every copy with its original."""
        return {_iri(copy): _iri(original) for copy, original in self.connection.execute("SELECT * FROM copy_of")}

    def _spread(self) -> list[str]:
        """Note who has the shingles of the new articles; the articles that may be copies of others than before.

        The shingles go in at once and sorted, which costs a tenth.
        """
        execute = self.connection.execute
        all_new = execute("SELECT 1 FROM copy_article WHERE NOT new LIMIT 1").fetchone() is None
        for name, found in execute("SELECT name, shingles FROM copy_article WHERE new"):
            sample = [(hash_, name) for hash_ in _sample(np.frombuffer(found, np.int64))]
            self.connection.executemany("INSERT INTO new_shingle VALUES (?, ?)", sample)
        execute("INSERT INTO copy_shingle SELECT * FROM new_shingle ORDER BY hash, name")
        if not all_new:
            execute("INSERT INTO copy_touched SELECT * FROM new_shingle")
        execute("DELETE FROM new_shingle")
        execute("UPDATE copy_article SET new = 0 WHERE new")
        names = execute("SELECT name FROM copy_article ORDER BY name")
        return [name for (name,) in names] if all_new else self._affected()

    def _affected(self) -> list[str]:
        """The articles that came, changed or went, and those for which others are now among the earliest; in order."""
        query = """
            WITH touched AS (SELECT hash, min(name) AS first FROM copy_touched GROUP BY hash)
            SELECT name FROM copy_touched UNION
            SELECT s.name FROM touched t JOIN copy_shingle s ON s.hash = t.hash AND s.name > t.first
            WHERE (SELECT count(*) FROM (SELECT 1 FROM copy_shingle before
                   WHERE before.hash = t.hash AND before.name < t.first LIMIT ?1)) < ?1
            ORDER BY 1"""
        return [name for (name,) in self.connection.execute(query, (EARLIEST,))]

    def _compare(self, names: list[str]) -> None:
        """Find anew which earlier articles hold the text of each of these."""
        many = self.connection.executemany
        many("DELETE FROM copy_pair WHERE later = ?", [(name,) for name in names])
        samples = ((name, _sample(self._shingles(name))) for name in names)
        for some in _portions(samples, _AT_ONCE):
            many("INSERT INTO copy_pair VALUES (?, ?)", self._pairs(some))

    def _pairs(self, samples: Mapping[str, list[int]]) -> Iterator[tuple[str, str]]:
        """Some articles, by name and sample, each with the earlier ones that hold its text."""
        read = lru_cache(_READ)(self._shingles)
        for name, others in _sharing(samples, self._earliest(samples.values())):
            own = read(name)
            for other, count in others:
                their = read(other)
                likely = count >= CANDIDATE * min(len(own), len(their)) / SAMPLE
                if likely and containment(own, their) >= CONTAINMENT:
                    yield name, other

    def _earliest(self, samples: Iterable[list[int]]) -> Iterator[tuple[int, str]]:
        """Of each shingle of the samples the earliest articles that have it."""
        execute = self.connection.execute
        execute("DELETE FROM asked_shingle")
        asked = ((hash_,) for hash_ in sorted(set(chain.from_iterable(samples))))
        self.connection.executemany("INSERT INTO asked_shingle VALUES (?)", asked)
        yield from execute(
            """SELECT hash, name FROM asked_shingle a JOIN copy_shingle s USING (hash)
               WHERE s.name <= coalesce((SELECT name FROM copy_shingle WHERE hash = a.hash
                                         ORDER BY name LIMIT 1 OFFSET ?), s.name)
               ORDER BY hash, name""",
            (EARLIEST - 1,),
        )

    def _shingles(self, name: str) -> Shingles:
        found = self.connection.execute("SELECT shingles FROM copy_article WHERE name = ?", (name,)).fetchone()
        return np.frombuffer(found[0] if found is not None else b"", np.int64)

    def _earlier(self, name: str) -> list[str]:
        return [e for (e,) in self.connection.execute("SELECT earlier FROM copy_pair WHERE later = ?", (name,))]

    def _beside(self, name: str) -> set[str]:
        query = "SELECT earlier FROM copy_pair WHERE later = ?1 UNION SELECT later FROM copy_pair WHERE earlier = ?1"
        return {other for (other,) in self.connection.execute(query, (name,))}

    def _connected(self, names: set[str]) -> list[str]:
        """All that hang together with these by pairs, in order."""
        found, open_ = set(names), list(names)
        while open_:
            new = self._beside(open_.pop()) - found
            found |= new
            open_ += new
        return sorted(found)

    def _original(self, name: str) -> str | None:
        found = self.connection.execute("SELECT original FROM copy_of WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])


def find_copies(extractions: Iterable[Extraction]) -> dict[URIRef, URIRef]:
    """The copies among some articles, each with its original, sorted; reference records are left out."""
    articles = {x.iri: x.article for x in extractions if not x.sources}
    with closing(sqlite3.connect("")) as connection:
        copies = Copies(connection)
        for iri, article in articles.items():
            copies.put(iri, article)
        return dict(sorted((copy, original) for copy, original in copies.settle().items() if original is not None))


def _sharing(
    samples: Mapping[str, list[int]], earliest: Iterable[tuple[int, str]]
) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Each article with those before it that share shingles, in order, and how many.

    Args:
        samples: the shingles of the articles by name.
        earliest: of each shingle the earliest articles that have it; sorted.
    """
    place_of: dict[str, int] = {}
    held = [(hash_, place_of.setdefault(name, len(place_of))) for hash_, name in earliest]
    if not held:
        return
    names = sorted(place_of.keys() | samples.keys())
    rank = {name: number for number, name in enumerate(names)}
    hashes, places = np.array(held, np.int64).T
    ranks = np.array([rank[name] for name in place_of], np.int64)[places]
    known, start = np.unique(hashes, return_index=True)
    length = np.diff(np.append(start, len(hashes)))
    for some in _portions(samples.items(), _JOINED):
        owner = np.repeat([rank[name] for name in some], list(map(len, some.values())))
        asked = np.searchsorted(known, np.concatenate(list(some.values())))
        pairs = []
        for place in range(int(length.max())):
            there = length[asked] > place
            later, earlier = owner[there], ranks[start[asked[there]] + place]
            pairs.append((later * len(names) + earlier)[earlier < later])
        found, counts = np.unique(np.concatenate(pairs), return_counts=True)
        told = zip((found // len(names)).tolist(), (found % len(names)).tolist(), counts.tolist(), strict=True)
        for later, group in groupby(told, key=itemgetter(0)):
            yield names[later], [(names[earlier], count) for _, earlier, count in group]


def _portions(samples: Iterable[tuple[str, list[int]]], most: int) -> Iterator[dict[str, list[int]]]:
    """The samples by name, some at a time, of some ``most`` shingles together; one that is empty is left out."""
    some: dict[str, list[int]] = {}
    size = 0
    for name, sample in samples:
        if sample:
            some[name] = sample
            size += len(sample)
        if size >= most:
            yield some
            some, size = {}, 0
    if some:
        yield some


def name_of(iri: URIRef, article: Article) -> str:
    """What an article is called here: its date and its IRI, so that the order of the names is that of the dates."""
    return f"{(article.published or dt.date.max).isoformat()} {iri}"


def originals(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The original of each copy, from the pairs of a later and an earlier name that hold the same text."""
    earlier: dict[str, set[str]] = {}
    for later, before in pairs:
        earlier.setdefault(later, set()).add(before)
    found: dict[str, str] = {}
    for name in sorted(earlier):
        original = next((other for other in sorted(earlier[name]) if other not in found), None)
        if original is not None:
            found[name] = original
    return found


def shingles(text: str) -> Shingles:
    """All runs of ``SHINGLE_WORDS`` words, in lower case and without punctuation, by their hashes."""
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    return np.array(sorted(map(number, runs)), np.int64)


def _sample(found: Shingles) -> list[int]:
    """The shingles that are looked up."""
    sample: list[int] = found[found % SAMPLE == 0].tolist()
    return sample


def containment(one: Shingles, other: Shingles) -> float:
    """The share, 0.0 to 1.0, of the shorter one's shingles that the other has as well; neither is empty."""
    there = one.take(one.searchsorted(other), mode="clip") == other
    return int(np.count_nonzero(there)) / min(len(one), len(other))


def _iri(name: str) -> URIRef:
    return known_iri(name.partition(" ")[2])
