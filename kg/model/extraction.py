"""What one article says: entities, propositions and claims."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.model.article import Article, Mention
from kg.model.terms import Epistemic, Kind, Value


@dataclass(frozen=True)
class Entity:
    """An actor, system, place or event, within one article or after the merge.

    ``links`` are the structural triples that are no facts of the world: what a state governs, which incident an event
    is about or a part of.
    """

    iri: URIRef
    kind: Kind
    types: tuple[URIRef, ...]
    label: str
    names: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[tuple[URIRef, Value], ...] = ()


@dataclass(frozen=True, order=True)
class Proposition:
    """One triple described, not asserted (an ``rdf:Statement``)."""

    iri: URIRef
    subject: URIRef
    predicate: URIRef
    object: Value


@dataclass(frozen=True)
class Ground:
    """Words inside a claim's mention that name a subject or object of its propositions, or tell a value.

    ``antecedents`` are the mentions that do name it where the words only stand for it (a pronoun, *the plane*, a verb
    that leaves the incident unsaid); ``values`` are the literals that were read from the words.
    """

    mention: Mention
    antecedents: tuple[Mention, ...] = ()
    values: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One utterance: who takes which stance on which propositions, in which words.

    ``content_mentions`` are the parts of what is said, in order. ``relays`` names whom the claimer cites,
    ``relayed_by`` through whom the utterance came; ``contests`` and ``supersedes`` name other claims. ``confidence``
    is the extractor's, 0.0 to 1.0, never the speaker's. ``grounds`` lead each subject and object to its words; only a
    reference record has none.
    """

    iri: URIRef
    article: URIRef
    claimer: URIRef
    epistemic: Epistemic
    propositions: tuple[Proposition, ...]
    mention: Mention
    confidence: float
    about: tuple[URIRef, ...] = ()
    cue: Mention | None = None
    act: URIRef | None = None
    """The class of speech event that the cue tells: Statement, Accusation, Wish; none in an article's own voice."""
    claimer_mention: Mention | None = None
    content_mentions: tuple[Mention, ...] = ()
    relays: tuple[URIRef, ...] = ()
    relayed_by: tuple[URIRef, ...] = ()
    contests: tuple[URIRef, ...] = ()
    supersedes: tuple[URIRef, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The article's own words that set one incident beside another."""

    incidents: tuple[URIRef, URIRef]
    mention: Mention


@dataclass(frozen=True)
class Extraction:
    """All that one article says. ``publisher`` is the actor that speaks in the article's own voice."""

    article: Article
    iri: URIRef
    publisher: URIRef
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    comparisons: tuple[Comparison, ...] = ()
    sources: tuple[URIRef, ...] = ()
    """Where the facts of a reference record were read; empty for an article."""
