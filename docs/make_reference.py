"""Writes docs/reference.md from the Turtle of the ontology: ``python docs/make_reference.py > docs/reference.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS
from rdflib.term import Node

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parent / "ontology"
KG = Namespace("https://w3id.org/incident-kg/ontology#")
FAMILIES = (KG.Actor, KG.System, KG.Place, KG.Event)
KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}
MATCHES = ((SKOS.exactMatch, "same as"), (SKOS.closeMatch, "close to"))


@dataclass(frozen=True)
class Term:
    """What the page shows of one term; the fields that it has not are empty."""

    name: str
    iri: str
    label: str
    comment: str
    kind: str
    domain: str
    range: str
    single: bool
    above: tuple[str, ...]
    matches: tuple[str, ...]
    examples: tuple[Literal, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """What it is a kind of in other vocabularies."""
        return tuple(f"kind of {link}" for link in self.above if not link.startswith("[`kg:"))


@dataclass(frozen=True)
class Branch:
    """A class with those below it."""

    term: Term
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Chapter:
    """The terms about one matter, classes first."""

    title: str
    intro: str
    terms: tuple[Term, ...]


class Ontology:
    """The Turtle of the ontology and its domains, without lexicon, reference data and shapes."""

    def __init__(self) -> None:
        self.graph = Graph(bind_namespaces="none")
        for folder in (ONTOLOGY, *sorted(ONTOLOGY.glob("domains/*"))):
            for path in (*sorted(folder.glob("*.ttl")), *sorted(folder.glob("vocabularies/*.ttl"))):
                if path.stem != "shapes":
                    self.graph.parse(path, format="turtle")

    @property
    def version(self) -> str:
        """The version of the general ontology."""
        return self._text(URIRef(str(KG)[:-1]), OWL.versionInfo)

    def prefixes(self) -> list[tuple[str, str]]:
        """The prefixes that the page uses, sorted."""
        return sorted((prefix, str(namespace)) for prefix, namespace in self.graph.namespaces())

    def trees(self) -> list[Branch]:
        """The four families."""
        return [self._branch(family) for family in FAMILIES]

    def chapters(self) -> list[Chapter]:
        """The other terms, in the order of the chapters' numbers."""
        parts = sorted(self.graph.subjects(RDF.type, SKOS.Concept), key=lambda p: int(self._text(p, SKOS.notation)))
        return [
            Chapter(
                self._text(part, SKOS.prefLabel),
                self._text(part, SKOS.definition),
                tuple(self._terms(self.graph.subjects(DCTERMS.subject, part))),
            )
            for part in parts
        ]

    def reused(self) -> list[tuple[str, str, str]]:
        """The terms of other vocabularies: name, IRI, and what they are for in a graph."""
        notes = self.graph.subject_objects(SKOS.scopeNote)
        return sorted((self._short(term), str(term), str(note)) for term, note in notes)

    def _branch(self, class_: Node) -> Branch:
        below = sorted((c for c in self.graph.subjects(RDFS.subClassOf, class_) if str(c) in KG), key=str)
        return Branch(self._term(class_), tuple(self._branch(c) for c in below))

    def _terms(self, nodes: Iterator[Node]) -> list[Term]:
        return sorted((self._term(n) for n in nodes), key=lambda t: (t.kind != "class", t.kind != "value", t.name))

    def _term(self, node: Node) -> Term:
        kinds = [name for kind, name in KINDS.items() if (node, RDF.type, kind) in self.graph]
        above = {*self.graph.objects(node, RDFS.subClassOf), *self.graph.objects(node, RDFS.subPropertyOf)}
        matches = ((word, o) for p, word in MATCHES for o in sorted(self.graph.objects(node, p), key=str))
        return Term(
            name=self._short(node),
            iri=str(node),
            label=self._text(node, RDFS.label),
            comment=self._text(node, RDFS.comment),
            kind=kinds[0] if kinds else "value",
            domain=self._name(node, RDFS.domain),
            range=self._name(node, RDFS.range),
            single=(node, KG.singleValued, Literal(True)) in self.graph,
            above=tuple(self._link(c) for c in sorted(above, key=str)),
            matches=tuple(f"{word} {self._link(o)}" for word, o in matches),
            examples=tuple(sorted(e for e in self.graph.objects(node, SKOS.example) if isinstance(e, Literal))),
        )

    def _text(self, node: Node, predicate: URIRef) -> str:
        value = self.graph.value(node, predicate)
        return "" if value is None else str(value)

    def _name(self, node: Node, predicate: URIRef) -> str:
        value = self.graph.value(node, predicate)
        return self._short(value) if value is not None else ""

    def _short(self, node: Node) -> str:
        return self.graph.namespace_manager.normalizeUri(str(node))

    def _link(self, node: Node) -> str:
        return f"[`{self._short(node)}`]({node})"


def page() -> str:
    """The whole page; the same ontology gives the same bytes."""
    environment = jinja2.Environment(  # noqa: S701 - Markdown, from files of this repository
        loader=jinja2.FileSystemLoader(HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("reference.md.jinja").render(ontology=Ontology())


if __name__ == "__main__":
    sys.stdout.write(page())
