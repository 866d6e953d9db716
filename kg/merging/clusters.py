"""The merged actors, systems and places: each with its IRI, names and links, and why every member is one of it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Container
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.entities import align_entities
from kg.alignment.groups import Group
from kg.alignment.names import Namer
from kg.knowledge import Knowledge
from kg.merging.linking import Identity, Linker
from kg.model import Entity, Extraction, Kind, Value
from kg.vocabulary import KG


@dataclass(frozen=True)
class Reasons:
    """Why an entity is a member: score 0.0 to 1.0, readable reasons, and where a comparison decided, which."""

    score: float
    lines: tuple[str, ...]
    weight: float | None = None
    other: URIRef | None = None


@dataclass
class Cluster:
    """One merged entity in the making: its IRI and the members with their reasons."""

    iri: URIRef
    kind: Kind
    label: str
    types: set[URIRef]
    names: set[str] = field(default_factory=set)
    links: set[tuple[URIRef, Value]] = field(default_factory=set)
    members: dict[URIRef, Reasons] = field(default_factory=dict)

    def entity(self) -> Entity:
        """The merged entity."""
        return Entity(
            self.iri,
            self.kind,
            tuple(sorted(self.types)),
            self.label,
            tuple(sorted(self.names)),
            (),
            tuple(sorted(self.links)),
        )


def cluster_entities(extractions: list[Extraction], knowledge: Knowledge, decisions: Decisions) -> list[Cluster]:
    """Cluster the actors, places and named systems of all articles; events, vehicles and the rest follow incidents."""
    linker, namer = Linker(knowledge), Namer(knowledge)
    vehicles = {v for x in extractions for e in x.entities for p, v in e.links if p == KG.vehicle}
    entities = {e.iri: e for x in extractions for e in x.entities if e.kind is not Kind.EVENT and e.iri not in vehicles}
    identities = {iri: identity for iri, e in entities.items() if (identity := linker.identify(e)) is not None}
    unnamed = (iri for iri, e in entities.items() if e.kind is Kind.SYSTEM and not namer.names(e))
    for iri in [iri for iri in unnamed if iri not in identities and iri not in decisions.named]:
        del entities[iri]

    def identify(entity: Entity) -> URIRef | None:
        identity = identities.get(entity.iri)
        return identity.iri if identity is not None else None

    groups = align_entities(extractions, knowledge, identify, lambda e: e.iri in entities, decisions, linker.knows)
    known = {identity.iri: identity for identity in identities.values()}
    clusters: dict[URIRef, Cluster] = {}
    taken: Container[URIRef] = ChainMap[URIRef, object](clusters, known, knowledge.reference)  # type: ignore[arg-type]
    for group in sorted(groups, key=lambda g: (g.reference is None, -len(g.members), g.members[0])):
        members = [entities[iri] for iri in group.members]
        identity = None
        if group.reference is not None and group.reference not in clusters:
            identity = known.get(group.reference) or linker.of(group.reference)
        cluster = _cluster(members, identity, taken, knowledge)
        clusters[cluster.iri] = cluster
        for entity in members:
            cluster.names |= {entity.label, *entity.names}
            told = identities.get(entity.iri)
            linked = told if told is not None and told.iri == cluster.iri else None
            cluster.members[entity.iri] = reasons(entity.iri, linked, group)
    return [clusters[iri] for iri in sorted(clusters)]


def _cluster(
    members: list[Entity], identity: Identity | None, taken: Container[URIRef], knowledge: Knowledge
) -> Cluster:
    """The cluster of an entry of the reference data, or one that no entry names."""
    kind = members[0].kind
    if identity is not None:
        types = set(identity.types) | {t for e in members for t in e.types if t == KG.Publisher}
        return Cluster(identity.iri, kind, identity.label, types, links=set(identity.links))
    label = min((e.label for e in members), key=lambda n: (-len(n), n))
    iri = knowledge.minter.free(kind, label, taken, members[0].iri)
    return Cluster(iri, kind, label, set(knowledge.taxonomy.specific({t for e in members for t in e.types})))


def reasons(iri: URIRef, identity: Identity | None, group: Group) -> Reasons:
    """The reference data go before the score of a comparison."""
    match = group.matches.get(iri)
    if identity is not None:
        return Reasons(identity.score, (identity.reason,))
    if match is not None:
        return Reasons(match.probability, match.reasons, match.weight, match.other)
    return Reasons(1.0, ("the only one of its name",) if len(group.members) == 1 else ())
