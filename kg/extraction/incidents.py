"""Finds the incidents of an article: which phrases and events speak of the same loss of one vehicle.

An incident is introduced by a word that tells of a loss (*crash*, *shot down*) together with a vehicle, or by a name
that has a date, an operator or a designator (a flight number, a ship's name). Later phrases lead back to it unless
what they say contradicts it.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import URIRef
from spacy.tokens import Span, Token

from kg.extraction.cast import Cast, Draft
from kg.extraction.names import Name
from kg.extraction.syntax import (
    agent,
    direct_object,
    is_passive,
    paragraph,
    particle_lemma,
    preposition_object,
    text_between,
)
from kg.knowledge import Knowledge, Trigger, gazetteer
from kg.model import Kind
from kg.vocabulary import KG

_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True)
class Signals:
    """What a phrase says that tells one incident from another. All may be empty."""

    designator: str = ""
    """What the journey or vehicle is called: the number's digits, or the name in lower case."""
    operator: Draft | None = None
    country: str = ""
    model: Draft | None = None
    year: str = ""

    @property
    def any(self) -> bool:
        """Whether the phrase says anything that tells."""
        return bool(self.designator or self.operator or self.country or self.model or self.year)


@dataclass(frozen=True)
class Reference:
    """A phrase that speaks of an incident or its vehicle: the head token, the phrase, and what introduces it."""

    head: Token
    span: Span
    signals: Signals
    trigger: Trigger | None
    vehicle: Token | None
    definite: bool
    demonstrative: bool


@dataclass(eq=False)
class Incident:
    """One incident of the article, and where it is spoken of."""

    number: int
    class_: URIRef
    designator: str = ""
    operators: set[Draft] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    models: set[Draft] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    vehicle: Draft | None = None
    draft: Draft | None = None


