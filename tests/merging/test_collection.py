"""A collection that is brought up to date is the one that a merge from nothing gives."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.graphs.records import encode
from kg.knowledge import Knowledge
from kg.merging import Collection
from kg.model import Decision, Extraction, Part
from tests.merging.test_copies import LOCAL, WIRE

CRASH = "Finnair Flight 123 crashed near Bergen on 5 March 2024."
TEXTS = {
    "a": f"{CRASH} It killed 38 people. A Norwegian missile hit the plane, the Finnish government said.",
    "b": f"{CRASH} It killed 39 people. Norway denied that a Norwegian missile hit the plane.",
    "c": "A Finnair plane, registration OH-LKR, crashed near Bergen in Norway, killing 38.",
    "d": "SAS Flight 77 crashed near Bergen. Finland accused Norway of involvement in the crash of Finnair Flight 123.",
    "e": "The Norwegian Ministry of Defence said that a Falconet-3M missile was lost. The Falconet-3 is a missile.",
    "f": " ".join(WIRE),
    "g": " ".join(LOCAL),
    "h": "Marta Lindqvist, who heads the accident board of Norway, said that Finnair Flight 123 had been hit.",
    "i": f"{CRASH} In all 40 people died, the Finnish government said. The crash recalls that of SAS Flight 77.",
    "j": f"{CRASH} Some 25 people survived. A Norwegian missile and a Norwegian missile hit the plane.",
}
DAYS = {name: dt.date(2024, 3, 6 + number % 4) for number, name in enumerate(TEXTS)}


@pytest.fixture(scope="module")
def told(extract) -> dict[URIRef, Extraction]:
    read = (extract(text, identifier=name, published=DAYS[name]) for name, text in TEXTS.items())
    return {extraction.iri: extraction for extraction in read}


def from_nothing(
    articles: Iterable[URIRef], told: dict[URIRef, Extraction], knowledge: Knowledge, decisions: Decisions
) -> dict[str, Part]:
    with closing(sqlite3.connect("")) as connection:
        collection = Collection(connection, knowledge, decisions, lambda iri: encode(told[iri]))
        for article in articles:
            collection.put(told[article])
        return {name: part for name, part in collection.settle() if part is not None}


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_articles_come_and_go(told, knowledge, data: st.DataObject) -> None:
    names = sorted(told)
    local = {e.iri for x in told.values() for e in x.entities if "/actor/" in e.iri}
    pair = data.draw(st.lists(st.sampled_from(sorted(local)), min_size=2, max_size=2, unique=True))
    decisions = Decisions((Decision(*pair, data.draw(st.booleans())),) if data.draw(st.booleans()) else ())
    parts: dict[str, Part] = {}
    held: set[URIRef] = set()
    with closing(sqlite3.connect("")) as connection:
        for _ in range(3):
            collection = Collection(connection, knowledge, decisions, lambda iri: encode(told[iri]))
            for article in data.draw(st.lists(st.sampled_from(names), unique=True)):
                if article in held:
                    collection.remove(article)
                    held.remove(article)
                else:
                    collection.put(told[article])
                    held.add(article)
            for name, part in collection.settle():
                if part is None:
                    parts.pop(name, None)
                else:
                    parts[name] = part
            assert parts == from_nothing(data.draw(st.permutations(sorted(held))), told, knowledge, decisions)


def test_one_article_more_changes_little(told, knowledge) -> None:
    with closing(sqlite3.connect("")) as connection:
        collection = Collection(connection, knowledge, Decisions(), lambda iri: encode(told[iri]))
        *many, one = told.values()
        for extraction in many:
            collection.put(extraction)
        list(collection.settle())
        collection.put(one)
        changed = [name for name, _ in collection.settle() if name.startswith("article")]
    assert f"article {one.iri}" in changed
    assert len(changed) < len(many)
