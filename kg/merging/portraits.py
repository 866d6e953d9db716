"""Incidents as they are compared: who and what each has, and through which claim or event."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.assigned import Assigned
from kg.merging.shuffle import Json
from kg.model import Kind, known_iri
from kg.vocabulary import KG

_TABLES = """
CREATE TABLE IF NOT EXISTS merge_portrait(incident TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
"""
_INCIDENTS = """
SELECT iri, label, told FROM merge_cluster LEFT JOIN merge_portrait ON incident = iri WHERE stage = 'incidents'"""

Told = Mapping[str, Mapping[str, str]]
"""Of an incident under *claim* and *event* who and what, each with the first claim or event that has it."""

Features = dict[URIRef, URIRef]
"""What an incident has, sorted → the first claim about it, or event of it, that has it."""


@dataclass(frozen=True)
class Portrait:
    """An incident as it is compared."""

    label: str
    features: Features


def portrayed(values: Iterable[Json]) -> dict[str, dict[str, str]]:
    """What articles tell of an incident, see :data:`Told`."""
    told: dict[str, dict[str, str]] = {"claim": {}, "event": {}}
    for kind, feature, through in values:
        told[kind][feature] = min(through, told[kind].get(feature, through))
    return told


def features_of(types: Callable[[str], frozenset[URIRef]], knowledge: Knowledge) -> Callable[[str], tuple[URIRef, ...]]:
    """What an incident has because a claim names a thing: an actor, a weapon and its classes; not who reports it.

    ``types`` are those of merged entities.
    """
    taxonomy, minter = knowledge.taxonomy, knowledge.minter

    @cache
    def weapons(classes: frozenset[URIRef]) -> tuple[URIRef, ...]:
        return tuple(t for t in sorted(classes) if taxonomy.is_a(t, KG.WeaponSystem))

    @cache
    def given(thing: str) -> tuple[URIRef, ...]:
        classes = types(thing)
        if not classes or KG.Publisher in classes or KG.AnonymousSource in classes:
            return ()
        above = weapons(classes)
        return (known_iri(thing), *above) if above or minter.kind(thing) is Kind.ACTOR else ()

    return given


def portrait(label: str, told: Told, given: Callable[[str], tuple[URIRef, ...]]) -> Portrait:
    """An incident with the actors that speak or are spoken of, weapons, their classes, those of its events.

    ``given`` as by :func:`features_of`.
    """
    features: Features = {}
    for claim, thing in sorted((claim, thing) for thing, claim in told.get("claim", {}).items()):
        for feature in given(thing):
            features.setdefault(feature, known_iri(claim))
    for class_, event in told.get("event", {}).items():
        features.setdefault(known_iri(class_), known_iri(event))
    return Portrait(label, dict(sorted(features.items(), key=lambda each: str(each[0]))))


class Portraits:
    """The portraits of all incidents of a collection.

    Args:
        connection: of an SQLite database; whoever calls commits.
        assigned: the merged entities, in the same database.
        knowledge: the ontology.
    """

    def __init__(self, connection: sqlite3.Connection, assigned: Assigned, knowledge: Knowledge) -> None:
        connection.executescript(_TABLES)
        self._connection, self._assigned, self._knowledge = connection, assigned, knowledge
        self._held: dict[str, Portrait] | None = None
        self._naming = defaultdict[str, list[str]](list)
        """Thing → the incidents that have been told of with it."""
        self._stale = set[str]()
        """What has changed since the last time: incidents and things."""

    def portray(self, incident: str, values: Iterable[Json]) -> None:
        """Note what articles tell of an incident."""
        row = (incident, json.dumps(portrayed(values), sort_keys=True, separators=(",", ":")))
        self._connection.execute("INSERT OR REPLACE INTO merge_portrait VALUES (?, ?)", row)
        self._stale.add(incident)

    def any(self) -> bool:
        """Whether there is one."""
        return self._connection.execute("SELECT 1 FROM merge_portrait LIMIT 1").fetchone() is not None

    def all(self) -> Mapping[str, Portrait]:
        """The portraits by IRI as they are now, those that are as the last time the same objects."""
        if self._held is None:
            self._held, rows = {}, iter(self._connection.execute(_INCIDENTS).fetchall())
            self._assigned.touched = self._stale
        else:
            named = (incident for thing in self._stale for incident in self._naming.get(thing, ()))
            again = self._stale.union(named)
            rows = self._rows(again)
            for iri in again:
                self._held.pop(iri, None)
        self._stale.clear()
        given = features_of(self._types, self._knowledge)
        for iri, label, text in rows:
            told = json.loads(text) if text else {}
            for thing in told.get("claim", ()):
                self._naming[thing].append(iri)
            self._held[iri] = portrait(label, told, given)
        return self._held

    def _rows(self, incidents: Iterable[str]) -> Iterator[tuple[str, str, str | None]]:
        query = f"{_INCIDENTS} AND iri = ?"
        return (row for iri in incidents for row in self._connection.execute(query, (iri,)))

    def _types(self, iri: str) -> frozenset[URIRef]:
        """The classes of a merged entity."""
        types = self._assigned.types(known_iri(iri))
        if types is not None:
            return types
        entry = self._knowledge.reference.get(known_iri(iri))
        return frozenset(entry.types) if entry is not None else frozenset()
