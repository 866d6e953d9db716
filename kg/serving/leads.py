"""Which node a name in an answer leads to: the shipped questions answer with names, and a reader wants to go on."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.querying.run import Term
from kg.querying.store import MERGED
from kg.vocabulary import DCTERMS, KG, RDF, SKOS

_NAMES = tuple(ox.NamedNode(str(p)) for p in (SKOS.prefLabel, DCTERMS.identifier))
_TYPE, _LOCAL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.LocalEntity))


def leads(store: ox.Store, terms: Iterable[Term | None]) -> dict[ox.Literal, str]:
    """Literal → IRI, of those that are the label of one merged entity, or the id of one article, and of no other."""
    found = {}
    for name in {term for term in terms if isinstance(term, ox.Literal)}:
        quads = (quad for p in _NAMES for quad in store.quads_for_pattern(None, p, name, MERGED))
        nodes = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode) and not _local(store, q.subject)}
        if len(nodes) == 1:
            found[name] = nodes.pop()
    return found


def _local(store: ox.Store, node: ox.NamedNode) -> bool:
    return ox.Quad(node, _TYPE, _LOCAL, MERGED) in store
