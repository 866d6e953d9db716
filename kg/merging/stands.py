"""What a claim holds of one subject, in merged terms: as little of it as conflicts and facts are found by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import Literal, URIRef

from kg.model import Claim, Epistemic, Proposition, Value, known_iri


@dataclass(frozen=True)
class Stand:
    """The stance of one claim on its propositions about one subject, or about all of its subjects."""

    iri: URIRef
    epistemic: Epistemic
    propositions: tuple[Proposition, ...]
    own: bool = False
    """Whether an article says it in its own voice."""
    contested: bool = False
    """Whether another claim of the article answers it."""


def stand_of(claim: Claim, *, own: bool = False, contested: bool = False) -> Stand:
    """The stance of a claim on all of its propositions."""
    return Stand(claim.iri, claim.epistemic, claim.propositions, own, contested)


def by_subject(stand: Stand) -> Mapping[URIRef, Stand]:
    """The same by the subject of the propositions."""
    found: dict[URIRef, list[Proposition]] = {}
    for told in stand.propositions:
        found.setdefault(told.subject, []).append(told)
    return {
        subject: Stand(stand.iri, stand.epistemic, tuple(some), stand.own, stand.contested)
        for subject, some in found.items()
    }


def written(stand: Stand) -> list[Any]:
    """As JSON."""
    told = [[p.iri, p.subject, p.predicate, *value_written(p.object)] for p in stand.propositions]
    return [stand.iri, str(stand.epistemic), stand.own, stand.contested, told]


def read(told: list[Any]) -> Stand:
    """The inverse of :func:`written`."""
    iri, epistemic, own, contested, propositions = told
    return Stand(
        known_iri(iri),
        Epistemic(epistemic),
        tuple(Proposition(known_iri(i), known_iri(s), known_iri(p), value_read(o)) for i, s, p, *o in propositions),
        own,
        contested,
    )


def value_written(value: Value) -> list[str | None]:
    """An IRI or a literal with its language and datatype, as JSON."""
    if isinstance(value, URIRef):
        return [str(value)]
    return [str(value), value.language, None if value.datatype is None else str(value.datatype)]


def value_read(told: list[Any]) -> Value:
    """The inverse of :func:`value_written`."""
    if len(told) == 1:
        return known_iri(told[0])
    text, language, datatype = told
    return Literal(text, lang=language, datatype=None if datatype is None else known_iri(datatype), normalize=False)
