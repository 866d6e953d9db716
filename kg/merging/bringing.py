"""What an article brings to each stage of who is who: its entities as rows or under keys, in the terms before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.entities import entries
from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.incidents import IncidentFeatures, incident_entries
from kg.alignment.names import Namer
from kg.alignment.rows import Entry
from kg.alignment.scoring import Model
from kg.knowledge import Knowledge
from kg.merging.bodies import Told, told_written
from kg.merging.followers import Follower, events, unnamed_systems
from kg.merging.following import Following
from kg.merging.linking import Linker
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG


class Bringer:
    """Reads articles for the stages; ``merged`` are the merged entities that the stages before have found."""

    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self.knowledge, self.decisions = knowledge, decisions
        self._linker, self._namer, self._describer = Linker(knowledge), Namer(knowledge), Describer(knowledge)
        self.adjusted = tuple(Model(knowledge.model("entities")).adjusted)
        """The columns of names that count for less the more rows have them."""

    def entities(self, extraction: Extraction) -> Iterator[Entry[EntityFeatures]]:
        """The names of an article as rows."""
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

    def incidents(self, extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> Iterator[Entry[IncidentFeatures]]:
        """The incidents of an article as rows."""
        entities = {e.iri: e for e in extraction.entities}

        def told(entity: Entity) -> str:
            return told_written(Told.of(entity, None, (entities[v] for v in vehicles_of(entity) if v in entities)))

        return incident_entries(extraction, merged, self._describer, self.decisions, told)

    def unnamed(self, extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> Iterator[Following]:
        """The systems of an article that have no name."""
        for each in unnamed_systems(extraction, merged, self._describer):
            entity = each.entity
            yield _following(each, extraction, Told(entity.label, entity.names, entity.types))

    def events(
        self, extraction: Extraction, merged: Mapping[URIRef, URIRef], labels: Mapping[URIRef, str]
    ) -> Iterator[Following]:
        """The events of an article; ``labels`` are those of merged incidents."""
        for each in events(extraction, merged, self.knowledge):
            entity, target = each.entity, each.target
            label = f"{entity.label} ({labels[target]})" if target is not None and target in labels else entity.label
            yield _following(each, extraction, Told(label, (), entity.types))


def vehicles_of(incident: Entity) -> list[URIRef]:
    """The vehicles of an incident of an article."""
    return [v for p, v in incident.links if p == KG.vehicle and isinstance(v, URIRef)]


def _following(each: Follower, extraction: Extraction, told: Told) -> Following:
    return Following(each.key, each.entity.iri, extraction.iri, told_written(told), each.part)


def decided_keys(followers: Iterable[Following], decisions: Decisions) -> dict[URIRef, str]:
    """The keys of those that a decision names."""
    return {each.entity: each.key for each in followers if each.entity in decisions.named}
