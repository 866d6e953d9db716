"""What the page shows: the whole graph, or of a large collection the incidents that most articles tell of.

A page is one file that a browser holds in memory. Beyond some dozens of articles it has the incidents most written of,
each with its first articles, copies last, in the terms of the whole graph, and says of how many they are.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import RDF

from kg.exporting.page import render_page
from kg.graphs.lines import by_line
from kg.graphs.turtle import directives, statements
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
SELECT c.iri, count(DISTINCT m.article) AS articles FROM merge_cluster c JOIN merge_place p ON p.name = c.name
JOIN align_member m ON m.row = p.row AND p.entity IN ('', m.entity)
WHERE c.stage = 'incidents' GROUP BY c.iri ORDER BY articles DESC, c.iri LIMIT ?"""
_ARTICLES = """
SELECT DISTINCT m.article, EXISTS (SELECT 1 FROM copy_article JOIN copy_of USING (name) WHERE iri = m.article) AS copied
FROM merge_cluster c JOIN merge_place p ON p.name = c.name
JOIN align_member m ON m.row = p.row AND p.entity IN ('', m.entity)
WHERE c.iri = ? ORDER BY copied, m.article LIMIT ?"""


def page_of(connection: sqlite3.Connection, parts: Parts, head: bytes, minter: Minter) -> bytes:
    """The page of a merged collection; ``head`` is the Turtle of what its parts have in common."""
    articles = sum(1 for each in parts.inputs() if not each.record)
    if articles <= MOST_ARTICLES:
        return page_of_turtle(b"".join([head, *parts.turtle()]))
    prefixes = PREFIXES | minter.prefixes()
    chosen = _chosen(connection)
    some = head + b"".join(parts.some(_names(connection, parts, chosen, minter)))
    triples = _whole(ox.parse(some, format=ox.RdfFormat.TURTLE), minter)
    turtle = directives(prefixes) + statements(by_line(triples), prefixes)
    return page_of_turtle(turtle, articles)


def page_of_turtle(turtle: bytes, of_articles: int | None = None) -> bytes:
    """The page of a graph; ``of_articles`` is the number of articles of the collection that it is a part of."""
    return render_page(Graph().parse(data=turtle, format="turtle"), turtle, of_articles).encode()


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


def _names(
    connection: sqlite3.Connection, parts: Parts, chosen: Mapping[str, list[str]], minter: Minter
) -> Iterator[str]:
    """The parts about the chosen incidents: their articles, what these name and speak of, and the analogies."""
    records = (f"{minter.base_iri}article/reference-{incident.rsplit('/', 1)[-1]}" for incident in chosen)
    articles = sorted({article for some in chosen.values() for article in some} | set(records))
    told = "SELECT DISTINCT key FROM shuffle WHERE stage = 'subjects' AND source = ?"
    subjects = {subject for article in articles for (subject,) in connection.execute(told, (article,))}
    names = [*(f"article {each}" for each in articles), *(f"subject {each}" for each in sorted(subjects))]
    yield from names
    spoken_of = set(subjects)
    for turtle in parts.some(names):
        found = ox.parse(directives(PREFIXES | minter.prefixes()) + turtle, format=ox.RdfFormat.TURTLE)
        spoken_of.update(t.object.value for t in found if isinstance(t.object, ox.NamedNode))
    yield from (f"entity {iri}" for iri in sorted(spoken_of))
    for one, two in combinations(sorted(chosen), 2):
        yield f"analogy {minter.hashed(Kind.ANALOGY, known_iri(one), known_iri(two))}"


def _whole(triples: Iterable[ox.Triple], minter: Minter) -> list[ox.Quad]:
    """The triples without those that lead to what is not among them, and what is nothing without these."""
    kept = [ox.Quad(t.subject, t.predicate, t.object) for t in triples]
    while True:
        there = {q.subject for q in kept}
        several = Counter((q.subject, q.predicate.value) for q in kept)
        claimed = {q.object for q in kept if q.predicate.value == str(KG.proposition)}
        types = {
            q.subject: type_
            for q in kept
            if q.predicate == _TYPE and (type_ := getattr(q.object, "value", "")) in _NEEDS
        }
        gone = {
            subject
            for subject, type_ in types.items()
            if (subject not in claimed if type_ == _PROPOSITION else several[subject, _NEEDS[type_]] < 2)
        }
        left = [
            q
            for q in kept
            if q.subject not in gone
            and (
                not isinstance(q.object, ox.NamedNode)
                or not q.object.value.startswith(minter.base_iri)
                or q.object in there
            )
        ]
        if len(left) == len(kept):
            return kept
        kept = left


_TYPE = ox.NamedNode(RDF.type)
_PROPOSITION = str(KG.Proposition)
_NEEDS = {
    _PROPOSITION: "",
    str(KG.Conflict): str(KG.hasMember),
    str(KG.Connection): str(KG.through),
    str(KG.Analogy): str(KG.incident),
}
"""What is nothing without two of a property; a proposition is nothing without a claim."""
