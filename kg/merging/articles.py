"""What the merged graph has of one article: its claims in merged terms, and why its entities are of the merged ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.merging.assigned import Place
from kg.minting import Minter
from kg.model import ArticlePart, Claim, Decision, Extraction, Kind, Membership


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
