"""Which merged entity each entity of an article is of, and why, kept in a database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rdflib import URIRef

from kg.alignment.groups import Group
from kg.alignment.rows import number
from kg.merging.bodies import Body, Told, body_read, body_written, told_read
from kg.merging.making import Called
from kg.model import known_iri

_TABLES = """
CREATE TABLE IF NOT EXISTS merge_cluster(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, stage TEXT NOT NULL, iri TEXT, label TEXT, vehicle TEXT, types TEXT,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS merge_cluster_iri ON merge_cluster(iri);
CREATE INDEX IF NOT EXISTS merge_cluster_incident ON merge_cluster(iri) WHERE stage = 'incidents';
CREATE TABLE IF NOT EXISTS merge_place(
  row INTEGER, entity TEXT, cluster INTEGER, why TEXT NOT NULL, PRIMARY KEY(row, entity, cluster)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS merge_place_cluster ON merge_place(cluster);
CREATE TABLE IF NOT EXISTS merge_follow(
  article TEXT, entity TEXT, cluster INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY(article, entity)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS merge_follow_entity ON merge_follow(entity);
CREATE INDEX IF NOT EXISTS merge_follow_cluster ON merge_follow(cluster);
"""

_PLACED = """
SELECT m.entity, c.iri, c.label, c.stage, c.vehicle, {why}, {told} FROM align_member m {join}
JOIN merge_place p ON p.row = m.row AND p.entity IN ('', m.entity)
JOIN merge_cluster c ON c.id = p.cluster WHERE m.article = ?1
UNION ALL SELECT f.entity, c.iri, c.label, c.stage, NULL, {followed}, NULL FROM merge_follow f
JOIN merge_cluster c ON c.id = f.cluster WHERE f.article = ?1
"""
_PLACES = _PLACED.format(why="NULL", told="NULL", join="", followed="NULL")
_PLACES_WHY = _PLACED.format(why="p.why", told="t.text", join="JOIN align_told t ON t.id = m.told", followed="f.why")

STAGES = ("entities", "incidents", "unnamed", "events")
"""What finds clusters, one after the other."""


@dataclass(frozen=True)
class Reasons:
    """Why an entity is a member: score 0.0 to 1.0, readable reasons, and where a comparison decided, which."""

    score: float
    lines: tuple[str, ...]
    weight: float | None = None
    other: URIRef | None = None


@dataclass(frozen=True)
class Place:
    """The merged entity that an article's entity is of, and why."""

    cluster: URIRef
    label: str
    stage: str
    """What found it, one of :data:`STAGES`."""
    reasons: Reasons
    vehicle: URIRef | None = None
    """Of an incident, the merged entity of its vehicle."""


class PlaceRow(NamedTuple):
    """A place as the database has it, for whoever is to read it."""

    entity: str
    cluster: str
    label: str
    stage: str
    vehicle: str | None
    why: str | None
    """As JSON: how its row is held in the group, or of what follows incidents score and reasons; None: not told."""
    told: str | None
    """What the article tells of the entity, as :func:`kg.merging.bodies.told_written` writes it."""


PlaceRows = Sequence[tuple[Any, ...]]
"""Places, each with the columns of :class:`PlaceRow`; plain tuples go to another process in half the time."""


class Assigned:
    """The clusters and their members; whoever calls commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.executescript(_TABLES)
        self.touched: set[str] | None = None
        """Where it is given, the IRIs of which label or classes may be new are noted in it."""

    def place_group(self, name: str, group: Group | None) -> set[str]:
        """Note the rows of a group and why they are in it; the articles for which that is new."""
        cluster, many = number(name), self.connection.executemany
        query = "SELECT row, entity, why FROM merge_place WHERE cluster = ?"
        before = {(row, entity): why for row, entity, why in self.connection.execute(query, (cluster,))}
        now = {} if group is None else dict(rows_of(group))
        gone = [(*key, cluster) for key, why in before.items() if now.get(key) != why]
        come = [(*key, cluster, why) for key, why in now.items() if before.get(key) != why]
        many("DELETE FROM merge_place WHERE row = ? AND entity = ? AND cluster = ?", gone)
        many("INSERT INTO merge_place VALUES (?, ?, ?, ?)", come)
        return self._articles_of({(row, entity) for row, entity, _ in gone} | {(r, e) for r, e, *_ in come})

    def follow(self, name: str, members: Mapping[URIRef, str], why: Reasons) -> set[str]:
        """Note the members of a cluster with the article of each; the articles for which that is new."""
        cluster, many = number(name), self.connection.executemany
        told = json.dumps([why.score, why.lines], separators=(",", ":"))
        query = "SELECT article, entity, why FROM merge_follow WHERE cluster = ?"
        before = set(self.connection.execute(query, (cluster,)))
        now = {(article, str(entity), told) for entity, article in members.items()}
        gone, come = before - now, now - before
        many(
            "DELETE FROM merge_follow WHERE article = ? AND entity = ? AND cluster = ?",
            [(article, entity, cluster) for article, entity, _ in gone],
        )
        rows = [(article, entity, cluster, told) for article, entity, _ in come]
        many("INSERT OR REPLACE INTO merge_follow VALUES (?, ?, ?, ?)", rows)
        return {article for article, *_ in gone | come}

    def put(self, name: str, stage: str, body: Body | None) -> bool:
        """Note what a cluster is made of, or that there is none of the name; whether that is new."""
        execute = self.connection.execute
        if body is None:
            gone = execute("DELETE FROM merge_cluster WHERE id = ? RETURNING iri", (number(name),)).fetchall()
            self._touch(iri for (iri,) in gone)
            return bool(gone)
        told = json.dumps(body_written(body), ensure_ascii=False, separators=(",", ":"))
        query = """INSERT INTO merge_cluster(id, name, stage, body) VALUES (?, ?, ?, ?) ON CONFLICT(id) DO UPDATE
                   SET body = excluded.body WHERE body != excluded.body"""
        return execute(query, (number(name), name, stage, told)).rowcount > 0

    def made(self, name: str) -> tuple[str, Body]:
        """The stage that made a cluster, and what it is made of."""
        query = "SELECT stage, body FROM merge_cluster WHERE id = ?"
        stage, told = self.connection.execute(query, (number(name),)).fetchone()
        return stage, body_read(json.loads(told))

    def call(self, name: str, iri: URIRef, called: Called) -> set[str]:
        """Give a cluster its IRI; the articles for which that or the label is new and all else may be as before."""
        execute, cluster = self.connection.execute, number(name)
        query = "SELECT iri, label, vehicle, types FROM merge_cluster WHERE id = ?"
        held = execute(query, (cluster,)).fetchone()
        vehicle = None if called.vehicle is None else str(called.vehicle)
        now = str(iri), called.label, vehicle, " ".join(called.types)
        if held != now:
            update = "UPDATE merge_cluster SET iri = ?, label = ?, vehicle = ?, types = ? WHERE id = ?"
            execute(update, (*now, cluster))
            self._touch((held[0], now[0]))
        if held[:3] == now[:3] or held[0] is None:  # of a new one the members are new as well
            return set()
        rows = execute("SELECT row, entity FROM merge_place WHERE cluster = ?", (cluster,)).fetchall()
        followers = execute("SELECT DISTINCT article FROM merge_follow WHERE cluster = ?", (cluster,))
        return self._articles_of(rows) | {article for (article,) in followers}

    def types(self, iri: URIRef) -> frozenset[URIRef] | None:
        """The classes of a merged entity; None where there is none of the IRI."""
        query = "SELECT types FROM merge_cluster WHERE iri = ? ORDER BY name LIMIT 1"
        found = self.connection.execute(query, (iri,)).fetchone()
        return None if found is None else frozenset(map(known_iri, found[0].split()))

    def places(self, article: str) -> PlaceRows:
        """Each entity of an article that has a cluster, those that follow incidents as well."""
        return self.connection.execute(_PLACES_WHY, (article,)).fetchall()

    def places_before(self, article: str, stage: str) -> PlaceRows:
        """The same of what the stages before one have found, without the reasons why."""
        before = STAGES[: STAGES.index(stage)]
        return [row for row in self.connection.execute(_PLACES, (article,)) if row[3] in before]

    def cluster_of(self, entity: URIRef) -> URIRef | None:
        """The merged entity of one that a decision names, which has a row of its own."""
        query = """SELECT c.iri FROM align_row r JOIN align_member m ON m.row = r.id AND m.entity = ?1
                   JOIN merge_place p ON p.row = r.id AND p.entity IN ('', ?1)
                   JOIN merge_cluster c ON c.id = p.cluster WHERE r.alone = ?1
                   UNION SELECT c.iri FROM merge_follow f JOIN merge_cluster c ON c.id = f.cluster
                   WHERE f.entity = ?1"""
        found = self.connection.execute(query, (entity,)).fetchone()
        return None if found is None else known_iri(found[0])

    def articles_naming(self, entity: URIRef) -> set[str]:
        """The article of an entity that a decision names."""
        query = """SELECT article FROM align_member JOIN align_row ON row = id WHERE alone = ?1
                   UNION SELECT article FROM merge_follow WHERE entity = ?1"""
        return {article for (article,) in self.connection.execute(query, (entity,))}

    def _touch(self, iris: Iterable[str | None]) -> None:
        if self.touched is not None:
            self.touched.update(iri for iri in iris if iri is not None)

    def _articles_of(self, rows: Iterable[tuple[int, str]]) -> set[str]:
        query = "SELECT DISTINCT article FROM align_member WHERE row = ?1 AND ?2 IN ('', entity)"
        return {article for row in rows for (article,) in self.connection.execute(query, row)}


def placed(rows: PlaceRows) -> dict[URIRef, Place]:
    """The places by their entities."""
    return {known_iri(row.entity): _place(row) for row in (PlaceRow(*row) for row in rows)}


def _place(row: PlaceRow) -> Place:
    cluster, why = known_iri(row.cluster), None if row.why is None else json.loads(row.why)
    if why is None:
        reasons = Reasons(0.0, ())
    elif row.told is None:
        reasons = Reasons(why[0], tuple(why[1]))
    else:
        reasons = _reasons(cluster, known_iri(row.entity), why, told_read(row.told))
    return Place(cluster, row.label, row.stage, reasons, None if row.vehicle is None else known_iri(row.vehicle))


def rows_of(group: Group) -> Iterator[tuple[tuple[int, str], str]]:
    """Row and, where it is not all of it, entity; and as JSON what holds them in the group."""
    for row in group.rows:
        match = group.matches.get(row)
        held = match and [match.weight, match.probability, match.reasons, match.others]
        told = json.dumps([held, len(group.members) == 1], ensure_ascii=False, separators=(",", ":"))
        yield (row, "" if group.whole else group.name), told


def _reasons(cluster: URIRef, entity: URIRef, why: list[Any], told: Told) -> Reasons:
    """The reference data go before the score of a comparison."""
    match, only = why
    if told.identity is not None and told.identity.iri == cluster:
        return Reasons(told.identity.score, (told.identity.reason,))
    if match is not None:
        weight, probability, lines, others = match
        other = next(each for each in others if each != entity)
        return Reasons(probability, tuple(lines), weight, known_iri(other))
    return Reasons(1.0, ("the only one of its name",) if only else ())
