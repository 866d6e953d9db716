"""Reads noun phrases that speak of a vehicle or its loss: what they say that tells one from another."""

from __future__ import annotations

import re

from rdflib import URIRef

from kg.extraction.cast import Cast, Occurrence
from kg.extraction.incidents.designators import Designators, designator_key
from kg.extraction.incidents.model import Reference, Signals
from kg.extraction.names import Name
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import agent
from kg.knowledge import Knowledge, Trigger
from kg.vocabulary import KG

YEAR = re.compile(r"^(?:19|20)\d\d$")
_NAMED = ("reference", "organisation")
"""Keys of drafts that have a name, whatever the words here."""
_OPERATED = ("operate", "fly", "run")


class PhraseReader:
    """Reads the phrases of one text."""

    def __init__(self, knowledge: Knowledge, cast: Cast, names: list[Name], designators: Designators) -> None:
        self.knowledge, self.cast, self.doc, self.designators = knowledge, cast, cast.doc, designators
        self.name_at = {i: name for name in names for i in range(name.start, name.end)}
        kinds = knowledge.taxonomy.incident_kinds
        self._operators = [kind.operator for kind in kinds if kind.operator is not None]

    def is_vehicle(self, token: Token) -> bool:
        """Whether the token heads a phrase for an individual vehicle: by the noun, or by the name of a model."""
        noun, occurrence = self.is_vehicle_noun(token), self.cast.at(token)
        if (not noun and occurrence is None) or token.dep_ == "compound":
            return False
        if noun and token.pos_ in ("NOUN", "PROPN"):
            return True
        taxonomy = self.knowledge.taxonomy
        return occurrence is not None and taxonomy.any_is_a(occurrence.draft.types, KG.VehicleModel)

    def is_vehicle_noun(self, token: Token) -> bool:
        """Whether the token is a common noun for a vehicle: also *plane* of *plane crash*."""
        noun = self.knowledge.lexicon.nouns.get(token.lemma_.lower())
        return noun is not None and noun.role == "vehicle"

    def names_a_vehicle(self, token: Token) -> bool:
        """Whether the token heads a phrase for a vehicle or for its journey, *Flight 17*."""
        return self.is_vehicle(token) or self.designators.at(token) is not None

    def reference(self, head: Token, trigger: Trigger | None, vehicle: Token | None) -> Reference:
        """What the phrase around a head, and that of the vehicle of which it tells, say together."""
        signals = self.signals(head)
        partner = self.designators.partner(head) if self.designators.at(head) is not None else None
        if partner is not None:
            signals = signals.joined(self.signals(partner))
        if vehicle is not None and vehicle is not head:
            signals = signals.joined(self.signals(vehicle))
        determined = vehicle if vehicle is not None and head.pos_ != "VERB" and trigger is not None else head
        definite, demonstrative = self.determined(head)
        if determined is not head and self.determined(determined) == (False, False):
            definite = False
        return Reference(head, self.phrase(head), signals, trigger, vehicle, definite, demonstrative)

    def phrase(self, head: Token) -> Span:
        """The head with what stands before it, and the number after it."""
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

    def determined(self, head: Token) -> tuple[bool, bool]:
        """Whether the phrase is definite, and whether it is demonstrative."""
        beside = self._name_before(head)
        start = beside.start if beside is not None else self.phrase(head).start
        words = {c.lower_ for c in head.children if c.dep_ == "det"} | {self.doc[max(0, start - 1)].lower_}
        demonstrative = bool(words & {"this", "that", "these", "those"})
        owned = head.pos_ == "PRON" or any(c.tag_ == "PRP$" or self._is_date(c) for c in head.children)
        return demonstrative or owned or "the" in words, demonstrative

    def _is_date(self, token: Token) -> bool:
        """*Saturday's* of *Saturday's crash*."""
        return token.dep_ == "poss" and token.ent_type_ == "DATE"

    def signals(self, head: Token) -> Signals:
        """What the phrase around a head says: names and numbers before it, in apposition, and after *operated by*."""
        operator = model = None
        country = year = designator = ""
        for token in self._window(head):
            occurrence = self.cast.at(token) or self.cast.covering(token)
            types = occurrence.draft.types if occurrence is not None else set()
            name = self.name_at.get(token.i)
            if occurrence is not None and operator is None and self._operates(types):
                named = occurrence.form == "name" or occurrence.draft.key[0] in _NAMED  # type: ignore[index]
                operator = occurrence.draft if named else None
            if occurrence is not None and model is None and self.knowledge.taxonomy.any_is_a(types, KG.VehicleModel):
                model = occurrence.draft
            if name is not None and name.country is not None and name.sense in ("demonym", "country") and not country:
                country = name.country.code
            if YEAR.match(token.text):
                year = year or token.text
            elif model is None and (code := self.designators.at(token)) is not None:
                designator = designator or designator_key(code)
                country = country or self.designators.country(code)
        return Signals(designator, operator, "" if operator is not None else country, model, year)

    def _window(self, head: Token) -> list[Token]:
        """The head, its modifiers, names in apposition, and what an *operated by* after it names."""
        tokens = [head]
        if (beside := self._name_before(head)) is not None:
            tokens.append(self.doc[beside.head])
        for child in head.children:
            if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod") and (
                child.i < head.i or child.like_num
            ):
                tokens += [t for t in child.subtree if t.dep_ not in ("relcl",)]
            elif child.dep_ in ("appos", "nummod"):
                tokens += [child, *(t for t in child.lefts)]
            elif child.dep_ == "acl" and child.lemma_ in _OPERATED and (operator := agent(child)) is not None:
                tokens += [t for t in operator.subtree if t.i <= operator.i]
        return tokens

    def _name_before(self, head: Token) -> Occurrence | None:
        """*Example Airlines* of *Example Airlines Falcon 7*, which the parser sets side by side."""
        before = self.phrase(head).start - 1
        beside = self.cast.covering(self.doc[before]) if before >= head.sent.start else None
        return beside if beside is not None and beside.form == "name" and beside.end == before + 1 else None

    def _operates(self, types: set[URIRef]) -> bool:
        return any(self.knowledge.taxonomy.any_is_a(types, c) for c in self._operators)
