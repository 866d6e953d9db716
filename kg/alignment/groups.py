"""Groups rows of equal features into things: scores, then a partition that keeps apart what must stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.marks import Texts
from kg.alignment.partition import Bans, partition
from kg.alignment.reasons import PRIOR, reason
from kg.alignment.scoring import Evidence, Model, heaviest, score

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMN = re.compile(r"\{(\w+)\}")


class Telling(Protocol):
    """What of the features may forbid that two things are one."""

    def contradicts(self, other: Self) -> bool:
        """Whether no thing can have both."""
        ...


class Features(Protocol):
    """A row of the table that Splink compares: a dataclass with a column a field."""

    @property
    def blocks(self) -> Texts:
        """Keys, of which two rows must share one to be compared."""
        ...

    @property
    def reference(self) -> str | None:
        """The entry of the reference data that the row stands for."""
        ...

    @property
    def alone(self) -> str:
        """The IRI of the only entity of the row where it is to be compared as itself; else empty."""
        ...

    @property
    def names(self) -> Texts:
        """Names, of which two entities of one article must share one to be taken for one."""
        ...

    @property
    def telling(self) -> Telling:
        """What of the row may forbid."""
        ...


F = TypeVar("F", bound=Features)


@dataclass
class Row(Generic[F]):
    """The entities that have the same features, with the article of each; an entry of the reference data has none."""

    features: F
    members: list[tuple[URIRef, URIRef]] = field(default_factory=list)


class Rows(Generic[F]):
    """Collects the rows of a collection, article by article."""

    def __init__(self) -> None:
        self._rows: dict[F, Row[F]] = {}

    def add(self, features: F, entity: URIRef, article: URIRef) -> None:
        """Add an entity; where its article has one of the same features and no name, it stays by itself."""
        row = self._rows.get(features)
        if row is not None and row.members[-1:] and row.members[-1][1] == article and not features.names:
            features = replace(features, alone=str(entity))  # type: ignore[type-var]
        self._rows.setdefault(features, Row(features)).members.append((entity, article))

    def add_reference(self, features: F) -> None:
        """Add an entry of the reference data, which no article names."""
        self._rows.setdefault(features, Row(features))

    def sorted(self) -> list[Row[F]]:
        """The rows, and the entities of each, in an order that does not depend on that of the articles."""
        for row in self._rows.values():
            row.members.sort()
        return sorted(self._rows.values(), key=lambda row: repr(row.features))


@dataclass(frozen=True)
class Match:
    """The best comparison that holds an entity in its group, with ``other``, another of its entities."""

    other: URIRef
    weight: float
    """Match weight in bits."""
    probability: float
    reasons: tuple[str, ...]
    """One line a comparison, the bits that it adds first, as in Splink's waterfall chart."""


@dataclass
class Group:
    """Entities of the articles that are one thing. ``matches`` has those whom a comparison holds in it."""

    members: list[URIRef]
    reference: URIRef | None = None
    """The entry of the reference data that the group stands for."""
    matches: dict[URIRef, Match] = field(default_factory=dict)


def group_rows(rows: Sequence[Row[Any]], model: Model, decisions: Decisions) -> list[Group]:
    """The groups of all rows' entities, by their first; the order of the rows decides between equals.

    No group holds two that a decision, two entries of the reference data, their article or what their features tell
    keep apart, unless a decision joins them. Two entities of one article are told apart unless they share a name.
    """
    if not rows:
        return []
    features = [row.features for row in rows]
    found = score(features, model)
    pairs = list(zip(found["l"].to_pylist(), found["r"].to_pylist(), strict=True))
    nodes = _nodes(rows)
    known = [(rows_of[0], other) for rows_of in nodes.values() for other in rows_of[1:]]
    present = [[nodes[iri][0] for iri in group if iri in nodes] for group in decisions.groups]
    required = [pair for group in present for pair in pairwise(group)]
    bans = Bans.between((a, b) for one, two in decisions.bans for a in nodes.get(one, ()) for b in nodes.get(two, ()))
    parts = partition(range(len(rows)), [*known, *pairs], lambda n: _Summary.of(rows[n], bans.of(n)), required)
    evidence = _evidence(rows, found, parts, model)
    groups = [group for part in parts for group in _groups(part, rows, evidence)]
    return sorted(groups, key=lambda group: group.members[0])


def _nodes(rows: Sequence[Row[Any]]) -> dict[URIRef, list[int]]:
    """The rows of each entry of the reference data, and of each entity that a decision names."""
    nodes: dict[URIRef, list[int]] = {}
    for number, row in enumerate(rows):
        if row.features.reference:
            nodes.setdefault(URIRef(row.features.reference), []).append(number)
        if row.features.alone:
            nodes.setdefault(URIRef(row.features.alone), []).append(number)
    return nodes


def _evidence(rows: Sequence[Row[Any]], found: pa.Table, parts: list[list[int]], model: Model) -> dict[int, Evidence]:
    """For each row the heaviest pair that holds it within its part: with another row, or among its own entities."""
    part_of = [0] * len(rows)
    for index, part in enumerate(parts):
        for number in part:
            part_of[number] = index
    best = dict(heaviest(found, part_of, model))
    several = [number for number, row in enumerate(rows) if len(row.members) > 1]
    if not several:
        return best
    twins = score([rows[number].features for number in several], model, twins=True)
    for place, own in heaviest(twins, range(len(several)), model):
        number = several[place]
        if number not in best or own.weight >= best[number].weight:
            best[number] = replace(own, other=number)
    return best


def _groups(part: list[int], rows: Sequence[Row[Any]], evidence: dict[int, Evidence]) -> Iterator[Group]:
    """The group of a part, or the entities of a row one by one where even the same features tell too little."""
    members = [iri for number in part for iri, _ in rows[number].members]
    references = sorted({r for number in part if (r := rows[number].features.reference)})
    if len(part) == 1 and part[0] not in evidence and not references:
        yield from (Group([iri]) for iri in members)
        return
    if not members:
        return
    group = Group(members, URIRef(references[0]) if references else None)
    for number in part:
        if number in evidence:
            group.matches |= _matches(rows[number], rows[evidence[number].other], evidence[number])
    yield group


def _matches(row: Row[Any], other: Row[Any], evidence: Evidence) -> Iterator[tuple[URIRef, Match]]:
    told = (reason(bits, f"{name}: {_shown(label, row, other)}") for name, label, bits in evidence.levels if bits)
    reasons = (reason(evidence.prior, PRIOR), *told)
    others = [iri for iri, _ in other.members[:2]] or [URIRef(other.features.reference)]
    for iri, _ in row.members:
        against = next(each for each in others if each != iri)
        yield iri, Match(against, evidence.weight, evidence.probability, reasons)


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
    articles: dict[URIRef, list[Texts]]
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
