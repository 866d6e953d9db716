"""An extraction as triples: what ``articles/ID.ttl`` holds (contract, sections 2, 4 and 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from kg.graphs.turtle import Triple
from kg.minting import Minter
from kg.model import Article, Claim, Entity, Epistemic, Extraction, Ground, Kind, Mention, Proposition
from kg.vocabulary import GAF, KG, NIF, SCHEMA

# Of the terms of rdflib's closed namespaces those that each mention, entity and claim needs: looking one up is slow.
_TYPE, _STATEMENT, _SUBJECT, _PREDICATE, _OBJECT = RDF.type, RDF.Statement, RDF.subject, RDF.predicate, RDF.object
_LABEL, _OTHER_LABEL, _DERIVED_FROM, _DENOTED_BY = SKOS.prefLabel, SKOS.altLabel, PROV.wasDerivedFrom, GAF.denotedBy
_MENTION, _OFFSET_BASED_STRING, _REFERENCE_CONTEXT = GAF.Mention, NIF.OffsetBasedString, NIF.referenceContext
_BEGIN_INDEX, _END_INDEX, _ANCHOR_OF = NIF.beginIndex, NIF.endIndex, NIF.anchorOf


def extraction_triples(extraction: Extraction, minter: Minter) -> Iterator[Triple]:
    """Every triple of one article's graph; undisputed facts stand plainly beside their propositions."""
    yield from article_triples(extraction)
    for entity in extraction.entities:
        yield from entity_triples(entity, extraction.article.id, minter)
    for claim in extraction.claims:
        yield from claim_triples(claim, extraction.article.id, minter)
        for proposition in claim.propositions:
            yield from proposition_triples(proposition)
    for proposition in undisputed(extraction.claims, {extraction.publisher}):
        yield proposition.subject, proposition.predicate, proposition.object
    for comparison in extraction.comparisons:
        first, second = comparison.incidents
        iri = minter.hashed(Kind.ANALOGY, extraction.iri, first, second, comparison.mention.begin)
        yield iri, _TYPE, KG.Analogy
        yield iri, KG.incident, first
        yield iri, KG.incident, second
        yield iri, KG.drawnBy, extraction.iri
        yield from mention_triples(iri, _DERIVED_FROM, comparison.mention, extraction.article.id, minter)


def undisputed(claims: Iterable[Claim], own_voices: set[URIRef]) -> list[Proposition]:
    """The propositions that may stand as plain triples.

    Some own voice (a publisher, or the reference data) states them as certain, and no claim contests them: none denies
    them, and none answers a claim that holds them.
    """
    claims = list(claims)
    contested = {iri for claim in claims for iri in claim.contests}
    disputed = {
        proposition.iri
        for claim in claims
        if claim.epistemic.denies or claim.iri in contested
        for proposition in claim.propositions
    }
    return sorted(
        {
            proposition
            for claim in claims
            if claim.claimer in own_voices and claim.cue is None and claim.epistemic is Epistemic.TRUE_CERTAIN
            for proposition in claim.propositions
            if proposition.iri not in disputed and proposition.predicate != KG.describedAs
        }
    )


def article_triples(extraction: Extraction) -> Iterator[Triple]:
    """The article as a NIF context with what is known of it, and its publisher."""
    article, iri = extraction.article, extraction.iri
    yield iri, _TYPE, NIF.Context
    yield iri, _TYPE, KG.ReferenceRecord if extraction.sources else SCHEMA.NewsArticle
    yield iri, NIF.isString, Literal(article.text)
    yield iri, DCTERMS.identifier, Literal(article.id)
    yield iri, KG.sha256, Literal(text_digest(article))
    yield iri, SCHEMA.publisher, extraction.publisher
    if article.title:
        yield iri, DCTERMS.title, Literal(article.title)
    if article.published:
        yield iri, DCTERMS.issued, Literal(article.published.isoformat(), datatype=XSD.date)
    if article.url:
        yield iri, SCHEMA.url, Literal(article.url, datatype=XSD.anyURI)
    if article.language:
        yield iri, SCHEMA.inLanguage, Literal(article.language)
    for source in extraction.sources:
        yield iri, DCTERMS.source, source


def text_digest(article: Article) -> str:
    """SHA-256 of the article's text in UTF-8, hexadecimal."""
    return hashlib.sha256(article.text.encode()).hexdigest()


