"""Where a journey began and where it was to end: *from A to B*, *left A*, *bound for B*, *the A-B flight*."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.cast import Draft
from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.incidents import Incident
from kg.extraction.parse import Token
from kg.extraction.syntax import direct_object, preposition_object, subject
from kg.model import Kind
from kg.vocabulary import KG

_ENDS = {"from": KG.origin, "to": KG.destination, "for": KG.destination, "towards": KG.destination}


def routes(text: Text) -> Iterator[Fact]:
    """Origins and destinations, each where it is told."""
    for token in text.cast.tokens:
        if token.lower_ == "from":
            yield from _from_to(text, token)
        if token.lower_ in _ENDS and token.dep_ == "prep":
            yield from _one_end(text, token)
        elif token.pos_ == "VERB" and token.lemma_ in text.knowledge.lexicon.leaving:
            yield from _left(text, token)
        elif token.text == "-":
            yield from _hyphened(text, token)


def _from_to(text: Text, start: Token) -> Iterator[Fact]:
    """*from A to B*, however the parser ties the two."""
    goal = next((t for t in text.doc[start.i + 1 : start.i + 14] if t.lower_ == "to" and t.sent == start.sent), None)
    around = [start.head, start.head.head, *text.doc[max(0, start.i - 2) : start.i]]
    if goal is None or not any(_travels(text, word) for word in around):
        return
    origin = _city(text, start.i + 1, min(start.i + 9, goal.i), last=True)
    destination = _city(text, goal.i + 1, min(goal.i + 5, goal.sent.end))
    incident = text.incidents.near(start) if text.incidents.of_sentence(start.sent) else _traveller(text, start.head)
    if incident is not None and origin is not None and destination is not None and origin is not destination:
        yield Fact(incident, KG.origin, origin, start)
        yield Fact(incident, KG.destination, destination, goal)


def _one_end(text: Text, preposition: Token) -> Iterator[Fact]:
    """*took off from A*, *was bound for B*, *on its way to B*: one end, told of the vehicle itself."""
    noun, governor = preposition_object(preposition), preposition.head
    if noun is None or not _travels(text, governor):
        return
    incident = _traveller(text, governor)
    place = _city(text, noun.left_edge.i, noun.right_edge.i + 1)
    if incident is not None and place is not None:
        yield Fact(incident, _ENDS[preposition.lower_], place, preposition)


def _left(text: Text, verb: Token) -> Iterator[Fact]:
    """*left A*, *departed the airport of A*."""
    place, incident = direct_object(verb), _traveller(text, verb)
    origin = _city(text, place.left_edge.i, place.right_edge.i + 1) if place is not None else None
    if incident is not None and origin is not None:
        yield Fact(incident, KG.origin, origin, verb)


def _hyphened(text: Text, hyphen: Token) -> Iterator[Fact]:
    """*the A-bound plane*, *the A-B flight*."""
    after = text.doc[hyphen.i + 1] if hyphen.i + 1 < len(text.doc) else None
    before = text.cast.covering(text.doc[hyphen.i - 1]) if hyphen.i else None
    if before is None or after is None or not _is_city(text, before.draft):
        return
    noun = next((t for t in text.doc[hyphen.i + 1 : hyphen.i + 7] if t.i in text.incidents.at), None)
    if noun is None:
        return
    incident, beyond = text.incidents.at[noun.i], text.cast.covering(after)
    if _travels(text, after):
        yield Fact(incident, KG.destination, before.draft, after)
    elif beyond is not None and _is_city(text, beyond.draft):
        yield Fact(incident, KG.origin, before.draft, hyphen)
        yield Fact(incident, KG.destination, beyond.draft, after)


def _travels(text: Text, word: Token) -> bool:
    return word.lemma_.lower() in text.knowledge.lexicon.travel or word.lower_ in text.knowledge.lexicon.travel


def _traveller(text: Text, governor: Token) -> Incident | None:
    """The incident whose vehicle or journey the word of travelling tells of."""
    above: Token = governor
    for _ in range(4):
        if above.i in text.incidents.at:
            return text.incidents.at[above.i]
        if above.pos_ in ("VERB", "AUX") and (incident := text.moving(subject(above))) is not None:
            return incident
        if above.head == above or above.dep_ in ("ccomp", "relcl") or above.head.dep_ == "ccomp":
            return None
        above = above.head
    return None


def _city(text: Text, start: int, end: int, *, last: bool = False) -> Draft | None:
    """The first city between two tokens, or the last; an airport where there is no city."""
    inside = [o.draft for o in text.cast.within(start, end) if o.draft.kind is Kind.PLACE]
    cities = [d for d in inside if _is_city(text, d)] or [d for d in inside if text.is_a(d, KG.Site)]
    return (cities[-1] if last else cities[0]) if cities else None


def _is_city(text: Text, draft: Draft) -> bool:
    return text.is_a(draft, KG.City)
