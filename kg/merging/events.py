"""Merges the incidents of the articles, their vehicles, and the other events."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.clusters import Cluster
from kg.merging.incidents import Match, Profile, cluster_incidents, profiles, reference_profiles
from kg.merging.linking import Linker
from kg.minting import digest, slug
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG, SEM


def merge_incidents(extractions: list[Extraction], merged: dict[URIRef, URIRef], knowledge: Knowledge) -> list[Cluster]:
    """One cluster for each incident, and one for its vehicle; ``merged`` learns the members."""
    groups = cluster_incidents(profiles(extractions, merged, knowledge), reference_profiles(knowledge), knowledge)
    entities = {e.iri: e for x in extractions for e in x.entities}
    clusters: list[Cluster] = []
    taken: set[URIRef] = set()
    for group, matches in groups.values():
        incident = _incident(group, matches, entities, knowledge, taken)
        clusters.append(incident)
        taken.add(incident.iri)
        merged |= dict.fromkeys(incident.members, incident.iri)
        vehicle = _vehicle(incident, entities, knowledge)
        if vehicle.members:
            clusters.append(vehicle)
            merged |= dict.fromkeys(vehicle.members, vehicle.iri)
    return clusters


def _incident(
    group: list[Profile], matches: list[Match], entities: dict[URIRef, Entity], knowledge: Knowledge, taken: set[URIRef]
) -> Cluster:
    members = [entities[p.iri] for p in group if p.source is not None]
    record = next((knowledge.reference[p.iri] for p in group if p.source is None), None)
    label = record.label if record is not None else _best_label(members)
    iri = record.iri if record is not None else knowledge.minter.named(Kind.EVENT, label)
    if iri in taken:
        iri = knowledge.minter.iri(Kind.EVENT, f"{slug(label)}-{digest(members[0].iri)[:6]}")
    cluster = Cluster(iri, Kind.EVENT, label, {t for e in members for t in e.types})
    if record is not None:
        cluster.links |= set(Linker(knowledge).reference(record, "").links)
        cluster.names |= set(record.names)
    for entity in members:
        cluster.names |= _telling({entity.label, *entity.names})
        own = [m for m in matches if entity.iri in (m.first, m.second)]
        cluster.members[entity.iri] = _decision(entity, own, entities, record.label if record else "")
    return cluster


def _telling(names: set[str]) -> set[str]:
    """The names that hold a name or a number: *the crash* is a name of every incident, and so of none."""
    return {n for n in names if any(c.isupper() or c.isdigit() for c in n)}


def _best_label(members: list[Entity]) -> str:
    """A name with a flight number, else the longest."""
    names = sorted({e.label for e in members}, key=lambda n: (not any(c.isdigit() for c in n), -len(n), n))
    return names[0]


def _decision(
    entity: Entity, matches: list[Match], entities: dict[URIRef, Entity], record: str
) -> tuple[float, tuple[str, ...]]:
    """Score and reasons of one member: those of its matches, the score as a probability."""
    if not matches:
        return 1.0, ("the only one of its kind",)
    reasons = []
    for match in sorted(matches, key=lambda m: (-m.score, m.first, m.second)):
        other = match.second if match.first == entity.iri else match.first
        name = entities[other].label if other in entities else record
        reasons.append(f'{"; ".join(match.reasons)} (with "{name}", weight {match.score:g})')
    best = max(m.score for m in matches)
    return round(1 - 1 / (1 + math.exp(best - 2)), 2), tuple(reasons)


def _vehicle_noun(incident: Cluster, knowledge: Knowledge) -> str:
    """What the vehicles of such an incident are called: *aircraft*, *ship*."""
    kind = next((k for t in sorted(incident.types) if (k := knowledge.taxonomy.incident_kind(t)) is not None), None)
    return knowledge.taxonomy.labels.get(kind.vehicle, "vehicle") if kind is not None else "vehicle"


def _vehicle(incident: Cluster, entities: dict[URIRef, Entity], knowledge: Knowledge) -> Cluster:
    """The vehicle of an incident: those of its members are one because the incidents are."""
    local = incident.iri.rsplit("/", 1)[-1]
    noun = _vehicle_noun(incident, knowledge)
    iri = knowledge.minter.iri(Kind.SYSTEM, f"{local}-{slug(noun)}")
    cluster = Cluster(iri, Kind.SYSTEM, f"{noun} of {incident.label}", set())
    for member in incident.members:
        for predicate, target in entities[member].links:
            if predicate == KG.vehicle and isinstance(target, URIRef):
                vehicle = entities[target]
                cluster.types |= set(vehicle.types)
                cluster.names |= _telling({vehicle.label, *vehicle.names})
                cluster.members[target] = (incident.members[member][0], ("the vehicle of an incident that is one",))
    return cluster


def merge_events(
    extractions: Iterable[Extraction], merged: dict[URIRef, URIRef], labels: Mapping[URIRef, str], knowledge: Knowledge
) -> list[Cluster]:
    """Cluster the events that are no incidents: one class, one incident, the same actors and destination.

    Parts of an incident (strike, crash) are one of a class. ``labels`` names the merged incidents; ``merged`` learns
    the members.
    """
    taxonomy = knowledge.taxonomy
    clusters: dict[URIRef, Cluster] = {}
    for extraction in extractions:
        who = _participants(extraction, merged, knowledge)
        for entity in extraction.entities:
            if entity.kind is not Kind.EVENT or taxonomy.any_is_a(entity.types, KG.Incident):
                continue
            links = {p: merged.get(URIRef(v), URIRef(v)) for p, v in entity.links if p in (KG.about, SEM.subEventOf)}
            target = links.get(KG.about) or links.get(SEM.subEventOf)
            part = SEM.subEventOf in links
            unbound = extraction.iri if target is None and not who.get(entity.iri) else ""
            key = (entity.types, target, () if part else tuple(sorted(who.get(entity.iri, ()))), unbound)
            iri = knowledge.minter.iri(
                Kind.EVENT, f"{slug(taxonomy.labels.get(entity.types[0], 'event'))}-{digest(*key)}"
            )
            cluster = clusters.get(iri)
            if cluster is None:
                label = (
                    f"{entity.label} ({labels[target]})" if target is not None and target in labels else entity.label
                )
                cluster = clusters[iri] = Cluster(iri, Kind.EVENT, label, set(entity.types))
            merged[entity.iri] = iri
            cluster.members[entity.iri] = (0.8, (_same(part=part),))
    return [clusters[iri] for iri in sorted(clusters)]


def _participants(
    extraction: Extraction, merged: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> dict[URIRef, set[str]]:
    """Event → the actors and the destination that its claims name."""
    prefix = f"{knowledge.minter.base_iri}{Kind.ACTOR}/"
    found: dict[URIRef, set[str]] = {}
    for claim in extraction.claims:
        for p in claim.propositions:
            value = merged.get(URIRef(p.object), p.object) if isinstance(p.object, URIRef) else ""
            if value.startswith(prefix) or p.predicate == KG.destination:
                found.setdefault(p.subject, set()).add(f"{p.predicate}={value}")
    return found


def _same(*, part: bool) -> str:
    return "the same part of the same incident" if part else "same class of event, same incident, same actors"
