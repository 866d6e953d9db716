"""What the writers read: the merged graph, the articles' own graphs, and an index of the merged one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graphs.lines import Lines, by_line
from kg.minting import Minter
from kg.vocabulary import BASE_IRI, DCTERMS, PREFIXES, PROV, RDF, RDFS, SKOS

Term = ox.NamedNode | ox.Literal

_ACTIVITY = f"<{RDF.type}> <{PROV.Activity}> .".encode()


class Source:
    """The graphs of a folder that ``kg build`` wrote, each read once and when it is asked for.

    Raises:
        KgError: a file is not there, is no Turtle, or holds blank nodes or triple terms.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.merged = _read(directory / "graph.ttl")

    @cached_property
    def articles(self) -> Mapping[str, Lines]:
        """Each article's own graph, by the article's IRI."""
        files = sorted((self.directory / "articles").glob("*.ttl"))
        return {f"{self.base_iri}article/{path.stem}": _read(path) for path in files}

    @cached_property
    def graphs(self) -> Mapping[str, Lines]:
        """Every graph by its name, sorted: the articles', and the merged one as ``…/graph/merged``.

        None is the default graph, where a store that unites all graphs would mix what one article says into what all
        say (docs/formats.md).
        """
        return dict(sorted([*self.articles.items(), (f"{self.base_iri}graph/merged", self.merged)]))

    @cached_property
    def base_iri(self) -> str:
        """The namespace that the instances stand in: what precedes ``activity/`` in the merging's IRI."""
        activities = (line[1:].partition(b">")[0].decode() for line in self.merged if line.endswith(_ACTIVITY))
        return next((a.split("activity/")[0] for a in activities if "/activity/" in a), BASE_IRI)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, of the vocabularies and of each kind of instance."""
        return PREFIXES | Minter(self.base_iri).prefixes()

    @cached_property
    def index(self) -> Index:
        """The merged graph by subject and by value."""
        return Index(self.merged.values())


class Index:
    """Triples by subject and by value; every answer is sorted."""

    def __init__(self, triples: Iterable[ox.Quad]) -> None:
        self._by_subject: dict[str, dict[str, list[Term]]] = {}
        self._by_value: dict[tuple[str, str], list[str]] = {}
        for subject, predicate, value in sorted(map(_parts, triples), key=_order):
            self._by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if isinstance(value, ox.NamedNode):
                self._by_value.setdefault((predicate, value.value), []).append(subject)

    def predicates(self, subject: str) -> Mapping[str, list[Term]]:
        """All that is said of a node: predicate → values."""
        return self._by_subject.get(subject, {})

    def nodes(self, subject: str, predicate: str) -> list[str]:
        """The IRIs among the values of one property."""
        values = self.predicates(subject).get(str(predicate), [])
        return [value.value for value in values if isinstance(value, ox.NamedNode)]

    def texts(self, subject: str, predicate: str) -> list[str]:
        """The words of the literals among the values of one property."""
        values = self.predicates(subject).get(str(predicate), [])
        return [value.value for value in values if isinstance(value, ox.Literal)]

    def text(self, subject: str, predicate: str) -> str:
        """The first of these words; empty where there are none."""
        return next(iter(self.texts(subject, predicate)), "")

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The nodes that have this node as a value."""
        return self._by_value.get((str(predicate), str(value)), [])

    def name(self, node: str) -> str:
        """What a node is called: its label, title or identifier, else the end of its IRI."""
        found = (self.text(node, p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.title, DCTERMS.identifier))
        return next(filter(None, found), node.replace("#", "/").rstrip("/").rpartition("/")[2])


Writer = Callable[[Source], Mapping[str, bytes]]
"""A format: from the graphs to the bytes of each file, by the file's name below the folder."""


def _order(parts: tuple[str, str, Term]) -> tuple[str, str, str]:
    return parts[0], parts[1], str(parts[2])


def _parts(triple: ox.Quad) -> tuple[str, str, Term]:
    subject, value = triple.subject, triple.object
    if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
        raise KgError(f"graph.ttl: {triple} is no triple of IRIs and literals; build it again")
    return subject.value, triple.predicate.value, value


def _read(path: Path) -> Lines:
    if not path.is_file():
        raise KgError(f"{path}: is not there; run `kg build SOURCE --out {path.parent}` first")
    try:
        return by_line(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise KgError(f"{path}: cannot be read as Turtle ({error}); build it again") from error
