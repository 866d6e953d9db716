"""Finds names: what the reference data, the gazetteers and spaCy's entity recogniser know, in that order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from kg.extraction.parse import Doc, Span, Token
from kg.knowledge import Knowledge, ReferenceEntity, gazetteer
from kg.model import Kind

_LABELS = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}
_DIRECTION = re.compile(r"(?i)(north|south|east|west|central|upper|lower)(?:[- ]?(?:east|west))?(?:ern)?$")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Name:
    """A name in the text: tokens ``start`` to ``end``, and what it may stand for.

    ``sense`` is ``reference``, ``country``, ``capital``, ``city``, ``region``, ``demonym`` or one of spaCy's labels.
    """

    start: int
    end: int
    sense: str
    reference: ReferenceEntity | None = None
    country: gazetteer.Country | None = None


class NameFinder:
    """Finds the names of a parsed text; they do not overlap, and the longest wins."""

    def __init__(self, knowledge: Knowledge, pipeline: Language) -> None:
        self.knowledge = knowledge
        self.matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
        by_text: dict[str, list[ReferenceEntity]] = {}
        for name, entities in sorted(knowledge.by_name.items()):
            things = [e for e in entities if e.kind is not Kind.EVENT]
            if things:
                by_text[name] = things
        self.entities = by_text
        self._recognised_at: dict[int, Span] = {}
        for name in by_text:
            self.matcher.add(name, [pipeline.make_doc(name)])

    def __call__(self, doc: Doc) -> list[Name]:
        """The names of the text in order."""
        self._recognised_at = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
        taken: set[int] = set()
        found: list[Name] = []
        for names in (self._reference(doc), self._gazetteer(doc), self._recognised(doc)):
            for name in sorted(names, key=lambda n: (n.start - n.end, n.start)):
                tokens = set(range(name.start, name.end))
                if not tokens & taken:
                    taken |= tokens
                    found.append(name)
        return sorted(found, key=lambda n: n.start)

    def _reference(self, doc: Doc) -> Iterator[Name]:
        for match, start, end in self.matcher(doc.source):
            span, key = doc[start:end], doc.source.vocab.strings[match]
            if not any(c.isupper() or c.isdigit() for c in span.text) or not _WORD.search(span.text):
                continue
            if span[0].lower_ == "the" and _bare(span).casefold() in self.entities:
                start += 1
                span = doc[start:end]
            if span.text[0].islower() and span[0].is_alpha:
                continue
            if gazetteer.country(_bare(span)) is not None or gazetteer.capital_of(_bare(span)) is not None:
                continue  # a state's name and its capital's may stand for the government; the gazetteer tells
            for entity in self.entities[key][:1]:
                if not (entity.ambiguous or len(span.text) < 3) or _in_capitals(span, entity):
                    yield Name(start, end, "reference", reference=entity)

    def _gazetteer(self, doc: Doc) -> Iterator[Name]:
        for span in _capitalised(doc):
            if self._inside_a_longer_name(span) or (len(span.text) < 3 and span.root.ent_type_ not in ("GPE", "NORP")):
                continue
            text = _bare(span)
            if text != span.text and gazetteer.city(span.text) is None:
                continue  # the same name without its article comes next
            country = gazetteer.country(text)
            capital = gazetteer.capital_of(text)
            town = gazetteer.city(text)
            if capital is not None and not (country and country.name == text):
                yield Name(span.start, span.end, "capital", country=capital)
            elif town is not None and country is not None and town.country == country.code and text != country.name:
                yield Name(span.start, span.end, "city", country=country)
            elif country is not None:
                sense = "demonym" if _is_demonym(span, country) else "country"
                yield Name(span.start, span.end, sense, country=country)
            elif (part := gazetteer.region(text)) is not None and _is_place(span):
                yield Name(span.start, span.end, "region", country=part.country)
            elif town is not None and _is_place(span):
                yield Name(span.start, span.end, "city", country=gazetteer.country_of(town.country))

    def _inside_a_longer_name(self, span: Span) -> bool:
        """*Haven* of *New Haven*: a part of a name that spaCy sees and no descriptive noun heads."""
        entity = self._recognised_at.get(span.start)
        entity = entity if entity is not None and span.end <= entity.end else None
        if entity is None or entity.label_ not in ("ORG", "PERSON", "FAC", "GPE", "LOC"):
            return False
        whole = _trimmed(entity)
        return len(whole) > len(span) and whole[-1].lemma_.lower() not in self.knowledge.lexicon.nouns

    def _recognised(self, doc: Doc) -> Iterator[Name]:
        majority: dict[str, Counter[str]] = {}
        for span in doc.ents:
            majority.setdefault(span.text.casefold(), Counter())[span.label_] += 1
        for entity in doc.ents:
            span = _trimmed(entity)
            if len(span) == 1 and span[0].lower_ in self.knowledge.lexicon.nouns:
                continue
            if entity.label_ in _LABELS and len(span) and any(t.text[:1].isupper() for t in span):
                counts = majority[entity.text.casefold()]
                yield Name(span.start, span.end, min(counts, key=lambda label: (-counts[label], label)))


def _in_capitals(span: Span, entity: ReferenceEntity) -> bool:
    """Whether an ambiguous name is written as the abbreviation it is, or stands before a noun of its kind."""
    if span.text.isupper() and span.text in entity.names:
        return span.sent.text.upper() != span.sent.text
    following = span.doc[span.end] if span.end < len(span.doc) else None
    return following is not None and following.pos_ in ("NOUN", "PROPN") and following.text.islower()


def _capitalised(doc: Doc) -> Iterator[Span]:
    """Runs of one to four capitalised tokens, the longest first."""
    upper = [token.text[:1].isupper() for token in doc]
    sentences = [start for s in doc.sents for start in [s.start] * len(s)]
    for i, capital in enumerate(upper):
        if not capital or not (doc[i].is_alpha or _INITIALS.fullmatch(doc[i].text)):
            continue
        for last in range(min(i + 3, len(upper) - 1), i - 1, -1):
            if upper[last] and sentences[last] == sentences[i]:
                yield doc[i : last + 1]


def _bare(span: Span) -> str:
    return re.sub(r"^[Tt]he ", "", span.text)


def _is_demonym(span: Span, country: gazetteer.Country) -> bool:
    if span.root.dep_ in ("compound", "amod"):
        return True
    if span.text in (country.name, country.code.upper()) or span.text.isupper() or "." in span.text:
        return False
    return span[-1].tag_ in ("JJ", "NNPS", "NNS") or span.root.ent_type_ == "NORP"


def _is_place(span: Span) -> bool:
    """Whether spaCy or the word before it takes a capitalised word for a place: *Sandwich* is seldom a town."""
    before = span.doc[span.start - 1] if span.start else None
    if span[0].pos_ not in ("PROPN", "NOUN") or (span[0].ent_type_ == "PERSON" and span[0].ent_iob_ == "I"):
        return False
    if any(t.ent_type_ in ("GPE", "LOC") for t in span):
        return True
    if any(t.ent_type_ == "DATE" for t in span):
        return False  # there is a town of March
    placed = before is not None and before.lower_ in ("in", "to", "near", "from", "at", "over", "of", "towards", "via")
    if not placed:
        return False
    after: Token | None = span.doc[span.end] if span.end < len(span.doc) else None
    return after is None or after.pos_ != "PROPN"


def _trimmed(span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (span.doc[start].lower_ in ("the", "a", "an") or span.doc[start].is_punct):
        start += 1
    while end > start and (span.doc[end - 1].tag_ == "POS" or span.doc[end - 1].is_punct or span.doc[end - 1].is_space):
        end -= 1
    return span.doc[start:end]


def direction_before(token: Token) -> Token | None:
    """*eastern* of *eastern Ruritania*."""
    before = token.doc[token.i - 1] if token.i else None
    return before if before is not None and _DIRECTION.match(before.text) else None
