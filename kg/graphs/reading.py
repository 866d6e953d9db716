"""The inverse of :mod:`kg.graphs.writing`: an article's Turtle as an :class:`~kg.model.Extraction`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS

from kg.errors import KgError
from kg.minting import Minter
from kg.model import (
    Article,
    Claim,
    Comparison,
    Entity,
    Epistemic,
    Extraction,
    Ground,
    Kind,
    Mention,
    Proposition,
    Value,
)
from kg.vocabulary import GAF, KG, NIF, SCHEMA, SEM

ENTITY_KINDS = (Kind.ACTOR, Kind.SYSTEM, Kind.PLACE, Kind.EVENT)
"""In the order in which an extraction has its entities."""

LINKS = (KG.governs, KG.about, SEM.subEventOf, KG.organOf, KG.within, SKOS.broader, KG.vehicle)
"""The structural properties of entities."""


def read_extraction(path: Path, minter: Minter) -> Extraction:
    """Read ``articles/ID.ttl``.

    Raises:
        KgError: the file is no Turtle, or no article of the minter's base IRI stands in it.
    """
    try:
        return parse_extraction(path.read_bytes(), str(path), minter)
    except OSError as error:
        raise KgError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error


def parse_extraction(data: bytes, source: str, minter: Minter) -> Extraction:
    """The extraction of an article's Turtle; ``source`` is named in errors.

    Raises:
        KgError: it is no Turtle, or no article of the minter's base IRI stands in it.
    """
    try:
        triples = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise KgError(f"{source}: cannot be read as Turtle ({error}); build it again") from error
    graph = _Graph(triples)
    subject = next(iter(graph.subjects(KG.sha256)), None)
    if subject is None or not subject.startswith(minter.base_iri):
        raise KgError(f"{source}: holds no article below {minter.base_iri}; was it built with another --base-iri?")
    return _Reader(graph, minter, subject).extraction()


def read_marks(path: Path) -> tuple[str, str]:
    """The fingerprint and the language model that an article's graph names; empty where it names none."""
    try:
        return marks(path.read_bytes())
    except OSError:
        return "", ""


def marks(data: bytes) -> tuple[str, str]:
    """The fingerprint and the language model that an article's Turtle names; empty where it names none."""
    found = {KG.fingerprint: "", KG.languageModel: ""}
    try:
        for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
            predicate = URIRef(triple.predicate.value)
            if predicate in found and isinstance(triple.object, ox.Literal):
                found[predicate] = triple.object.value
    except (SyntaxError, ValueError):
        return "", ""
    return found[KG.fingerprint], found[KG.languageModel]


