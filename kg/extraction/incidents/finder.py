"""Tells the incidents of an article apart.

An incident is introduced by a word that tells of a loss (*crash*, *shot down*) together with a vehicle, or by a name
that has a date, an operator or a designator (a flight number, a ship's name). Later phrases lead back to it unless
what they say contradicts it.
"""

from __future__ import annotations

from bisect import bisect_right, insort

from rdflib import URIRef

from kg.extraction.cast import Cast
from kg.extraction.incidents.designators import Designators
from kg.extraction.incidents.identity import Identity
from kg.extraction.incidents.model import Incident, Reference
from kg.extraction.incidents.naming import Naming
from kg.extraction.incidents.phrases import PhraseReader
from kg.extraction.incidents.references import ReferenceReader
from kg.extraction.incidents.triggers import TriggerFinder
from kg.extraction.limits import MAX_INCIDENTS
from kg.extraction.names import Name
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import SUBJECTS, paragraph, text_between
from kg.knowledge import Knowledge, Trigger


class IncidentFinder:
    """Finds the incidents of one article."""

    def __init__(self, knowledge: Knowledge, cast: Cast, names: list[Name]) -> None:
        self.knowledge, self.doc = knowledge, cast.doc
        self._triggers = TriggerFinder(knowledge.lexicon, cast.doc, names)
        self._designators = Designators(knowledge, cast.doc)
        phrases = PhraseReader(knowledge, cast, names, self._designators)
        self._phrases = phrases
        self._references = ReferenceReader(cast, self._triggers, self._designators, phrases)
        self._identity = Identity(knowledge)
        self._naming = Naming(knowledge.taxonomy, cast, self._designators, phrases)
        self.incidents: list[Incident] = []
        self.at: dict[int, Incident] = {}
        """Head token → the incident that it speaks of."""
        self._order: list[int] = []
        self.over: list[str] = []
        """What is to be noted where the article tells of more incidents than are told apart."""

    def find(self) -> list[Incident]:
        """The incidents in the order in which the article introduces them."""
        last: Incident | None = None
        for sentence in self.doc.sents:
            for reference in self._references.of(sentence):
                incident = self._resolve(reference, last)
                if incident is not None:
                    self._note(incident, reference)
                    last = incident
        self._forget([i for i in self.incidents if not i.lost])
        for incident in self.incidents:
            self._naming.name(incident)
        return self.incidents

    def _forget(self, journeys: list[Incident]) -> None:
        """Drop what set out and was never lost."""
        self.incidents = [i for i in self.incidents if i not in journeys]
        self.at = {token: i for token, i in self.at.items() if i not in journeys}
        self._order = sorted(self.at)

    # -- which incident the words speak of -----------------------------------------------------------------------------

    def trigger(self, token: Token) -> Trigger | None:
        """The entry of the event lexicon for a token."""
        return self._triggers.at(token)

    def designator(self, head: Token) -> str | None:
        """The designator as a phrase writes it: *AB123*, *123*, *Alba Star*."""
        return self._designators.written(head, self._phrases.signals(head).designator)

    def of_sentence(self, sentence: Span) -> list[Incident]:
        """The incidents that a sentence speaks of, in order."""
        return list(dict.fromkeys(self.at[t.i] for t in sentence if t.i in self.at))

    def near(self, token: Token) -> Incident | None:
        """The incident that the words around a token speak of: the nearest above it in the parse, else before it."""
        for above in [token, *token.ancestors]:
            if above.i in self.at:
                return self.at[above.i]
            children = [c for c in above.children if c.i in self.at and c.dep_ not in ("conj",)]
            if children:
                return self.at[min(children, key=lambda c: abs(c.i - token.i)).i]
        in_sentence = self.of_sentence(token.sent)
        return in_sentence[0] if in_sentence else self.focus(token)

    def focus(self, token: Token) -> Incident | None:
        """The incident last spoken of in the token's paragraph, or told of in the one before; else the main one."""
        here = paragraph(token)
        place = bisect_right(self._order, token.i)
        if not place:
            return self.main
        last = self.doc[self._order[place - 1]]
        if paragraph(last) == here or (self._adjoining(last, token) and self._is_told(last)):
            return self.at[last.i]
        return self.main

    def _adjoining(self, last: Token, token: Token) -> bool:
        """Whether nothing stands between the paragraphs of two tokens."""
        return not text_between(last, token).strip()

    def _is_told(self, last: Token) -> bool:
        """Whether the sentence tells of the incident itself (*Flight 17 was downed*) rather than recall it."""
        root = last.sent.root
        trigger = self.trigger(root)
        return trigger is not None and trigger.loss == "yes" and self.at.get(root.i) is self.at[last.i]

    @property
    def main(self) -> Incident | None:
        """The incident that the article speaks of most."""
        return max(self.incidents, key=lambda i: (len(i.references), -i.number), default=None)

    # -- resolution ----------------------------------------------------------------------------------------------------

    def _resolve(self, reference: Reference, last: Incident | None) -> Incident | None:
        signals, trigger, vehicle = reference.signals, reference.trigger, reference.vehicle
        if trigger is None and not reference.definite and self._is_supposed(reference.head):
            return None
        if vehicle is not None and vehicle.i in self.at:
            return self.at[vehicle.i]
        strong = [
            i for i in self.incidents if self._identity.compatible(i, signals) and self._identity.shares(i, signals)
        ]
        if strong:
            focus = self.focus(reference.head)
            return focus if focus in strong else strong[-1] if last not in strong else last
        if signals.any:
            target = self._unsaid(reference, last) or self._unnamed(reference, last)
            return target if target is not None else self._introduce(reference)
        if reference.demonstrative and last is not None and trigger is not None:
            return last
        if vehicle is not None and not reference.definite and trigger is not None and trigger.loss == "yes":
            return self._untold() or self._introduce(reference) if self._particular(reference) else None
        if reference.definite or trigger is not None:
            known = self.focus(reference.head) if self._may_refer_back(reference) else None
            return known if self.incidents else self._presupposed(reference)
        return None

    def _presupposed(self, reference: Reference) -> Incident | None:
        """*the jet was shot down*, though nothing before tells of a jet."""
        verb = reference.trigger is not None and reference.head.pos_ == "VERB"
        return self._introduce(reference) if verb and self._particular(reference) else None

    def _untold(self) -> Incident | None:
        """The one journey that a heading or caption named before the article tells of its loss: *a jet crashed*."""
        headed = all(
            r.trigger is None or r.head.sent.text.rstrip("\"'”’ \n")[-1:] not in ".!?"
            for i in self.incidents
            for r in i.references
        )
        return self.incidents[0] if len(self.incidents) == 1 and headed else None

    def _is_supposed(self, head: Token) -> bool:
        """*it could attack a jet*: any jet."""
        governed = head.dep_ in ("dobj", "pobj") and any(
            c.dep_ == "det" and c.lower_ in ("a", "an") for c in head.children
        )
        verb = next((a for a in head.ancestors if a.pos_ == "VERB"), None)
        return governed and verb is not None and any(c.tag_ == "MD" for c in verb.children)

    def _particular(self, reference: Reference) -> bool:
        """Whether one real vehicle is meant: not *planes are shot down*, not *it cannot shoot down a plane*."""
        vehicle, verb = reference.vehicle, reference.head
        if vehicle is None or vehicle.tag_ in ("NNS", "NNPS") or vehicle.pos_ == "PRON":
            return False
        determined = any(c.dep_ in ("det", "poss", "nummod", "amod", "compound") for c in vehicle.children)
        if not determined and not vehicle.is_sent_start:
            return False
        return not any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children)

    def _may_refer_back(self, reference: Reference) -> bool:
        """A bare noun of loss refers back when it is definite; a verb of loss when its vehicle does."""
        trigger = reference.trigger
        if trigger is None:
            return reference.definite
        if reference.head.pos_ == "VERB":
            return reference.vehicle is not None and reference.definite
        return reference.definite or trigger.loss == "yes"

    def _unsaid(self, reference: Reference, last: Incident | None) -> Incident | None:
        """The incident that a definite or bare phrase completes: *the jet*, *Flight 123* in a heading."""
        signals, focus = reference.signals, self.focus(reference.head)
        bare = bool(signals.designator) and signals.operator is None
        if not (reference.definite or bare or self._under_its_name(reference, focus)):
            return None
        candidates = (focus, self.main, last, *(i for i in self.incidents if i.nameless))
        return next(
            (
                i
                for i in candidates
                if i is not None and self._identity.compatible(i, signals) and not (signals.designator and i.designator)
            ),
            None,
        )

    def _under_its_name(self, reference: Reference, focus: Incident | None) -> bool:
        """*a jet* of *Flight 17 (2014): A jet was shot down*: the paragraph names the journey, then tells of it."""
        if focus is None or focus.models or not focus.designator or not reference.signals.model:
            return False
        here = paragraph(reference.head)
        spoken = [r for r in focus.references if paragraph(r.head) == here]
        return bool(spoken) and all(r.trigger is None for r in spoken)

    def _unnamed(self, reference: Reference, last: Incident | None) -> Incident | None:
        """The incident that an article tells of before it names it: *a jet crashed …; Flight 17 was hit …*."""
        signals = reference.signals
        if last is None or not (signals.designator or (signals.operator is not None and reference.definite)):
            return None
        return last if last.nameless else None

    def _introduce(self, reference: Reference) -> Incident | None:
        if not self._introduces(reference):
            return None
        class_ = self._class(reference)
        if class_ is None:
            return None
        if len(self.incidents) >= MAX_INCIDENTS:
            place = f"the text tells of more than {MAX_INCIDENTS} incidents from character {reference.head.idx:,} on"
            self.over = self.over or [f"{place}; those are left out"]
            return None
        incident = Incident(len(self.incidents), class_)
        self.incidents.append(incident)
        return incident

    def _introduces(self, reference: Reference) -> bool:
        """Whether the phrase tells of a loss and what was lost, names a journey, or has a vehicle set out."""
        signals, trigger = reference.signals, reference.trigger
        named = bool(signals.operator or signals.model or signals.designator)
        if trigger is not None and reference.head.pos_ == "VERB" and not (named or self._particular(reference)):
            return False
        if trigger is not None and (named or (trigger.loss == "yes" and reference.vehicle is not None)):
            return True
        if trigger is not None and trigger.vehicle is not None and (signals.any or reference.definite):
            return True
        return bool(signals.designator) or (named and trigger is None and self._may_be_lost(reference.head))

    def _may_be_lost(self, vehicle: Token) -> bool:
        """*The Example Airlines jet took off …*, *fired at the jet*: its loss may be told of as *it went down*."""
        if vehicle.dep_ in SUBJECTS and vehicle.head.lemma_.lower() in self.knowledge.lexicon.travel:
            return True
        above = vehicle.head if vehicle.dep_ in ("dobj", "nsubjpass") else vehicle.head.head
        return vehicle.dep_ in ("dobj", "nsubjpass", "pobj") and above.pos_ == "VERB" and bool(self.trigger(above))

    def _class(self, reference: Reference) -> URIRef | None:
        """The class of incident that is the loss of such a vehicle."""
        taxonomy, vehicle = self.knowledge.taxonomy, reference.vehicle
        if reference.trigger is not None and reference.trigger.vehicle is not None:
            return taxonomy.incident_class(reference.trigger.vehicle)
        noun = self.knowledge.lexicon.nouns.get(vehicle.lemma_.lower()) if vehicle is not None else None
        if noun is not None and noun.role == "vehicle":
            return taxonomy.incident_class(noun.class_)
        return next((k.class_ for k in taxonomy.incident_kinds), None)

    def _note(self, incident: Incident, reference: Reference) -> None:
        incident.note(reference)
        self._speaks_of(reference.head, incident)
        if reference.vehicle is not None:
            self._speaks_of(reference.vehicle, incident)

    def _speaks_of(self, token: Token, incident: Incident) -> None:
        if token.i not in self.at:
            insort(self._order, token.i)
        self.at[token.i] = incident
