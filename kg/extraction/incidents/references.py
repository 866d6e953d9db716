"""Finds the references of a sentence: words that tell of a loss, and phrases that speak of a vehicle."""

from __future__ import annotations

from kg.extraction.cast import Cast
from kg.extraction.incidents.designators import Designators
from kg.extraction.incidents.model import Reference, Signals
from kg.extraction.incidents.phrases import YEAR, PhraseReader
from kg.extraction.incidents.triggers import TriggerFinder
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import direct_object, is_passive, preposition_object
from kg.knowledge import Trigger


class ReferenceReader:
    """Reads the references of one text."""

    def __init__(self, cast: Cast, triggers: TriggerFinder, designators: Designators, phrases: PhraseReader) -> None:
        self.cast, self.doc = cast, cast.doc
        self.triggers, self.designators, self.phrases = triggers, designators, phrases

    def of(self, sentence: Span) -> list[Reference]:
        """The references of a sentence in the order of their heads."""
        found: dict[int, Reference] = {}
        for token in self.cast.tokens[sentence.start : sentence.end]:
            trigger = self.triggers.at(token)
            if trigger is not None and trigger.loss:
                found[token.i] = self._of_trigger(token, trigger)
            elif self.phrases.is_vehicle(token) and not self._part_of_a_trigger(token):
                found.setdefault(token.i, self.phrases.reference(token, None, token))
            elif token.i not in found and self._designates(token):
                found[token.i] = self.phrases.reference(token, None, token)
        return [found[i] for i in sorted(found)]

    def _part_of_a_trigger(self, token: Token) -> bool:
        """*plane* of *plane crash*, or of a phrase whose head is a loss."""
        return token.dep_ in ("compound", "amod", "nmod") and self.triggers.at(token.head) is not None

    def _designates(self, token: Token) -> bool:
        """*Flight 17* is one phrase, whichever of its two words the parser takes for the head."""
        partner = self.designators.partner(token)
        if self.designators.at(token) is None or (partner is not None and token.head == partner):
            return False
        return not self._part_of_a_trigger(token) and not self.phrases.is_vehicle(token.head)

    def _of_trigger(self, token: Token, trigger: Trigger) -> Reference:
        if token.pos_ == "VERB":
            return self._of_verb(token, trigger)
        objects = (self._object_of(c) for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "down", "for"))
        before = (c for c in token.children if c.dep_ == "compound" and self.phrases.is_vehicle_noun(c))
        vehicle = next((n for n in objects if n is not None and self.phrases.names_a_vehicle(n)), None)
        return self.phrases.reference(token, trigger, vehicle or next(before, None))

    def _of_verb(self, verb: Token, trigger: Trigger) -> Reference:
        vehicle, span = self._target(verb, trigger), self.doc[verb.i : verb.i + 1]
        if vehicle is None:
            return Reference(verb, span, Signals(), trigger, None, definite=False, demonstrative=False)
        signals = self.phrases.reference(vehicle, None, None).signals.joined(Signals(year=self._year(verb)))
        return Reference(verb, span, signals, trigger, vehicle, *self.phrases.determined(vehicle))

    def _year(self, verb: Token) -> str:
        """*crashed in 1983*; *1983, when a jet crashed*."""
        adjuncts = (t for c in verb.children if c.dep_ in ("prep", "npadvmod") for t in c.subtree)
        before = self.doc[max(verb.left_edge.i - 2, verb.sent.start) : verb.left_edge.i + 1]
        when = before if len(before) and before[-1].lower_ == "when" else ()
        return next((t.text for t in (*adjuncts, *when) if YEAR.match(t.text)), "")

    def _object_of(self, preposition: Token) -> Token | None:
        noun = preposition_object(preposition)
        return direct_object(noun) if noun is not None and noun.dep_ == "pcomp" else noun

    def _target(self, verb: Token, trigger: Trigger) -> Token | None:
        """The vehicle that a verb of loss is about."""
        candidates: list[Token] = []
        if is_passive(verb) or trigger.subject == "target":
            candidates += [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
            if verb.dep_ in ("relcl", "acl"):
                candidates.append(verb.head)
            if verb.dep_ in ("conj", "xcomp"):
                candidates += [c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")]
        if trigger.object == "target" and not is_passive(verb):
            found = direct_object(verb)
            candidates += [found] if found is not None else []
        candidates += [s for v in verb.children if v.dep_ == "csubjpass" for s in v.children if s.dep_ == "nsubj"]
        candidates += [a for c in candidates for a in c.children if a.dep_ == "appos" and self.phrases.is_vehicle(a)]
        candidates += [s for c in candidates if c.dep_ == "attr" for s in c.head.children if s.dep_ == "nsubj"]
        if not candidates and not is_passive(verb):  # a weapon explodes, and so does a plane; or the subject is misread
            before = (c for c in verb.children if c.dep_ in ("nsubj", "compound") and c.i < verb.i)
            candidates += [c for c in before if self.phrases.is_vehicle_noun(c) or self.phrases.names_a_vehicle(c)]
        named = next((c for c in candidates if c.dep_ == "compound" or self.phrases.names_a_vehicle(c)), None)
        pronoun = next((c for c in candidates if c.pos_ == "PRON"), None)
        return named or (self._antecedent(pronoun) if pronoun is not None else None)

    def _antecedent(self, pronoun: Token) -> Token:
        """*a plane … when it crashed*: the vehicle before the pronoun in its sentence, else the pronoun itself."""
        if pronoun.lower_ != "it":
            return pronoun
        before = [t for t in self.doc[pronoun.sent.start : pronoun.i] if self.phrases.is_vehicle(t)]
        return before[-1] if before else pronoun
