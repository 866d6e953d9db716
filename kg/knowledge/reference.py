"""The curated reference entities of ``ontology/reference``: their names, classes, facts, links and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from kg.minting import Minter
from kg.model import Kind, Value
from kg.vocabulary import BASE_IRI, KG

_META = {RDF.type, KG["class"], SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch, DCTERMS.source, KG.ambiguousName}


@dataclass(frozen=True)
class ReferenceEntity:
    """One entity of the reference data. ``facts`` are its other triples, sorted."""

    iri: URIRef
    kind: Kind
    types: tuple[URIRef, ...]
    label: str
    names: tuple[str, ...]
    facts: tuple[tuple[URIRef, Value], ...] = ()
    links: tuple[URIRef, ...] = ()
    sources: tuple[URIRef, ...] = ()
    ambiguous: bool = False

    def values(self, predicate: URIRef) -> tuple[Value, ...]:
        """The values of one property."""
        return tuple(value for p, value in self.facts if p == predicate)

    def text(self, predicate: URIRef) -> str | None:
        """The first value of one property as text."""
        return next((str(value) for value in self.values(predicate)), None)


def read_reference(folders: Iterable[Path], minter: Minter) -> dict[URIRef, ReferenceEntity]:
    """Every entity of the ontologies' ``reference`` files by IRI, below the minter's base IRI."""
    triples: dict[URIRef, list[tuple[URIRef, Value]]] = {}
    for path in (p for folder in folders for p in sorted((folder / "reference").glob("*.ttl"))):
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject = URIRef(_rebase(triple.subject.value, minter))
            triples.setdefault(subject, []).append((URIRef(triple.predicate.value), _value(triple.object, minter)))
    return {iri: _entity(iri, rows, minter) for iri, rows in sorted(triples.items())}


def _rebase(iri: str, minter: Minter) -> str:
    return minter.base_iri + iri.removeprefix(BASE_IRI) if iri.startswith(BASE_IRI) else iri


def _value(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple, minter: Minter) -> Value:
    if isinstance(term, ox.NamedNode):
        return URIRef(_rebase(term.value, minter))
    assert isinstance(term, ox.Literal)  # noqa: S101 - the reference data hold no blank node; a test guards it
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == str(XSD.string):
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _entity(iri: URIRef, rows: list[tuple[URIRef, Value]], minter: Minter) -> ReferenceEntity:
    def iris(predicate: URIRef) -> tuple[URIRef, ...]:
        return tuple(sorted(URIRef(v) for p, v in rows if p == predicate))

    def texts(predicate: URIRef) -> list[str]:
        return sorted(str(v) for p, v in rows if p == predicate)

    label = next(iter(texts(SKOS.prefLabel)), iri.rsplit("/", 1)[-1])
    return ReferenceEntity(
        iri=iri,
        kind=Kind(iri.removeprefix(minter.base_iri).split("/", 1)[0]),
        types=iris(KG["class"]),
        label=label,
        names=tuple([label, *(name for name in texts(SKOS.altLabel) if name != label)]),
        facts=tuple(sorted(((p, v) for p, v in rows if p not in _META), key=lambda r: (r[0], r[1].n3()))),
        links=iris(SKOS.exactMatch),
        sources=iris(DCTERMS.source),
        ambiguous=any(p == KG.ambiguousName and str(v) == "true" for p, v in rows),
    )
