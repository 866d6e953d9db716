"""A later value of the same speaker replaces the earlier one: 25 survivors on the day, 29 the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.values import clash
from kg.model import Claim, Epistemic, Proposition

Replaced = set[tuple[URIRef, URIRef]]
"""Claims, each with a proposition of its that its speaker has replaced; what else it says still holds."""


def with_revisions(
    claims: Iterable[Claim], issued: Mapping[URIRef, dt.date | None], knowledge: Knowledge
) -> list[Claim]:
    """The claims, each with those of its speaker that it replaces, in articles of earlier days.

    A guess replaces nothing that was said for certain.

    Args:
        claims: in merged terms, so that a speaker is one across articles.
        issued: article → the day on which it was published, where that is known.
        knowledge: which properties have a single value, and which bound another.
    """
    claims = list(claims)
    told: dict[tuple[URIRef, URIRef, URIRef], list[tuple[dt.date, Proposition, Claim]]] = {}
    for claim in claims:
        day = issued.get(claim.article)
        if day is not None and claim.epistemic.affirms:
            for each in claim.propositions:
                if (about := _single(each, knowledge)) is not None:
                    told.setdefault((claim.claimer, *about), []).append((day, each, claim))
    replaced: dict[URIRef, set[URIRef]] = {}
    for values in told.values():
        for (day, one, old), (later, two, new) in combinations(sorted(values, key=lambda v: (v[0], v[2].iri)), 2):
            if day < later and clash(one, two, knowledge) and _as_sure(new, old):
                replaced.setdefault(new.iri, set()).add(old.iri)
    return [replace(c, supersedes=tuple(sorted({*c.supersedes, *replaced.get(c.iri, ())}))) for c in claims]


def find_replaced(claims: Iterable[Claim], knowledge: Knowledge) -> Replaced:
    """What of the claims that others supersede is replaced: another value now, or the opposite stance."""
    by_iri = {claim.iri: claim for claim in claims}
    return {
        (old.iri, one.iri)
        for new in by_iri.values()
        for old in (by_iri[iri] for iri in new.supersedes if iri in by_iri)
        for one in old.propositions
        for two in new.propositions
        if (one == two and new.epistemic.denies != old.epistemic.denies)
        or (
            new.epistemic.affirms
            and old.epistemic.affirms
            and (about := _single(one, knowledge)) is not None
            and about == _single(two, knowledge)
            and clash(one, two, knowledge)
        )
    }


def _single(told: Proposition, knowledge: Knowledge) -> tuple[URIRef, URIRef] | None:
    """Subject and property of a value of which there is one, or of a bound of it."""
    property_ = knowledge.taxonomy.bounded.get(told.predicate, told.predicate)
    return (told.subject, property_) if property_ in knowledge.taxonomy.single_valued else None


def _as_sure(new: Claim, old: Claim) -> bool:
    return new.epistemic is Epistemic.TRUE_CERTAIN or old.epistemic is not Epistemic.TRUE_CERTAIN
