"""Which incidents of the articles, and of the reference data, are one.

By designator, operator, date, place, route and numbers together, never by the word that tells of them; what contradicts
in designator, operator, date or class is never one, nor are two that one article tells of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from typing import Any

from rdflib import URIRef

from kg.alignment.alignment import Alignment
from kg.alignment.decisions import Decisions
from kg.alignment.features import Describer
from kg.alignment.groups import Group
from kg.alignment.marks import Texts, differ, number_of, same_designator, unrelated
from kg.alignment.rows import Entry
from kg.alignment.scoring import Model
from kg.knowledge import Knowledge, ReferenceEntity, gazetteer
from kg.model import Entity, Extraction, Value
from kg.vocabulary import KG, SEM

_COLUMNS = {
    KG.operator: "operators",
    SEM.hasTimeStamp: "dates",
    SEM.hasPlace: "places",
    KG.origin: "origins",
    KG.destination: "destinations",
    KG.aboard: "aboard",
    KG.fatalities: "fatalities",
    KG.survivors: "survivors",
}


@dataclass(frozen=True)
class IncidentMarks:
    """What one incident has one value of: another value makes it another incident."""

    classes: Texts
    above: Texts
    vehicles: Texts
    above_vehicles: Texts
    designators: Texts
    registrations: Texts
    operators: Texts
    dates: Texts

    def contradicts(self, other: IncidentMarks) -> bool:
        """Whether two tell the same property and agree in no value of it."""
        return (
            unrelated(self.classes, self.above, other.classes, other.above)
            or (
                bool(self.vehicles and other.vehicles)
                and unrelated(self.vehicles, self.above_vehicles, other.vehicles, other.above_vehicles)
            )
            or _never(self.designators, other.designators, same_designator)
            or differ(self.registrations, other.registrations)
            or differ(self.operators, other.operators)
            or _never(self.dates, other.dates, lambda a, b: a.startswith(b) or b.startswith(a))
        )


def _never(one: Texts, two: Texts, agree: Callable[[str, str], bool]) -> bool:
    """Whether both tell something and no value of the one agrees with one of the other."""
    return bool(one and two) and not any(agree(a, b) for a in one for b in two)


@dataclass(frozen=True)
class IncidentFeatures:
    """One row of the table that Splink compares: what is said of an incident, in merged terms."""

    classes: Texts = ()
    above: Texts = ()
    vehicles: Texts = ()
    """Classes of the vehicle."""
    above_vehicles: Texts = ()
    designators: Texts = ()
    """Flight numbers and the like."""
    numbers: Texts = ()
    """The numbers in them, without an operator's code."""
    registrations: Texts = ()
    operators: Texts = ()
    dates: Texts = ()
    days: Texts = ()
    """The dates that tell the day."""
    periods: Texts = ()
    """The dates with the months and years that they lie in."""
    places: Texts = ()
    countries: Texts = ()
    """Countries in which it is said to have come down."""
    towns: Texts = ()
    """The places that are no country or region: two of one country say little."""
    origins: Texts = ()
    destinations: Texts = ()
    aboard: Texts = ()
    fatalities: Texts = ()
    survivors: Texts = ()
    models: Texts = ()
    families: Texts = ()
    """The models with those above them."""
    reference: str | None = None
    alone: str = ""
    names: Texts = ()
    """None: two incidents of one article are two, whatever they are called."""

    @property
    def blocks(self) -> Texts:
        """Each value of each column is a key."""
        columns = (
            "designators",
            "registrations",
            "operators",
            "days",
            "places",
            "countries",
            "origins",
            "destinations",
            "fatalities",
        )
        return tuple(f"{column} {value}" for column in columns for value in getattr(self, column))

    @property
    def telling(self) -> IncidentMarks:
        """What of it may forbid."""
        return IncidentMarks(*(getattr(self, field.name) for field in fields(IncidentMarks)))


def incident_alignment(
    connection: sqlite3.Connection, knowledge: Knowledge, decisions: Decisions
) -> Alignment[IncidentFeatures]:
    """The alignment of incidents that a database holds, those of the reference data among them."""
    model = Model(knowledge.model("incidents"))
    alignment = Alignment(connection, "incidents", IncidentFeatures, model, decisions)
    for features in reference_incidents(knowledge):
        alignment.put_reference(features)
    return alignment


def reference_incidents(knowledge: Knowledge) -> Iterator[IncidentFeatures]:
    """The rows of the incidents of the reference data."""
    for record in knowledge.reference.values():
        if knowledge.taxonomy.any_is_a(record.types, KG.Incident):
            yield _of_reference(record, knowledge)


