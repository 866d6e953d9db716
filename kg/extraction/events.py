"""Events of their own: strike, inquiry, verdict, suspension of flights and the rest, with who took part.

What somebody says about an incident is an event too (accusation, denial, demand), made from the utterance.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rdflib import Literal, URIRef

from kg.extraction.attribution import Utterance
from kg.extraction.cast import Cast, Draft
from kg.extraction.coreference import Coreference
from kg.extraction.dates import read_date, tells_time
from kg.extraction.incidents import Incident, IncidentFinder
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import agent, clause, direct_object, is_passive, prepositions, subject, tidy
from kg.knowledge import Knowledge, Trigger
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG, SEM

_CAUSES = ("because", "due", "amid", "after", "over", "following", "in", "citing")


@dataclass(frozen=True)
class EventFact:
    """One participant, time or place of an event, and the token at which it is read."""

    event: Draft
    predicate: URIRef
    value: Draft | Literal
    token: Token


@dataclass(frozen=True)
class Told:
    """An event that the article tells: its draft, the incident it belongs to, the words, and what they say."""

    draft: Draft
    incident: Incident | None
    span: Span
    facts: tuple[EventFact, ...] = field(default=())


class EventFinder:
    """Finds the events of one article that are not incidents themselves."""

    def __init__(
        self,
        knowledge: Knowledge,
        cast: Cast,
        incidents: IncidentFinder,
        coreference: Coreference,
        published: dt.date | None,
    ) -> None:
        self.knowledge, self.cast, self.incidents = knowledge, cast, incidents
        self.coreference, self.published, self.doc = coreference, published, cast.doc
        self._dates: dict[int, list[Span]] = {}
        for span in cast.doc.ents:
            if span.label_ == "DATE":
                self._dates.setdefault(span.sent.start, []).append(span)

    def find(self, utterances: list[Utterance]) -> list[Told]:
        """Every event, in the order of the text."""
        told = [*self._told(), *(t for u in utterances if (t := self._spoken(u)) is not None)]
        return sorted(told, key=lambda t: (t.span.start, t.draft.label))

    # -- what happened -------------------------------------------------------------------------------------------------

    def _told(self) -> Iterator[Told]:
        taxonomy = self.knowledge.taxonomy
        for token in self.cast.tokens:
            trigger = self.incidents.trigger(token)
            if trigger is None or trigger.loss == "anaphor":
                continue
            if (
                taxonomy.is_a(trigger.class_, KG.Statement)
                and (trigger.lemma, token.pos_) in self.knowledge.lexicon.cues
            ):
                continue  # what is said becomes an event with its utterance
            if any(c.dep_ == "neg" for c in token.children):
                continue  # what did not or cannot happen is no event
            if trigger.objects and not self._has_object(token, trigger):
                continue
            if trigger.subject == "target" and token.pos_ == "VERB" and token.i not in self.incidents.at:
                continue  # prices plunge, too
            facts = list(self._participants(token, trigger))
            incident = self._incident(token, trigger)
            if not facts and (incident is None or not self._part(trigger.class_)):
                continue
            draft = self._draft(token, self._with_weapon(token, trigger), incident, facts)
            named = [EventFact(draft, p, v, t) for p, v, t in facts]
            yield Told(draft, incident, tidy(clause(token)), tuple(named))

    def _with_weapon(self, token: Token, trigger: Trigger) -> Trigger:
        """*brought down by a missile* is a shoot-down; *brought down by its pilot* is none."""
        if trigger.class_ != KG.Destruction:
            return trigger
        doer = agent(token) or (subject(token) if token.pos_ == "VERB" and not is_passive(token) else None)
        weapon = self.cast.at(doer) if doer is not None else None
        armed = weapon is not None and self.knowledge.taxonomy.any_is_a(weapon.draft.types, KG.WeaponSystem)
        return replace(trigger, class_=KG.ShootDown) if armed else trigger

    def _has_object(self, verb: Token, trigger: Trigger) -> bool:
        """Whether what the verb governs is what its frame demands: flights are suspended, and so is disbelief."""
        target = direct_object(verb) or next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        return target is not None and target.lemma_.lower() in trigger.objects

    def _incident(self, token: Token, trigger: Trigger) -> Incident | None:
        """What the event belongs to. A war is nobody's part."""
        if any(self.knowledge.taxonomy.is_a(trigger.class_, c) for c in self.knowledge.taxonomy.alone):
            return None
        if token.i in self.incidents.at:
            return self.incidents.at[token.i]
        return self.incidents.near(token)

    def _draft(
        self,
        token: Token,
        trigger: Trigger,
        incident: Incident | None,
        facts: list[tuple[URIRef, Draft | Literal, Token]],
    ) -> Draft:
        """The event: one of a class an incident, unless its participants tell it from others of the class."""
        who = sorted(slug(str(v.label)) for p, v, _ in facts if isinstance(v, Draft) and v.kind is Kind.ACTOR)
        parts = self._part(trigger.class_)
        where = (
            sorted(slug(v.label) for p, v, _ in facts if isinstance(v, Draft) and v.kind is Kind.PLACE)
            if incident is None
            else []
        )
        key = ("event", str(trigger.class_), incident.number if incident else -1, *(() if parts else who), *where)
        label = self._label(trigger, by=bool(who) and not parts, facts=facts)
        return self._event(key, trigger.class_, incident, label, token)

    def _part(self, class_: URIRef) -> bool:
        """Whether events of this class are parts of an incident rather than about it."""
        return any(self.knowledge.taxonomy.is_a(class_, c) for c in self.knowledge.taxonomy.parts)

    def _label(self, trigger: Trigger, *, by: bool, facts: list[tuple[URIRef, Draft | Literal, Token]]) -> str:
        """*verdict by district court*, *armed conflict in Ruritania*: the class with its actors, or its place."""
        noun = self.knowledge.taxonomy.labels.get(trigger.class_, trigger.lemma)
        named = [v for _, v, _ in facts if isinstance(v, Draft)]
        doers = {KG[role] for role in (trigger.subject, trigger.by) if role}
        actors = [v.label for p, v, _ in facts if isinstance(v, Draft) and p in doers] if by else []
        places = [d.label for d in named if d.kind is Kind.PLACE]
        if actors:
            return f"{noun} by {actors[0]}"
        return f"{noun} in {places[0]}" if places else noun

    def _event(
        self, key: tuple[object, ...], class_: URIRef, incident: Incident | None, label: str, token: Token
    ) -> Draft:
        draft = self.cast.draft(key, Kind.EVENT, [class_])
        draft.canonical = draft.canonical or label
        span = self.doc[token.i : token.i + 1]
        draft.spans.add((span.start_char, span.end_char))
        draft.names[label] += 1
        if incident is not None and incident.draft is not None and incident.draft is not draft:
            draft.links.add((SEM.subEventOf if self._part(class_) else KG.about, incident.draft))
        return draft

    def _participants(self, token: Token, trigger: Trigger) -> Iterator[tuple[URIRef, Draft | Literal, Token]]:
        """The roles that the trigger's dependents fill, its time and its place."""
        yield from self._roles(token, trigger)
        for span in self._dates.get(token.sent.start, ()):
            if self._modifies(span.root, token):
                value = read_date(span.text, self.published)
                if value is not None:
                    yield SEM.hasTimeStamp, value, span.root
                elif tells_time(span.text):
                    yield KG.dateText, Literal(span.text), span.root
        if token.pos_ == "NOUN":
            for noun in prepositions(token, "in", "near", "over", "at"):
                occurrence = self.cast.at(noun)
                if occurrence is not None and occurrence.draft.kind is Kind.PLACE:
                    yield SEM.hasPlace, occurrence.draft, noun
        class_ = trigger.class_
        if self.knowledge.taxonomy.is_a(class_, KG.Verdict):
            yield from self._verdict(token)
        if trigger.objects:
            yield from self._suspension(token)

    def _roles(self, token: Token, trigger: Trigger) -> Iterator[tuple[URIRef, Draft | Literal, Token]]:
        if token.pos_ == "VERB":
            passive = is_passive(token)
            doer = agent(token) if passive else subject(token)
            done = next((c for c in token.children if c.dep_ == "nsubjpass"), None) if passive else direct_object(token)
        else:
            holders = [c for c in token.children if c.dep_ == "poss"]
            doer, done = agent(token) or next(iter(holders), None), next(prepositions(token, "of", "into"), None)
        roles = (
            (doer, trigger.by if token.pos_ != "VERB" or is_passive(token) else trigger.subject),
            (done, trigger.object),
        )
        for noun, role in roles:
            if noun is None or role in ("", "target"):
                continue
            for one in [noun, *noun.conjuncts]:
                occurrence = self.coreference.actor(one) or self.cast.at(one)
                kind = Kind.SYSTEM if role == "weaponSystem" else Kind.ACTOR
                if occurrence is not None and occurrence.draft.kind is kind:
                    yield KG[role], occurrence.draft, one

    def _modifies(self, date: Token, event: Token) -> bool:
        head = date.head
        if head.dep_ == "prep" or head.pos_ == "ADP":
            head = head.head
        return head == event or (head == event.head and event.dep_ in ("pobj", "xcomp") and head.pos_ == "VERB")

    def _verdict(self, verb: Token) -> Iterator[tuple[URIRef, Draft | Literal, Token]]:
        words = clause(verb)
        if re.search(r"(?i)\bin absentia\b", words.text):
            yield KG.manner, Literal("in absentia"), verb
        for noun in prepositions(verb, "to"):
            yield KG.sentence, Literal(tidy(self.doc[noun.left_edge.i : noun.i + 1]).text), noun

    def _suspension(self, verb: Token) -> Iterator[tuple[URIRef, Draft | Literal, Token]]:
        cities = [
            o
            for o in self.cast.within(clause(verb).start, clause(verb).end)
            if o.draft.kind is Kind.PLACE and self.knowledge.taxonomy.any_is_a(o.draft.types, KG.City)
        ]
        for occurrence in cities:
            head = self.doc[occurrence.head]
            governor = head.head.lower_ if head.dep_ == "pobj" else head.head.head.lower_ if head.dep_ == "conj" else ""
            origin = governor == "from" or (governor == "between" and head.dep_ == "pobj")
            if governor in ("from", "to", "between", "into"):
                yield (KG.origin if origin else KG.destination), occurrence.draft, head
        for child in verb.children:
            if child.dep_ in ("prep", "advcl", "npadvmod") and child.lower_ in _CAUSES and len(clause(child)) > 3:
                words = tidy(clause(child)).text
                if child.lower_ != "in" or words.lower().startswith("in light of"):
                    yield KG.reason, Literal(words), child

    # -- what was said -------------------------------------------------------------------------------------

    def _spoken(self, utterance: Utterance) -> Told | None:
        """The speech event of an utterance, where it is more than a statement."""
        if utterance.event in (KG.Statement, KG.Investigation):
            return None
        incident = self.incidents.near(utterance.top)
        speaker = utterance.claimer.draft
        token = utterance.cue[0]
        key = (
            "event",
            str(utterance.event),
            incident.number if incident else -1,
            str(speaker.key),
            str(utterance.accused.draft.key) if utterance.accused else "",
        )
        noun = self.knowledge.taxonomy.labels.get(utterance.event, "statement")
        against = f" against {utterance.accused.draft.label}" if utterance.accused is not None else ""
        draft = self._event(key, utterance.event, incident, f"{noun} by {speaker.label}{against}", token)
        role = KG.accuser if utterance.event == KG.Accusation else KG.speaker
        facts = [EventFact(draft, role, speaker, token)]
        if utterance.accused is not None:
            facts.append(EventFact(draft, KG.accused, utterance.accused.draft, token))
        return Told(draft, incident, utterance.span, tuple(facts))
