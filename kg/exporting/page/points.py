"""Where: the places of incidents with their coordinates, WGS84 (https://www.w3.org/2003/01/geo/), in degrees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rdflib import URIRef

from kg.exporting.page.lookup import Lookup
from kg.vocabulary import KG, RDF, SEM, WGS84

_ROLES = ((SEM.hasPlace, "place"), (KG.origin, "origin"), (KG.destination, "destination"))
_ASSERTS = (KG.TrueCertain, KG.TrueUncertain)
_DIGITS = 3


@dataclass(frozen=True)
class PointRecord:
    """A place. ``area`` is true where its coordinates stand for a whole country, region or sea; ``at`` is (lat, long).

    ``roles`` are pairs of an incident and *place*, *origin* or *destination*.
    """

    id: str
    at: tuple[float, float] | None
    area: bool
    roles: tuple[tuple[str, str], ...]


def read_points(lookup: Lookup, incidents: list[URIRef]) -> list[PointRecord]:
    """Every place that an incident has, plainly or by a claim that asserts it."""
    roles: dict[URIRef, dict[tuple[str, str], None]] = defaultdict(dict)
    claimed = _claimed(lookup)
    for incident in incidents:
        for predicate, role in _ROLES:
            values = {*lookup.iris(incident, predicate), *claimed[(incident, predicate)]}
            for place in sorted(v for v in values if lookup.kinds.get(v) == "place"):
                roles[place][(lookup.id(incident), role)] = None
    areas = set(lookup.instances(KG.Country, KG.Region, KG.SeaArea))
    return [
        PointRecord(lookup.id(place), _coordinates(lookup, place), place in areas, tuple(roles[place]))
        for place in sorted(roles)
    ]


def _claimed(lookup: Lookup) -> dict[tuple[URIRef, URIRef], set[URIRef]]:
    found: dict[tuple[URIRef, URIRef], set[URIRef]] = defaultdict(set)
    for predicate, _ in _ROLES:
        for proposition in lookup.subjects(RDF.predicate, predicate):
            claims = lookup.subjects(KG.proposition, proposition)
            if any(lookup.iri(claim, KG.epistemic) in _ASSERTS for claim in claims):
                for incident in lookup.iris(proposition, RDF.subject):
                    found[(incident, predicate)].update(lookup.iris(proposition, RDF.object))
    return found


def _coordinates(lookup: Lookup, place: URIRef) -> tuple[float, float] | None:
    try:
        lat, long = (float(lookup.text(place, p)) for p in (WGS84.lat, WGS84.long))
    except ValueError:
        return None
    return (round(lat, _DIGITS), round(long, _DIGITS)) if -90 <= lat <= 90 and -180 <= long <= 180 else None
