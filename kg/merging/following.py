"""Groups what follows its incident: the entities under one key, or under keys that a decision joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.merging.assigned import Reasons
from kg.merging.bodies import Body, longest, told_read
from kg.merging.followers import SCORE, grouped
from kg.merging.naming import Named, name_key
from kg.minting import digest
from kg.model import Kind


@dataclass(frozen=True)
class Following:
    """An entity under its key, see :class:`kg.merging.followers.Follower`."""

    key: str
    entity: URIRef
    article: str
    told: str
    """What its cluster takes over of it, as :func:`kg.merging.bodies.told_written` writes it."""
    part: bool


@dataclass(frozen=True)
class Cluster:
    """Followers that are one."""

    name: str
    key: str
    body: Body
    members: Mapping[URIRef, str]
    """Each with its article."""
    why: Reasons
    naming: tuple[str, Named] | None = None
    """The name that it would have, and its rank among those that would have it."""
    local: str | None = None
    """Of an event, which needs no name: the end of its IRI."""


def joined_keys(key: str, decided: Mapping[URIRef, str], decisions: Decisions) -> set[str]:
    """A key with those that a decision joins it with; ``decided`` are the keys of what decisions name."""
    found, open_ = {key}, [key]
    while open_:
        one = open_.pop()
        named = (iri for iri, other in decided.items() if other == one)
        beside = {decided[o] for iri in named for o in decisions.one_with(iri) if o in decided} - found
        found |= beside
        open_ += beside
    return found


def follow(stage: str, followers: Iterable[Following], decisions: Decisions) -> Iterator[Cluster]:
    """The clusters of a stage, *unnamed* or *events*, of all that is under some keys that no decision joins to others.

    Of the systems of one article two are two.
    """
    told = {each.entity: each for each in followers}
    articles = {entity: each.article for entity, each in told.items()}
    key_of = {entity: each.key for entity, each in told.items()}
    with_name: set[str] = set()
    for group in grouped(key_of, decisions, articles if stage == "unnamed" else None):
        first, members = group[0], [told_read(told[iri].told) for iri in group]
        key = key_of[first]
        name = f"{stage} {key} {first}"
        types = {t for each in members for t in each.types}
        members_of = {iri: articles[iri] for iri in group}
        if stage == "unnamed":
            label = longest(each.label for each in members)
            body = Body(Kind.SYSTEM, label, types, {n for each in members for n in (each.label, *each.names)})
            alike = "same class, same country, same incident" if len(group) > 1 else "the only one of its kind"
            why = Reasons(SCORE if len(group) > 1 else 1.0, (alike,))
            rank = Named(1, True, -len(group), first, name)
            yield Cluster(name, key, body, members_of, why, (name_key(Kind.SYSTEM, label, None), rank))
        else:
            body = Body(Kind.EVENT, told_read(told[first].told).label, types)
            why = Reasons(SCORE, (_same(part=told[first].part),))
            local = key if key not in with_name else f"{key}-{digest(first)[:6]}"
            yield Cluster(name, key, body, members_of, why, local=local)
        with_name.add(key)


def _same(*, part: bool) -> str:
    return "the same part of the same incident" if part else "same class of event, same incident, same actors"