def entity_triples(entity: Entity, article_id: str | None, minter: Minter) -> Iterator[Triple]:
    """Types, names, links and (of one article's entity) mentions."""
    for type_ in entity.types:
        yield entity.iri, _TYPE, type_
    yield entity.iri, _LABEL, Literal(entity.label, lang="en")
    for name in entity.names:
        if name != entity.label:
            yield entity.iri, _OTHER_LABEL, Literal(name, lang="en")
    for predicate, value in entity.links:
        yield entity.iri, predicate, value
    if article_id is not None:
        for mention in entity.mentions:
            yield from mention_triples(entity.iri, _DENOTED_BY, mention, article_id, minter)


def claim_triples(claim: Claim, article_id: str, minter: Minter) -> Iterator[Triple]:
    """The claim, with the IRIs of its propositions and the mentions of its parts."""
    iri = claim.iri
    yield iri, _TYPE, KG.Claim
    yield iri, _TYPE, SCHEMA.Claim
    yield iri, KG.article, claim.article
    yield iri, KG.claimer, claim.claimer
    yield iri, KG.epistemic, KG[claim.epistemic]
    yield iri, KG.confidence, _confidence(claim.confidence)
    for predicate, values in (
        (KG.about, claim.about),
        (KG.relays, claim.relays),
        (KG.relayedBy, claim.relayed_by),
        (KG.contests, claim.contests),
        (KG.supersedes, claim.supersedes),
    ):
        for value in values:
            yield iri, predicate, value
    yield from mention_triples(iri, _DERIVED_FROM, claim.mention, article_id, minter)
    if claim.cue:
        yield iri, KG.cue, Literal(claim.cue.words)
        if claim.act is not None:
            yield iri, KG.speechAct, claim.act
        yield from mention_triples(iri, KG.cueMention, claim.cue, article_id, minter)
    if claim.claimer_mention:
        yield from mention_triples(iri, KG.claimerMention, claim.claimer_mention, article_id, minter)
    for part in claim.content_mentions:
        yield from mention_triples(iri, KG.contentMention, part, article_id, minter)
    for ground in claim.grounds:
        yield from ground_triples(iri, ground, article_id, minter)
    for proposition in claim.propositions:
        yield iri, KG.proposition, proposition.iri


def proposition_triples(proposition: Proposition) -> Iterator[Triple]:
    """A triple described, not asserted."""
    yield proposition.iri, _TYPE, KG.Proposition
    yield proposition.iri, _TYPE, _STATEMENT
    yield proposition.iri, _SUBJECT, proposition.subject
    yield proposition.iri, _PREDICATE, proposition.predicate
    yield proposition.iri, _OBJECT, proposition.object


def ground_triples(claim: URIRef, ground: Ground, article_id: str, minter: Minter) -> Iterator[Triple]:
    """The words that a claim rests on, what they lead back to, and the values read from them."""
    words = mention_iri(ground.mention, article_id, minter)
    yield from mention_triples(claim, KG.groundedIn, ground.mention, article_id, minter)
    for antecedent in ground.antecedents:
        yield from mention_triples(words, KG.antecedent, antecedent, article_id, minter)
    for value in ground.values:
        yield words, KG.readAs, value


def mention_iri(mention: Mention, article_id: str, minter: Minter) -> URIRef:
    """The IRI of an article's words, by their offsets."""
    return _mention(mention, article_id, minter)[0][0]


def mention_triples(
    owner: URIRef | None, predicate: URIRef, mention: Mention, article_id: str, minter: Minter
) -> Iterator[Triple]:
    """The mention of the words, and the triple that leads to it from its owner where there is one."""
    own = _mention(mention, article_id, minter)
    if owner is not None:
        yield owner, predicate, own[0][0]
    yield from own


@lru_cache(maxsize=4_096)  # an article has some hundred mentions, and cites each several times
def _mention(mention: Mention, article_id: str, minter: Minter) -> tuple[Triple, ...]:
    """The mention's own triples."""
    iri = minter.iri(Kind.MENTION, f"{article_id}-{mention.begin}-{mention.end}")
    return (
        (iri, _TYPE, _MENTION),
        (iri, _TYPE, _OFFSET_BASED_STRING),
        (iri, _REFERENCE_CONTEXT, minter.iri(Kind.ARTICLE, article_id)),
        (iri, _BEGIN_INDEX, _offset(mention.begin)),
        (iri, _END_INDEX, _offset(mention.end)),
        (iri, _ANCHOR_OF, Literal(mention.words)),
    )


@lru_cache(maxsize=16_384)
def _offset(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger)


@lru_cache(maxsize=128)
def _confidence(number: float) -> Literal:
    return Literal(f"{number:.2f}", datatype=XSD.decimal)
