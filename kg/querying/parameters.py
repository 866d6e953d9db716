"""Turns what a user gives for a query's parameter into terms of the graph.

The words of the user never become part of a query: they are compared in Python with the names that the graph holds,
and only terms of the graph, written by the store's own serializer, are bound to the query's variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.errors import KgError
from kg.querying.named import declared_params
from kg.querying.store import MERGED, expand, graph_prefixes
from kg.vocabulary import DCTERMS, KG, RDF, RDFS, SKOS

_LABELS = (SKOS.prefLabel, SKOS.altLabel, RDFS.label, KG.flightNumber, DCTERMS.identifier, DCTERMS.title)
_NOT_NAMED = (KG.LocalEntity, KG.Analogy)
_CLASS_OF_PARAM = {"incident": KG.Incident, "other": KG.Incident, "actor": KG.Actor, "article": None, "property": None}


def bind_params(store: ox.Store, text: str, params: Mapping[str, str]) -> str:
    """The query, narrowed to the terms that the parameters name.

    A parameter NAME binds ``?NAME_iri`` where the query has that variable, else ``?NAME``.

    Raises:
        KgError: the query has no such parameter, or the graph nothing that the value names.
    """
    bindings = []
    for name, value in params.items():
        variable = _variable(text, name)
        terms = " ".join(str(term) for term in find_terms(store, value, name))
        bindings.append((variable, terms))
    if len(bindings) > 1:  # a query takes one block of values at its end; all combinations go into it
        return _combined(text, bindings)
    return text + "".join(f"\nVALUES ?{variable} {{ {terms} }}\n" for variable, terms in bindings)


def find_terms(store: ox.Store, value: str, role: str = "") -> list[ox.NamedNode]:
    """The terms that ``value`` names, by IRI, prefixed name or any of their names; ``role`` says what is sought.

    A name that fits as a whole goes before one that only contains the value.

    Raises:
        KgError: there is none.
    """
    wanted = value.strip()
    iri = expand(wanted, graph_prefixes(store))
    if iri is not None and _known(store, iri):
        return [iri]
    allowed = _candidates(store, role)
    if wanted and iri is None:
        folded = " ".join(wanted.casefold().split())
        named = [(term, " ".join(name.casefold().split())) for term, name in _names(store) if term in allowed]
        for match in ([t for t, n in named if n == folded], [t for t, n in named if folded in n]):
            if match:
                return sorted(set(match), key=str)
    kind = role.replace("_", " ") or "term"
    shown = wanted if len(wanted) <= 80 else wanted[:79] + "…"
    raise KgError(
        f"{shown!r}: the graph has no {kind} of that IRI or name; looked for it among {len(allowed)} by IRI, "
        "prefixed name, label, other name, flight number and article id"
    )


def _variable(text: str, name: str) -> str:
    declared = [param for param, _ in declared_params(text)]
    variables = set(re.findall(r"[?$](\w+)", text))
    for variable in (f"{name}_iri", name):
        if variable in variables and (name in declared or not declared):
            return variable
    known = "it takes " + ", ".join(declared) if declared else "it takes none by that name"
    raise KgError(f"--param {name[:80]!r}: the query has no such parameter; {known}")


def _combined(text: str, bindings: list[tuple[str, str]]) -> str:
    rows = [""]
    for _, terms in bindings:
        rows = [f"{row} {term}" for row in rows for term in terms.split(" ")]
    variables = " ".join(f"?{variable}" for variable, _ in bindings)
    return f"{text}\nVALUES ({variables}) {{ {' '.join(f'({row} )' for row in rows)} }}\n"


def _known(store: ox.Store, iri: ox.NamedNode) -> bool:
    patterns = ((iri, None, None), (None, iri, None), (None, None, iri))
    return any(next(store.quads_for_pattern(s, p, o, MERGED), None) is not None for s, p, o in patterns)


def _names(store: ox.Store) -> Iterator[tuple[ox.NamedNode, str]]:
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None, MERGED):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject, quad.object.value


def _candidates(store: ox.Store, role: str) -> set[ox.NamedNode]:
    """What a parameter of that role may name: entities of one class, articles, properties, or any named term."""
    if role == "property":
        return {q.object for q in _quads(store, RDF.predicate) if isinstance(q.object, ox.NamedNode)}
    if role == "article":
        return {q.subject for q in _quads(store, DCTERMS.identifier) if isinstance(q.subject, ox.NamedNode)}
    classes = _below(store, _CLASS_OF_PARAM.get(role))
    unnamed = {str(each) for each in _NOT_NAMED}
    found: dict[ox.NamedNode, bool] = {}
    for quad in _quads(store, RDF.type):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            fits = quad.object.value not in unnamed and (classes is None or quad.object.value in classes)
            found[quad.subject] = found.get(quad.subject, False) or fits
    return {term for term, fits in found.items() if fits}


def _below(store: ox.Store, class_: object) -> set[str] | None:
    """The class and all below it: the graph holds the closure."""
    if class_ is None:
        return None
    found = store.quads_for_pattern(None, ox.NamedNode(str(RDFS.subClassOf)), ox.NamedNode(str(class_)), MERGED)
    return {str(getattr(quad.subject, "value", "")) for quad in found}


def _quads(store: ox.Store, predicate: str) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None, MERGED)
