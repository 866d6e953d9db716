"""When an incident happened."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rdflib import Literal

from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.dates import read_date
from kg.extraction.incidents import Incident
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import subject
from kg.vocabulary import KG, SEM

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HAPPEN = ("occur", "happen", "be", "take")


def dates(text: Text, published: dt.date | None) -> Iterator[Fact]:
    """The date of each loss; a weekday stays words where the date of publication is not known."""
    for span in text.doc.ents:
        if span.label_ != "DATE":
            continue
        value = read_date(span.text, published)
        incident = _dated(text, span)
        if incident is None and value is not None and _YEAR.search(span.text):
            incident = _told_that_day(text, span)
        if incident is None:
            continue
        if value is not None:
            yield Fact(incident, SEM.hasTimeStamp, value, span.root)
        elif any(w in span.text.lower() for w in ("day", "yesterday")) and len(span) <= 3:
            yield Fact(incident, KG.dateText, Literal(span.text), span.root)


def _dated(text: Text, span: Span) -> Incident | None:
    """The incident whose own verb or noun the date modifies, not one that is merely spoken of that day."""
    at, head = text.incidents.at, span.root.head
    if head.dep_ == "prep" or head.pos_ == "ADP":
        head = head.head
    for _ in range(3):
        if head.i in at and text.tells_loss(head):
            return at[head.i]
        if head.pos_ in ("VERB", "AUX") and (spoken := _happening(text, head) or text.struck(head)) is not None:
            return spoken
        lost = next((c for c in head.conjuncts if c.i in at and text.tells_loss(c)), None)
        if lost is not None:
            return at[lost.i]
        if head.dep_ not in ("prep", "pobj", "relcl", "acl"):
            return None
        head = head.head
    return None


def _happening(text: Text, verb: Token) -> Incident | None:
    """*the crash, which happened on …*, *the plane took off on …*: the journey's day is the day of its loss."""
    subject_ = subject(verb)
    if subject_ is None:
        return None
    if verb.lemma_.lower() in text.knowledge.lexicon.travel and (moving := text.moving(subject_)) is not None:
        return moving
    noun = verb.head if subject_.tag_ == "WDT" else subject_
    return text.incidents.at.get(noun.i) if verb.lemma_ in _HAPPEN and text.incidents.trigger(noun) else None


def _told_that_day(text: Text, span: Span) -> Incident | None:
    """The incident whose loss is the main verb of the sentence, for a year or date that hangs elsewhere in it."""
    root = span.sent.root
    trigger = text.incidents.trigger(root)
    coordinated = any(t.dep_ == "conj" and t.head == root for t in span.root.ancestors)
    if trigger is None or trigger.loss != "yes" or coordinated:
        return None
    return text.incidents.at.get(root.i)
