"""An extraction in words, for tests to compare."""

from __future__ import annotations

from rdflib import URIRef

from kg.model import Extraction


def local(iri: URIRef) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def names(extraction: Extraction) -> dict[URIRef, str]:
    return {e.iri: e.label for e in extraction.entities}


def facts(extraction: Extraction, *, own: bool | None = None) -> set[tuple[str, str]]:
    """(property, value) of all propositions; of the article's own voice only, or of others only."""
    label = names(extraction)
    return {
        (local(p.predicate), label.get(URIRef(p.object), str(p.object)))
        for c in extraction.claims
        if own is None or own == (c.claimer == extraction.publisher)
        for p in c.propositions
    }


def claims(extraction: Extraction) -> set[tuple[str, str, str]]:
    """(claimer, stance, words) of what is attributed to somebody."""
    label = names(extraction)
    return {
        (label[c.claimer], str(c.epistemic), c.mention.words)
        for c in extraction.claims
        if c.claimer != extraction.publisher
    }


def said_by_others(extraction: Extraction) -> set[tuple[str, str, str]]:
    """(claimer, stance, object as the graph has it) of each proposition that others than the article claim."""
    label = names(extraction)
    return {
        (label[c.claimer], str(c.epistemic), str(p.object))
        for c in extraction.claims
        if c.claimer != extraction.publisher
        for p in c.propositions
    }


def stances(extraction: Extraction) -> set[tuple[str, str]]:
    return {(who, held) for who, held, _ in claims(extraction)}


def kinds(extraction: Extraction) -> set[tuple[str, str]]:
    return {(str(e.kind), e.label) for e in extraction.entities}
