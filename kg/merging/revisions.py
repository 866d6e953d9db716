"""What a speaker has replaced: figures and stances that the same speaker gave on a later day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.stands import Stand
from kg.merging.values import clash
from kg.model import Epistemic, Proposition

Replaced = set[tuple[URIRef, URIRef]]
"""Claims, each with a proposition of its that its speaker has replaced; what else it says still holds."""


@dataclass(frozen=True)
class Statement:
    """What a speaker held of a property that has a single value, on the day when the article was published."""

    day: dt.date
    told: Proposition
    stand: Stand
    """On all that the claim tells."""


def revised(statements: Iterable[Statement], knowledge: Knowledge) -> Iterator[tuple[Stand, Stand]]:
    """Of one speaker, subject and property, the later stand and the one that it replaces.

    A guess replaces nothing that was said for certain.
    """
    in_order = sorted(statements, key=lambda s: (s.day, s.stand.iri, s.told))
    for old, new in combinations(in_order, 2):
        if old.day < new.day and clash(old.told, new.told, knowledge) and _as_sure(new.stand, old.stand):
            yield new.stand, old.stand


def replaced(new: Stand, old: Stand, knowledge: Knowledge) -> Replaced:
    """What of a claim another supersedes: a value of which there is another now, or the opposite stance."""
    return {
        (old.iri, one.iri)
        for one in old.propositions
        for two in new.propositions
        if (one == two and new.epistemic.denies != old.epistemic.denies)
        or (
            new.epistemic.affirms
            and old.epistemic.affirms
            and (about := single_valued(one, knowledge)) is not None
            and about == single_valued(two, knowledge)
            and clash(one, two, knowledge)
        )
    }


def single_valued(told: Proposition, knowledge: Knowledge) -> tuple[URIRef, URIRef] | None:
    """Subject and property of a value of which there is one, or of a bound of it."""
    property_ = knowledge.taxonomy.bounded.get(told.predicate, told.predicate)
    return (told.subject, property_) if property_ in knowledge.taxonomy.single_valued else None


def _as_sure(new: Stand, old: Stand) -> bool:
    return new.epistemic is Epistemic.TRUE_CERTAIN or old.epistemic is not Epistemic.TRUE_CERTAIN
