"""The IRIs of merged entities: readable, and another for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from rdflib import URIRef

from kg.minting import Minter, digest, slug
from kg.model import Kind, known_iri


class Named(NamedTuple):
    """A group that would have a name: the least of those with one name has it."""

    stage: int
    """Systems that are one because their incident is come after those that have a name of their own."""
    strange: bool
    """Whether it is no entry of the reference data."""
    size: int
    """Of its entities, negative: the largest comes first."""
    first: str
    """Its first entity."""
    group: str
    """What the group is called."""


def name_key(kind: Kind, label: str, reference: URIRef | None) -> str:
    """The name that a group would have: the IRI's part after the base."""
    return "/".join(reference.rsplit("/", 2)[-2:]) if reference is not None else f"{kind}/{slug(label)}"


def name_groups(key: str, held: Iterable[Named], known: Collection[URIRef], minter: Minter) -> dict[str, URIRef]:
    """The IRI of each group that would have the name ``key``; ``known`` are the entries of the reference data.

    The entry of the reference data has its own, else the largest group has the plain name; the others add a hash.
    """
    plain = known_iri(minter.base_iri + key)
    found: dict[str, URIRef] = {}
    free = plain not in known
    for each in sorted(held):
        if free or (not each.strange and not found):
            found[each.group], free = plain, False
        else:
            found[each.group] = known_iri(f"{plain}-{digest(each.first)[:6]}")
    return found
