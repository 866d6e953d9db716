"""What the page shows: the whole graph, or of a large collection the incidents that most articles tell of.

A page is one file that a browser holds in memory. Beyond some dozens of articles it has the incidents most written of,
each with its first articles, copies last, in the terms of the whole graph, and says of how many they are.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from kg.exporting.page import Content, Triple, page_content, render_document, render_page
from kg.exporting.page.layout import Lay
from kg.graphs.lines import by_line
from kg.graphs.turtle import directives, parsed, statements
from kg.merging.shuffle import Shuffle
from kg.minting import Minter
from kg.model import Kind, known_iri
from kg.running.parts import Parts
from kg.vocabulary import KG, PREFIXES

_TABLE = """
CREATE TABLE IF NOT EXISTS merged_page(digest TEXT NOT NULL, entities TEXT NOT NULL, content TEXT NOT NULL)"""

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


def page_of(
    connection: sqlite3.Connection, parts: Parts, head: bytes, articles: int, minter: Minter, lay: Lay
) -> bytes:
    """The page of a merged collection of so many articles.

    ``head`` is the Turtle of what its parts have in common; ``lay`` lays the views of a large collection out.
    """
    if articles <= MOST_ARTICLES:
        return page_of_turtle(b"".join([head, *parts.turtle()]))
    shown = _Shown(connection, parts, head, minter, lay)
    return render_document(shown.content(), articles).encode()


def page_of_turtle(turtle: bytes) -> bytes:
    """The page of a whole graph."""
    return render_page(parsed(_parsed(turtle)), turtle).encode()


class _Shown:
    """What the page of a large collection shows: kept, as it holds as long as the parts that it shows are the same."""

    def __init__(self, connection: sqlite3.Connection, parts: Parts, head: bytes, minter: Minter, lay: Lay) -> None:
        connection.execute(_TABLE)
        self._connection, self._parts, self._head, self._minter, self._lay = connection, parts, head, minter, lay
        self._prefixes = PREFIXES | minter.prefixes()

    def content(self) -> Content:
        """That which is kept where it holds."""
        chosen = _chosen(self._connection)
        names, analogies = self._names(chosen), self._analogies(chosen)
        held = self._connection.execute("SELECT digest, entities, content FROM merged_page").fetchone()
        if held is not None and held[0] == self._digest([*names, *json.loads(held[1]), *analogies]):
            return Content(*json.loads(held[2]))
        told = list(self._said(names))
        entities = self._entities(names, told)
        found = self._made([*_parsed(self._head), *told, *self._said(entities), *self._said(analogies)])
        digest = self._digest([*names, *entities, *analogies])
        row = (digest, json.dumps(entities), json.dumps(found, ensure_ascii=False))
        with self._connection:
            self._connection.execute("DELETE FROM merged_page")
            self._connection.execute("INSERT INTO merged_page VALUES (?, ?, ?)", row)
        return found

    def _names(self, chosen: Mapping[str, list[str]]) -> list[str]:
        """The parts about the chosen incidents: their articles, and what is said of what these speak of."""
        records = (f"{self._minter.base_iri}article/reference-{incident.rsplit('/', 1)[-1]}" for incident in chosen)
        articles = sorted({article for some in chosen.values() for article in some} | set(records))
        shuffle = Shuffle(self._connection)
        subjects = {subject for article in articles for subject in shuffle.keys_of("subjects", article)}
        return [*(f"article {article}" for article in articles), *(f"subject {each}" for each in sorted(subjects))]

    def _analogies(self, chosen: Iterable[str]) -> list[str]:
        """The parts about analogies of two of the incidents."""
        pairs = combinations(map(known_iri, sorted(chosen)), 2)
        return [f"analogy {self._minter.hashed(Kind.ANALOGY, one, two)}" for one, two in pairs]

    def _entities(self, names: Iterable[str], told: Iterable[ox.Quad]) -> list[str]:
        """The parts about the entities that are spoken of."""
        subjects = (name.removeprefix("subject ") for name in names if name.startswith("subject "))
        objects = (quad.object.value for quad in told if isinstance(quad.object, ox.NamedNode))
        return [f"entity {iri}" for iri in sorted({*subjects, *objects})]

    def _said(self, names: Iterable[str]) -> Iterator[ox.Quad]:
        return _parsed(directives(self._prefixes) + b"".join(self._parts.some(names)))

    def _made(self, quads: Sequence[ox.Quad]) -> Content:
        triples = list(parsed(quads))
        gone = _gone(triples, self._minter)
        left = [(q, t) for q, t in zip(quads, triples, strict=True) if t[0] not in gone and t[2] not in gone]
        turtle = directives(self._prefixes) + statements(by_line(quad for quad, _ in left), self._prefixes)
        return page_content((triple for _, triple in left), turtle, self._lay)

    def _digest(self, names: Iterable[str]) -> str:
        """Of all that is shown."""
        told = hashlib.sha256(self._head)
        for name in names:
            told.update(f"\n{name}\n".encode())
            told.update(self._parts.packed(name))
        return told.hexdigest()


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
