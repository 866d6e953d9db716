"""What the values under one key come to: what is said of a subject, what a speaker takes back, a merged entity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.names import Namer
from kg.knowledge import Knowledge
from kg.merging.bodies import Body, body_read
from kg.merging.conflicts import find_conflicts
from kg.merging.facts import find_facts
from kg.merging.families import Model, models
from kg.merging.linking import Linker
from kg.merging.revisions import Statement, revised
from kg.merging.shuffle import Json
from kg.merging.stands import read
from kg.merging.telling import told_replaced
from kg.model import Entity, Kind, SubjectPart, known_iri
from kg.vocabulary import KG

ONLY_TO_WHAT_IS_THERE = {KG.governs, KG.organOf, KG.within, KG.about, KG.vehicle, SKOS.broader}
"""Links that are left out where the graph has nothing at their end."""


def revise(values: Iterable[Json], knowledge: Knowledge) -> tuple[list[tuple[str, Json]], list[tuple[str, Json]]]:
    """Of one speaker, subject and property: by article which claim supersedes which, by subject what is replaced."""
    statements, articles = [], {}
    for day, article, place, told in values:
        stand = read(told)
        articles[stand.iri] = article
        statements.append(Statement(dt.date.fromisoformat(day), stand.propositions[place], stand))
    pairs = list(revised(statements, knowledge))
    superseded: list[tuple[str, Json]] = [(articles[new.iri], [new.iri, old.iri]) for new, old in pairs]
    return superseded, list(told_replaced(pairs, knowledge))


def subject_part(subject: URIRef, values: Iterable[Json], knowledge: Knowledge) -> SubjectPart | None:
    """What is said of a subject; None where nothing is."""
    values = list(values)
    stands = sorted((read(told) for kind, *(told, *_) in values if kind == "stand"), key=lambda s: s.iri)
    gone = {(known_iri(v[1]), known_iri(v[2])) for v in values if v[0] == "replaced"}
    if not stands:
        return None
    conflicts = find_conflicts(stands, gone, knowledge)
    facts = find_facts(stands, gone, conflicts, knowledge)
    told = sorted({p for stand in stands for p in stand.propositions})
    return SubjectPart(subject, tuple(told), tuple(facts), tuple(conflicts))


def merged_entity(iri: URIRef, values: Iterable[Json], knowledge: Knowledge) -> Entity | None:
    """The merged entity of an IRI, or the entry of the reference data that is spoken of; None where neither is."""
    values = list(values)
    bodies = [body_read(value[1]) for value in values if value[0] == "is"]
    if bodies:
        body = bodies[0]
        body.links |= {(known_iri(p), known_iri(v)) for value in values if value[0] == "links" for p, v in value[1]}
        broader = {(SKOS.broader, known_iri(value[1])) for value in values if value[0] == "broader"}
        if not any(predicate == SKOS.broader for predicate, _ in body.links):
            body.links |= broader
        return body.entity(iri)
    for value in values:
        if value[0] == "source":
            return Body(Kind.ACTOR, value[1], set(map(known_iri, value[2]))).entity(iri)
    if values and iri in knowledge.reference:
        record = knowledge.reference[iri]
        identity = Linker(knowledge).reference(record, "")
        types = {*identity.types, KG.ReferenceEntity}
        return Body(record.kind, identity.label, types, set(record.names), set(identity.links)).entity(iri)
    return None


def models_of(entity: Entity, namer: Namer) -> list[Model]:
    """The models that a system is, sorted; of an entry of the reference data nobody has named, none."""
    if entity.kind is not Kind.SYSTEM or KG.ReferenceEntity in entity.types:
        return []
    return sorted(models({entity.label, *entity.names}, namer))


def linked(entity: Entity, there: Callable[[str], bool]) -> Entity:
    """The entity with the links that lead somewhere; ``there`` tells whether the graph has an entity of an IRI."""
    links = ((p, v) for p, v in entity.links if p not in ONLY_TO_WHAT_IS_THERE or (v != entity.iri and there(str(v))))
    return replace(entity, links=tuple(links))
