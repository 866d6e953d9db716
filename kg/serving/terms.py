"""The ontology that comes with the program: its triples, and its terms for a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.paths import ontology_folders
from kg.vocabulary import KG, RDFS

_LINES = (RDFS.label, RDFS.comment)
_ABOVE = (RDFS.subClassOf, RDFS.subPropertyOf)


@dataclass(frozen=True)
class OntologyTerm:
    """A class or property of ours, and those of ours right above it."""

    name: str
    label: str
    comment: str
    above: tuple[str, ...]


@cache
def ontology_triples() -> tuple[ox.Triple, ...]:
    """The classes and properties of all the domains that are shipped, sorted, without the shapes."""
    paths = [p for folder in ontology_folders() for p in folder.glob("*.ttl") if p.name != "shapes.ttl"]
    found = {q.triple for path in paths for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    return tuple(sorted(found, key=str))


@cache
def ontology_terms() -> tuple[OntologyTerm, ...]:
    """Every term that has a label, by name."""
    found: dict[str, dict[str, list[str]]] = {}
    for triple in ontology_triples():
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(str(KG)):
            values = found.setdefault(triple.subject.value.removeprefix(str(KG)), {})
            values.setdefault(triple.predicate.value, []).append(getattr(triple.object, "value", ""))
    terms = []
    for name, values in sorted(found.items()):
        label, comment = ("; ".join(values.get(str(p), [])) for p in _LINES)
        above = (iri for p in _ABOVE for iri in values.get(str(p), []) if iri.startswith(str(KG)))
        if label:
            terms.append(OntologyTerm(name, label, comment, tuple(a.removeprefix(str(KG)) for a in above)))
    return tuple(terms)
