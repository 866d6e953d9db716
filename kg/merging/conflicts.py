"""Where sources contradict each other: values that differ, stances that oppose."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.revisions import Replaced
from kg.merging.stands import Stand
from kg.merging.values import clash
from kg.model import Conflict, Kind, Proposition
from kg.vocabulary import KG


def find_conflicts(claims: Iterable[Stand], replaced: Replaced, knowledge: Knowledge) -> list[Conflict]:
    """Every conflict of the merged graph (contract, section 5), sorted by IRI.

    ``replaced`` is what speakers have taken back. Where only a speaker's own later word stands against the earlier one,
    it is a revision and no dispute.
    """
    claims = list(claims)
    return sorted([*_values(claims, replaced, knowledge), *_stances(claims, replaced, knowledge)], key=lambda c: c.iri)


def _values(claims: list[Stand], replaced: Replaced, knowledge: Knowledge) -> Iterable[Conflict]:
    """Single-valued properties of which one subject has values that cannot all be true."""
    taxonomy = knowledge.taxonomy
    held: dict[tuple[URIRef, URIRef], set[Proposition]] = {}
    live: set[Proposition] = set()
    for claim in claims:
        for told in claim.propositions if claim.epistemic.affirms else ():
            property_ = taxonomy.bounded.get(told.predicate, told.predicate)
            if property_ in taxonomy.single_valued:
                held.setdefault((told.subject, property_), set()).add(told)
                live |= {told} if (claim.iri, told.iri) not in replaced else set()
    for (subject, property_), propositions in sorted(held.items()):
        kind, clashing = KG.DifferentValues, _clashing(propositions & live, knowledge)
        if not clashing and propositions - live:
            kind, clashing = KG.Revision, _clashing(propositions, knowledge)
        if clashing:
            members = tuple(sorted(p.iri for p in clashing))
            iri = knowledge.minter.hashed(Kind.CONFLICT, subject, property_, *members)
            yield Conflict(iri, kind, subject, property_, members)


def _clashing(propositions: set[Proposition], knowledge: Knowledge) -> set[Proposition]:
    return {p for pair in combinations(sorted(propositions), 2) if clash(*pair, knowledge) for p in pair}


def _stances(claims: list[Stand], replaced: Replaced, knowledge: Knowledge) -> Iterable[Conflict]:
    """Propositions that some claim holds true and another false."""
    by_proposition: dict[Proposition, list[Stand]] = {}
    for claim in claims:
        for proposition in claim.propositions:
            by_proposition.setdefault(proposition, []).append(claim)
    for proposition, held in sorted(by_proposition.items()):
        if not _opposed(held):
            continue
        kind = (
            KG.OppositeStances if _opposed(c for c in held if (c.iri, proposition.iri) not in replaced) else KG.Revision
        )
        members = tuple(sorted(c.iri for c in held if c.epistemic.affirms or c.epistemic.denies))
        iri = knowledge.minter.hashed(Kind.CONFLICT, proposition.iri, *members)
        yield Conflict(iri, kind, proposition.subject, proposition.predicate, members)


def _opposed(claims: Iterable[Stand]) -> bool:
    stances = {(c.epistemic.affirms, c.epistemic.denies) for c in claims}
    return {(True, False), (False, True)} <= stances
