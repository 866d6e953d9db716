"""What the page shows, as plain records: the shape of the page's data island.

The field names are the keys the page's script reads. ``id`` is everywhere a page id (see :class:`Lookup`), texts are
ready to be shown, quotes come in pieces because the script never slices text: its strings are UTF-16, our offsets count
code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["actor", "system", "place", "event", "claim"]
Stance = Literal["asserts", "denies", "neutral"]

Dispute = Literal["", "disputed", "contested"]
"""*Disputed* stands in a conflict of the graph; *contested* is denied or answered without one."""

KINDS: tuple[Kind, ...] = ("actor", "system", "place", "event", "claim")


@dataclass(frozen=True)
class Ref:
    """Something the reader can select; without an id only its text."""

    id: str | None
    text: str


@dataclass(frozen=True)
class Piece:
    """Part of a quote. ``role`` is ``cue``, ``claimer``, ``content`` or empty."""

    text: str
    role: str


@dataclass(frozen=True)
class ArticleRecord:
    """An input. ``claims`` counts the claims drawn from it; ``copy_of`` is the article it is a copy of."""

    id: str
    name: str
    identifier: str
    title: str
    publisher: Ref
    issued: str
    url: str
    language: str
    sha256: str
    reference: bool
    claims: int
    copy_of: str | None


@dataclass(frozen=True)
class ClaimRecord:
    """One utterance: who takes which stance on which propositions, reported where, in which words.

    ``source`` is the article, or the one that it is a copy of.
    """

    id: str
    propositions: tuple[str, ...]
    speaker: Ref
    own_voice: bool
    stance: Stance
    certain: bool
    relays: tuple[Ref, ...]
    relayed_by: tuple[Ref, ...]
    date: str
    article: str
    source: str
    quotes: tuple[tuple[Piece, ...], ...]
    contests: tuple[str, ...]
    supersedes: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class PropositionRecord:
    """One proposition and the claims on it, a side each. ``rivals`` give other values of the same property."""

    id: str
    sentence: str
    short: str
    subject: Ref
    predicate: str
    object: Ref
    dispute: Dispute
    asserts: tuple[str, ...]
    denies: tuple[str, ...]
    neutral: tuple[str, ...]
    otherwise: tuple[str, ...]
    rivals: tuple[str, ...]


@dataclass(frozen=True)
class MembershipRecord:
    """Why a name of one article is this entity."""

    name: str
    article: str
    score: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MentionRecord:
    """Words that name an entity, and how often the article has them."""

    article: str
    text: str
    times: int


@dataclass(frozen=True)
class EntityRecord:
    """An actor, system, place or event of the merged graph."""

    id: str
    kind: Kind
    label: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    same_as: tuple[str, ...]
    facts: tuple[tuple[str, Ref], ...]
    mentions: tuple[MentionRecord, ...]
    memberships: tuple[MembershipRecord, ...]


@dataclass(frozen=True)
class ClassRecord:
    """A class that incidents have in common, with its members."""

    id: str
    kind: Kind
    label: str
    members: tuple[Ref, ...]


@dataclass(frozen=True)
class ValueRecord:
    """One value of an incident's property, with the sources that give or deny it."""

    text: str
    id: str | None
    sources: tuple[str, ...]
    denied_by: tuple[str, ...]


@dataclass(frozen=True)
class FactRecord:
    """A row of a card. ``parts`` are shown with an arrow between them (a route has two), each with all its values."""

    label: str
    parts: tuple[tuple[ValueRecord, ...], ...]
    contested: bool


@dataclass(frozen=True)
class IncidentRecord:
    """A card: what is said about one incident, with counts that equal those of a SPARQL query.

    ``sources`` counts an article and its copies once.
    """

    id: str
    label: str
    facts: tuple[FactRecord, ...]
    articles: int
    sources: int
    claims: int
    disputes: int
    contested: tuple[str, ...]


@dataclass(frozen=True)
class ShareRecord:
    """Something two incidents share. ``group`` is *actors*, *systems*, *places* or *patterns*."""

    id: str
    text: str
    group: str


@dataclass(frozen=True)
class LinkRecord:
    """What links two incidents, and in whose words."""

    incidents: tuple[str, str]
    shares: tuple[ShareRecord, ...]
    drawn: tuple[tuple[str, tuple[Piece, ...]], ...]
