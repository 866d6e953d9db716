"""What the page shows: the whole graph, or of a large collection the incidents that most articles tell of.

A page is one file that a browser holds in memory. Beyond some dozens of articles it has the incidents most written of,
each with its first articles, copies last, in the terms of the whole graph, and says of how many they are.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from kg.exporting.page import Triple, page_data, render_document, render_page
from kg.graphs.lines import by_line
from kg.graphs.turtle import directives, parsed, statements
from kg.merging.shuffle import Shuffle
from kg.minting import Minter
from kg.model import Kind, known_iri
from kg.running.parts import Parts
from kg.vocabulary import KG, PREFIXES

MOST_ARTICLES = 40
MOST_BYTES = 60_000_000
"""Of a graph that is read whole for a page."""
MOST_EACH = 5
"""Articles of one incident, where there are more than a page shows."""

_INCIDENTS = """
SELECT c.iri, count(DISTINCT m.article) AS articles FROM merge_cluster c JOIN merge_place p ON p.cluster = c.id
JOIN align_member m ON m.row = p.row AND p.entity IN ('', m.entity)
WHERE c.stage = 'incidents' GROUP BY c.iri ORDER BY articles DESC, c.iri LIMIT ?"""
_ARTICLES = """
SELECT DISTINCT m.article, EXISTS (SELECT 1 FROM copy_article JOIN copy_of USING (name) WHERE iri = m.article) AS copied
FROM merge_cluster c JOIN merge_place p ON p.cluster = c.id
JOIN align_member m ON m.row = p.row AND p.entity IN ('', m.entity)
WHERE c.iri = ? ORDER BY copied, m.article LIMIT ?"""


def page_of(connection: sqlite3.Connection, parts: Parts, head: bytes, minter: Minter) -> bytes:
    """The page of a merged collection; ``head`` is the Turtle of what its parts have in common."""
    articles = sum(1 for each in parts.inputs() if not each.record)
    if articles <= MOST_ARTICLES:
        return page_of_turtle(b"".join([head, *parts.turtle()]))
    prefixes = PREFIXES | minter.prefixes()
    quads = [*_parsed(head), *_told(connection, parts, _chosen(connection), minter)]
    triples = list(parsed(quads))
    gone = _gone(triples, minter)
    left = [(q, t) for q, t in zip(quads, triples, strict=True) if t[0] not in gone and t[2] not in gone]
    turtle = directives(prefixes) + statements(by_line(quad for quad, _ in left), prefixes)
    held = _Views(connection, hashlib.sha256(turtle).hexdigest())
    data = page_data((triple for _, triple in left), articles, held.read())
    held.keep(data["views"])
    return render_document(data, turtle).encode()


def page_of_turtle(turtle: bytes) -> bytes:
    """The page of a whole graph."""
    return render_page(parsed(_parsed(turtle)), turtle).encode()


class _Views:
    """The layout of the last page, which is most of its cost: it holds as long as the page shows the same."""

    def __init__(self, connection: sqlite3.Connection, digest: str) -> None:
        self._connection, self._digest = connection, digest
        connection.execute("CREATE TABLE IF NOT EXISTS merged_page(digest TEXT NOT NULL, views TEXT NOT NULL)")

    def read(self) -> dict[str, Any] | None:
        found = self._connection.execute("SELECT views FROM merged_page WHERE digest = ?", (self._digest,)).fetchone()
        return None if found is None else json.loads(found[0])

    def keep(self, views: dict[str, Any]) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM merged_page")
            self._connection.execute("INSERT INTO merged_page VALUES (?, ?)", (self._digest, json.dumps(views)))


def _parsed(turtle: bytes) -> Iterator[ox.Quad]:
    return ox.parse(turtle, format=ox.RdfFormat.TURTLE)


def _chosen(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Incidents with articles of each, those first that most articles tell of."""
    found: dict[str, list[str]] = {}
    shown: set[str] = set()
    for incident, _ in connection.execute(_INCIDENTS, (MOST_ARTICLES,)).fetchall():
        articles = [article for article, _ in connection.execute(_ARTICLES, (incident, MOST_EACH))]
        if articles and len(shown.union(articles)) <= MOST_ARTICLES:
            shown.update(articles)
            found[incident] = articles
    return found


def _told(
    connection: sqlite3.Connection, parts: Parts, chosen: Mapping[str, list[str]], minter: Minter
) -> Iterator[ox.Quad]:
    """What the parts about the chosen incidents say: of their articles, what these speak of, and the analogies."""

    def said(names: Iterable[str]) -> Iterator[ox.Quad]:
        return _parsed(directives(PREFIXES | minter.prefixes()) + b"".join(parts.some(names)))

    records = (f"{minter.base_iri}article/reference-{incident.rsplit('/', 1)[-1]}" for incident in chosen)
    articles = sorted({article for some in chosen.values() for article in some} | set(records))
    shuffle = Shuffle(connection)
    subjects = {subject for article in articles for subject in shuffle.keys_of("subjects", article)}
    spoken_of = set(subjects)
    for quad in said([*(f"article {each}" for each in articles), *(f"subject {each}" for each in sorted(subjects))]):
        if isinstance(quad.object, ox.NamedNode):
            spoken_of.add(quad.object.value)
        yield quad
    yield from said(f"entity {iri}" for iri in sorted(spoken_of))
    pairs = combinations(map(known_iri, sorted(chosen)), 2)
    yield from said(f"analogy {minter.hashed(Kind.ANALOGY, one, two)}" for one, two in pairs)


def _gone(triples: Iterable[Triple], minter: Minter) -> set[Node]:
    """What the triples name and do not describe, and what is nothing without these."""
    told: dict[Node, dict[Node, list[Node]]] = defaultdict(dict)
    leading: dict[Node, list[Node]] = defaultdict(list)
    for subject, predicate, value in triples:
        told[subject].setdefault(predicate, []).append(value)
        if isinstance(value, URIRef) and value.startswith(minter.base_iri):
            leading[value].append(subject)
    claims: dict[Node, list[Node]] = defaultdict(list)
    for subject, values in told.items():
        for proposition in values.get(KG.proposition, ()):
            claims[proposition].append(subject)
    gone: set[Node] = {node for node in leading if node not in told}

    def nothing(subject: Node) -> bool:
        values = told[subject]
        for type_ in values.get(RDF.type, ()):
            if type_ in _NEEDS and sum(value not in gone for value in values.get(_NEEDS[type_], ())) < 2:
                return True
            if type_ == KG.Proposition and gone.issuperset(claims[subject]):
                return True
        return all(gone.issuperset(each) for each in values.values())

    ahead = [*gone, *(subject for subject in list(told) if nothing(subject))]
    while ahead:
        node = ahead.pop()
        gone.add(node)
        touched = [*leading[node], *told[node].get(KG.proposition, ())]
        ahead += [other for other in touched if other not in gone and nothing(other)]
    return gone


_NEEDS: dict[Node, Node] = {
    KG.Conflict: KG.hasMember,
    KG.Connection: KG.through,
    KG.Analogy: KG.incident,
}
"""What is nothing without two of a property."""
