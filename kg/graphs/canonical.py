"""The one form that an extraction has after it was written to Turtle and read again, without doing either.

:mod:`kg.graphs.writing` writes a set of triples: what it writes twice is there once, in no order, and some of it joins
(the grounds of one mention, an undisputed fact that is also a link). What reads it again gives each thing its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS

from kg.graphs.reading import ENTITY_KINDS, LINKS, parse_extraction
from kg.graphs.turtle import turtle
from kg.graphs.writing import extraction_triples, mention_node, undisputed
from kg.minting import Minter
from kg.model import Claim, Comparison, Entity, Extraction, Ground, Kind, Mention, Value


def canonical(extraction: Extraction, minter: Minter) -> Extraction:
    """What :func:`kg.graphs.reading.read_extraction` reads from the Turtle of ``extraction``."""
    if _has_twins(extraction):  # what two of one IRI say together is for whoever reads the triples to find out
        return parse_extraction(turtle(extraction_triples(extraction, minter), {}), extraction.article.id, minter)
    grounds = _grounds(extraction)
    facts: dict[URIRef, list[tuple[URIRef, Value]]] = {}
    for proposition in undisputed(extraction.claims, {extraction.publisher}):
        facts.setdefault(proposition.subject, []).append((proposition.predicate, proposition.object))
    article = extraction.article
    return Extraction(
        article=replace(
            article,
            title=article.title or None,
            url=article.url or None,
            publisher=None,
            language=article.language or None,
        ),
        iri=extraction.iri,
        publisher=extraction.publisher,
        entities=tuple(
            _entity(entity, facts.get(entity.iri, ()))
            for entity in sorted(extraction.entities, key=lambda e: (ENTITY_KINDS.index(e.kind), e.iri))
        ),
        claims=tuple(_claim(c, grounds, extraction, minter) for c in sorted(extraction.claims, key=lambda c: c.iri)),
        comparisons=tuple(_comparisons(extraction, minter)),
        sources=tuple(sorted(set(extraction.sources))),
    )


def _has_twins(extraction: Extraction) -> bool:
    """Whether two claims or two entities have one IRI."""
    return any(len({each.iri for each in all_}) < len(all_) for all_ in (extraction.claims, extraction.entities))


def _entity(entity: Entity, facts: Iterable[tuple[URIRef, Value]]) -> Entity:
    facts = list(facts)
    types = {*entity.types, *(v for p, v in facts if p == RDF.type and isinstance(v, URIRef))}
    names = {*entity.names, *(str(v) for p, v in facts if p == SKOS.altLabel)} - {entity.label}
    links = {*entity.links, *(fact for fact in facts if fact[0] in LINKS)}
    return replace(
        entity,
        types=tuple(sorted(types)),
        names=tuple(sorted(names)),
        mentions=tuple(sorted(set(entity.mentions))),
        links=tuple(sorted(links)),
    )


def _claim(claim: Claim, grounds: dict[Mention, Ground], extraction: Extraction, minter: Minter) -> Claim:
    def by_iri(mention: Mention) -> URIRef:
        return mention_node(mention, extraction.article.id, minter).iri

    return replace(
        claim,
        propositions=tuple(sorted(set(claim.propositions))),
        confidence=float(f"{claim.confidence:.2f}"),
        act=claim.act if claim.cue else None,
        content_mentions=tuple(sorted(set(claim.content_mentions))),
        about=_as_written(claim.about),
        relays=_as_written(claim.relays),
        relayed_by=_as_written(claim.relayed_by),
        contests=_as_written(claim.contests),
        supersedes=_as_written(claim.supersedes),
        grounds=tuple(grounds[m] for m in sorted({g.mention for g in claim.grounds}, key=by_iri)),
    )


def _as_written(iris: Iterable[URIRef]) -> tuple[URIRef, ...]:
    """In the order of the lines of N-Triples (:mod:`kg.graphs.lines`), where each IRI ends with its bracket."""
    return tuple(sorted(set(iris), key=lambda iri: f"{iri}>"))


def _grounds(extraction: Extraction) -> dict[Mention, Ground]:
    """Each mention with all that any claim of the article leads it back to or reads from it."""
    antecedents: dict[Mention, set[Mention]] = {}
    values: dict[Mention, set[Literal]] = {}
    for ground in (g for claim in extraction.claims for g in claim.grounds):
        antecedents.setdefault(ground.mention, set()).update(ground.antecedents)
        values.setdefault(ground.mention, set()).update(ground.values)
    return {
        mention: Ground(mention, tuple(sorted(found)), tuple(sorted(values[mention], key=lambda v: v.n3())))
        for mention, found in antecedents.items()
    }


def _comparisons(extraction: Extraction, minter: Minter) -> Iterator[Comparison]:
    by_iri = {}
    for comparison in extraction.comparisons:
        first, second = comparison.incidents
        iri = minter.hashed(Kind.ANALOGY, extraction.iri, first, second, comparison.mention.begin)
        by_iri[iri] = Comparison((min(first, second), max(first, second)), comparison.mention)
    for iri in sorted(by_iri):
        yield by_iri[iri]