class _Graph:
    """The triples of one file, indexed by subject."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.by_subject: dict[URIRef, dict[URIRef, list[Value]]] = {}
        for triple in triples:
            if not isinstance(triple.subject, ox.NamedNode):
                raise KgError(f"{triple.subject} is no IRI; the article's graph was not written by this program")
            subject, predicate = URIRef(triple.subject.value), URIRef(triple.predicate.value)
            self.by_subject.setdefault(subject, {}).setdefault(predicate, []).append(_value(triple.object))

    def subjects(self, predicate: URIRef) -> Iterator[URIRef]:
        return (subject for subject, values in self.by_subject.items() if predicate in values)

    def of_type(self, type_: URIRef) -> Iterator[URIRef]:
        return (subject for subject, values in self.by_subject.items() if type_ in values.get(RDF.type, ()))

    def values(self, subject: URIRef, predicate: URIRef) -> list[Value]:
        return self.by_subject.get(subject, {}).get(predicate, [])

    def iris(self, subject: URIRef, predicate: URIRef) -> tuple[URIRef, ...]:
        return tuple(v for v in self.values(subject, predicate) if isinstance(v, URIRef))

    def iri(self, subject: URIRef, predicate: URIRef) -> URIRef:
        return self.iris(subject, predicate)[0]

    def text(self, subject: URIRef, predicate: URIRef) -> str | None:
        values = self.values(subject, predicate)
        return str(values[0]) if values else None


def _value(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        raise KgError(f"{term} is no IRI and no literal")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


class _Reader:
    def __init__(self, graph: _Graph, minter: Minter, iri: URIRef) -> None:
        self.graph, self.minter, self.iri = graph, minter, iri

    def extraction(self) -> Extraction:
        graph = self.graph
        return Extraction(
            article=self._article(),
            iri=self.iri,
            publisher=graph.iri(self.iri, SCHEMA.publisher),
            entities=tuple(self._entity(kind, iri) for kind in ENTITY_KINDS for iri in self._of_kind(kind)),
            claims=tuple(self._claim(iri) for iri in sorted(graph.of_type(KG.Claim))),
            comparisons=tuple(self._comparison(iri) for iri in sorted(graph.of_type(KG.Analogy))),
            sources=tuple(sorted(graph.iris(self.iri, DCTERMS.source))),
        )

    def _article(self) -> Article:
        issued = self.graph.text(self.iri, DCTERMS.issued)
        return Article(
            id=self.graph.text(self.iri, DCTERMS.identifier) or "",
            text=self.graph.text(self.iri, NIF.isString) or "",
            title=self.graph.text(self.iri, DCTERMS.title),
            url=self.graph.text(self.iri, SCHEMA.url),
            published=dt.date.fromisoformat(issued) if issued else None,
            language=self.graph.text(self.iri, SCHEMA.inLanguage),
        )

    def _of_kind(self, kind: Kind) -> list[URIRef]:
        prefix = f"{self.minter.base_iri}{kind}/"
        return sorted(s for s in self.graph.subjects(SKOS.prefLabel) if s.startswith(prefix))

    def _entity(self, kind: Kind, iri: URIRef) -> Entity:
        graph = self.graph
        return Entity(
            iri=iri,
            kind=kind,
            types=tuple(sorted(graph.iris(iri, RDF.type))),
            label=graph.text(iri, SKOS.prefLabel) or "",
            names=tuple(sorted(str(v) for v in graph.values(iri, SKOS.altLabel))),
            mentions=tuple(sorted(self._mention(m) for m in graph.iris(iri, GAF.denotedBy))),
            links=tuple(sorted((p, v) for p in LINKS for v in graph.values(iri, p))),
        )

    def _mention(self, iri: URIRef) -> Mention:
        text = self.graph.text
        begin, end = text(iri, NIF.beginIndex), text(iri, NIF.endIndex)
        return Mention(int(begin or 0), int(end or 0), text(iri, NIF.anchorOf) or "")

    def _optional(self, iri: URIRef, predicate: URIRef) -> Mention | None:
        found = self.graph.iris(iri, predicate)
        return self._mention(found[0]) if found else None

    def _claim(self, iri: URIRef) -> Claim:
        graph = self.graph
        return Claim(
            iri=iri,
            article=graph.iri(iri, KG.article),
            claimer=graph.iri(iri, KG.claimer),
            epistemic=Epistemic(graph.iri(iri, KG.epistemic).removeprefix(str(KG))),
            propositions=tuple(sorted(self._proposition(p) for p in graph.iris(iri, KG.proposition))),
            mention=self._mention(graph.iri(iri, PROV.wasDerivedFrom)),
            confidence=float(graph.text(iri, KG.confidence) or 0),
            cue=self._optional(iri, KG.cueMention),
            act=next(iter(graph.iris(iri, KG.speechAct)), None),
            claimer_mention=self._optional(iri, KG.claimerMention),
            content_mentions=tuple(sorted(self._mention(m) for m in graph.iris(iri, KG.contentMention))),
            about=graph.iris(iri, KG.about),
            relays=graph.iris(iri, KG.relays),
            relayed_by=graph.iris(iri, KG.relayedBy),
            contests=graph.iris(iri, KG.contests),
            supersedes=graph.iris(iri, KG.supersedes),
            grounds=tuple(self._ground(m) for m in sorted(graph.iris(iri, KG.groundedIn))),
        )

    def _ground(self, iri: URIRef) -> Ground:
        """The words with all that they lead back to, for whichever claim of the article that was noted."""
        antecedents = sorted(self._mention(m) for m in self.graph.iris(iri, KG.antecedent))
        values = sorted((v for v in self.graph.values(iri, KG.readAs) if isinstance(v, Literal)), key=lambda v: v.n3())
        return Ground(self._mention(iri), tuple(antecedents), tuple(values))

    def _proposition(self, iri: URIRef) -> Proposition:
        graph = self.graph
        value = graph.values(iri, RDF.object)[0]
        return Proposition(iri, graph.iri(iri, RDF.subject), graph.iri(iri, RDF.predicate), value)

    def _comparison(self, iri: URIRef) -> Comparison:
        first, second = sorted(self.graph.iris(iri, KG.incident))
        return Comparison((first, second), self._mention(self.graph.iri(iri, PROV.wasDerivedFrom)))
