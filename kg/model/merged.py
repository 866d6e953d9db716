"""What all articles say together, and why two names are held to be one."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from kg.model.article import Mention
from kg.model.extraction import Claim, Entity, Extraction, Proposition
from kg.model.terms import Value


@dataclass(frozen=True, order=True)
class Membership:
    """The decision that an article's entity (``member``) is the merged entity ``cluster``.

    ``score`` is 0.0 to 1.0, ``reasons`` what decided, readable. Where a comparison did, ``other`` is the entity that
    the member was compared with, and ``weight`` the match weight in bits: the sum that the reasons begin with.
    """

    iri: URIRef
    member: URIRef
    cluster: URIRef
    score: float
    reasons: tuple[str, ...]
    weight: float | None = None
    other: URIRef | None = None


@dataclass(frozen=True, order=True)
class Decision:
    """What a person decided: that two entities are one (``same``) or are not, and who and why where it is told.

    Each is an entity of an article, or an entry of the reference data.
    """

    subject: URIRef
    object: URIRef
    same: bool
    author: str = ""
    comment: str = ""

    def __str__(self) -> str:
        by = f" by {self.author}" if self.author else ""
        why = f": {self.comment}" if self.comment else ""
        return f"decided{by} to be {'the same as' if self.same else 'another than'} {self.object}{why}"


@dataclass(frozen=True)
class Conflict:
    """Values of a single-valued property that differ, or opposite stances on one proposition."""

    iri: URIRef
    kind: URIRef
    about: URIRef
    property: URIRef
    members: tuple[URIRef, ...]


@dataclass(frozen=True)
class Connection:
    """A path between two incidents: ``through`` a claim or event of each to what both have."""

    via: URIRef
    through: tuple[URIRef, URIRef]


@dataclass(frozen=True)
class Analogy:
    """Two incidents side by side: what they share, where they differ, and the articles' own words that compare them."""

    iri: URIRef
    incidents: tuple[URIRef, URIRef]
    label: str
    connections: tuple[Connection, ...]
    """One for each shared actor, system, class of system or class of event."""
    phases: tuple[URIRef, ...] = ()
    """The phases that both went through."""
    differences: tuple[tuple[URIRef, URIRef], ...] = ()
    """One of the incidents, and a phase or class of system that only it has."""
    drawn: tuple[tuple[URIRef, Mention], ...] = ()
    likeness: float = 0.0
    """0.0 or more: the sum of the inverse document frequencies of what both have."""
    comparisons: int = 0
    """How many articles draw it, copies left out."""

    @property
    def shares(self) -> tuple[URIRef, ...]:
        """What both have, sorted."""
        return tuple(connection.via for connection in self.connections)


@dataclass(frozen=True)
class ArticlePart:
    """What the merged graph has of one article, or of a record of the reference data."""

    extraction: Extraction
    claims: tuple[Claim, ...]
    """Its claims in merged terms, with those that they supersede."""
    clusters: tuple[tuple[URIRef, URIRef], ...]
    """Each of its entities with the merged one that it is of, sorted."""
    memberships: tuple[Membership, ...]
    copy_of: URIRef | None = None


@dataclass(frozen=True)
class SubjectPart:
    """What the merged graph has of the propositions about one subject."""

    iri: URIRef
    propositions: tuple[Proposition, ...]
    facts: tuple[Proposition, ...]
    """Those that stand as plain triples."""
    conflicts: tuple[Conflict, ...]


Part = ArticlePart | SubjectPart | Entity | Analogy
"""What of the merged graph changes together."""


@dataclass(frozen=True)
class Merged:
    """The merged graph. ``facts`` are the undisputed triples that stand plainly."""

    extractions: tuple[Extraction, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    facts: tuple[tuple[URIRef, URIRef, Value], ...]
    memberships: tuple[Membership, ...]
    conflicts: tuple[Conflict, ...]
    analogies: tuple[Analogy, ...]
    decisions: tuple[Decision, ...] = ()
    unheeded: tuple[Decision, ...] = ()
    """Those that could not be followed: no article has what they name, or it follows its incident."""
    rules: str = ""
    """SHA-256 of the models that weighed the comparisons."""
    copies: tuple[tuple[URIRef, URIRef], ...] = ()
    """Articles that are copies, each with its original: one source together."""
