"""Who is who in a collection, kept, and brought up to date by the articles that came, changed or went.

The stages follow one another: names, incidents with their vehicles, systems without a name, events. Each marks for the
next the articles for which its answer is another than before, so that the cost is that of what changed, and the result
that of a merge from nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from rdflib import URIRef

from kg.alignment.alignment import Alignment
from kg.alignment.decisions import Decisions
from kg.alignment.entities import entity_alignment
from kg.alignment.incidents import incident_alignment
from kg.alignment.rows import Brought
from kg.knowledge import Knowledge
from kg.merging.assigned import Assigned, Place, Reasons
from kg.merging.bodies import Body, told_read
from kg.merging.bringing import Bringer, decided_keys, vehicles_of
from kg.merging.following import Following, follow, joined_keys
from kg.merging.making import Maker, call
from kg.merging.naming import Named, name_groups, name_key
from kg.merging.shuffle import Shuffle
from kg.model import Extraction, Kind, known_iri

_STAGES = ("entities", "incidents", "unnamed", "events")
_LEVELS = ("incidents", "unnamed", "events", "claims")
"""What reads an article's entities in the terms of the stages before it."""


class WhoIsWho:
    """The merged entities of a collection and the members of each.

    Args:
        connection: of an SQLite database; whoever calls commits.
        knowledge: the ontology.
        decisions: what people decided.
        read: an article that was put, of which words and mentions may be left out; None for one that is gone.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        knowledge: Knowledge,
        decisions: Decisions,
        read: Callable[[URIRef], Extraction | None],
    ) -> None:
        self.knowledge, self.decisions, self._read = knowledge, decisions, read
        self.shuffle, self.assigned = Shuffle(connection), Assigned(connection)
        self._entities = entity_alignment(connection, knowledge, decisions)
        self._incidents = incident_alignment(connection, knowledge, decisions)
        self._bringer, self._maker = Bringer(knowledge, decisions), Maker(knowledge)

    def take(self, article: URIRef, entities: Iterable[Brought]) -> None:
        """Take in an article by what :meth:`bring` made of it."""
        self._entities.take(article, entities)
        self._mark(_LEVELS, [article])

    def remove(self, article: URIRef) -> None:
        """Forget an article."""
        self._entities.put(article, ())
        self._incidents.put(article, ())
        for stage in ("unnamed", "events"):
            self.shuffle.put(f"{stage} keys", article)
            self.shuffle.put(f"{stage} decided", article)
        self._mark(("claims",), [article])

    def settle(self) -> None:
        """Find anew who is who; the articles for which that is new are then marked for the stage *claims*."""
        self._align("entities", self._entities)
        for extraction in self._changed("incidents"):
            merged = _merged(self.places(extraction), "entities")
            self._incidents.put(extraction.iri, self._bringer.incidents(extraction, merged))
        self._align("incidents", self._incidents)
        for extraction in self._changed("unnamed"):
            merged = _merged(self.places(extraction), "entities", "incidents")
            self._follow("unnamed", extraction, self._bringer.unnamed(extraction, merged))
        self._settle_followers("unnamed")
        for extraction in self._changed("events"):
            places = self.places(extraction)
            merged = _merged(places, "entities", "incidents", "unnamed")
            labels = {place.cluster: place.label for place in places.values() if place.stage == "incidents"}
            self._follow("events", extraction, self._bringer.events(extraction, merged, labels))
        self._settle_followers("events")
        self._mark(("claims",), (a for iri in self.decisions.named for a in self.assigned.articles_naming(iri)))

    def places(self, extraction: Extraction) -> dict[URIRef, Place]:
        """The merged entity of each entity of an article, without the reasons why."""
        return with_vehicles(dict(self.assigned.places(extraction.iri, why=False)), extraction)

    def _changed(self, level: str) -> Iterator[Extraction]:
        """The marked articles that are not gone."""
        articles = (self._read(known_iri(article)) for article in self.shuffle.changed(level))
        return (extraction for extraction in articles if extraction is not None)

    def _mark(self, levels: Iterable[str], articles: Iterable[str]) -> None:
        articles = list(articles)
        for level in levels:
            self.shuffle.mark(level, articles)

    def _mark_after(self, stage: str, articles: Iterable[str]) -> None:
        self._mark(_LEVELS[_STAGES.index(stage) :], articles)

    def _align(self, stage: str, alignment: Alignment[Any]) -> None:
        """Take in what an alignment has found anew."""
        for first, group in alignment.settle():
            name = f"{stage} {first}"
            self._mark_after(stage, self.assigned.place_group(name, group))
            if group is None:
                self._remove(name)
                continue
            entity = "" if group.whole else group.name
            told = [told_read(text) for text in alignment.rows.told(group.rows, entity)]
            if stage == "entities":
                kind = Kind(alignment.rows.features(group.rows[0]).kind)
                body = self._maker.entity(kind, told, group.reference)
            else:
                body = self._maker.incident(told, group.reference)
            rank = Named(0, group.reference is None, -len(group.members), first, name)
            self._put(name, stage, body, name_key(body.kind, body.label, group.reference), rank)
        self._settle_names()

    def _put(self, name: str, stage: str, body: Body, key: str, rank: Named) -> None:
        """Note a cluster and the name that it would have."""
        if self.assigned.put(name, stage, body):
            self.shuffle.mark("naming", [key])
        self.shuffle.put("naming", name, [(key, rank)])

    def _remove(self, name: str) -> None:
        """Forget a cluster."""
        self.assigned.put(name, "", None)
        for stage in ("naming", "clusters", "records"):
            self.shuffle.put(stage, name)
        self.shuffle.put("clusters", f"vehicle of {name}")

    def _settle_names(self) -> None:
        for key in self.shuffle.changed("naming"):
            held = [Named(*value) for value in self.shuffle.values("naming", key)]
            for name, iri in name_groups(key, held, self.knowledge.reference, self.knowledge.minter).items():
                self._call(name, iri)

    def _call(self, name: str, iri: URIRef) -> None:
        """Give a cluster its IRI."""
        stage, called = self.assigned.stage(name), call(self.assigned.body(name), iri, self.knowledge.minter)
        self._mark_after(stage, self.assigned.call(name, iri, called.label, called.vehicle))
        self.shuffle.put("clusters", name, [(iri, called.is_)])
        beside = () if called.vehicle is None else [(str(called.vehicle), called.vehicle_is)]
        self.shuffle.put("clusters", f"vehicle of {name}", beside)
        recorded = stage == "incidents" and iri in self.knowledge.reference
        self.shuffle.put("records", name, [(iri, None)] if recorded else ())

    def _follow(self, stage: str, extraction: Extraction, followers: Iterable[Following]) -> None:
        """Put the followers of an article under their keys."""
        followers = list(followers)
        emitted = [(each.key, [each.entity, each.article, each.told, each.part]) for each in followers]
        decided = [("", [iri, key]) for iri, key in decided_keys(followers, self.decisions).items()]
        self.shuffle.put(f"{stage} keys", extraction.iri, emitted)
        self.shuffle.put(f"{stage} decided", extraction.iri, decided)

    def _settle_followers(self, stage: str) -> None:
        done: set[str] = set()
        decided = {known_iri(iri): key for iri, key in self.shuffle.values(f"{stage} decided", "")}
        if list(self.shuffle.changed(f"{stage} decided")):
            self.shuffle.mark(f"{stage} keys", decided.values())
        for key in self.shuffle.changed(f"{stage} keys"):
            if key not in done:
                keys = joined_keys(key, decided, self.decisions)
                done |= keys
                self._settle_keys(stage, sorted(keys))
        self._settle_names()

    def _settle_keys(self, stage: str, keys: list[str]) -> None:
        """Group anew what is under some keys."""
        followers = [
            Following(key, known_iri(iri), article, told, part)
            for key in keys
            for iri, article, told, part in self.shuffle.values(f"{stage} keys", key)
        ]
        before = {name for key in keys for name, _ in self.shuffle.of(f"{stage} names", key)}
        names: dict[str, list[str]] = {key: [] for key in keys}
        for cluster in follow(stage, followers, self.decisions):
            if cluster.naming is not None:
                self._put(cluster.name, stage, cluster.body, *cluster.naming)
            elif cluster.local is not None:
                self.assigned.put(cluster.name, stage, cluster.body)
                self._call(cluster.name, self.knowledge.minter.iri(Kind.EVENT, cluster.local))
            names[cluster.key].append(cluster.name)
            self._mark_after(stage, self.assigned.follow(cluster.name, cluster.members, cluster.why))
        for key, held in names.items():
            self.shuffle.put(f"{stage} names", key, [(name, None) for name in held], reduced=False)
        for name in sorted(before - set(chain(*names.values()))):
            self._mark_after(stage, self.assigned.follow(name, {}, Reasons(0.0, ())))
            self._remove(name)


def _merged(places: dict[URIRef, Place], *stages: str) -> dict[URIRef, URIRef]:
    """The merged entities that some stages have found."""
    return {iri: place.cluster for iri, place in places.items() if place.stage in stages}


def with_vehicles(found: dict[URIRef, Place], extraction: Extraction) -> dict[URIRef, Place]:
    """The places of an article's entities with those of the vehicles of its incidents."""
    for entity in extraction.entities:
        place = found.get(entity.iri)
        if place is not None and place.vehicle is not None:
            why = Reasons(place.reasons.score, ("the vehicle of an incident that is one",))
            for target in vehicles_of(entity):
                found[target] = Place(place.vehicle, "", "incidents", why)
    return found
