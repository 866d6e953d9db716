"""Groups rows of equal features into things: a partition that keeps apart what must stay apart, and why it is so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.marks import Texts
from kg.alignment.partition import Bans, partition
from kg.alignment.reasons import PRIOR, reason
from kg.alignment.rows import Features, Row, Telling
from kg.alignment.scoring import Model, Pair, probability
from kg.model import known_iri

_COLUMN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Match:
    """The best comparison that holds a row's entities in their group."""

    others: tuple[URIRef, ...]
    """The first two entities of the row compared with, or the entry of the reference data that it is."""
    weight: float
    """Match weight in bits."""
    reasons: tuple[str, ...]
    """One line a comparison, the bits that it adds first, as in Splink's waterfall chart."""

    @property
    def probability(self) -> float:
        """0.0 to 1.0."""
        return probability(self.weight)

    def other(self, entity: URIRef) -> URIRef:
        """Whom an entity was compared with."""
        return next(each for each in self.others if each != entity)


@dataclass
class Group:
    """Entities of the articles that are one thing."""

    members: list[URIRef]
    """The entities, sorted."""
    rows: list[int]
    """The rows that they are of: all entities of each, or where it is one row that tells too little, one of them."""
    reference: URIRef | None = None
    """The entry of the reference data that the group stands for."""
    matches: dict[int, Match] = field(default_factory=dict)
    """Of each row what holds it in the group, where a comparison does."""
    whole: bool = True
    """Whether all entities of the rows are members."""

    @property
    def name(self) -> str:
        """What tells it from all other groups: its first entity."""
        return str(self.members[0])


class Apart(NamedTuple):
    """What of a row alone tells that another is not the same thing, whatever groups the two are in."""

    reference: str | None
    telling: Telling

    @classmethod
    def of(cls, features: Features) -> Apart:
        """That of a row."""
        return cls(features.reference, features.telling)

    def forbids(self, other: Apart) -> bool:
        """Whether they are two; the reference data go before what the articles tell."""
        if self.reference and other.reference:
            return self.reference != other.reference
        return self.telling.contradicts(other.telling)


def group_rows(rows: Sequence[Row[Any]], pairs: Iterable[Pair], model: Model, decisions: Decisions) -> Iterator[Group]:
    """The groups of rows that no pair and no decision ties to others; the order of neither matters.

    No group holds two that a decision, two entries of the reference data, their article or what their features tell
    keep apart, unless a decision joins them. Two entities of one article are told apart unless they share a name.

    Args:
        rows: with their entities.
        pairs: those of two of the rows that weigh enough, and of twins, a row with itself; without effect where the two
            exclude each other (:class:`Apart`).
        model: what weighed them.
        decisions: what people decided.
    """
    rows = sorted(rows, key=lambda row: row.id)
    place = {row.id: number for number, row in enumerate(rows)}
    alone = {row.id: Apart.of(row.features) for row in rows}
    heaviest = sorted(
        (pair for pair in pairs if not alone[pair.left].forbids(alone[pair.right])),
        key=lambda pair: (-pair.weight, pair.left, pair.right),
    )
    edges = [(place[p.left], place[p.right]) for p in heaviest if p.left != p.right]
    nodes = _nodes(rows)
    known = [(rows_of[0], other) for rows_of in nodes.values() for other in rows_of[1:]]
    present = [[nodes[iri][0] for iri in group if iri in nodes] for group in decisions.groups] if nodes else []
    required = [pair for group in present for pair in pairwise(group)]
    apart = decisions.bans if nodes else ()
    bans = Bans.between((a, b) for one, two in apart for a in nodes.get(one, ()) for b in nodes.get(two, ()))
    parts = partition(range(len(rows)), [*known, *edges], lambda n: _Summary.of(rows[n], bans.of(n)), required)
    part_of = {rows[number].id: index for index, part in enumerate(parts) for number in part}
    best: dict[int, Pair] = {}
    for pair in heaviest:
        if part_of[pair.left] == part_of[pair.right]:
            for row in (pair.left, pair.right):
                held = best.get(row)
                if held is None or (pair.left == pair.right and pair.weight >= held.weight):
                    best[row] = pair
    by_id = {row.id: row for row in rows}
    for part in parts:
        yield from _groups([rows[number] for number in part], by_id, best, model)


