"""What the phrases for an incident and its vehicle say themselves: designator, operator, model, year."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal
from rdflib.namespace import XSD

from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.incidents import Incident
from kg.knowledge import IncidentKind
from kg.vocabulary import KG, SEM


def identity(text: Text) -> Iterator[Fact]:
    """The facts of every reference."""
    for incident in text.incidents.incidents:
        kind = text.knowledge.taxonomy.incident_kind(incident.class_)
        if kind is not None:
            yield from _signals(text, incident, kind)
            yield from _predicated_models(text, incident, kind)


def _signals(text: Text, incident: Incident, kind: IncidentKind) -> Iterator[Fact]:
    for reference in incident.references:
        signals, head = reference.signals, reference.head
        if signals.designator and kind.designator is not None:
            words = Literal(text.incidents.designator(head) or signals.designator)
            yield Fact(incident, kind.designator, words, head)
        if signals.operator is not None:
            yield Fact(incident, KG.operator, signals.operator, head)
        if signals.model is not None and kind.model is not None:
            yield Fact(incident, kind.model, signals.model, head)
        if signals.year and head.pos_ != "VERB":
            yield Fact(incident, SEM.hasTimeStamp, Literal(signals.year, datatype=XSD.gYear), head)


def _predicated_models(text: Text, incident: Incident, kind: IncidentKind) -> Iterator[Fact]:
    """*the aircraft was a* model, *the plane, a* model."""
    for reference in incident.references:
        vehicle = reference.vehicle
        if vehicle is None or kind.model is None:
            continue
        predicates = [c for c in vehicle.children if c.dep_ == "appos"]
        if vehicle.dep_ == "nsubj" and vehicle.head.lemma_ == "be":
            predicates += [c for c in vehicle.head.children if c.dep_ == "attr"]
        for token in predicates:
            occurrence = text.cast.at(token)
            if occurrence is not None and text.is_a(occurrence.draft, KG.VehicleModel):
                yield Fact(incident, kind.model, occurrence.draft, token)
