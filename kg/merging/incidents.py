"""The merged incidents and their vehicles."""

from __future__ import annotations

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.groups import Group
from kg.alignment.incidents import align_incidents
from kg.knowledge import Knowledge, ReferenceEntity
from kg.merging.clusters import Cluster, Reasons, reasons
from kg.merging.linking import Linker
from kg.minting import slug
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG


def merge_incidents(
    extractions: list[Extraction], merged: dict[URIRef, URIRef], knowledge: Knowledge, decisions: Decisions
) -> list[Cluster]:
    """One cluster for each incident, and one for its vehicle; ``merged`` learns the members."""
    entities = {e.iri: e for x in extractions for e in x.entities}
    clusters: list[Cluster] = []
    used: set[URIRef] = set()
    taken = set(knowledge.reference)
    groups = align_incidents(extractions, merged, knowledge, decisions)
    for group in sorted(groups, key=lambda g: (g.reference is None, -len(g.members), g.members[0])):
        known = group.reference is not None and group.reference not in used
        record = knowledge.reference.get(URIRef(group.reference or "")) if known else None
        incident = _incident(group, record, entities, knowledge, taken)
        clusters.append(incident)
        used.add(incident.iri)
        taken.add(incident.iri)
        merged |= dict.fromkeys(incident.members, incident.iri)
        vehicle = _vehicle(incident, entities, knowledge)
        if vehicle.members:
            clusters.append(vehicle)
            merged |= dict.fromkeys(vehicle.members, vehicle.iri)
    return clusters


def _incident(
    group: Group,
    record: ReferenceEntity | None,
    entities: dict[URIRef, Entity],
    knowledge: Knowledge,
    taken: set[URIRef],
) -> Cluster:
    """The cluster of an incident of the reference data, or of one that they do not have."""
    members = [entities[iri] for iri in group.members]
    label = record.label if record is not None else _best_label(members)
    free = knowledge.minter.free(Kind.EVENT, label, taken, members[0].iri)
    iri = record.iri if record is not None else free
    cluster = Cluster(iri, Kind.EVENT, label, {t for e in members for t in e.types})
    if record is not None:
        cluster.links |= set(Linker(knowledge).reference(record, "").links)
        cluster.names |= set(record.names)
    for entity in members:
        cluster.names |= _telling({entity.label, *entity.names})
        cluster.members[entity.iri] = reasons(entity.iri, None, group)
    return cluster


def _telling(names: set[str]) -> set[str]:
    """The names that hold a name or a number: *the crash* is a name of every incident, and so of none."""
    return {n for n in names if any(c.isupper() or c.isdigit() for c in n)}


def _best_label(members: list[Entity]) -> str:
    """A name with a flight number, else the longest."""
    names = sorted({e.label for e in members}, key=lambda n: (not any(c.isdigit() for c in n), -len(n), n))
    return names[0]


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
                cluster.members[target] = Reasons(
                    incident.members[member].score, ("the vehicle of an incident that is one",)
                )
    return cluster
