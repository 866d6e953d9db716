"""Which incidents of the articles, and of the reference data, are one.

By designator, operator, date, place, route and numbers together, never by the word that tells of them; what contradicts
in designator, operator, date or class is never one, nor are two that one article tells of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.decisions import Decisions
from kg.alignment.groups import Group, Rows, Texts, group_rows
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
_DEPTH = 3


@dataclass(frozen=True)
class IncidentMarks:
    """What one incident has one value of: another value makes it another incident."""

    classes: Texts
    above: Texts
    designators: Texts
    registrations: Texts
    operators: Texts
    dates: Texts

    def contradicts(self, other: IncidentMarks) -> bool:
        """Whether two tell the same property and agree in no value of it."""
        return (
            (set(self.classes).isdisjoint(other.above) and set(other.classes).isdisjoint(self.above))
            or _differ(self.designators, other.designators)
            or _differ(self.registrations, other.registrations)
            or _differ(self.operators, other.operators)
            or (
                bool(self.dates and other.dates)
                and not any(a.startswith(b) or b.startswith(a) for a in self.dates for b in other.dates)
            )
        )


def _differ(one: Texts, two: Texts) -> bool:
    return bool(one and two) and set(one).isdisjoint(two)


@dataclass(frozen=True)
class IncidentFeatures:
    """One row of the table that Splink compares: what is said of an incident, in merged terms."""

    classes: Texts = ()
    above: Texts = ()
    designators: Texts = ()
    """Flight numbers and the like, by their number."""
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
        return IncidentMarks(self.classes, self.above, self.designators, self.registrations, self.operators, self.dates)


def align_incidents(
    extractions: Iterable[Extraction], merged: Mapping[URIRef, URIRef], knowledge: Knowledge, decisions: Decisions
) -> list[Group]:
    """Group the incidents of all articles with those of the reference data.

    Args:
        extractions: the articles.
        merged: the merged entity of every local one, so that places and operators are compared as such.
        knowledge: the ontology with the model, ``alignment/incidents.json``.
        decisions: what people decided.
    """
    rows = Rows[IncidentFeatures]()
    for record in knowledge.reference.values():
        if knowledge.taxonomy.any_is_a(record.types, KG.Incident):
            rows.add_reference(_of_reference(record, knowledge))
    for extraction in extractions:
        entities = {e.iri: e for e in extraction.entities}
        for iri, told in _told(extraction, knowledge).items():
            countries = _countries_of(told.get(SEM.hasPlace, ()), entities)
            features = _features(entities[iri].types, told, merged, countries, knowledge)
            alone = str(iri) if iri in decisions.named else ""
            rows.add(replace(features, alone=alone, reference=decisions.reference(iri, None)), iri, extraction.iri)
    return group_rows(rows.sorted(), Model(knowledge.model("incidents")), decisions)


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
    countries: Iterable[str],
    knowledge: Knowledge,
) -> IncidentFeatures:
    """The row of what is told; ``merged`` leads local entities to merged ones."""
    taxonomy, kinds = knowledge.taxonomy, knowledge.taxonomy.incident_kinds
    values = {p: {merged.get(v, v) if isinstance(v, URIRef) else v for v in vs} for p, vs in told.items()}
    columns: dict[str, Any] = {column: _texts(values.get(predicate, ())) for predicate, column in _COLUMNS.items()}
    dates = columns["dates"]
    designators = [v for k in kinds if k.designator is not None for v in values.get(k.designator, ())]
    registrations = [v for k in kinds if k.registration is not None for v in values.get(k.registration, ())]
    models = [v for k in kinds if k.model is not None for v in values.get(k.model, ())]
    return IncidentFeatures(
        classes=_texts(t.rsplit("#", 1)[-1] for t in types),
        above=_texts(a.rsplit("#", 1)[-1] for t in types for a in taxonomy.ancestors(t)),
        designators=_texts(_number(str(v)) for v in designators),
        registrations=_texts(str(v).replace("-", "") for v in registrations),
        days=tuple(date for date in dates if len(date) == len("2014-07-17")),
        periods=_texts("-".join(date.split("-")[:n]) for date in dates for n in (1, 2, 3)),
        countries=_texts(countries),
        models=_texts(models),
        families=_texts(family for model in models for family in _families(model, knowledge)),
        **columns,
    )


def _texts(values: Iterable[Value | str]) -> Texts:
    return tuple(sorted({str(value).rsplit("/", 1)[-1] for value in values}))


def _number(designator: str) -> str:
    """*17* of *MH17* and of *Flight 17*; the whole where no number ends it."""
    digits = re.search(r"\d+$", designator)
    return digits[0] if digits is not None else designator


def _families(model: Value, knowledge: Knowledge) -> Iterator[Value]:
    """A model and, by the reference data, the families above it."""
    seen: set[Value] = set()
    while isinstance(model, URIRef) and model not in seen:
        yield model
        seen.add(model)
        record = knowledge.reference.get(model)
        model = next(iter(record.values(SKOS.broader)), model) if record is not None else model


def _countries_of(places: Iterable[Value], entities: Mapping[URIRef, Entity]) -> set[str]:
    """Names of the countries in which the places of one article lie."""
    return {c for place in places if isinstance(place, URIRef) and place in entities for c in _country(place, entities)}


def _country(place: URIRef, entities: Mapping[URIRef, Entity], depth: int = _DEPTH) -> set[str]:
    label = entities[place].label
    found = {c.name for n in (label, label.split()[-1]) if (c := gazetteer.country(n)) is not None}
    town = gazetteer.city(label) if not found else None
    if town is not None and (country := gazetteer.country_of(town.country)) is not None:
        found.add(country.name)
    for predicate, target in entities[place].links:
        if predicate == KG.within and isinstance(target, URIRef) and target in entities and depth:
            found |= _country(target, entities, depth - 1)
    return found


def _of_reference(record: ReferenceEntity, knowledge: Knowledge) -> IncidentFeatures:
    """The row of an incident of the reference data."""
    told: Told = {}
    for predicate, value in record.facts:
        told.setdefault(predicate, set()).add(value)
    countries = set()
    for place in told.get(SEM.hasPlace, ()):
        known = knowledge.reference.get(URIRef(place))
        country = gazetteer.country(known.text(KG.countryName) or "") if known is not None else None
        countries |= {country.name} if country is not None else set()
    return replace(_features(record.types, told, {}, countries, knowledge), reference=str(record.iri))
