"""Triples as blocks of Turtle, one a subject: the bytes of :func:`kg.graphs.turtle.statements` at a third of its cost.

There each triple becomes one of the engine's and is sorted as a whole line. Here the text of a term is made once, by
the engine wherever it is not plain, and what is sorted is little: the subjects, the predicates of one, the values of
one of these. A node of which nothing is told but its form is written by one pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox
from rdflib import URIRef

from kg.graphs.lines import Form, Node, Said, Term, Triple, literal, triples_of
from kg.vocabulary import RDF, XSD

_MOST = 16_384
"""Terms whose texts are kept for the next call: those of some articles."""

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
"""A local name in which Turtle escapes nothing."""

_BARE = frozenset({XSD.boolean, XSD.decimal, XSD.double, XSD.integer})
"""Datatypes with literals that Turtle writes without quotes."""

_TYPE = RDF.type
_NEXT = " ;\n\t"
_X = ox.NamedNode("x:")


@dataclass(frozen=True)
class Blocks:
    """What is written, and what is counted on the way."""

    turtle: bytes
    """Without the prefixes that it uses."""
    triples: int
    classes: Mapping[URIRef, int]
    """Class → its instances."""


def blocks(said: Iterable[Said], prefixes: Mapping[str, str]) -> Blocks:
    """The triples, each once and in the order of :func:`kg.graphs.lines.by_line`, subject by subject."""
    texts = _texts(tuple(prefixes.items()))
    text = texts.__getitem__
    nodes, others = _by_subject(said)
    found, count, types = [], 0, Counter[tuple[Term, ...]]()
    for form, times in Counter(node.form for node in nodes.values()).items():
        types[form.types] += times
        count += times * (len(form.types) + len(form.properties))
    for subject in sorted([*nodes, *others], key=str):
        node = nodes.get(subject)
        if node is not None:
            found.append(texts.pattern(node.form).format(text(subject), *map(text, node.values)))
            continue
        properties, lines = others[subject], []
        for predicate, is_type in _predicates(tuple(properties)):
            values: Sequence[Term] = properties[predicate]
            if is_type:
                values = _types(tuple(values))
                types[values] += 1
            elif len(values) > 1:
                values = _in_order(values)
            count += len(values)
            lines.append(f"{'a' if is_type else text(predicate)} {' , '.join(map(text, values))}")
        found.append(f"{text(subject)} {_NEXT.join(lines)} .\n")
    return Blocks("".join(found).encode(), count, _classes(types))


_Properties = dict[URIRef, list[Term]]
"""Predicate → values, of which some may be there twice."""


def _by_subject(said: Iterable[Said]) -> tuple[dict[URIRef, Node], dict[URIRef, _Properties]]:
    """Subjects of which nothing is told but their form, and all others."""
    nodes: dict[URIRef, Node] = {}
    others: dict[URIRef, _Properties] = {}
    triples: list[Triple] = []
    for each in said:
        if not isinstance(each, Node):
            triples.append(each)
        elif (first := nodes.setdefault(each.iri, each)) is not each and first != each:
            triples += triples_of([each])
    _put(triples, others)
    _put(triples_of([nodes.pop(subject) for subject in nodes.keys() & others.keys()]), others)
    return nodes, others


def _put(triples: Iterable[Triple], others: dict[URIRef, _Properties]) -> None:
    """Add triples to those that are known by their subjects."""
    for subject, predicate, value in triples:
        properties = others.get(subject)
        if properties is None:
            others[subject] = {predicate: [value]}
        elif predicate in properties:
            properties[predicate].append(value)
        else:
            properties[predicate] = [value]


@lru_cache(maxsize=1_024)  # nodes of one kind have the same ones, told in the same order
def _predicates(some: tuple[URIRef, ...]) -> list[tuple[URIRef, bool]]:
    """The predicates in the order of their lines, each with whether it is ``rdf:type``, which comes first."""
    return sorted(((each, each == _TYPE) for each in some), key=lambda p: "" if p[1] else f"{p[0]}>")


@lru_cache(maxsize=1_024)
def _types(some: tuple[Term, ...]) -> tuple[Term, ...]:
    """The types of a node, each once, in the order of their lines."""
    lines = {_line(each): each for each in some}
    return tuple(lines[line] for line in sorted(sorted(lines), key=lambda line: line.replace("> ", " ", 1)))


def _in_order(values: Iterable[Term]) -> list[Term]:
    """The values of any other property, each once, in the order of their lines."""
    lines = {_line(each): each for each in values}
    return [lines[line] for line in sorted(lines)]


def _line(value: Term) -> str:
    """The end of a line of N-Triples."""
    if isinstance(value, URIRef):
        return f"<{value!s}> ."
    return f"{literal(value)} ."


def _classes(types: Mapping[tuple[Term, ...], int]) -> Counter[URIRef]:
    found = Counter[URIRef]()
    for some, times in types.items():
        for type_ in some:
            if isinstance(type_, URIRef):
                found[type_] += times
    return found


class _Texts(dict[Term, str]):
    """Terms as Turtle writes them, each made once."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._patterns: dict[Form, str] = {}
        self._alone = {
            namespace: prefix
            for prefix, namespace in prefixes.items()
            if sum(each.startswith(namespace) or namespace.startswith(each) for each in prefixes.values()) == 1
        }
        """Namespace → prefix; where one namespace begins another, the engine chooses."""

    def __missing__(self, term: Term) -> str:
        if len(self) >= _MOST:
            self.clear()
        text = self[term] = self._iri(str(term)) if isinstance(term, URIRef) else self._literal(literal(term))
        return text

    def pattern(self, form: Form) -> str:
        """The block of a node of a form, to be formatted with the node and its values."""
        found = self._patterns.get(form)
        if found is None:
            places = {each: f"{{{place}}}" for place, each in enumerate(form.properties, 1)}
            lines = [f"a {' , '.join(self[each] for each in _types(form.types))}"]
            lines += [f"{self[each]} {places[each]}" for each, _ in _predicates(form.properties)]
            found = self._patterns[form] = f"{{0}} {_NEXT.join(lines)} .\n"
        return found

    def _iri(self, iri: str) -> str:
        for mark in "/#":
            namespace, _, local = iri.rpartition(mark)
            prefix = self._alone.get(namespace + mark)
            if prefix is not None and _PLAIN.fullmatch(local):
                return f"{prefix}:{local}"
        return _by_engine(ox.NamedNode(iri), self._prefixes)

    def _literal(self, value: ox.Literal) -> str:
        text = str(value)
        if text[-1] != ">":
            return text
        datatype = URIRef(value.datatype.value)
        if datatype in _BARE and (bare := _by_engine(value, {}))[-1] != ">":
            return bare
        return f"{text.rpartition('^^')[0]}^^{self[datatype]}"


def _by_engine(term: ox.NamedNode | ox.Literal, prefixes: Mapping[str, str]) -> str:
    """A term as the engine writes it, with the prefixes for it alone."""
    written = ox.serialize([ox.Quad(_X, _X, term)], format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    return written.decode().split("\n")[-2].removeprefix("<x:> <x:> ").removesuffix(" .")


@lru_cache(maxsize=4)
def _texts(prefixes: tuple[tuple[str, str], ...]) -> _Texts:
    return _Texts(dict(prefixes))
