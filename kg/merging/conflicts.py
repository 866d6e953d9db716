"""Where sources contradict each other: values that differ, stances that oppose."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.values import compatible
from kg.model import Claim, Conflict, Kind, Proposition
from kg.vocabulary import KG


def find_conflicts(claims: Iterable[Claim], knowledge: Knowledge) -> list[Conflict]:
    """Every conflict of the merged graph (contract, section 5), sorted by IRI."""
    claims = list(claims)
    return sorted([*_values(claims, knowledge), *_stances(claims, knowledge)], key=lambda c: c.iri)


def _values(claims: list[Claim], knowledge: Knowledge) -> Iterable[Conflict]:
    """Single-valued properties of which one subject has values that cannot both be true."""
    held: dict[tuple[URIRef, URIRef], set[Proposition]] = {}
    for claim in claims:
        for proposition in claim.propositions if claim.epistemic.affirms else ():
            if proposition.predicate in knowledge.taxonomy.single_valued:
                held.setdefault((proposition.subject, proposition.predicate), set()).add(proposition)
    for (subject, predicate), propositions in sorted(held.items()):
        clashing = {
            p
            for pair in combinations(sorted(propositions), 2)
            if not compatible(pair[0].object, pair[1].object)
            for p in pair
        }
        if clashing:
            members = tuple(sorted(p.iri for p in clashing))
            iri = knowledge.minter.hashed(Kind.CONFLICT, subject, predicate, *members)
            yield Conflict(iri, KG.DifferentValues, subject, predicate, members)


def _stances(claims: list[Claim], knowledge: Knowledge) -> Iterable[Conflict]:
    """Propositions that some claim holds true and another false."""
    by_proposition: dict[Proposition, list[Claim]] = {}
    for claim in claims:
        for proposition in claim.propositions:
            by_proposition.setdefault(proposition, []).append(claim)
    for proposition, held in sorted(by_proposition.items()):
        if any(c.epistemic.affirms for c in held) and any(c.epistemic.denies for c in held):
            members = tuple(sorted(c.iri for c in held if c.epistemic.affirms or c.epistemic.denies))
            iri = knowledge.minter.hashed(Kind.CONFLICT, proposition.iri, *members)
            yield Conflict(iri, KG.OppositeStances, proposition.subject, proposition.predicate, members)
