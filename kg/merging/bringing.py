"""What an article brings to each stage of who is who: its entities as rows or under keys, in the terms before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from kg.alignment import rows
from kg.alignment.decisions import Decisions
from kg.alignment.entities import entries
from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.incidents import IncidentFeatures, incident_entries
from kg.alignment.names import Namer
from kg.alignment.rows import Entry
from kg.alignment.scoring import Model
from kg.graphs.records import decode
from kg.knowledge import Knowledge
from kg.merging.assigned import Place, PlaceRows, Reasons, placed
from kg.merging.bodies import Told, told_written
from kg.merging.followers import Follower, events, unnamed_systems
from kg.merging.following import Following
from kg.merging.linking import Linker
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG


@dataclass(frozen=True)
class StageTask:
    """An article to be read for a stage, *incidents*, *unnamed* or *events*."""

    stage: str
    record: bytes
    """Without its words, as :func:`kg.graphs.records.encode` writes it."""
    places: PlaceRows
    """What the stages before have found."""


@dataclass(frozen=True)
class Staged:
    """What an article brings to a stage: its incidents as rows, or what follows them under keys."""

    article: URIRef
    rows: tuple[rows.Brought, ...] = ()
    followers: tuple[Following, ...] = ()


class Bringer:
    """Reads articles for the stages."""

    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self.knowledge, self.decisions = knowledge, decisions
        self._linker, self._namer, self._describer = Linker(knowledge), Namer(knowledge), Describer(knowledge)
        self._adjusted = {space: Model(knowledge.model(space)).adjusted for space in ("entities", "incidents")}
        """The columns of names that count for less the more rows have them."""

    def rows(self, space: str, extraction: Extraction, places: Mapping[URIRef, Place]) -> tuple[rows.Brought, ...]:
        """The rows of an article, those of :meth:`entries`."""
        return tuple(rows.brought(space, self.entries(space, extraction, places), self._adjusted[space]))

    def entries(self, space: str, extraction: Extraction, places: Mapping[URIRef, Place]) -> Iterator[Entry[Any]]:
        """The names of an article, or its incidents; ``places`` are those of the stages before."""
        return self._entities(extraction) if space == "entities" else self._incidents(extraction, _merged(places))

    def following(self, stage: str, extraction: Extraction, places: Mapping[URIRef, Place]) -> Iterator[Following]:
        """The systems of an article that have no name, or its events; ``places`` are those of the stages before."""
        merged = _merged(places)
        if stage == "unnamed":
            return self._unnamed(extraction, merged)
        labels = {place.cluster: place.label for place in places.values() if place.stage == "incidents"}
        return self._events(extraction, merged, labels)

    def staged(self, task: StageTask) -> Staged:
        """What an article brings to a stage."""
        extraction = decode(task.record, self.knowledge.minter)
        places = with_vehicles(placed(task.places), extraction)
        if task.stage == "incidents":
            return Staged(extraction.iri, rows=self.rows(task.stage, extraction, places))
        return Staged(extraction.iri, followers=tuple(self.following(task.stage, extraction, places)))

    def _entities(self, extraction: Extraction) -> Iterator[Entry[EntityFeatures]]:
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

        return entries(extraction, self._describer, identify, wanted, self.decisions, self._linker.knows, told)

    def _incidents(self, extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> Iterator[Entry[IncidentFeatures]]:
        entities = {e.iri: e for e in extraction.entities}

        def told(entity: Entity) -> str:
            return told_written(Told.of(entity, None, (entities[v] for v in vehicles_of(entity) if v in entities)))

        return incident_entries(extraction, merged, self._describer, self.decisions, told)

    def _unnamed(self, extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> Iterator[Following]:
        for each in unnamed_systems(extraction, merged, self._describer):
            entity = each.entity
            yield _following(each, extraction, Told(entity.label, entity.names, entity.types))

    def _events(
        self, extraction: Extraction, merged: Mapping[URIRef, URIRef], labels: Mapping[URIRef, str]
    ) -> Iterator[Following]:
        for each in events(extraction, merged, self.knowledge):
            entity, target = each.entity, each.target
            label = f"{entity.label} ({labels[target]})" if target is not None and target in labels else entity.label
            yield _following(each, extraction, Told(label, (), entity.types))


def vehicles_of(incident: Entity) -> list[URIRef]:
    """The vehicles of an incident of an article."""
    return [v for p, v in incident.links if p == KG.vehicle and isinstance(v, URIRef)]


def with_vehicles(found: dict[URIRef, Place], extraction: Extraction) -> dict[URIRef, Place]:
    """The places of an article's entities with those of the vehicles of its incidents."""
    for entity in extraction.entities:
        place = found.get(entity.iri)
        if place is not None and place.vehicle is not None:
            why = Reasons(place.reasons.score, ("the vehicle of an incident that is one",))
            for target in vehicles_of(entity):
                found[target] = Place(place.vehicle, "", "incidents", why)
    return found


def _merged(places: Mapping[URIRef, Place]) -> dict[URIRef, URIRef]:
    return {iri: place.cluster for iri, place in places.items()}


def _following(each: Follower, extraction: Extraction, told: Told) -> Following:
    return Following(each.key, each.entity.iri, extraction.iri, told_written(told), each.part)


def decided_keys(followers: Iterable[Following], decisions: Decisions) -> dict[URIRef, str]:
    """The keys of those that a decision names."""
    return {each.entity: each.key for each in followers if each.entity in decisions.named}
