"""Leads each fact to the words that it rests on: the name, what stands for the name, the words of a value.

Where the words of a claim do not name an entity but only stand for it (*it*, *the minister*, *the plane*), or leave it
unsaid (*38 died*), they lead back to the nearest mention before them that names it; where there is none, as in a
headline, to the first one after them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.extraction.attribution import Utterance
from kg.extraction.cast import Cast, Draft
from kg.extraction.events import Told
from kg.extraction.incidents import IncidentFinder
from kg.extraction.parse import Span, Token
from kg.model import Ground, Mention
from kg.vocabulary import KG

_DATES = (XSD.date, XSD.gYearMonth, XSD.gYear)
_Offsets = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """One triple as it is read at a token; ``words`` are those of its value, where the token alone does not tell."""

    subject: Draft
    predicate: URIRef
    value: Draft | Literal
    token: Token
    words: Span | None = None


@dataclass(frozen=True)
class _Known:
    """The words that name an entity, and all that stand for it, each in the order of the text."""

    names: list[_Offsets]
    naming: frozenset[_Offsets]
    standing: list[_Offsets]

    def before(self, place: int) -> _Offsets:
        """The last name that ends at a place or before it, else the first."""
        i = bisect_left(self.names, (place, 0)) - 1
        while i >= 0 and self.names[i][1] > place:
            i -= 1
        return self.names[max(i, 0)]


class Grounder:
    """Finds the grounds of the claims of one article."""

    def __init__(self, cast: Cast, incidents: IncidentFinder, utterances: list[Utterance], told: list[Told]) -> None:
        self.doc, self.text = cast.doc, cast.doc.text
        self._spans: dict[_Offsets, Span] = {}
        self.dates = [e for e in self.doc.ents if e.label_ == "DATE"]
        spans = (self.doc[o.start : o.end] for o in cast.occurrences if o.form == "name")
        self.names = {(s.start_char, s.end_char) for s in spans}
        self._known: dict[Draft, _Known] = {}
        self.standing: dict[Draft, list[_Offsets]] = {}
        for draft, offsets in _stand_ins(incidents, utterances, told):
            self.standing.setdefault(draft, []).append(offsets)

    def ground(self, span: Span, readings: Iterable[Reading]) -> tuple[Ground, ...]:
        """The words within ``span`` that the readings rest on, in the order of the text, each once."""
        found: dict[_Offsets, Ground] = {}
        for reading in readings:
            for ground in self._grounds(span, reading):
                key = (ground.mention.begin, ground.mention.end)
                known = found.setdefault(key, ground)
                found[key] = replace(
                    known,
                    antecedents=tuple(sorted({*known.antecedents, *ground.antecedents})),
                    values=tuple(sorted({*known.values, *ground.values}, key=lambda v: v.n3())),
                )
        return tuple(found[key] for key in sorted(found))

    def _grounds(self, span: Span, reading: Reading) -> Iterator[Ground]:
        yield from self._entity(span, reading.subject, reading.token)
        if isinstance(reading.value, Draft):
            yield from self._entity(span, reading.value, reading.token)
        elif reading.predicate != KG.describedAs:  # the content's own mention holds those words
            words = self._words(span, reading)
            if words is not None and _inside(words, span):
                yield Ground(self._mention(words), values=(reading.value,))

    def reach(self, span: Span, readings: Iterable[Reading]) -> Span:
        """The span, widened to hold the words of every value: the date of *In July a court was asked to rule …*."""
        found = [w for r in readings if isinstance(r.value, Literal) and (w := self._words(span, r)) is not None]
        begin = min([span.start_char, *(w[0] for w in found)])
        end = max([span.end_char, *(w[1] for w in found)])
        return span if (begin, end) == (span.start_char, span.end_char) else self._tokens((begin, end))

    # -- entities ------------------------------------------------------------------------------------------------------

    def _entity(self, span: Span, draft: Draft, token: Token) -> Iterator[Ground]:
        """The words that name the entity or stand for it; the whole claim where it is left unsaid."""
        known = self._known.get(draft) or self._known.setdefault(draft, self._know(draft))
        whole = (span.start_char, span.end_char)
        words = _nearest(_around(known.names, span), span, token)
        words = words or _nearest(_around(known.standing, span), span, token) or whole
        if words in known.naming:
            yield Ground(self._mention(words))
        elif known.names:
            yield Ground(self._mention(words), (self._mention(known.before(words[0])),))

    def _know(self, draft: Draft) -> _Known:
        """The words for an entity, sought once: an article may name it in every sentence."""
        spans = sorted(draft.spans)
        mentions = [s for s in spans if not self._is_pronoun(s)]
        names = [m for m in mentions if self._is_name(m)] or mentions
        return _Known(names, frozenset(names), sorted({*spans, *self.standing.get(draft, ())}))

    def _is_pronoun(self, offsets: _Offsets) -> bool:
        return all(t.pos_ == "PRON" for t in self._tokens(offsets))

    def _is_name(self, offsets: _Offsets) -> bool:
        """Whether the words name what they denote: a name, or a phrase with a name or number in it."""
        return offsets in self.names or any(
            any(c.isupper() or c.isdigit() for c in t.text) and (t.ent_type_ or not t.is_sent_start)
            for t in self._tokens(offsets)
        )

    def _tokens(self, offsets: _Offsets) -> Span:
        if offsets not in self._spans:
            self._spans[offsets] = self.doc.covering(*offsets)
        return self._spans[offsets]

    # -- values --------------------------------------------------------------------------------------------------------

    def _words(self, span: Span, reading: Reading) -> _Offsets | None:
        """The words from which a literal was read: the number, the date, or the value as it stands in the text."""
        if reading.words is not None:
            return reading.words.start_char, reading.words.end_char
        value = reading.value
        if isinstance(value, Literal) and value.datatype in _DATES:
            told = next((d for d in self.dates if d.start <= reading.token.i < d.end), None)
            if told is not None:
                return told.start_char, told.end_char
        written = re.finditer(re.escape(str(value)), span.text, re.IGNORECASE)
        begin = span.start_char
        return _nearest([(begin + m.start(), begin + m.end()) for m in written], span, reading.token)

    def _mention(self, offsets: _Offsets) -> Mention:
        return Mention(*offsets, self.text[slice(*offsets)])


def _stand_ins(
    incidents: IncidentFinder, utterances: list[Utterance], told: list[Told]
) -> Iterator[tuple[Draft, _Offsets]]:
    """The words that stand for an entity without naming it."""
    for i, incident in sorted(incidents.at.items()):
        if incident.draft is None:
            continue
        token = incidents.doc[i]
        phrase = (token.idx, token.idx + len(token))
        vehicle = incident.vehicle.spans if incident.vehicle is not None else set()
        around = [s for s in vehicle if s[0] <= phrase[0] and phrase[1] <= s[1]]
        yield incident.draft, max(around, key=lambda s: (s[1] - s[0], s), default=phrase)
    for utterance in utterances:
        for one in (utterance.claimer, *((utterance.accused,) if utterance.accused is not None else ())):
            span = incidents.doc[one.start : one.end]
            yield one.draft, (span.start_char, span.end_char)
    for fact in (f for t in told for f in t.facts):
        if isinstance(fact.value, Draft) and fact.token.pos_ != "VERB":
            yield fact.value, (fact.token.idx, fact.token.idx + len(fact.token))


def _nearest(found: Iterable[_Offsets], span: Span, token: Token) -> _Offsets | None:
    """Of those words that lie within a claim the nearest to a token; of two at one place the longer."""

    def distance(offsets: _Offsets) -> int:
        return max(offsets[0] - token.idx, token.idx + len(token) - offsets[1], 0)

    return min((o for o in found if _inside(o, span)), key=lambda o: (distance(o), o[0], -o[1]), default=None)


def _around(found: list[_Offsets], span: Span) -> list[_Offsets]:
    """Those of the sorted words that begin within a claim."""
    return found[bisect_left(found, (span.start_char, 0)) : bisect_left(found, (span.end_char, 0))]


def _inside(offsets: _Offsets, span: Span) -> bool:
    return span.start_char <= offsets[0] < offsets[1] <= span.end_char
