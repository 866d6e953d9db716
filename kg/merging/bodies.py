"""What a merged entity is made of, before it has its IRI."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import URIRef

from kg.merging.linking import Identity
from kg.merging.stands import value_read, value_written
from kg.model import Entity, Kind, Value, known_iri


@dataclass(frozen=True)
class Told:
    """What a group takes over of one of its entities, or of what stands beside it."""

    label: str
    names: tuple[str, ...]
    types: tuple[URIRef, ...]
    identity: Identity | None = None
    """What the reference data and gazetteers know of its name."""
    vehicles: tuple[Told, ...] = ()
    """Of an incident."""

    @classmethod
    def of(cls, entity: Entity, identity: Identity | None = None, vehicles: Iterable[Entity] = ()) -> Told:
        """What an article tells of its entity."""
        beside = tuple(cls.of(vehicle) for vehicle in vehicles)
        return cls(entity.label, entity.names, entity.types, identity, beside)


@dataclass
class Body:
    """A merged entity in the making."""

    kind: Kind
    label: str
    types: set[URIRef]
    names: set[str] = field(default_factory=set)
    links: set[tuple[URIRef, Value]] = field(default_factory=set)
    known: tuple[URIRef, Body] | None = None
    """The entry of the reference data that it may be, and what it is then."""
    vehicle: Body | None = None
    """Of an incident; without its label."""

    def named(self, iri: URIRef) -> Body:
        """What it is under an IRI."""
        return self.known[1] if self.known is not None and self.known[0] == iri else self

    def entity(self, iri: URIRef) -> Entity:
        """The merged entity."""
        types, names, links = sorted(self.types), sorted(self.names), sorted(self.links)
        return Entity(iri, self.kind, tuple(types), self.label, tuple(names), (), tuple(links))


def told_written(told: Told) -> str:
    """As JSON."""
    return json.dumps(_told(told), ensure_ascii=False, separators=(",", ":"))


def told_read(text: str) -> Told:
    """The inverse of :func:`told_written`."""
    return _read(json.loads(text))


def _told(told: Told) -> list[Any]:
    identity = told.identity
    known = identity and [
        identity.iri, identity.label, identity.types, _links(identity.links), identity.score, identity.reason,
    ]  # fmt: skip
    return [told.label, told.names, told.types, known, [_told(vehicle) for vehicle in told.vehicles]]


def _read(told: list[Any]) -> Told:
    label, names, types, known, vehicles = told
    identity = None
    if known:
        iri, name, classes, links, score, reason = known
        identity = Identity(known_iri(iri), name, _iris(classes), tuple(_read_links(links)), score, reason)
    return Told(label, tuple(names), _iris(types), identity, tuple(map(_read, vehicles)))


def body_written(body: Body) -> list[Any]:
    """As JSON."""
    known = body.known and [body.known[0], body_written(body.known[1])]
    vehicle = body.vehicle and body_written(body.vehicle)
    links = _links(sorted(body.links))
    return [str(body.kind), body.label, sorted(body.types), sorted(body.names), links, known, vehicle]


def body_read(told: list[Any]) -> Body:
    """The inverse of :func:`body_written`."""
    kind, label, types, names, links, known, vehicle = told
    entry = (known_iri(known[0]), body_read(known[1])) if known else None
    beside = body_read(vehicle) if vehicle else None
    return Body(Kind(kind), label, set(_iris(types)), set(names), set(_read_links(links)), entry, beside)


def _links(links: Iterable[tuple[URIRef, Value]]) -> list[list[str | None]]:
    return [[predicate, *value_written(value)] for predicate, value in links]


def _read_links(links: Iterable[list[Any]]) -> Iterable[tuple[URIRef, Value]]:
    return ((known_iri(predicate), value_read(value)) for predicate, *value in links)


def _iris(texts: Iterable[str]) -> tuple[URIRef, ...]:
    return tuple(map(known_iri, texts))


def longest(labels: Iterable[str], first: Callable[[str], bool] = lambda _: False) -> str:
    """The longest of some labels, the first of two in the alphabet; those that ``first`` holds of go before all."""
    return min(labels, key=lambda label: (not first(label), -len(label), label))
