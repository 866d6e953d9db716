"""Which propositions about one subject stand as plain triples."""

from __future__ import annotations

from collections.abc import Iterable

from kg.knowledge import Knowledge
from kg.merging.revisions import Replaced
from kg.merging.stands import Stand
from kg.merging.values import broader, clash, coarser
from kg.model import Conflict, Epistemic, Proposition
from kg.vocabulary import KG


def find_facts(
    stands: Iterable[Stand], replaced: Replaced, conflicts: Iterable[Conflict], knowledge: Knowledge
) -> list[Proposition]:
    """The undisputed propositions, sorted; of a date, number or model told at two grains the finer.

    Some article states it as certain in its own voice, and no claim denies it, answers one that holds it, or tells
    another value that cannot be true as well.
    """
    stands = list(stands)
    by_iri = {stand.iri: stand for stand in stands}
    members = [(m, c) for c in conflicts if c.kind != KG.Revision for m in c.members]
    disputed = {m for m, _ in members} | {
        p.iri
        for m, c in members
        if m in by_iri
        for p in by_iri[m].propositions
        if (p.subject, p.predicate) == (c.about, c.property)
    }
    disputed |= {p.iri for s in stands if s.epistemic.denies or s.contested for p in s.propositions}
    live = {p.iri for s in stands for p in s.propositions if (s.iri, p.iri) not in replaced}
    plain = {
        p
        for s in stands
        if s.own and s.epistemic is Epistemic.TRUE_CERTAIN
        for p in s.propositions
        if p.iri in live and p.iri not in disputed and p.predicate != KG.describedAs
    }

    def implied(p: Proposition) -> bool:
        return any(
            (o.predicate == p.predicate and (coarser(p.object, o.object) or broader(o.object, p.object, knowledge)))
            or (o.predicate == knowledge.taxonomy.bounded.get(p.predicate) and not clash(o, p, knowledge))
            for o in plain
        )

    return sorted(p for p in plain if not implied(p))
