"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): the merged graph, compacted by the context that is shipped.

``ontology/context.jsonld`` names every property of the ontology with the kind of its values, and is copied into the
file, so that no reader needs the network. A value of another kind is written with its kind: no triple is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.exporting.formats.source import Index, Source, Term
from kg.paths import ontology_dir
from kg.vocabulary import RDF, XSD

_STRING = str(XSD.string)
_TYPE = str(RDF.type)
_BELOW = re.compile(r"[a-z]+/(?!\.\.?\Z)[\w.~-]+", re.ASCII)
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NUMBERS = {str(XSD.integer), str(XSD.nonNegativeInteger)}


def jsonld(source: Source) -> Mapping[str, bytes]:
    """``graph.jsonld``: the context, then every node under ``@graph``, sorted by its IRI."""
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    context["@base"] = source.base_iri
    writer = _Writer(context)
    subjects = sorted({t.subject.value for t in source.merged.values() if isinstance(t.subject, ox.NamedNode)})
    document = {"@context": context, "@graph": [writer.node(source.index, each) for each in subjects]}
    return {"graph.jsonld": (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()}


class _Writer:
    """Writes nodes by a context whose terms are IRIs, or objects with ``@id`` and ``@type`` or ``@language``."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.base, self.vocabulary = context["@base"], context["@vocab"]
        names = {name: value for name, value in context.items() if not name.startswith("@")}
        self._prefixes = {
            n: value for n, value in names.items() if isinstance(value, str) and value.endswith(("/", "#"))
        }
        self._longest_first = sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._names = names
        self._terms: dict[str, str] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        for name, value in names.items():
            iri = self._expand(value["@id"] if isinstance(value, dict) else str(value))
            if ":" in iri and name not in self._prefixes:
                self._terms[iri], self._kinds[iri] = name, self._kind(value)

    def node(self, index: Index, subject: str) -> dict[str, Any]:
        """All that is said of a subject."""
        node: dict[str, Any] = {"id": self._reference(subject)}
        predicates = index.predicates(subject)
        if _TYPE in predicates:
            node["type"] = _one([self._word(value.value) for value in predicates[_TYPE]])
        for predicate, values in predicates.items():
            if predicate != _TYPE:
                key = self._terms.get(predicate) or self._compact(predicate)
                node[key] = _one([self._value(self._kinds.get(predicate, ("@type", _STRING)), v) for v in values])
        return node

    def _kind(self, value: str | Mapping[str, str]) -> tuple[str, str]:
        """What the context says of a property's values: a keyword, and a language or the IRI of a datatype."""
        if isinstance(value, str):
            return "@type", _STRING
        if "@language" in value:
            return "@language", value["@language"]
        return "@type", self._expand(value.get("@type", _STRING))

    def _value(self, kind: tuple[str, str], value: Term) -> Any:
        if isinstance(value, ox.NamedNode):
            written = {"@id": self._reference, "@vocab": self._word}.get(kind[1])
            return written(value.value) if written else {"id": self._reference(value.value)}
        own = ("@language", value.language) if value.language else ("@type", value.datatype.value)
        if own == kind:
            return int(value.value) if own[1] in _NUMBERS and _WHOLE.fullmatch(value.value) else value.value
        if own[1] == _STRING:
            return {"@value": value.value}
        return {"@value": value.value, own[0]: own[1] if value.language else self._compact(own[1])}

    def _reference(self, iri: str) -> str:
        """Below the base, where what is left cannot be taken for anything else."""
        rest = iri.removeprefix(self.base)
        return rest if self.base.endswith("/") and rest != iri and _BELOW.fullmatch(rest) else self._compact(iri)

    def _word(self, iri: str) -> str:
        """A term, or a word of the ontology that is no term."""
        rest = iri.removeprefix(self.vocabulary)
        plain = rest != iri and rest.isidentifier() and rest not in self._names
        return self._terms.get(iri) or (rest if plain else self._compact(iri))

    def _compact(self, iri: str) -> str:
        """``prefix:rest`` where a prefix fits and the rest cannot be taken for the start of another IRI."""
        rests = ((prefix, iri.removeprefix(namespace)) for prefix, namespace in self._longest_first)
        return next((f"{prefix}:{rest}" for prefix, rest in rests if rest not in ("", iri) and rest[:2] != "//"), iri)

    def _expand(self, short: str) -> str:
        prefix, _, rest = short.partition(":")
        return self._prefixes.get(prefix, f"{prefix}:") + rest if rest else short


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
