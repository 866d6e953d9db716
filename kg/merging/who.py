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
from kg.alignment.entities import entity_alignment, entries
from kg.alignment.features import Describer
from kg.alignment.incidents import incident_alignment, incident_entries
from kg.alignment.names import Namer
from kg.knowledge import Knowledge
from kg.merging.assigned import Assigned, Place, Reasons
from kg.merging.bodies import Body, Told, body_written, longest, told_read, told_written
from kg.merging.followers import SCORE, Follower, events, grouped, unnamed_systems
from kg.merging.linking import Linker
from kg.merging.naming import Named, name_groups, name_key
from kg.merging.shuffle import Json, Shuffle
from kg.minting import digest, slug
from kg.model import Entity, Extraction, Kind, known_iri
from kg.vocabulary import KG

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
        self._linker, self._namer, self._describer = Linker(knowledge), Namer(knowledge), Describer(knowledge)

    def put(self, extraction: Extraction) -> None:
        """Take in an article."""
        identities = {e.iri: i for e in extraction.entities if (i := self._linker.identify(e)) is not None}
        vehicles = {v for e in extraction.entities for p, v in e.links if p == KG.vehicle}

        def wanted(entity: Entity) -> bool:
            if entity.kind is Kind.EVENT or entity.iri in vehicles:
                return False
            told = entity.iri in identities or entity.iri in self.decisions.named
            return told or entity.kind is not Kind.SYSTEM or bool(self._namer.names(entity))

        def identify(entity: Entity) -> URIRef | None:
            return identities[entity.iri].iri if entity.iri in identities else None

        def told(entity: Entity) -> str:
            return told_written(Told.of(entity, identities.get(entity.iri)))

        known = self._linker.knows
        brought = entries(extraction, self._describer, identify, wanted, self.decisions, known, told)
        self._entities.put(extraction.iri, brought)
        self._mark(_LEVELS, [extraction.iri])

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
            merged = self._merged(extraction, "entities")
            told = self._told_of_incidents(extraction)
            brought = incident_entries(extraction, merged, self._describer, self.decisions, told)
            self._incidents.put(extraction.iri, brought)
        self._align("incidents", self._incidents)
        for extraction in self._changed("unnamed"):
            merged = self._merged(extraction, "entities", "incidents")
            self._follow("unnamed", extraction, unnamed_systems(extraction, merged, self._describer), {})
        self._settle_followers("unnamed")
        for extraction in self._changed("events"):
            places = self.places(extraction)
            merged = self._merged(extraction, "entities", "incidents", "unnamed")
            labels = {place.cluster: place.label for place in places.values() if place.stage == "incidents"}
            self._follow("events", extraction, events(extraction, merged, self.knowledge), labels)
        self._settle_followers("events")
        self._mark(("claims",), (a for iri in self.decisions.named for a in self.assigned.articles_naming(iri)))

    def places(self, extraction: Extraction) -> dict[URIRef, Place]:
        """The merged entity of each entity of an article, and why it is of it."""
        found = dict(self.assigned.places(extraction.iri))
        for entity in extraction.entities:
            place = found.get(entity.iri)
            if place is not None and place.vehicle is not None:
                why = Reasons(place.reasons.score, ("the vehicle of an incident that is one",))
                for target in _vehicles(entity):
                    found[target] = Place(place.vehicle, "", "incidents", why)
        return found

    def _merged(self, extraction: Extraction, *stages: str) -> dict[URIRef, URIRef]:
        """The merged entities that some stages have found."""
        return {iri: place.cluster for iri, place in self.places(extraction).items() if place.stage in stages}

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

    def _told_of_incidents(self, extraction: Extraction) -> Callable[[Entity], str]:
        entities = {e.iri: e for e in extraction.entities}

        def told(entity: Entity) -> str:
            return told_written(Told.of(entity, None, (entities[v] for v in _vehicles(entity) if v in entities)))

        return told

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
                body = self._entity_body(kind, told, group.reference)
            else:
                body = self._incident_body(told, group.reference)
            rank = Named(0, group.reference is None, -len(group.members), first, name)
            self._put(name, stage, body, name_key(body.kind, body.label, group.reference), rank)
        self._settle_names()

    def _entity_body(self, kind: Kind, told: list[Told], reference: URIRef | None) -> Body:
        types = {t for each in told for t in each.types}
        names = {name for each in told for name in (each.label, *each.names)}
        label = longest(each.label for each in told)
        body = Body(kind, label, set(self.knowledge.taxonomy.specific(types)), names)
        if reference is not None:
            given = (each.identity for each in told if each.identity is not None and each.identity.iri == reference)
            identity = next(given, None) or self._linker.of(reference)
            if identity is not None:
                classes = set(identity.types) | (types & {KG.Publisher})
                body.known = reference, Body(kind, identity.label, classes, names, set(identity.links))
        return body

    def _incident_body(self, told: list[Told], reference: URIRef | None) -> Body:
        types = {t for each in told for t in each.types}
        names = _telling(told)
        body = Body(Kind.EVENT, longest((each.label for each in told), _numbered), types, names)
        if reference in self.knowledge.reference:
            record = self.knowledge.reference[reference]
            links = set(self._linker.reference(record, "").links)
            body.known = record.iri, Body(Kind.EVENT, record.label, types, names | set(record.names), links)
        vehicles = [vehicle for each in told for vehicle in each.vehicles]
        if vehicles:
            classes = {t for vehicle in vehicles for t in vehicle.types}
            body.vehicle = Body(Kind.SYSTEM, self._vehicle_noun(types), classes, _telling(vehicles))
        return body

    def _vehicle_noun(self, types: Iterable[URIRef]) -> str:
        """What the vehicles of such an incident are called: *aircraft*, *ship*."""
        taxonomy = self.knowledge.taxonomy
        kind = next((k for t in sorted(types) if (k := taxonomy.incident_kind(t)) is not None), None)
        return taxonomy.labels.get(kind.vehicle, "vehicle") if kind is not None else "vehicle"

    def _put(self, name: str, stage: str, body: Body, key: str, rank: Named) -> None:
        """Note a cluster and the name that it would have."""
        if self.assigned.put(name, stage, body):
            self.shuffle.mark("naming", [key])
        self.shuffle.put("naming", name, [(key, [rank.stage, rank.strange, rank.size, rank.first, rank.group])])

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
        made, stage = self.assigned.body(name), self.assigned.stage(name)
        body = made.named(iri)
        vehicle, beside = None, list[tuple[str, Json]]()
        if made.vehicle is not None:
            noun = made.vehicle.label
            vehicle = self.knowledge.minter.iri(Kind.SYSTEM, f"{iri.rsplit('/', 1)[-1]}-{slug(noun)}")
            made.vehicle.label = f"{noun} of {body.label}"
            beside.append((vehicle, ["is", body_written(made.vehicle)]))
        self._mark_after(stage, self.assigned.call(name, iri, body.label, vehicle))
        body.known = body.vehicle = None
        self.shuffle.put("clusters", name, [(iri, ["is", body_written(body)])])
        self.shuffle.put("clusters", f"vehicle of {name}", beside)
        recorded = stage == "incidents" and iri in self.knowledge.reference
        self.shuffle.put("records", name, [(iri, None)] if recorded else ())

    def _follow(
        self, stage: str, extraction: Extraction, followers: Iterable[Follower], labels: dict[URIRef, str]
    ) -> None:
        """Put the followers of an article under their keys."""
        emitted, decided = list[tuple[str, Json]](), list[tuple[str, Json]]()
        for each in followers:
            entity, target = each.entity, each.target
            label = f"{entity.label} ({labels[target]})" if target is not None and target in labels else entity.label
            names = entity.names if stage == "unnamed" else ()
            told = told_written(Told(label, names, entity.types))
            emitted.append((each.key, [entity.iri, extraction.iri, told, each.part]))
            if entity.iri in self.decisions.named:
                decided.append(("", [entity.iri, each.key]))
        self.shuffle.put(f"{stage} keys", extraction.iri, emitted)
        self.shuffle.put(f"{stage} decided", extraction.iri, decided)

    def _settle_followers(self, stage: str) -> None:
        done: set[str] = set()
        decided = {known_iri(iri): key for iri, key in self.shuffle.values(f"{stage} decided", "")}
        if list(self.shuffle.changed(f"{stage} decided")):
            self.shuffle.mark(f"{stage} keys", decided.values())
        for key in self.shuffle.changed(f"{stage} keys"):
            if key not in done:
                keys = self._joined(key, decided)
                done |= keys
                self._settle_keys(stage, sorted(keys))
        self._settle_names()

    def _joined(self, key: str, decided: dict[URIRef, str]) -> set[str]:
        """A key with those that a decision joins it with."""
        found, open_ = {key}, [key]
        while open_:
            one = open_.pop()
            named = (iri for iri, other in decided.items() if other == one)
            beside = {decided[o] for iri in named for o in self.decisions.one_with(iri) if o in decided} - found
            found |= beside
            open_ += beside
        return found

    def _settle_keys(self, stage: str, keys: list[str]) -> None:
        """Group anew what is under some keys."""
        told, articles, key_of, parts = {}, {}, {}, {}
        for key in keys:
            for iri, article, text, part in self.shuffle.values(f"{stage} keys", key):
                entity = known_iri(iri)
                told[entity], articles[entity], key_of[entity], parts[entity] = told_read(text), article, key, part
        before = {name for key in keys for name, _ in self.shuffle.of(f"{stage} names", key)}
        names: dict[str, list[str]] = {key: [] for key in keys}
        groups = grouped(key_of, self.decisions, articles if stage == "unnamed" else None)
        for group in groups:
            first, members = group[0], [told[iri] for iri in group]
            key = key_of[first]
            name = f"{stage} {key} {first}"
            types = {t for each in members for t in each.types}
            if stage == "unnamed":
                label = longest(each.label for each in members)
                body = Body(Kind.SYSTEM, label, types, {n for each in members for n in (each.label, *each.names)})
                alike = "same class, same country, same incident" if len(group) > 1 else "the only one of its kind"
                why = Reasons(SCORE if len(group) > 1 else 1.0, (alike,))
                rank = Named(1, True, -len(group), first, name)
                self._put(name, stage, body, name_key(Kind.SYSTEM, label, None), rank)
            else:
                body = Body(Kind.EVENT, told[first].label, types)
                why = Reasons(SCORE, (_same(part=parts[first]),))
                local = key if not names[key] else f"{key}-{digest(first)[:6]}"
                self.assigned.put(name, stage, body)
                self._call(name, self.knowledge.minter.iri(Kind.EVENT, local))
            names[key].append(name)
            members_of = {iri: articles[iri] for iri in group}
            self._mark_after(stage, self.assigned.follow(name, members_of, why))
        for key, held in names.items():
            self.shuffle.put(f"{stage} names", key, [(name, None) for name in held], reduced=False)
        for name in sorted(before - set(chain(*names.values()))):
            self._mark_after(stage, self.assigned.follow(name, {}, Reasons(0.0, ())))
            self._remove(name)


def _vehicles(incident: Entity) -> list[URIRef]:
    return [v for p, v in incident.links if p == KG.vehicle and isinstance(v, URIRef)]


def _telling(told: Iterable[Told]) -> set[str]:
    """The names that hold a name or a number: *the crash* is a name of every incident, and so of none."""
    names = (name for each in told for name in (each.label, *each.names))
    return {name for name in names if any(c.isupper() or c.isdigit() for c in name)}


def _numbered(label: str) -> bool:
    """A name with a flight number."""
    return any(c.isdigit() for c in label)


def _same(*, part: bool) -> str:
    return "the same part of the same incident" if part else "same class of event, same incident, same actors"
