"""Which incidents of the articles, and of the reference data, are one.

By designator, operator, date, place, route and numbers together, never by the word that tells of them; what contradicts
in designator, operator or date is never one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge, gazetteer
from kg.merging.values import broader, compatible
from kg.model import Entity, Extraction, Kind, Value
from kg.vocabulary import KG, SEM

_WEIGHTS = {
    KG.operator: 3.0,
    SEM.hasTimeStamp: 3.0,
    SEM.hasPlace: 2.0,
    KG.origin: 1.5,
    KG.destination: 1.5,
    KG.fatalities: 2.0,
    KG.aboard: 2.0,
    KG.survivors: 1.5,
}
_DESIGNATOR, _MODEL = 5.0, 1.0
THRESHOLD = 4.0
"""The sum of weights from which two incidents are one: a designator (a flight number) or three weaker features."""


@dataclass
class Profile:
    """What is said of one incident, in merged terms. ``source`` is its article; reference entries have none."""

    iri: URIRef
    source: URIRef | None
    values: dict[URIRef, set[Value]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    """Names of the countries in which it is said to have come down."""
    label: str = ""


@dataclass(frozen=True)
class Match:
    """Two profiles held to be one incident."""

    first: URIRef
    second: URIRef
    score: float
    reasons: tuple[str, ...]


def profiles(extractions: Iterable[Extraction], merged: Mapping[URIRef, URIRef], knowledge: Knowledge) -> list[Profile]:
    """One profile for each incident of each article."""
    wanted, found = _weights(knowledge), list[Profile]()
    for extraction in extractions:
        entities = {e.iri: e for e in extraction.entities}
        for entity in extraction.entities:
            if not knowledge.taxonomy.any_is_a(entity.types, KG.Incident):
                continue
            profile = Profile(entity.iri, extraction.iri, label=entity.label)
            for claim in extraction.claims:
                for proposition in claim.propositions:
                    if (
                        proposition.subject == entity.iri
                        and proposition.predicate in wanted
                        and not claim.epistemic.denies
                    ):
                        _add(profile, proposition.predicate, proposition.object, merged, entities)
            found.append(profile)
    return found


def _add(
    profile: Profile,
    predicate: URIRef,
    value: Value,
    merged: Mapping[URIRef, URIRef],
    entities: Mapping[URIRef, Entity],
) -> None:
    if isinstance(value, URIRef):
        if predicate == SEM.hasPlace and value in entities:
            profile.countries |= _countries(entities[value], entities)
        value = merged.get(value, value)
    profile.values.setdefault(predicate, set()).add(value)


def _countries(place: Entity, entities: Mapping[URIRef, Entity], depth: int = 3) -> set[str]:
    found = {c.name for n in (place.label, place.label.split()[-1]) if (c := gazetteer.country(n)) is not None}
    town = gazetteer.city(place.label) if not found else None
    if town is not None and (c := gazetteer.country_of(town.country)) is not None:
        found.add(c.name)
    for predicate, target in place.links:
        if predicate == KG.within and isinstance(target, URIRef) and target in entities and depth:
            found |= _countries(entities[target], entities, depth - 1)
    return found


def reference_profiles(knowledge: Knowledge) -> list[Profile]:
    """One profile for each incident of the reference data."""
    wanted, found = _weights(knowledge), list[Profile]()
    for entity in knowledge.reference.values():
        if entity.kind is Kind.EVENT and knowledge.taxonomy.any_is_a(entity.types, KG.Incident):
            profile = Profile(entity.iri, None, label=entity.label)
            for predicate, value in entity.facts:
                if predicate in wanted:
                    profile.values.setdefault(predicate, set()).add(value)
            for place in profile.values.get(SEM.hasPlace, ()):
                record = knowledge.reference.get(URIRef(place))
                country = gazetteer.country(record.text(KG.countryName) or "") if record is not None else None
                profile.countries |= {country.name} if country is not None else set()
            found.append(profile)
    return found


def compare(a: Profile, b: Profile, knowledge: Knowledge) -> Match | None:
    """Score two profiles; None where one article tells them apart or a contradiction forbids."""
    if a.source is not None and a.source == b.source:
        return None
    score, reasons = 0.0, []
    for predicate, weight in _weights(knowledge).items():
        first, second = a.values.get(predicate, set()), b.values.get(predicate, set())
        if not first or not second:
            continue
        name = knowledge.taxonomy.labels.get(predicate, predicate.rsplit("#", 1)[-1])
        if any(_agree(x, y, knowledge) for x in first for y in second):
            exact = predicate != SEM.hasTimeStamp or any(len(str(x)) == 10 and x == y for x in first for y in second)
            score += weight if exact else 1.0
            reasons.append(f"same {name}: {_shown(first, second, knowledge)}")
        elif predicate in _telling(knowledge):
            return None
        elif predicate == SEM.hasPlace and a.countries & b.countries:
            score += 1.0
            reasons.append(f"places in the same country: {', '.join(sorted(a.countries & b.countries))}")
        else:
            score -= weight / 2
            reasons.append(f"different {name}: {_shown(first, second, knowledge)}")
    return Match(a.iri, b.iri, score, tuple(reasons)) if score >= THRESHOLD else None


def _agree(x: Value, y: Value, knowledge: Knowledge) -> bool:
    return compatible(x, y) or broader(x, y, knowledge) or broader(y, x, knowledge)


def _shown(first: set[Value], second: set[Value], knowledge: Knowledge) -> str:
    def text(value: Value) -> str:
        record = knowledge.reference.get(URIRef(value)) if isinstance(value, URIRef) else None
        return record.label if record is not None else str(value).rsplit("/", 1)[-1]

    left, right = ({text(v) for v in values} for values in (first, second))
    return ", ".join(sorted(left)) if left == right else f"{', '.join(sorted(left))} / {', '.join(sorted(right))}"


def cluster_incidents(
    found: list[Profile], reference: list[Profile], knowledge: Knowledge
) -> dict[URIRef, tuple[list[Profile], list[Match]]]:
    """Group the profiles, best match first; a group never holds two incidents of one article or a contradiction."""
    everything = {p.iri: p for p in [*found, *reference]}
    pairs = [*combinations(found, 2), *((a, b) for a in found for b in reference)]
    matches = [m for a, b in pairs if (m := compare(a, b, knowledge)) is not None]
    group = {iri: iri for iri in everything}
    taken: dict[URIRef, list[Match]] = {iri: [] for iri in everything}
    for match in sorted(matches, key=lambda m: (-m.score, m.first, m.second)):
        one, two = group[match.first], group[match.second]
        if one == two:
            taken[one].append(match)
            continue
        left, right = ([p for i, p in everything.items() if group[i] == g] for g in (one, two))
        if any(_contradict(a, b, knowledge) for a in left for b in right):
            continue
        for profile in right:
            group[profile.iri] = one
        taken[one] += [match, *taken.pop(two)]
    out: dict[URIRef, tuple[list[Profile], list[Match]]] = {}
    for iri, root in sorted(group.items()):
        out.setdefault(root, ([], taken[root]))[0].append(everything[iri])
    return {root: v for root, v in out.items() if any(p.source is not None for p in v[0])}


def _weights(knowledge: Knowledge) -> dict[URIRef, float]:
    """What each property on which two incidents agree adds to their score."""
    kinds = knowledge.taxonomy.incident_kinds
    designators = {k.designator: _DESIGNATOR for k in kinds if k.designator is not None}
    return designators | _WEIGHTS | {k.model: _MODEL for k in kinds if k.model is not None}


def _telling(knowledge: Knowledge) -> tuple[URIRef, ...]:
    """The properties that one incident has one value of: another value makes it another incident."""
    designators = (k.designator for k in knowledge.taxonomy.incident_kinds if k.designator is not None)
    return (*designators, KG.operator, SEM.hasTimeStamp)


def _contradict(a: Profile, b: Profile, knowledge: Knowledge) -> bool:
    if (a.source is None and b.source is None) or (a.source is not None and a.source == b.source):
        return True
    for predicate in _telling(knowledge):
        first, second = a.values.get(predicate, set()), b.values.get(predicate, set())
        if first and second and not any(_agree(x, y, knowledge) for x in first for y in second):
            return True
    return False