def incident_entries(
    extraction: Extraction,
    merged: Mapping[URIRef, URIRef],
    describer: Describer,
    decisions: Decisions,
    told_of: Callable[[Entity], str] = lambda _: "",
) -> Iterator[Entry[IncidentFeatures]]:
    """The incidents of one article as rows.

    Args:
        extraction: the article.
        merged: the merged entity of its local ones, so that places and operators are compared as such.
        describer: knows the countries of places.
        decisions: what people decided.
        told_of: what a group takes over of an incident.
    """
    knowledge = describer.knowledge
    entities = {e.iri: e for e in extraction.entities}
    for iri, told in _told(extraction, knowledge).items():
        places = [entities[URIRef(p)] for p in told.get(SEM.hasPlace, ()) if p in entities]
        features = replace(
            _features(entities[iri].types, told, merged, knowledge),
            **_columns("vehicles", "above_vehicles", _vehicle_types(entities[iri], entities), knowledge),
            countries=_texts(c for place in places for c in describer.countries(place, entities)),
            towns=_texts(merged.get(p.iri, p.iri) for p in places if _is_town(p.types, knowledge)),
            alone=str(iri) if iri in decisions.named else "",
            reference=decisions.reference(iri, None, knowledge.reference.__contains__),
        )
        yield Entry(features, str(iri), told_of(entities[iri]))


def align_incidents(
    extractions: Iterable[Extraction], merged: Mapping[URIRef, URIRef], knowledge: Knowledge, decisions: Decisions
) -> list[Group]:
    """Group the incidents of all articles at once with those of the reference data."""
    describer = Describer(knowledge)
    with closing(sqlite3.connect("")) as connection:
        alignment = incident_alignment(connection, knowledge, decisions)
        for extraction in extractions:
            alignment.put(extraction.iri, incident_entries(extraction, merged, describer, decisions))
        return sorted((group for _, group in alignment.settle() if group is not None), key=lambda g: g.members[0])


Told = dict[URIRef, set[Value]]
"""Property → the values that some claim affirms or leaves open."""


def _told(extraction: Extraction, knowledge: Knowledge) -> dict[URIRef, Told]:
    """What an article tells of each of its incidents."""
    taxonomy = knowledge.taxonomy
    found: dict[URIRef, Told] = {e.iri: {} for e in extraction.entities if taxonomy.any_is_a(e.types, KG.Incident)}
    for claim in extraction.claims:
        for told in claim.propositions if not claim.epistemic.denies else ():
            if told.subject in found:
                found[told.subject].setdefault(told.predicate, set()).add(told.object)
    return found


def _features(
    types: tuple[URIRef, ...],
    told: Told,
    merged: Mapping[URIRef, URIRef],
    knowledge: Knowledge,
) -> IncidentFeatures:
    """The row of what is told; ``merged`` leads local entities to merged ones."""
    kinds = knowledge.taxonomy.incident_kinds
    values = {p: {merged.get(v, v) if isinstance(v, URIRef) else v for v in vs} for p, vs in told.items()}
    columns: dict[str, Any] = {column: _texts(values.get(predicate, ())) for predicate, column in _COLUMNS.items()}
    dates = columns["dates"]
    designators = [v for k in kinds if k.designator is not None for v in values.get(k.designator, ())]
    registrations = [v for k in kinds if k.registration is not None for v in values.get(k.registration, ())]
    models = [v for k in kinds if k.model is not None for v in values.get(k.model, ())]
    return IncidentFeatures(
        **_columns("classes", "above", types, knowledge),
        designators=_texts(designators),
        numbers=_texts(number_of(str(v)) for v in designators),
        registrations=_texts(str(v).replace("-", "") for v in registrations),
        days=tuple(date for date in dates if len(date) == len("2014-07-17")),
        periods=_texts("-".join(date.split("-")[:n]) for date in dates for n in (1, 2, 3)),
        models=_texts(models),
        families=_texts(family for model in models for family in (model, *knowledge.families(model))),
        **columns,
    )


def _texts(values: Iterable[Value | str]) -> Texts:
    return tuple(sorted({str(value).rsplit("/", 1)[-1] for value in values}))


def _columns(own: str, above: str, types: Iterable[URIRef], knowledge: Knowledge) -> dict[str, Any]:
    """The columns of classes and of all classes above them."""
    types = list(types)
    higher = (a for t in types for a in knowledge.taxonomy.ancestors(t))
    return {own: _texts(t.rsplit("#", 1)[-1] for t in types), above: _texts(a.rsplit("#", 1)[-1] for a in higher)}


def _vehicle_types(incident: Entity, entities: Mapping[URIRef, Entity]) -> Iterator[URIRef]:
    vehicles = (entities[v] for p, v in incident.links if p == KG.vehicle and isinstance(v, URIRef) and v in entities)
    yield from (t for vehicle in vehicles for t in vehicle.types)


def _is_town(types: Iterable[URIRef], knowledge: Knowledge) -> bool:
    """Whether a place is no country, region or sea."""
    wide = (KG.Country, KG.Region, KG.SeaArea)
    return not any(knowledge.taxonomy.any_is_a(types, class_) for class_ in wide)


def _of_reference(record: ReferenceEntity, knowledge: Knowledge) -> IncidentFeatures:
    """The row of an incident of the reference data."""
    told: Told = {}
    for predicate, value in record.facts:
        told.setdefault(predicate, set()).add(value)
    places = [knowledge.reference[URIRef(p)] for p in told.get(SEM.hasPlace, ()) if p in knowledge.reference]
    named = (gazetteer.country(place.text(KG.countryName) or "") for place in places)
    return replace(
        _features(record.types, told, {}, knowledge),
        countries=_texts(country.code for country in named if country is not None),
        towns=_texts(place.iri for place in places if _is_town(place.types, knowledge)),
        reference=str(record.iri),
    )