def _nodes(rows: Sequence[Row[Any]]) -> dict[URIRef, list[int]]:
    """The rows of each entry of the reference data, and of each entity that a decision names."""
    nodes: dict[URIRef, list[int]] = {}
    for number, row in enumerate(rows):
        if row.features.reference:
            nodes.setdefault(known_iri(row.features.reference), []).append(number)
        if row.features.alone:
            nodes.setdefault(known_iri(row.features.alone), []).append(number)
    return nodes


def _groups(
    part: list[Row[Any]], rows: Mapping[int, Row[Any]], best: Mapping[int, Pair], model: Model
) -> Iterator[Group]:
    """The group of a part, or the entities of a row one by one where even the same features tell too little."""
    members = sorted(iri for row in part for iri, _ in row.members)
    references = sorted({row.features.reference for row in part if row.features.reference})
    if len(part) == 1 and part[0].id not in best and not references:
        yield from (Group([iri], [part[0].id], whole=len(members) == 1) for iri in members)
        return
    if not members:
        return
    group = Group(members, [row.id for row in part], known_iri(references[0]) if references else None)
    for row in part:
        if row.id in best and row.members:
            pair = best[row.id]
            other = rows[pair.right if pair.left == row.id else pair.left]
            group.matches[row.id] = _match(row, other, pair, model)
    yield group


def _match(row: Row[Any], other: Row[Any], pair: Pair, model: Model) -> Match:
    told = (
        reason(bits, f"{name}: {_shown(label, row, other)}") for name, label, bits in model.levels(pair.levels) if bits
    )
    others = tuple(iri for iri, _ in other.members[:2]) or (known_iri(other.features.reference),)
    return Match(others, pair.weight, (reason(model.prior, PRIOR), *told))


def _shown(label: str, row: Row[Any], other: Row[Any]) -> str:
    """The level's text with what both rows have in its columns, or what each has."""

    def values(match: re.Match[str]) -> str:
        one, two = (_texts(getattr(each.features, match[1])) for each in (row, other))
        shared = sorted(one & two)
        return ", ".join(shared) if shared else " / ".join(", ".join(sorted(each)) for each in (one, two))

    return _COLUMN.sub(values, label)


def _texts(value: Texts | str | None) -> set[str]:
    return {value} if isinstance(value, str) else set(value or ())


@dataclass
class _Summary:
    """What a group of rows holds that keeps others out."""

    bans: Bans
    references: set[str]
    telling: set[Telling]
    articles: dict[str, list[Texts]]
    """Of each article the names of its entities."""

    @classmethod
    def of(cls, row: Row[Any], bans: Bans) -> _Summary:
        """The summary of one row."""
        told = row.features
        references = {told.reference} if told.reference else set()
        return cls(bans, references, {told.telling}, {a: [told.names] for _, a in row.members})

    def forbids(self, other: _Summary) -> bool:
        """Decisions come first, the reference data next, then what the articles tell."""
        if self.bans.forbids(other.bans):
            return True
        if self.references and other.references:
            return self.references.isdisjoint(other.references)
        return any(a.contradicts(b) for a in self.telling for b in other.telling) or self._told_apart(other)

    def _told_apart(self, other: _Summary) -> bool:
        """Whether one article has an entity of each that share no name."""
        few, many = sorted((self.articles, other.articles), key=len)
        both = (article for article in few if article in many)
        return any(set(a).isdisjoint(b) for article in both for a in few[article] for b in many[article])

    def join(self, other: _Summary) -> _Summary:
        """The larger one takes in the smaller."""
        if len(self.articles) < len(other.articles):
            return other.join(self)
        self.bans.join(other.bans)
        self.references |= other.references
        self.telling |= other.telling
        for article, names in other.articles.items():
            self.articles.setdefault(article, []).extend(names)
        return self