class IncidentFinder:
    """Finds the incidents of one article."""

    def __init__(self, knowledge: Knowledge, cast: Cast, names: list[Name]) -> None:
        self.knowledge, self.cast, self.doc = knowledge, cast, cast.doc
        self.name_at = {i: name for name in names for i in range(name.start, name.end)}
        self.kinds = knowledge.taxonomy.incident_kinds
        self.words = frozenset(word for kind in self.kinds for word in kind.words)
        self.incidents: list[Incident] = []
        self.at: dict[int, Incident] = {}
        """Head token → the incident that it speaks of."""
        self._order: list[int] = []
        self._triggers: dict[int, Trigger | None] = {}

    def find(self) -> list[Incident]:
        """The incidents in the order in which the article introduces them."""
        last: Incident | None = None
        for sentence in self.doc.sents:
            for reference in self._references(sentence):
                incident = self._resolve(reference, last)
                if incident is not None:
                    self._note(incident, reference)
                    last = incident
        for incident in self.incidents:
            self._name(incident)
        return self.incidents

    def _name(self, incident: Incident) -> None:
        """Give the incident and its vehicle a draft in the cast, named by the article's own phrases."""
        draft = incident.draft = self.cast.draft(("incident", incident.number), Kind.EVENT, [incident.class_])
        kind = self.knowledge.taxonomy.incident_kind(incident.class_)
        noun = kind.vehicle if kind is not None else KG.Vehicle
        vehicle = incident.vehicle = self.cast.draft(("vehicle", incident.number), Kind.SYSTEM, [noun])
        draft.links.add((KG.vehicle, vehicle))
        for reference in incident.references:
            self._take_names(draft, vehicle, reference)
        if not any(c.isupper() or c.isdigit() for name in draft.names for c in name[1:]):
            draft.spans.add(self._introduction(incident.references[0]))
        telling = sorted(
            (n for n in vehicle.names if len(n.split()) > 1), key=lambda n: (-vehicle.names[n], -len(n), n)
        )
        vehicle.canonical = next(iter([*telling, *sorted(vehicle.names)]), self.knowledge.taxonomy.labels.get(noun))
        numbered = [
            n
            for n in draft.names
            if incident.designator and designator_key(n).endswith(incident.designator) and " " in n
        ]
        phrases = sorted(
            (n for n in draft.names if len(n.split()) > 2 and any(w[0].isupper() for w in n.split())),
            key=lambda n: (-draft.names[n], len(n), n),
        )
        described = [f"loss of {vehicle.canonical}"] if telling else []
        draft.canonical = next(iter([*sorted(numbered, key=lambda n: (-len(n), n)), *phrases, *described]), draft.label)

    def _take_names(self, draft: Draft, vehicle: Draft, reference: Reference) -> None:
        head = reference.head
        if reference.trigger is not None and head.pos_ != "VERB":
            end = (
                reference.vehicle.i + 1
                if reference.vehicle is not None and reference.vehicle.i > head.i
                else reference.span.end
            )
            self._take(draft, self.doc[reference.span.start : end])
        elif reference.signals.designator and self._designator(head) is not None:
            start, end = reference.span.start, max(reference.span.end, head.i + 1)
            while start > head.sent.start and (
                self.doc[start - 1].lower_ in self.words or self.doc[start - 1].pos_ == "PROPN"
            ):
                start -= 1
            while start < head.i and self.doc[start].text.islower() and self.doc[start].lower_ not in self.words:
                start += 1
            if head.lower_ in self.words and end < len(self.doc):
                end = max(end, head.i + 2)
            self._take(draft, self.doc[start:end])
        token = reference.vehicle
        if token is not None and token.pos_ in ("NOUN", "PROPN") and self.is_vehicle(token):
            phrase = self._phrase(token)
            occurrence = self.cast.at(token)
            start = min(phrase.start, occurrence.start) if occurrence is not None else phrase.start
            self._take(vehicle, self.doc[start : phrase.end])

    def _introduction(self, reference: Reference) -> tuple[int, int]:
        """The words that introduce an incident that no phrase names: the verb with its vehicle, *shot down a jet*."""
        phrases = [reference.span, *([self._phrase(reference.vehicle)] if reference.vehicle is not None else [])]
        return min(p.start_char for p in phrases), max(p.end_char for p in phrases)

    def _take(self, draft: Draft, span: Span) -> None:
        start = span.start
        while start < span.end - 1 and (self.doc[start].pos_ == "DET" or self.doc[start].tag_ == "PRP$"):
            start += 1
        span = self.doc[start : span.end]
        draft.names[" ".join(span.text.split())] += 1
        draft.spans.add((span.start_char, span.end_char))

    def of_sentence(self, sentence: Span) -> list[Incident]:
        """The incidents that a sentence speaks of, in order."""
        found: list[Incident] = []
        for token in sentence:
            incident = self.at.get(token.i)
            if incident is not None and incident not in found:
                found.append(incident)
        return found

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

    # -- references ------------------------------------------------------------------------------------------------

    def _references(self, sentence: Span) -> list[Reference]:
        found: dict[int, Reference] = {}
        for token in sentence:
            trigger = self.trigger(token)
            if trigger is not None and trigger.loss:
                found[token.i] = self._of_trigger(token, trigger)
            elif self.is_vehicle(token) and not self._part_of_a_trigger(token):
                found.setdefault(token.i, self._of_phrase(token, None, token))
            elif token.i not in found and (reference := self._of_designator(token)) is not None:
                found[token.i] = reference
        return [found[i] for i in sorted(found)]

    def trigger(self, token: Token) -> Trigger | None:
        """The entry of the event lexicon for a token, with its particle or the noun before it."""
        if token.i not in self._triggers:
            self._triggers[token.i] = self._trigger(token)
        return self._triggers[token.i]

    def _trigger(self, token: Token) -> Trigger | None:
        triggers = self.knowledge.lexicon.triggers
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            found = triggers.get((particle_lemma(token), "VERB"))
            complement = next((c for c in token.children if c.dep_ in ("acomp", "oprd", "attr", "advmod")), None)
            if complement is not None:
                found = triggers.get((f"{lemma} {complement.lower_}", "VERB")) or found
            return found
        if token.pos_ in ("NOUN", "PROPN"):
            before = self.doc[token.i - 1].lower_ if token.i else ""
            particle = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
            for key in (f"{before} {lemma}", f"{before} {token.lower_}", lemma, token.lower_):
                if (key, "NOUN") in triggers:
                    return triggers[key, "NOUN"]
            if (f"{lemma}-{particle}", "NOUN") in triggers:
                return triggers[f"{lemma}-{particle}", "NOUN"]
        return None

    def is_vehicle(self, token: Token) -> bool:
        """Whether the token heads a phrase for an individual vehicle: by the noun, or by the name of a model."""
        taxonomy = self.knowledge.taxonomy
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "compound":
            return False
        noun = self.knowledge.lexicon.nouns.get(token.lemma_.lower())
        if noun is not None and noun.role == "vehicle":
            return True
        occurrence = self.cast.at(token)
        return occurrence is not None and taxonomy.any_is_a(occurrence.draft.types, KG.VehicleModel)

    def _part_of_a_trigger(self, token: Token) -> bool:
        """*plane* of *plane crash*, or of a phrase whose head is a loss."""
        return token.dep_ in ("compound", "amod", "nmod") and self.trigger(token.head) is not None

    def _of_trigger(self, token: Token, trigger: Trigger) -> Reference:
        if token.pos_ == "VERB":
            vehicle = self._target(token, trigger)
            signals = self._of_phrase(vehicle, None, None).signals if vehicle is not None else Signals()
            definite, demonstrative = self._determined(vehicle) if vehicle is not None else (False, False)
            span = self.doc[token.i : token.i + 1]
            return Reference(token, span, signals, trigger, vehicle, definite, demonstrative)
        vehicle = next(
            (
                n
                for c in token.children
                if c.dep_ == "prep" and c.lower_ in ("of", "down", "for")
                for n in [self._object_of(c)]
                if n is not None and self._names_a_vehicle(n)
            ),
            None,
        )
        return self._of_phrase(token, trigger, vehicle)

    def _object_of(self, preposition: Token) -> Token | None:
        noun = preposition_object(preposition)
        if noun is not None and noun.dep_ == "pcomp":
            return direct_object(noun)
        return noun

    def _names_a_vehicle(self, token: Token) -> bool:
        return self.is_vehicle(token) or self._designator(token) is not None

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
        candidates += [a for c in candidates for a in c.children if a.dep_ == "appos" and self.is_vehicle(a)]
        candidates += [s for c in candidates if c.dep_ == "attr" for s in c.head.children if s.dep_ == "nsubj"]
        named = next((c for c in candidates if self._names_a_vehicle(c)), None)
        pronoun = next((c for c in candidates if c.pos_ == "PRON"), None)
        return named or (self._antecedent(pronoun) if pronoun is not None else None)

    def _antecedent(self, pronoun: Token) -> Token:
        """*a plane … when it crashed*: the vehicle before the pronoun in its sentence, else the pronoun itself."""
        if pronoun.lower_ != "it":
            return pronoun
        before = [t for t in self.doc[pronoun.sent.start : pronoun.i] if self.is_vehicle(t)]
        return before[-1] if before else pronoun

    def _of_designator(self, token: Token) -> Reference | None:
        """*Flight 17* is one phrase, whichever of its two words the parser takes for the head."""
        partner = self._partner(token)
        if self._designator(token) is None or (partner is not None and token.head == partner):
            return None
        if self._part_of_a_trigger(token) or self.is_vehicle(token.head):
            return None
        return self._of_phrase(token, None, token)

    def designator(self, head: Token) -> str | None:
        """The designator as a phrase writes it: *AB123*, *123*, *Alba Star*."""
        window = self.doc[max(head.sent.start, head.i - 4) : min(head.sent.end, head.i + 8)]
        key = self._signals(head).designator
        found = (d for t in window if (d := self._designator(t)) is not None)
        return next((d for d in found if not key or designator_key(d) == key), None)

    def _partner(self, token: Token) -> Token | None:
        """The other word of *Flight 17*."""
        if token.lower_ in self.words:
            return self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        before = self.doc[token.i - 1] if token.i else None
        return before if before is not None and before.lower_ in self.words else None

    def _designator(self, token: Token) -> str | None:
        """The number or name at a token, at the word before it, or an operator's code with digits."""
        if token.lower_ in self.words and token.i + 1 < len(self.doc):
            return self._designates(self.doc[token.i + 1])
        before = self.doc[token.i - 1] if token.i else None
        if before is not None and before.lower_ in self.words and (found := self._designates(token)) is not None:
            return found
        match = re.fullmatch(r"([A-Z]{2}|[A-Z]\d)-?(\d{2,4})", token.text) if token.text[-1].isdigit() else None
        return token.text if match and match[1] in self._prefixes else None

    def _designates(self, token: Token) -> str | None:
        """The designator that starts at a token: a number, or a name of one word or more."""
        if not any(re.fullmatch(k.pattern, token.text) for k in self.kinds if k.pattern):
            return None
        end = token.i + 1
        while token.is_alpha and end < len(self.doc) and self.doc[end].is_alpha and self._designates_one(self.doc[end]):
            end += 1
        return self.doc[token.i : end].text

    def _designates_one(self, token: Token) -> bool:
        return any(re.fullmatch(k.pattern, token.text) for k in self.kinds if k.pattern)

    @cached_property
    def _prefixes(self) -> set[str]:
        prefixes = [k.prefix for k in self.kinds if k.prefix is not None]
        actors = [e for e in self.knowledge.reference.values() if e.kind is Kind.ACTOR]
        return {code for e in actors for prefix in prefixes if (code := e.text(prefix))}

    def _of_phrase(self, head: Token, trigger: Trigger | None, vehicle: Token | None) -> Reference:
        signals = self._signals(head)
        partner = self._partner(head) if self._designator(head) is not None else None
        if partner is not None:
            signals = _joined(signals, self._signals(partner))
        if vehicle is not None and vehicle is not head:
            signals = _joined(signals, self._signals(vehicle))
        determined = vehicle if vehicle is not None and head.pos_ != "VERB" and trigger is not None else head
        definite, demonstrative = self._determined(head)
        if determined is not head and self._determined(determined) == (False, False):
            definite = False
        return Reference(head, self._phrase(head), signals, trigger, vehicle, definite, demonstrative)

    def _phrase(self, head: Token) -> Span:
        before = [t for t in head.lefts if t.dep_ in ("compound", "amod", "nmod", "poss", "nummod")]
        start = min([head.i, *(t.left_edge.i if t.dep_ in ("compound", "nmod") else t.i for t in before)])
        end = head.i + 1
        while (
            end < len(self.doc)
            and self.doc[end].head == head
            and self.doc[end].dep_ in ("nummod", "appos")
            and self.doc[end].like_num
        ):
            end += 1
        return self.doc[start:end]

    def _determined(self, head: Token) -> tuple[bool, bool]:
        words = {c.lower_ for c in head.children if c.dep_ == "det"}
        demonstrative = bool(words & {"this", "that", "these", "those"})
        pronoun = head.pos_ == "PRON" or any(c.tag_ == "PRP$" for c in head.children)
        return demonstrative or pronoun or "the" in words, demonstrative

    def _signals(self, head: Token) -> Signals:
        """What the phrase around a head says: names and numbers before it, in apposition, and after *operated by*."""
        window = list(self._window(head))
        operator = model = None
        country = year = designator = ""
        for token in window:
            occurrence = self.cast.at(token) or self.cast.covering(token)
            types = occurrence.draft.types if occurrence is not None else set()
            name = self.name_at.get(token.i)
            if occurrence is not None and operator is None and self._operates(types):
                operator = occurrence.draft if occurrence.form == "name" else None
            if occurrence is not None and model is None and self.knowledge.taxonomy.any_is_a(types, KG.VehicleModel):
                model = occurrence.draft
            if name is not None and name.country is not None and name.sense in ("demonym", "country") and not country:
                country = name.country.code
            if _YEAR.match(token.text):
                year = year or token.text
            elif (code := self._designator(token)) is not None:
                designator = designator or designator_key(code)
        if operator is not None:
            country = ""
        return Signals(designator, operator, country, model, year)

    def _window(self, head: Token) -> list[Token]:
        """The head, its modifiers, names in apposition, and what an *operated by* after it names."""
        tokens = [head]
        before = self._phrase(head).start - 1
        beside = self.cast.covering(self.doc[before]) if before >= head.sent.start else None
        if beside is not None and beside.form == "name" and beside.end == before + 1:
            tokens.append(self.doc[beside.head])
        for child in head.children:
            if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod") and (
                child.i < head.i or child.like_num
            ):
                tokens += [t for t in child.subtree if t.dep_ not in ("relcl",)]
            elif child.dep_ in ("appos", "nummod"):
                tokens += [child, *(t for t in child.lefts)]
            elif child.dep_ == "acl" and (operator := agent(child)) is not None:
                tokens += (
                    [t for t in operator.subtree if t.i <= operator.i]
                    if child.lemma_ in ("operate", "fly", "run")
                    else []
                )
        return tokens

    # -- resolution ------------------------------------------------------------------------------------------------

    def _resolve(self, reference: Reference, last: Incident | None) -> Incident | None:
        signals = reference.signals
        if reference.vehicle is not None and reference.vehicle.i in self.at:
            return self.at[reference.vehicle.i]
        strong = [i for i in self.incidents if self._compatible(i, signals) and self._shares(i, signals)]
        if strong:
            focus = self.focus(reference.head)
            return focus if focus in strong else strong[-1] if last not in strong else last
        if signals.any:
            target = self._unsaid(reference, last) or self._unnamed(reference, last)
            return target if target is not None else self._introduce(reference)
        if reference.demonstrative and last is not None and reference.trigger is not None:
            return last
        if (
            reference.vehicle is not None
            and not reference.definite
            and reference.trigger is not None
            and reference.trigger.loss == "yes"
        ):
            return self._introduce(reference) if self._particular(reference) else None
        if reference.definite or reference.trigger is not None:
            return self.focus(reference.head) if self._may_refer_back(reference) else None
        return None

    def _particular(self, reference: Reference) -> bool:
        """Whether one real vehicle is meant: not *planes are shot down*, not *it cannot shoot down a plane*."""
        vehicle, verb = reference.vehicle, reference.head
        if vehicle is None or vehicle.tag_ in ("NNS", "NNPS") or vehicle.pos_ == "PRON":
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
        only_number = reference.signals.designator and reference.signals.operator is None
        if not (reference.definite or only_number):
            return None
        candidates = [self.focus(reference.head), self.main, last]
        return next(
            (
                i
                for i in candidates
                if i is not None
                and self._compatible(i, reference.signals)
                and not (reference.signals.designator and i.designator)
            ),
            None,
        )

    def _unnamed(self, reference: Reference, last: Incident | None) -> Incident | None:
        """The incident that an article tells of before it names it: *a jet crashed …; Flight 17 was hit …*."""
        signals = reference.signals
        if last is None or not (signals.designator or (signals.operator is not None and reference.definite)):
            return None
        nameless = not (last.designator or last.operators or last.countries or last.models or last.years)
        return last if nameless else None

    def _introduce(self, reference: Reference) -> Incident | None:
        signals, trigger = reference.signals, reference.trigger
        told = trigger is not None and (
            (
                trigger.loss == "yes"
                and (reference.vehicle is not None or signals.operator or signals.model or signals.designator)
            )
            or (trigger.loss == "anaphor" and (signals.operator or signals.model or signals.designator))
        )
        numbered = bool(signals.designator) and (signals.operator is not None or trigger is not None)
        if not (told or numbered):
            return None
        class_ = self._class(reference)
        if class_ is None:
            return None
        incident = Incident(len(self.incidents), class_)
        self.incidents.append(incident)
        return incident

    def _class(self, reference: Reference) -> URIRef | None:
        """The class of incident that is the loss of such a vehicle."""
        taxonomy = self.knowledge.taxonomy
        noun = (
            self.knowledge.lexicon.nouns.get(reference.vehicle.lemma_.lower())
            if reference.vehicle is not None
            else None
        )
        if noun is not None and noun.role == "vehicle":
            return taxonomy.incident_class(noun.class_)
        return next((k.class_ for k in self.kinds), None)

    def _compatible(self, incident: Incident, signals: Signals) -> bool:
        if signals.designator and incident.designator and signals.designator != incident.designator:
            return False
        if signals.operator is not None and incident.operators and signals.operator not in incident.operators:
            return False
        if signals.year and incident.years and signals.year not in incident.years:
            return False
        if (
            signals.model is not None
            and self._military(signals.model)
            and any(not self._military(m) for m in incident.models)
        ):
            return False
        if signals.model is not None and self._military(signals.model) and incident.operators:
            return False
        nations = incident.countries | {c for o in incident.operators if (c := self._home(o))}
        own = (
            {signals.country}
            if signals.country
            else {self._home(signals.operator)} - {""}
            if signals.operator
            else set()
        )
        if own and nations and not own & nations:
            return False
        return not (
            signals.model and incident.models and not any(self._one_model(signals.model, m) for m in incident.models)
        )

    def _shares(self, incident: Incident, signals: Signals) -> bool:
        if signals.designator and signals.designator == incident.designator:
            return True
        if signals.operator is not None and (
            signals.operator in incident.operators or self._home(signals.operator) in incident.countries
        ):
            return True
        nations = incident.countries | {self._home(o) for o in incident.operators}
        if signals.country and signals.country in nations:
            return True
        return signals.model is not None and any(self._one_model(signals.model, m) for m in incident.models)

    def _operates(self, types: set[URIRef]) -> bool:
        operators = [k.operator for k in self.kinds if k.operator is not None]
        return any(self.knowledge.taxonomy.any_is_a(types, c) for c in operators)

    def _home(self, operator: Draft | None) -> str:
        """The country code of an operator's state, where the reference data know it."""
        if operator is None or operator.key[0] != "reference":  # type: ignore[index]
            return ""
        entity = self.knowledge.reference[operator.key[1]]  # type: ignore[index]
        country = gazetteer.country(entity.text(KG.stateName) or "")
        return country.code if country else ""

    def _military(self, model: Draft) -> bool:
        taxonomy = self.knowledge.taxonomy
        return any(taxonomy.any_is_a(model.types, c) for c in taxonomy.military)

    def _one_model(self, a: Draft, b: Draft) -> bool:
        """Whether two models may be one aircraft's: the same, or one the family of the other."""
        if a is b:
            return True
        first, second = (set(d.label.casefold().split()) for d in (a, b))
        return (
            first <= second
            or second <= first
            or any(x.startswith(y) or y.startswith(x) for x in first for y in second if any(c.isdigit() for c in x + y))
        )

    def _speaks_of(self, token: Token, incident: Incident) -> None:
        if token.i not in self.at:
            insort(self._order, token.i)
        self.at[token.i] = incident

    def _note(self, incident: Incident, reference: Reference) -> None:
        signals = reference.signals
        incident.references.append(reference)
        self._speaks_of(reference.head, incident)
        if reference.vehicle is not None:
            self._speaks_of(reference.vehicle, incident)
        incident.designator = incident.designator or signals.designator
        incident.operators |= {signals.operator} if signals.operator is not None else set()
        incident.countries |= {signals.country} - {""}
        incident.models |= {signals.model} if signals.model is not None else set()
        incident.years |= {signals.year} - {""}


def designator_key(words: str) -> str:
    """What two ways of writing a designator share: the digits at its end, or the name in lower case."""
    digits = re.search(r"(\d+)$", words)
    return digits[1] if digits is not None else words.casefold()


def _joined(a: Signals, b: Signals) -> Signals:
    return Signals(
        a.designator or b.designator,
        a.operator or b.operator,
        a.country or b.country,
        a.model or b.model,
        a.year or b.year,
    )
