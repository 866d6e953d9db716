"""A later value of the same speaker replaces the earlier one: 25 survivors on the day, 29 the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.values import clash
from kg.model import Claim, Proposition


def with_revisions(
    claims: Iterable[Claim], issued: Mapping[URIRef, dt.date | None], knowledge: Knowledge
) -> list[Claim]:
    """The claims, each with those of its speaker that it replaces, in articles of earlier days.

    Args:
        claims: in merged terms, so that a speaker is one across articles.
        issued: article → the day on which it was published, where that is known.
        knowledge: which properties have a single value, and which bound another.
    """
    claims = list(claims)
    told: dict[tuple[URIRef, URIRef, URIRef], list[tuple[dt.date, Proposition, Claim]]] = {}
    for claim in claims:
        day = issued.get(claim.article)
        for each in claim.propositions if claim.epistemic.affirms and day is not None else ():
            property_ = knowledge.taxonomy.bounded.get(each.predicate, each.predicate)
            if day is not None and property_ in knowledge.taxonomy.single_valued:
                told.setdefault((claim.claimer, each.subject, property_), []).append((day, each, claim))
    replaced: dict[URIRef, set[URIRef]] = {}
    for values in told.values():
        for (day, one, old), (later, two, new) in combinations(sorted(values, key=lambda v: (v[0], v[2].iri)), 2):
            if day < later and clash(one, two, knowledge):
                replaced.setdefault(new.iri, set()).add(old.iri)
    return [replace(c, supersedes=tuple(sorted({*c.supersedes, *replaced.get(c.iri, ())}))) for c in claims]


def superseded(claims: Iterable[Claim]) -> set[URIRef]:
    """The claims that another replaces."""
    return {iri for claim in claims for iri in claim.supersedes}
