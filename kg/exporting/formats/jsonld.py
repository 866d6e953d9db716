"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): the merged graph, compacted by a context of its own.

The context is made from the graph: a property that has only IRIs, only literals of one type or only texts of one
language says so there, and its values are plain strings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.exporting.formats.source import Index, Source, Term
from kg.vocabulary import RDF, XSD

_STRING = str(XSD.string)
_TYPE = str(RDF.type)


def jsonld(source: Source) -> Mapping[str, bytes]:
    """``graph.jsonld``: the context, then every node under ``@graph``, sorted by its IRI."""
    subjects = sorted({t.subject.value for t in source.merged.values() if isinstance(t.subject, ox.NamedNode)})
    writer = _Writer(source.prefixes, _rules(source.index, subjects))
    document = {"@context": writer.context(), "@graph": [writer.node(source.index, each) for each in subjects]}
    return {"graph.jsonld": (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()}


def _rules(index: Index, subjects: list[str]) -> dict[str, tuple[str, str]]:
    """Property → the one keyword and value that all its values agree on."""
    seen: dict[str, set[tuple[str, str]]] = {}
    for subject in subjects:
        for predicate, values in index.predicates(subject).items():
            seen.setdefault(predicate, set()).update(map(_rule, values))
    plain = {("", ""), ("@type", _STRING)}
    return {p: next(iter(rules)) for p, rules in seen.items() if len(rules) == 1 and p != _TYPE and not rules & plain}


def _rule(value: Term) -> tuple[str, str]:
    if isinstance(value, ox.NamedNode):
        return "@type", "@id"
    return ("@language", value.language) if value.language else ("@type", value.datatype.value)


class _Writer:
    def __init__(self, prefixes: Mapping[str, str], rules: Mapping[str, tuple[str, str]]) -> None:
        self.prefixes = dict(sorted(prefixes.items()))
        self.rules = rules
        self._longest_first = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._known: dict[str, str] = {}

    def context(self) -> dict[str, Any]:
        terms: dict[str, Any] = dict(self.prefixes)
        for predicate, (keyword, value) in sorted(self.rules.items()):
            short = value if keyword == "@language" or value == "@id" else self.compact(value)
            terms[self.compact(predicate)] = {"@id": self.compact(predicate), keyword: short}
        return terms

    def node(self, index: Index, subject: str) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self.compact(subject)}
        predicates = index.predicates(subject)
        if _TYPE in predicates:
            node["@type"] = _one([self.compact(value.value) for value in predicates[_TYPE]])
        for predicate, values in predicates.items():
            if predicate != _TYPE:
                node[self.compact(predicate)] = _one([self.value(predicate, value) for value in values])
        return node

    def value(self, predicate: str, value: Term) -> Any:
        keyword, of = _rule(value)
        if isinstance(value, ox.NamedNode):
            short = self.compact(value.value)
            return short if predicate in self.rules else {"@id": short}
        if predicate in self.rules or (keyword == "@type" and of == _STRING):
            return value.value
        return {"@value": value.value, keyword: of if keyword == "@language" else self.compact(of)}

    def compact(self, iri: str) -> str:
        """``prefix:rest`` where a prefix fits and the rest cannot be taken for the start of another IRI."""
        if iri not in self._known:
            rests = ((prefix, iri.removeprefix(namespace)) for prefix, namespace in self._longest_first)
            fitting = (f"{prefix}:{rest}" for prefix, rest in rests if rest not in ("", iri) and rest[:2] != "//")
            self._known[iri] = next(fitting, iri)
        return self._known[iri]


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
