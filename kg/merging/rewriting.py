"""Claims in terms of the merged entities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.minting import Minter
from kg.model import Claim, Kind, Proposition, Value


def rewrite_claim(claim: Claim, merged: Mapping[URIRef, URIRef], minter: Minter) -> Claim:
    """The same claim, its propositions, claimer and chain of relays about merged entities."""
    return replace(
        claim,
        claimer=merged.get(claim.claimer, claim.claimer),
        propositions=tuple(sorted({_rewrite(p, merged, minter) for p in claim.propositions})),
        about=_all(claim.about, merged),
        relays=_all(claim.relays, merged),
        relayed_by=_all(claim.relayed_by, merged),
    )


def _all(iris: tuple[URIRef, ...], merged: Mapping[URIRef, URIRef]) -> tuple[URIRef, ...]:
    return tuple(sorted({merged.get(iri, iri) for iri in iris}))


def _rewrite(proposition: Proposition, merged: Mapping[URIRef, URIRef], minter: Minter) -> Proposition:
    subject = merged.get(proposition.subject, proposition.subject)
    value: Value = proposition.object
    if isinstance(value, URIRef):
        value = merged.get(value, value)
    elif value.datatype == XSD.integer:
        value = Literal(str(int(str(value))), datatype=XSD.integer)
    iri = minter.hashed(Kind.PROPOSITION, subject, proposition.predicate, value.n3())
    return Proposition(iri, subject, proposition.predicate, value)
