"""Reads the graph in one fixed order and names its nodes for the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.exporting.page.records import Kind
from kg.vocabulary import KG, RDF, RDFS, SKOS

Triple = tuple[Node, Node, Node]

FAMILIES: dict[URIRef, Kind] = {KG.Actor: "actor", KG.System: "system", KG.Place: "place", KG.Event: "event"}


class Lookup:
    """Sorted access to triples, those of an rdflib graph or any others.

    A *page id* is the readable tail of an IRI (``actor/some-name``, ``class/SomeClass``), or the whole IRI where two
    would clash; it stands in the address of the page.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_subject: dict[Node, dict[Node, list[Node]]] = {}
        for subject, predicate, value in triples:
            self._by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
        self._by_value: dict[Node, dict[Node, list[Node]]] = {}
        for subject in sorted(self._by_subject, key=order):
            for predicate, values in self._by_subject[subject].items():
                if len(values) > 1:
                    values[:] = sorted(set(values), key=order)
                by_value = self._by_value.setdefault(predicate, {})
                for value in values:
                    if not isinstance(value, Literal):
                        by_value.setdefault(value, []).append(subject)
        subjects = [str(s) for s in self._by_subject if isinstance(s, URIRef)]
        tails = Counter(_tail(iri) for iri in subjects)
        self._clashing = {iri for iri in subjects if tails[_tail(iri)] > 1}

    def id(self, iri: Node) -> str:
        """The page id of a node."""
        text = str(iri)
        return text if text in self._clashing else _tail(text)

    def objects(self, subject: Node, predicate: URIRef) -> list[Node]:
        """The objects, sorted."""
        return self.about(subject).get(predicate, [])

    def subjects(self, predicate: URIRef, value: Node) -> list[Node]:
        """What has the value, which is no literal, sorted."""
        return self._by_value.get(predicate, {}).get(value, [])

    def values(self, predicate: URIRef) -> Mapping[Node, list[Node]]:
        """Everything but literals that is a value of the property, with the subjects of each, sorted."""
        return self._by_value.get(predicate, {})

    def about(self, subject: Node) -> Mapping[Node, list[Node]]:
        """The properties of a subject, with the values of each, sorted."""
        return self._by_subject.get(subject, {})

    def has(self, subject: Node, predicate: URIRef, value: Node) -> bool:
        """Whether the triple stands in the graph."""
        return value in self.objects(subject, predicate)

    def above(self, cls: Node) -> set[Node]:
        """The class and all above it."""
        return _reached(cls, lambda node: self.objects(node, RDFS.subClassOf))

    def below(self, cls: Node) -> set[Node]:
        """The class and all below it."""
        return _reached(cls, lambda node: self.subjects(RDFS.subClassOf, node))

    def iris(self, subject: Node, predicate: URIRef) -> list[URIRef]:
        """The objects that are IRIs, sorted."""
        return [o for o in self.objects(subject, predicate) if isinstance(o, URIRef)]

    def iri(self, subject: Node, predicate: URIRef) -> URIRef | None:
        """The first object that is an IRI."""
        return next(iter(self.iris(subject, predicate)), None)

    def text(self, subject: Node, predicate: URIRef) -> str:
        """The first literal as text, empty without one."""
        return next((str(o) for o in self.objects(subject, predicate) if isinstance(o, Literal)), "")

    def texts(self, subject: Node, predicate: URIRef) -> tuple[str, ...]:
        """All literals as text, sorted."""
        return tuple(str(o) for o in self.objects(subject, predicate) if isinstance(o, Literal))

    def instances(self, *classes: URIRef) -> list[URIRef]:
        """What has one of the classes or a class below as its type, sorted."""
        wanted = {below for cls in classes for below in self.below(cls)}
        found = {s for cls in wanted for s in self.subjects(RDF.type, cls) if isinstance(s, URIRef)}
        return sorted(found)

    @cached_property
    def disputes(self) -> list[URIRef]:
        """The conflicts but for those in which a speaker only replaced an own earlier word."""
        return [c for c in self.instances(KG.Conflict) if self.iri(c, KG.conflictKind) != KG.Revision]

    @cached_property
    def kinds(self) -> dict[URIRef, Kind]:
        """Every entity of the merged graph with its kind, sorted by IRI."""
        local = set(self.instances(KG.LocalEntity))
        found: dict[URIRef, Kind] = {}
        for family, kind in FAMILIES.items():
            for entity in self.instances(family):
                if entity not in local:
                    found.setdefault(entity, kind)
        return dict(sorted(found.items()))

    def class_kind(self, cls: Node) -> Kind | None:
        """The kind of the members of a class; None where the node is no class of a family."""
        above = self.above(cls)
        return next((kind for family, kind in FAMILIES.items() if family in above), None)

    def label(self, node: Node) -> str:
        """A name for people: ``skos:prefLabel``, ``rdfs:label``, else the words of the local name."""
        if isinstance(node, Literal):
            return str(node)
        return self.text(node, SKOS.prefLabel) or self.text(node, RDFS.label) or local_words(str(node))


def order(node: Node) -> tuple[str, str, str]:
    """A total order of RDF terms that no hash seed changes."""
    if isinstance(node, Literal):
        return (str(node), str(node.language or ""), str(node.datatype or ""))
    return (str(node), "", "")


def _reached(start: Node, steps: Callable[[Node], Iterable[Node]]) -> set[Node]:
    found, ahead = {start}, [start]
    while ahead:
        new = set(steps(ahead.pop())) - found
        found |= new
        ahead += new
    return found


def local_words(iri: str) -> str:
    """The local name of an IRI as words: ``…#hasTimeStamp`` becomes *time stamp*."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", re.split(r"[/#]", iri.rstrip("/#"))[-1])
    return words.removeprefix("has ").lower() if " " in words else words


@cache
def _tail(iri: str) -> str:
    head, hash_sign, fragment = iri.rpartition("#")
    if hash_sign and head:
        return f"class/{fragment}"
    return "/".join(iri.rstrip("/").rsplit("/", 2)[-2:])
