"""What a group of names, or of incidents, is as one merged entity, before it has its IRI."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.bodies import Body, Told, body_written, longest
from kg.merging.linking import Linker
from kg.merging.shuffle import Json
from kg.minting import Minter, slug
from kg.model import Kind
from kg.vocabulary import KG


class Maker:
    """Makes the bodies of groups."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self._linker = knowledge, Linker(knowledge)

    def entity(self, kind: Kind, told: list[Told], reference: URIRef | None) -> Body:
        """Of an actor, a system or a place; ``told`` is what its entities tell, sorted."""
        types = {t for each in told for t in each.types}
        names = {name for each in told for name in (each.label, *each.names)}
        label = longest(each.label for each in told)
        body = Body(kind, label, set(self.knowledge.taxonomy.specific(types)), names)
        if reference is not None:
            given = (each.identity for each in told if each.identity is not None and each.identity.iri == reference)
            identity = next(given, None) or self._linker.of(reference)
            if identity is not None:
                classes = set(identity.types) | (types & {KG.Publisher})
                body.known = reference, Body(kind, identity.label, classes, names, set(identity.links))
        return body

    def incident(self, told: list[Told], reference: URIRef | None) -> Body:
        """Of an incident with its vehicle."""
        types = {t for each in told for t in each.types}
        names = _telling(told)
        body = Body(Kind.EVENT, longest((each.label for each in told), _numbered), types, names)
        if reference in self.knowledge.reference:
            record = self.knowledge.reference[reference]
            links = set(self._linker.reference(record, "").links)
            body.known = record.iri, Body(Kind.EVENT, record.label, types, names | set(record.names), links)
        vehicles = [vehicle for each in told for vehicle in each.vehicles]
        if vehicles:
            classes = {t for vehicle in vehicles for t in vehicle.types}
            body.vehicle = Body(Kind.SYSTEM, self._vehicle_noun(types), classes, _telling(vehicles))
        return body

    def _vehicle_noun(self, types: Iterable[URIRef]) -> str:
        """What the vehicles of such an incident are called: *aircraft*, *ship*."""
        taxonomy = self.knowledge.taxonomy
        kind = next((k for t in sorted(types) if (k := taxonomy.incident_kind(t)) is not None), None)
        return taxonomy.labels.get(kind.vehicle, "vehicle") if kind is not None else "vehicle"


@dataclass(frozen=True)
class Called:
    """A merged entity that has its IRI."""

    label: str
    types: tuple[URIRef, ...]
    vehicle: URIRef | None
    """Of an incident."""
    is_: Json
    """What the entity is, and beside it what the vehicle is, as they stand under their IRIs."""
    vehicle_is: Json = None


def call(made: Body, iri: URIRef, minter: Minter) -> Called:
    """What a body is under the IRI that it was given, and the IRI of its vehicle."""
    body, beside = made.named(iri), made.vehicle
    vehicle, vehicle_is = None, None
    if beside is not None:
        noun = beside.label
        vehicle = minter.iri(Kind.SYSTEM, f"{iri.rsplit('/', 1)[-1]}-{slug(noun)}")
        beside.label = f"{noun} of {body.label}"
        vehicle_is = ["is", body_written(beside)]
    body.known = body.vehicle = None
    return Called(body.label, tuple(sorted(body.types)), vehicle, ["is", body_written(body)], vehicle_is)


def _telling(told: Iterable[Told]) -> set[str]:
    """The names that hold a name or a number: *the crash* is a name of every incident, and so of none."""
    names = (name for each in told for name in (each.label, *each.names))
    return {name for name in names if any(c.isupper() or c.isdigit() for c in name)}


def _numbered(label: str) -> bool:
    """A name with a flight number."""
    return any(c.isdigit() for c in label)
