"""An extraction as triples: what ``articles/ID.ttl`` holds (contract, sections 2, 4 and 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from kg.graphs.lines import Form, Node, Said, Triple
from kg.minting import Minter
from kg.model import Article, Claim, Entity, Epistemic, Extraction, Ground, Kind, Mention, Proposition
from kg.vocabulary import GAF, KG, NIF, SCHEMA

# Of the terms of rdflib's closed namespaces those that each mention, entity and claim needs: looking one up is slow.
_TYPE = RDF.type
_LABEL, _OTHER_LABEL, _DERIVED_FROM, _DENOTED_BY = SKOS.prefLabel, SKOS.altLabel, PROV.wasDerivedFrom, GAF.denotedBy
_DATE, _ANY_URI, _DECIMAL = ox.NamedNode(XSD.date), ox.NamedNode(XSD.anyURI), ox.NamedNode(XSD.decimal)
_NON_NEGATIVE = ox.NamedNode(XSD.nonNegativeInteger)
_STANCES = {stance: KG[stance] for stance in Epistemic}

_PROPOSITION = Form((KG.Proposition, RDF.Statement), (RDF.subject, RDF.predicate, RDF.object))
_MENTION = Form(
    (GAF.Mention, NIF.OffsetBasedString), (NIF.referenceContext, NIF.beginIndex, NIF.endIndex, NIF.anchorOf)
)


def extraction_triples(extraction: Extraction, minter: Minter) -> Iterator[Said]:
    """Every triple of one article's graph; undisputed facts stand plainly beside their propositions."""
    yield from article_triples(extraction)
    for entity in extraction.entities:
        yield from entity_triples(entity, extraction.article.id, minter)
    for claim in extraction.claims:
        yield from claim_triples(claim, extraction.article.id, minter)
        yield from map(proposition_node, claim.propositions)
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
    yield iri, NIF.isString, ox.Literal(article.text)
    yield iri, DCTERMS.identifier, ox.Literal(article.id)
    yield iri, KG.sha256, ox.Literal(text_digest(article))
    yield iri, SCHEMA.publisher, extraction.publisher
    if article.title:
        yield iri, DCTERMS.title, ox.Literal(article.title)
    if article.published:
        yield iri, DCTERMS.issued, ox.Literal(article.published.isoformat(), datatype=_DATE)
    if article.url:
        yield iri, SCHEMA.url, ox.Literal(article.url, datatype=_ANY_URI)
    if article.language:
        yield iri, SCHEMA.inLanguage, ox.Literal(article.language)
    for source in extraction.sources:
        yield iri, DCTERMS.source, source


def text_digest(article: Article) -> str:
    """SHA-256 of the article's text in UTF-8, hexadecimal."""
    return hashlib.sha256(article.text.encode()).hexdigest()


def entity_triples(entity: Entity, article_id: str | None, minter: Minter) -> Iterator[Said]:
    """Types, names, links and (of one article's entity) mentions."""
    for type_ in entity.types:
        yield entity.iri, _TYPE, type_
    yield entity.iri, _LABEL, ox.Literal(entity.label, language="en")
    for name in entity.names:
        if name != entity.label:
            yield entity.iri, _OTHER_LABEL, ox.Literal(name, language="en")
    for predicate, value in entity.links:
        yield entity.iri, predicate, value
    if article_id is not None:
        for mention in entity.mentions:
            yield from mention_triples(entity.iri, _DENOTED_BY, mention, article_id, minter)


def claim_triples(claim: Claim, article_id: str, minter: Minter) -> Iterator[Said]:
    """The claim, with the IRIs of its propositions and the mentions of its parts."""
    iri = claim.iri
    yield iri, _TYPE, KG.Claim
    yield iri, _TYPE, SCHEMA.Claim
    yield iri, KG.article, claim.article
    yield iri, KG.claimer, claim.claimer
    yield iri, KG.epistemic, _STANCES[claim.epistemic]
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
        yield iri, KG.cue, ox.Literal(claim.cue.words)
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


def proposition_node(proposition: Proposition) -> Node:
    """A triple described, not asserted."""
    return Node(proposition.iri, _PROPOSITION, (proposition.subject, proposition.predicate, proposition.object))


def ground_triples(claim: URIRef, ground: Ground, article_id: str, minter: Minter) -> Iterator[Said]:
    """The words that a claim rests on, what they lead back to, and the values read from them."""
    words = mention_node(ground.mention, article_id, minter).iri
    yield from mention_triples(claim, KG.groundedIn, ground.mention, article_id, minter)
    for antecedent in ground.antecedents:
        yield from mention_triples(words, KG.antecedent, antecedent, article_id, minter)
    for value in ground.values:
        yield words, KG.readAs, value


def mention_triples(
    owner: URIRef, predicate: URIRef, mention: Mention, article_id: str, minter: Minter
) -> tuple[Triple, Node]:
    """The mention of the words, and the triple that leads to it from its owner."""
    node = mention_node(mention, article_id, minter)
    return (owner, predicate, node.iri), node


def mention_node(mention: Mention, article_id: str, minter: Minter) -> Node:
    """An article's words; the IRI is made of their offsets."""
    return _words(mention.begin, mention.end, mention.words, article_id, minter)  # a mention itself hashes slowly


@lru_cache(maxsize=4_096)  # an article has some hundred mentions, and cites each several times
def _words(begin: int, end: int, words: str, article_id: str, minter: Minter) -> Node:
    iri = minter.iri(Kind.MENTION, f"{article_id}-{begin}-{end}")
    context = minter.iri(Kind.ARTICLE, article_id)
    return Node(iri, _MENTION, (context, _offset(begin), _offset(end), ox.Literal(words)))


@lru_cache(maxsize=16_384)
def _offset(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_NON_NEGATIVE)


@lru_cache(maxsize=128)
def _confidence(number: float) -> ox.Literal:
    return ox.Literal(f"{number:.2f}", datatype=_DECIMAL)
