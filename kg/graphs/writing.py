"""An extraction as triples: what ``articles/ID.ttl`` holds (contract, sections 2, 4 and 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from kg.graphs.turtle import Triple
from kg.minting import Minter
from kg.model import Article, Claim, Entity, Epistemic, Extraction, Ground, Kind, Mention, Proposition
from kg.vocabulary import GAF, KG, NIF, SCHEMA


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
        yield iri, RDF.type, KG.Analogy
        yield iri, KG.incident, first
        yield iri, KG.incident, second
        yield iri, KG.drawnBy, extraction.iri
        yield from mention_triples(iri, PROV.wasDerivedFrom, comparison.mention, extraction.article.id, minter)


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
    yield iri, RDF.type, NIF.Context
    yield iri, RDF.type, KG.ReferenceRecord if extraction.sources else SCHEMA.NewsArticle
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
        yield entity.iri, RDF.type, type_
    yield entity.iri, SKOS.prefLabel, Literal(entity.label, lang="en")
    for name in entity.names:
        if name != entity.label:
            yield entity.iri, SKOS.altLabel, Literal(name, lang="en")
    for predicate, value in entity.links:
        yield entity.iri, predicate, value
    if article_id is not None:
        for mention in entity.mentions:
            yield from mention_triples(entity.iri, GAF.denotedBy, mention, article_id, minter)


def claim_triples(claim: Claim, article_id: str, minter: Minter) -> Iterator[Triple]:
    """The claim, with the IRIs of its propositions and the mentions of its parts."""
    iri = claim.iri
    yield iri, RDF.type, KG.Claim
    yield iri, RDF.type, SCHEMA.Claim
    yield iri, KG.article, claim.article
    yield iri, KG.claimer, claim.claimer
    yield iri, KG.epistemic, KG[claim.epistemic]
    yield iri, KG.confidence, Literal(f"{claim.confidence:.2f}", datatype=XSD.decimal)
    for predicate, values in (
        (KG.about, claim.about),
        (KG.relays, claim.relays),
        (KG.relayedBy, claim.relayed_by),
        (KG.contests, claim.contests),
        (KG.supersedes, claim.supersedes),
    ):
        for value in values:
            yield iri, predicate, value
    yield from mention_triples(iri, PROV.wasDerivedFrom, claim.mention, article_id, minter)
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
    yield proposition.iri, RDF.type, KG.Proposition
    yield proposition.iri, RDF.type, RDF.Statement
    yield proposition.iri, RDF.subject, proposition.subject
    yield proposition.iri, RDF.predicate, proposition.predicate
    yield proposition.iri, RDF.object, proposition.object


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
    return minter.iri(Kind.MENTION, f"{article_id}-{mention.begin}-{mention.end}")


def mention_triples(
    owner: URIRef | None, predicate: URIRef, mention: Mention, article_id: str, minter: Minter
) -> Iterator[Triple]:
    """The mention of the words, and the triple that leads to it from its owner where there is one."""
    iri = mention_iri(mention, article_id, minter)
    if owner is not None:
        yield owner, predicate, iri
    yield iri, RDF.type, GAF.Mention
    yield iri, RDF.type, NIF.OffsetBasedString
    yield iri, NIF.referenceContext, minter.iri(Kind.ARTICLE, article_id)
    yield iri, NIF.beginIndex, Literal(str(mention.begin), datatype=XSD.nonNegativeInteger)
    yield iri, NIF.endIndex, Literal(str(mention.end), datatype=XSD.nonNegativeInteger)
    yield iri, NIF.anchorOf, Literal(mention.words)
