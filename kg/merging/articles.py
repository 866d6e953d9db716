"""What the merged graph has of one article: its claims in merged terms, and why its entities are of the merged ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from rdflib import URIRef

from kg.alignment import rows
from kg.alignment.decisions import Decisions
from kg.graphs.records import decode, encode
from kg.knowledge import Knowledge
from kg.merging.assigned import Place, PlaceRows, placed
from kg.merging.bringing import Bringer, with_vehicles
from kg.merging.copies import Shingles, name_of, shingles
from kg.merging.records import recorded_incident, reference_record
from kg.merging.rewriting import rewrite_claim
from kg.merging.shuffle import Json
from kg.merging.telling import tell, without_words
from kg.minting import Minter
from kg.model import ArticlePart, Claim, Decision, Extraction, Kind, Membership


@dataclass(frozen=True)
class Brought:
    """What an article brings to the merge."""

    iri: URIRef
    record: bytes
    """Without its words, as :func:`kg.graphs.records.encode` writes it: enough to tell who is who."""
    entities: tuple[rows.Brought, ...]
    name: str
    """Its date and its IRI, see :mod:`kg.merging.copies`."""
    shingles: Shingles


def bring(extraction: Extraction, bringer: Bringer) -> Brought:
    """What an article brings to the merge."""
    record, article = encode(without_words(extraction)), extraction.article
    entities = bringer.rows("entities", extraction, {})
    return Brought(extraction.iri, record, entities, name_of(extraction.iri, article), shingles(article.text))


@dataclass(frozen=True)
class ArticleTask:
    """An article to be told in merged terms."""

    iri: URIRef
    record: bytes
    """As :func:`kg.graphs.records.encode` writes it; empty for a record of the reference data."""
    places: PlaceRows
    """The merged entity of each of its entities, the vehicles of incidents left out."""
    superseded: tuple[tuple[URIRef, URIRef], ...]
    """A claim of the article and one that it supersedes."""
    copy_of: URIRef | None
    heeded: frozenset[Decision]
    """The decisions that are followed."""
    again: bool = False
    """Whether nothing but ``superseded`` can have changed, so that what it tells is known."""


@dataclass(frozen=True)
class ToldArticle:
    """An article in merged terms."""

    part: ArticlePart
    told: Mapping[str, Iterable[tuple[str, Json]]]
    """By stage what the article puts under keys; nothing where that is known."""


def tell_article(task: ArticleTask, knowledge: Knowledge, decisions: Decisions) -> ToldArticle:
    """Tell an article in merged terms."""
    minter = knowledge.minter
    if task.record:
        extraction = decode(task.record, minter)
    else:
        extraction = reference_record(knowledge.reference[recorded_incident(task.iri, minter)], knowledge)
    places = with_vehicles(placed(task.places), extraction)
    merged = {iri: place.cluster for iri, place in places.items()}
    claims = sorted((rewrite_claim(c, merged, minter) for c in extraction.claims), key=lambda c: c.iri)
    told = {} if task.again else tell(extraction, claims, merged, knowledge)
    part = article_part(extraction, claims, places, task.superseded, task.copy_of, decisions, task.heeded, minter)
    return ToldArticle(part, told)


def article_part(
    extraction: Extraction,
    claims: Iterable[Claim],
    places: Mapping[URIRef, Place],
    superseded: Iterable[tuple[URIRef, URIRef]],
    copy_of: URIRef | None,
    decisions: Decisions,
    heeded: Collection[Decision],
    minter: Minter,
) -> ArticlePart:
    """The part of an article.

    Args:
        extraction: the article.
        claims: its claims in merged terms, sorted.
        places: the merged entity of each of its entities.
        superseded: a claim of the article and one that it supersedes.
        copy_of: the article that it is a copy of.
        decisions: what people decided.
        heeded: the decisions that are followed.
        minter: mints the IRIs.
    """
    supersedes: dict[URIRef, set[URIRef]] = {}
    for new, old in superseded:
        supersedes.setdefault(new, set()).add(old)
    later = (
        replace(c, supersedes=tuple(sorted({*c.supersedes, *supersedes[c.iri]}))) if c.iri in supersedes else c
        for c in claims
    )
    clusters = {e.iri: places[e.iri].cluster for e in extraction.entities if e.iri in places}
    memberships = (
        _membership(e.iri, places[e.iri], decisions, heeded, minter) for e in extraction.entities if e.iri in places
    )
    return ArticlePart(
        extraction,
        tuple(later),
        tuple(sorted(clusters.items())),
        tuple(sorted(memberships, key=lambda m: m.iri)),
        copy_of,
    )


def _membership(
    member: URIRef, place: Place, decisions: Decisions, heeded: Collection[Decision], minter: Minter
) -> Membership:
    why = place.reasons
    decided = [d for d in decisions.of(member) if d in heeded or _turned(d) in heeded]
    score = 1.0 if any(d.same for d in decided) else why.score
    lines = (*map(str, decided), *why.lines) or ("what it is to be one with is one",)
    iri = minter.hashed(Kind.MEMBERSHIP, member, place.cluster)
    return Membership(iri, member, place.cluster, score, lines, why.weight, why.other)


def _turned(decision: Decision) -> Decision:
    return replace(decision, subject=decision.object, object=decision.subject)
