"""Reads OntoLex-Lemon lexica (https://www.w3.org/2016/05/ontolex/): entries with their forms, senses and frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from kg.vocabulary import LEXINFO, ONTOLEX, SYNSEM

_POS = {str(LEXINFO.verb): "VERB", str(LEXINFO.noun): "NOUN", str(LEXINFO.adjective): "ADJ"}


@dataclass(frozen=True)
class Form:
    """A written form, in lower case, and its part of speech: VERB, NOUN or ADJ."""

    lemma: str
    pos: str


class OntoLex:
    """The entries of several files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.store = ox.Store()
        for path in files:
            self.store.load(path=str(path), format=ox.RdfFormat.TURTLE)

    def entries(self) -> Iterator[Any]:
        """Every lexical entry, in no order."""
        return (quad.subject for quad in self.store.quads_for_pattern(None, _node(ONTOLEX.canonicalForm), None))

    def forms(self, entry: Any) -> list[Form]:
        """The canonical form first, then the nominalisations."""
        found = [*self.values(entry, ONTOLEX.canonicalForm), *self.values(entry, ONTOLEX.otherForm)]
        return [Form(self.text(f, ONTOLEX.writtenRep), _POS[self.text(f, LEXINFO.partOfSpeech)]) for f in found]

    def sense(self, entry: Any) -> Any:
        """The sense of an entry, that refers to a class of the ontology."""
        return self.values(entry, ONTOLEX.sense)[0]

    def frames(self, entry: Any) -> list[Any]:
        """The syntactic frames of an entry."""
        return self.values(entry, SYNSEM.synBehavior)

    def values(self, subject: Any, property_: URIRef) -> list[Any]:
        """The objects of one property."""
        return [quad.object for quad in self.store.quads_for_pattern(subject, _node(property_), None)]

    def text(self, subject: Any, property_: URIRef, default: str = "") -> str:
        """The first value of one property as text."""
        found = self.values(subject, property_)
        return str(found[0].value) if found else default

    def flag(self, subject: Any, property_: URIRef) -> bool:
        """Whether a property is said to be true."""
        return self.text(subject, property_) == "true"


def _node(iri: URIRef) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
