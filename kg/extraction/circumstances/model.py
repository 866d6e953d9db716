"""A fact of an incident as the article words it, and what the readers of facts share."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.extraction.cast import Cast, Draft
from kg.extraction.incidents import Incident, IncidentFinder
from kg.extraction.parse import Doc, Span, Token
from kg.knowledge import Knowledge
from kg.model import Kind
from kg.vocabulary import KG

_ATTACKING = (KG.Strike, KG.Destruction, KG.Launch, KG.Attack)


@dataclass(frozen=True)
class Fact:
    """One triple as the article words it; ``token`` is where it is read, ``incident`` what it is about.

    ``words`` are those that a count or a sign was read from.
    """

    incident: Incident
    predicate: URIRef
    value: Draft | Literal
    token: Token
    words: Span | None = None


@dataclass(frozen=True)
class Text:
    """One parsed article with its cast and its incidents."""

    knowledge: Knowledge
    cast: Cast
    incidents: IncidentFinder

    @property
    def doc(self) -> Doc:
        """The parsed text."""
        return self.cast.doc

    def is_a(self, draft: Draft, class_: URIRef) -> bool:
        """Whether an entity is of a class."""
        return self.knowledge.taxonomy.any_is_a(draft.types, class_)

    def actor(self, token: Token) -> Draft | None:
        """The actor that a noun names, if any."""
        occurrence = self.cast.speaker(token)
        return occurrence.draft if occurrence is not None and occurrence.draft.kind is Kind.ACTOR else None

    def counted(self, token: Token) -> Incident | None:
        """The incident of a number or sign: one that its sentence names, else the one in focus."""
        incidents = self.incidents
        return incidents.near(token) if incidents.of_sentence(token.sent) else incidents.focus(token)

    def tells_loss(self, token: Token) -> bool:
        """Whether the token tells of the loss of a vehicle, or refers back to one."""
        trigger = self.incidents.trigger(token)
        return trigger is not None and bool(trigger.loss)

    def struck(self, verb: Token) -> Incident | None:
        """The incident whose vehicle a verb of striking, firing or attacking has for its object: *fired at the jet*."""
        trigger, taxonomy = self.incidents.trigger(verb), self.knowledge.taxonomy
        if trigger is None or not any(taxonomy.is_a(trigger.class_, c) for c in _ATTACKING):
            return None
        objects = (n for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "prep") for n in (c, *c.children))
        return next((self.incidents.at[n.i] for n in objects if n.i in self.incidents.at), None)

    def moving(self, subject: Token | None) -> Incident | None:
        """The incident whose vehicle a subject is: by name, or as *which* or *it*."""
        if subject is None:
            return None
        if subject.i in self.incidents.at:
            return self.incidents.at[subject.i]
        if subject.tag_ == "WDT":
            clause = next((a for a in subject.ancestors if a.dep_ in ("relcl", "acl")), None)
            return self.incidents.at.get(clause.head.i) if clause is not None else None
        return self.incidents.focus(subject) if subject.lower_ == "it" else None
