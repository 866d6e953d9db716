"""What the merged graph has of one article: its claims in merged terms, and why its entities are of the merged ones.

All that is needed for it is in a task, so that tasks can be done anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.graphs.records import decode
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.assigned import Place
from kg.merging.records import recorded_incident, reference_record
from kg.merging.rewriting import rewrite_claim
from kg.merging.shuffle import Json
from kg.merging.telling import tell
from kg.merging.who import with_vehicles
from kg.minting import Minter
from kg.model import ArticlePart, Claim, Decision, Extraction, Kind, Membership


@dataclass(frozen=True)
class Task:
    """An article to be told in merged terms."""

    iri: URIRef
    record: bytes
    """As :func:`kg.graphs.records.encode` writes it; empty for a record of the reference data."""
    places: Mapping[URIRef, Place]
    """The merged entity of each of its entities, the vehicles of incidents left out."""
    superseded: tuple[tuple[URIRef, URIRef], ...]
    """A claim of the article and one that it supersedes."""
    copy_of: URIRef | None
    heeded: frozenset[Decision]
    """The decisions that are followed."""
    again: bool = False
    """Whether nothing but ``superseded`` can have changed, so that what it tells is known."""


@dataclass(frozen=True)
class Done:
    """What a task gives."""

    iri: URIRef
    part: ArticlePart | Written
    told: Mapping[str, Iterable[tuple[str, Json]]]
    """By stage what the article puts under keys; nothing where that is known."""


def do(task: Task, knowledge: Knowledge, decisions: Decisions) -> Done:
    """Tell an article in merged terms."""
    minter = knowledge.minter
    if task.record:
        extraction = decode(task.record, minter)
    else:
        extraction = reference_record(knowledge.reference[recorded_incident(task.iri, minter)], knowledge)
    places = with_vehicles(dict(task.places), extraction)
    merged = {iri: place.cluster for iri, place in places.items()}
    claims = sorted((rewrite_claim(c, merged, minter) for c in extraction.claims), key=lambda c: c.iri)
    told = {} if task.again else tell(extraction, claims, merged, knowledge)
    part = article_part(extraction, claims, places, task.superseded, task.copy_of, decisions, task.heeded, minter)
    return Done(task.iri, part, told)


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
