"""Where an incident happened."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.cast import Draft
from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.incidents import Incident
from kg.extraction.parse import Token
from kg.extraction.syntax import preposition_object, subject
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG, SEM

_AT = ("in", "near", "over", "at", "off", "outside", "above", "around", "into", "to", "onto", "of", "from", "on")
_BESIDE = ("close", "short", "north", "south", "east", "west", "southeast", "southwest", "northeast", "northwest")
_MEASURES = ("km", "kilometer", "kilometre", "mile", "metre", "meter", "m", "yard", "foot", "nautical")
_CLIMBED = (
    "advcl",
    "relcl",
    "acl",
    "prep",
    "agent",
    "pobj",
    "pcomp",
    "conj",
    "appos",
    "compound",
    "advmod",
    "npadvmod",
)
_HAPPEN = ("occur", "happen", "land", "fly", "go", "take", "come")


def places(text: Text) -> Iterator[Fact]:
    """The place that each preposition gives to a loss."""
    for token in text.cast.tokens:
        if token.dep_ != "prep" or token.lower_ not in _AT or not _locates(token):
            continue
        incident = _located(text, token)
        place = _most_specific(text, token) if incident is not None else None
        if incident is not None and place is not None:
            yield Fact(incident, SEM.hasPlace, place, token)
    yield from _named_after(text)


def _named_after(text: Text) -> Iterator[Fact]:
    """*the Ruritania crash* happened in Ruritania."""
    for token in text.cast.tokens:
        incident = text.incidents.at.get(token.i) if token.pos_ == "NOUN" and text.tells_loss(token) else None
        for child in token.children if incident is not None else ():
            occurrence = text.cast.covering(child) if child.dep_ == "compound" else None
            if incident is not None and occurrence is not None and occurrence.draft.kind is Kind.PLACE:
                yield Fact(incident, SEM.hasPlace, occurrence.draft, child)


def _locates(preposition: Token) -> bool:
    """Whether the preposition tells where: *close to*, *short of*, *3 km from*, but not *from* or *to* alone."""
    beside = preposition.head.lower_ in _BESIDE
    if preposition.lower_ in ("to", "of"):
        return beside
    if preposition.lower_ == "from":
        before = [preposition.nbor(-1)] if preposition.i else []
        return beside or any(t.lemma_.lower() in _MEASURES for t in (preposition.head, *before))
    return True


def _located(text: Text, preposition: Token) -> Incident | None:
    """The incident whose loss, wreck or happening the preposition locates."""
    head, at = preposition.head, text.incidents.at
    for _ in range(5):
        if head.i in at and text.tells_loss(head):
            return at[head.i]
        site = next((c for c in head.children if c.dep_ == "compound" and c.i in at), None)
        if site is not None:
            return at[site.i]
        if head.pos_ in ("VERB", "AUX"):
            spoken = _happening(text, head) or text.struck(head)
            if spoken is not None or text.incidents.trigger(head) is not None:
                return spoken
        object_of_loss = head.dep_ in ("dobj", "nsubjpass") and text.incidents.trigger(head.head) is not None
        aimed = head.dep_ == "pobj" and text.struck(head.head.head) is not None
        astray = head.dep_ in ("pobj", "pcomp") and head.head.lower_ not in ("by", "with", "of") and not aimed
        if not (object_of_loss or head.dep_ in _CLIMBED) or astray or head.head == head:
            return None
        head = head.head
    return None


def _happening(text: Text, verb: Token) -> Incident | None:
    """*the incident, which occurred near …*, *wreckage from the aircraft landed near …*, *it went down*."""
    at, subject_ = text.incidents.at, subject(verb)
    if subject_ is None or verb.lemma_ not in _HAPPEN:
        return None
    if subject_.i in at:
        fallen = any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
        return at[subject_.i] if text.incidents.trigger(subject_) is not None or fallen else None
    if subject_.tag_ == "WDT":
        return at.get(verb.head.i)
    inner = next((t for t in subject_.subtree if t.i in at), None)
    return at[inner.i] if inner is not None and verb.lemma_ in ("land", "come") else None


def _most_specific(text: Text, preposition: Token) -> Draft | None:
    """The first place that the preposition's object names, that is no larger one's container."""
    noun = preposition_object(preposition)
    if noun is None:
        return None
    inside = [
        o
        for o in text.cast.within(noun.left_edge.i, noun.right_edge.i + 1)
        if o.draft.kind is Kind.PLACE and o.form in ("name", "nominal") and not _of_route(text.doc[o.head])
    ]
    for outer, inner in zip(inside[1:], inside, strict=False):
        if outer.draft is not inner.draft and outer.start - inner.end <= 2:
            inner.draft.links.add((KG.within, outer.draft))
    return inside[0].draft if inside else _unknown(text, noun)


def _unknown(text: Text, noun: Token) -> Draft | None:
    """A name that nothing else knows is a place where something happened: *crashed into Quarry Lane*."""
    if noun.pos_ != "PROPN" or noun.ent_type_ in ("DATE", "TIME") or text.cast.covering(noun) is not None:
        return None
    start = noun.left_edge.i
    while start < noun.i and text.doc[start].pos_ != "PROPN":
        start += 1
    draft = text.cast.draft(("place", slug(text.doc[start : noun.i + 1].text)), Kind.PLACE, [KG.Site])
    text.cast.occur(draft, start, noun.i + 1, noun.i, "name")
    return draft


def _of_route(token: Token) -> bool:
    return token.dep_ == "pobj" and token.head.lower_ in ("from", "to", "between") and not _locates(token.head)
