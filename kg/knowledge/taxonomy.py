"""The class tree of the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from kg.model import Kind
from kg.vocabulary import KG

_OF_INCIDENTS = (
    KG.ofVehicle,
    KG.modelProperty,
    KG.designatorProperty,
    KG.designatorWord,
    KG.designatorPattern,
    KG.designatorPrefix,
    KG.operatorClass,
    KG.registrationProperty,
    KG.registrationWord,
    KG.registrationPattern,
)
_FAMILIES = {KG.Actor: Kind.ACTOR, KG.System: Kind.SYSTEM, KG.Place: Kind.PLACE, KG.Event: Kind.EVENT}


@dataclass(frozen=True)
class IncidentKind:
    """What the ontology says of one class of incident: whose loss it is, and how texts call it.

    ``designator`` is the property of the number or name that tells one incident from another; ``words`` stand before
    it, ``pattern`` fits one word of it, and ``prefix`` is the operator's property that may stand before its digits.
    ``registration`` is the property of the sign under which the vehicle is registered.
    """

    class_: URIRef
    vehicle: URIRef
    model: URIRef | None = None
    designator: URIRef | None = None
    words: frozenset[str] = frozenset()
    pattern: str = ""
    prefix: URIRef | None = None
    operator: URIRef | None = None
    registration: URIRef | None = None
    registration_words: frozenset[str] = frozenset()
    registration_pattern: str = ""


class Taxonomy:
    """Answers which class is a subclass of which, and which family a class belongs to."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._ancestors: dict[URIRef, set[URIRef]] = {}
        self._told: dict[URIRef, dict[URIRef, list[str]]] = {}
        self.parents: dict[URIRef, set[URIRef]] = {}
        self.labels: dict[URIRef, str] = {}
        self.parts: set[URIRef] = set()
        """Classes of events that are parts of an incident."""
        self.alone: set[URIRef] = set()
        """Classes of events that belong to no incident."""
        self.military: set[URIRef] = set()
        """Classes of models that only armed forces have."""
        self.single_valued: set[URIRef] = set()
        self.phases: dict[URIRef, URIRef] = {}
        """Classes of events → the phase of an incident that they are of."""
        self.order: dict[URIRef, int] = {}
        """Phases → their place in the course of an incident, from 1."""
        self.bounded: dict[URIRef, URIRef] = {}
        """A property that bounds another → that other."""
        self.bounds: dict[URIRef, str] = {}
        """The same property → ``least``, ``most`` or ``about``."""
        for path in files:
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                if isinstance(triple.subject, ox.NamedNode):
                    self._add(URIRef(triple.subject.value), URIRef(triple.predicate.value), str(triple.object.value))

    def _add(self, subject: URIRef, predicate: URIRef, value: str) -> None:
        if predicate == RDFS.subClassOf:
            self.parents.setdefault(subject, set()).add(URIRef(value))
        elif predicate == RDFS.label:
            self.labels[subject] = value
        elif predicate in _OF_INCIDENTS:
            self._told.setdefault(subject, {}).setdefault(predicate, []).append(value)
        elif predicate == KG.partOfIncident:
            self.parts.add(subject)
        elif predicate == KG.standsAlone:
            self.alone.add(subject)
        elif predicate == KG.military:
            self.military.add(subject)
        elif predicate == KG.phase:
            self.phases[subject] = URIRef(value)
        elif predicate == KG.order:
            self.order[subject] = int(value)
        elif predicate == KG.boundOf:
            self.bounded[subject] = URIRef(value)
        elif predicate == KG.bound:
            self.bounds[subject] = value
        elif predicate == KG.singleValued:
            self.single_valued.add(subject)
        elif predicate == RDF.type and subject not in self.parents:
            self.parents.setdefault(subject, set())

    def ancestors(self, class_: URIRef) -> set[URIRef]:
        """The class and all above it."""
        if class_ in self._ancestors:
            return self._ancestors[class_]
        found, waiting = {class_}, [class_]
        while waiting:
            for parent in self.parents.get(waiting.pop(), set()) - found:
                found.add(parent)
                waiting.append(parent)
        self._ancestors[class_] = found
        return found

    def is_a(self, class_: URIRef, ancestor: URIRef) -> bool:
        """Whether ``class_`` is ``ancestor`` or below it."""
        return ancestor in self.ancestors(class_)

    def any_is_a(self, classes: Iterable[URIRef], ancestor: URIRef) -> bool:
        """Whether one of the classes is ``ancestor`` or below it."""
        return any(self.is_a(class_, ancestor) for class_ in classes)

    def kind(self, class_: URIRef) -> Kind | None:
        """The family that the class belongs to, as the kind of its instances."""
        above = self.ancestors(class_)
        return next((kind for family, kind in _FAMILIES.items() if family in above), None)

    def specific(self, classes: Iterable[URIRef]) -> tuple[URIRef, ...]:
        """The classes without those that another of them already implies, sorted."""
        classes = set(classes)
        return tuple(sorted(c for c in classes if not any(o != c and self.is_a(o, c) for o in classes)))

    def phase(self, class_: URIRef) -> URIRef | None:
        """The phase that events of a class are of: its own, or that of the nearest class above."""
        waiting = [class_]
        for each in waiting:
            if each in self.phases:
                return self.phases[each]
            waiting += sorted(self.parents.get(each, set()) - set(waiting))
        return None

    def bounding(self, property_: URIRef, bound: str) -> URIRef | None:
        """The property that says no more of another than a bound: ``least``, ``most`` or ``about``."""
        return next((p for p, of in sorted(self.bounded.items()) if of == property_ and self.bounds[p] == bound), None)

    @cached_property
    def incident_kinds(self) -> tuple[IncidentKind, ...]:
        """Every class of incident that is the loss of a vehicle, in order."""
        return tuple(_incident_kind(c, told) for c, told in sorted(self._told.items()) if KG.ofVehicle in told)

    def incident_class(self, vehicle: URIRef) -> URIRef | None:
        """The class of incident that is the loss of such a vehicle."""
        return next((k.class_ for k in self.incident_kinds if self.is_a(vehicle, k.vehicle)), None)

    def incident_kind(self, class_: URIRef) -> IncidentKind | None:
        """What the ontology says of a class of incident."""
        return next((k for k in self.incident_kinds if k.class_ == class_), None)


def _incident_kind(class_: URIRef, told: dict[URIRef, list[str]]) -> IncidentKind:
    def one(predicate: URIRef) -> URIRef | None:
        return URIRef(told[predicate][0]) if predicate in told else None

    return IncidentKind(
        class_,
        URIRef(told[KG.ofVehicle][0]),
        one(KG.modelProperty),
        one(KG.designatorProperty),
        frozenset(told.get(KG.designatorWord, ())),
        next(iter(told.get(KG.designatorPattern, ())), ""),
        one(KG.designatorPrefix),
        one(KG.operatorClass),
        one(KG.registrationProperty),
        frozenset(told.get(KG.registrationWord, ())),
        next(iter(told.get(KG.registrationPattern, ())), ""),
    )
