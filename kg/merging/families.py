"""Ties each model to the nearest family or model above it: *Falcon-3M* to *Falcon-3*, *Falcon-3* to *Falcon*."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from rdflib import URIRef

from kg.alignment.names import Namer

Model = tuple[str, tuple[str, ...]]
"""Family and the parts of the designator."""


def models(names: Iterable[str], namer: Namer) -> set[Model]:
    """The models that the names of a system are of."""
    forms = (namer.forms(name, "system") for name in names if namer.is_proper(name))
    return {(f.family, tuple(f.designator.split())) for f in forms if f.family or f.designator}


def tie_families(systems: Mapping[URIRef, set[Model]], reference: Container[URIRef]) -> Iterable[tuple[URIRef, URIRef]]:
    """Each system whose name says that it is a variant, with what it is one of; the reference data go before it."""
    known: dict[Model, URIRef] = {}
    for iri in sorted(systems, key=lambda i: (i not in reference, i)):
        for model in sorted(systems[iri]):
            known.setdefault(model, iri)
    for iri in sorted(systems):
        above = (
            known[family, designator[:length]]
            for family, designator in sorted(systems[iri], key=lambda m: (-len(m[1]), m))
            for length in range(len(designator) - 1, -1 if family else 0, -1)
            if (family, designator[:length]) in known
        )
        wider = next((other for other in above if other != iri), None)
        if wider is not None:
            yield iri, wider
