"""The class tree of the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from kg.model import Kind
from kg.vocabulary import KG

_FAMILIES = {KG.Actor: Kind.ACTOR, KG.System: Kind.SYSTEM, KG.Place: Kind.PLACE, KG.Event: Kind.EVENT}


class Taxonomy:
    """Answers which class is a subclass of which, and which family a class belongs to."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.parents: dict[URIRef, set[URIRef]] = {}
        self.labels: dict[URIRef, str] = {}
        self.incident_of: dict[URIRef, URIRef] = {}
        self.single_valued: set[URIRef] = set()
        for path in files:
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                self._add(URIRef(triple.subject.value), URIRef(triple.predicate.value), str(triple.object.value))

    def _add(self, subject: URIRef, predicate: URIRef, value: str) -> None:
        if predicate == RDFS.subClassOf:
            self.parents.setdefault(subject, set()).add(URIRef(value))
        elif predicate == RDFS.label:
            self.labels[subject] = value
        elif predicate == KG.ofVehicle:
            self.incident_of[URIRef(value)] = subject
        elif predicate == KG.singleValued:
            self.single_valued.add(subject)
        elif predicate == RDF.type and subject not in self.parents:
            self.parents.setdefault(subject, set())

    def ancestors(self, class_: URIRef) -> set[URIRef]:
        """The class and all above it."""
        found, waiting = {class_}, [class_]
        while waiting:
            for parent in self.parents.get(waiting.pop(), set()) - found:
                found.add(parent)
                waiting.append(parent)
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

    def incident_class(self, vehicle: URIRef) -> URIRef | None:
        """The class of incident that is the loss of such a vehicle."""
        return next((i for v, i in sorted(self.incident_of.items()) if self.is_a(vehicle, v)), None)
