"""Ties each model to the nearest family or model above it: *Falcon-3M* to *Falcon-3*, *Falcon-3* to *Falcon*."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.names import Namer
from kg.knowledge import Knowledge
from kg.merging.clusters import Cluster
from kg.model import Kind

_Model = tuple[str, tuple[str, ...]]
"""Family and the parts of the designator."""


def tie_families(clusters: Iterable[Cluster], knowledge: Knowledge) -> None:
    """Add ``skos:broader`` to the systems whose name says that they are a variant; the reference data go before it."""
    namer = Namer(knowledge)
    models = {c.iri: _models(c, namer) for c in clusters if c.kind is Kind.SYSTEM}
    known: dict[_Model, URIRef] = {}
    for iri in sorted(models, key=lambda i: (i not in knowledge.reference, i)):
        for model in sorted(models[iri]):
            known.setdefault(model, iri)
    for cluster in clusters:
        if any(predicate == SKOS.broader for predicate, _ in cluster.links):
            continue
        above = (
            known[family, designator[:length]]
            for family, designator in sorted(models.get(cluster.iri, ()), key=lambda m: (-len(m[1]), m))
            for length in range(len(designator) - 1, -1 if family else 0, -1)
            if (family, designator[:length]) in known
        )
        wider = next((iri for iri in above if iri != cluster.iri), None)
        if wider is not None:
            cluster.links.add((SKOS.broader, wider))


def _models(cluster: Cluster, namer: Namer) -> set[_Model]:
    """The models that the names of a system are of."""
    names = (name for name in {cluster.label, *cluster.names} if namer.is_proper(name))
    forms = (namer.forms(name, "system") for name in names)
    return {(f.family, tuple(f.designator.split())) for f in forms if f.family or f.designator}
