"""Numbers and what they count: dead, survivors, injured, people aboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import URIRef
from spacy.tokens import Doc, Span, Token

from kg.extraction.syntax import is_passive
from kg.knowledge import Lexicon
from kg.vocabulary import KG

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_INEXACT = frozenset(
    [
        "almost",
        "nearly",
        "about",
        "around",
        "some",
        "approximately",
        "roughly",
        "over",
        "least",
        "most",
        "than",
        "up",
        "under",
        "more",
        "fewer",
    ]
)


@dataclass(frozen=True)
class Count:
    """``value`` of ``property``, read at ``token`` from ``words``: the numbers that make it up, *all* of *all 98*."""

    property: URIRef
    value: int
    token: Token
    words: Span


def number(token: Token) -> int | None:
    """The whole number that a token writes: *38*, *1,900*, *seven*, *twenty-one*; None for anything else."""
    text = token.lower_.replace(",", "")
    if text == "one" and any(c.dep_ in ("det", "amod") for c in token.children):
        return None  # *a loved one*
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 7 else None
    if text in _UNITS:
        return _UNITS.index(text)
    tens, _, unit = text.partition("-")
    if tens in _TENS:
        return _TENS[tens] + (_UNITS.index(unit) if unit in _UNITS[1:10] else 0)
    return None


def _written(token: Token) -> int | None:
    """As :func:`number`, and *twenty-nine*, which the tokenizer takes apart, read at its last word."""
    doc = token.doc
    value = number(token)
    if value is None or (token.i + 1 < len(doc) and token.lower_ in _TENS and doc[token.i + 1].text == "-"):
        return None
    if token.i > 1 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in _TENS and 0 < value < 10:
        return _TENS[doc[token.i - 2].lower_] + value
    return value


def _numeral(token: Token) -> Span:
    """The words of the number that is read at a token: all three tokens of *twenty-nine*."""
    hyphenated = number(token) is not None and _written(token) != number(token)
    return token.doc[token.i - 2 if hyphenated else token.i : token.i + 1]


def _stretch(*tokens: Token) -> Span:
    """The words from the first of the tokens to the last."""
    return tokens[0].doc[min(t.i for t in tokens) : max(t.i for t in tokens) + 1]


class QuantityFinder:
    """Finds the counts of people in a parsed text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def find(self, doc: Doc) -> Iterator[Count]:
        """Every count, in the order of the text. Inexact ones (*almost 300*) are no counts."""
        for token in doc:
            value = _written(token)
            if value is None or not self._counts_people(token) or self._inexact(token):
                continue
            yield from self._read(token, value)

    def _counts_people(self, token: Token) -> bool:
        if token.ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"):
            return False
        if token.dep_ == "nummod" and token.head.i > token.i:
            return self._person(token.head) or self._property(token.head) is not None
        if self._whole_after(token) is not None:
            return True
        return token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "nummod")

    def _whole_after(self, token: Token) -> Token | None:
        """*67* of *38 of 67 people*."""
        following = token.doc[token.i + 1 : token.i + 4]
        words = [t.lower_ for t in following]
        for preposition in (["of"], ["out", "of"], ["of", "the"]):
            n = len(preposition)
            if words[:n] == preposition and len(words) > n and number(following[n]) is not None:
                return following[n]
        return None

    def _is_whole(self, token: Token) -> bool:
        before = token.doc[max(0, token.i - 3) : token.i]
        return any(self._whole_after(t) == token and number(t) is not None for t in before)

    def _person(self, noun: Token) -> bool:
        return noun.lemma_.lower() in self.lexicon.people

    def _property(self, noun: Token) -> URIRef | None:
        return self.lexicon.quantities.get(("noun", noun.lemma_.lower()))

    def _inexact(self, token: Token) -> bool:
        before = token.doc[max(0, token.i - 3) : token.i]
        return any(
            t.lower_ in _INEXACT and t.sent == token.sent for t in before if t.dep_ in ("advmod", "quantmod", "amod")
        )

    def _read(self, token: Token, value: int) -> Iterator[Count]:
        counted = token.head if token.dep_ == "nummod" and self._is_counted(token.head) else token
        whole = self._whole_after(token)
        if whole is not None:
            counted = whole.head if self._is_counted(whole.head) else token
            property_ = self._governed(token) or self._governed(counted)
            if property_ is not None:
                yield Count(property_, value, token, _numeral(token))
            return
        if self._is_whole(token):
            if self._aboard(counted):
                yield Count(KG.aboard, value, token, _numeral(token))
            return
        if (
            counted.dep_ == "conj"
            and counted.head.dep_ in ("nsubj", "nsubjpass", "dobj")
            and self._number_of(counted.head)
        ):
            return  # the second addend of "283 passengers and 15 crew" is read with the first
        addends = [n for c in counted.conjuncts if self._person(c) and (n := self._number_of(c)) is not None]
        total = value + sum(addends)
        before = [token.doc[token.i - 1]] if token.i else []
        everyone = [t for t in [*counted.children, *token.children, *before] if t.lower_ == "all"]
        numbers = [n for c in counted.conjuncts if self._person(c) for n in self._numerals(c)]
        words = _stretch(*_numeral(token), *(t for n in numbers for t in _numeral(n)), *everyone)
        property_ = self._governed(counted)
        aboard = self._aboard(counted)
        if property_ is not None:
            yield Count(property_, total, token, words)
            if everyone and property_ == KG.fatalities and not self._part_of_others(counted):
                yield Count(KG.aboard, total, token, words)
                if counted.dep_ in ("nsubj", "nsubjpass"):
                    yield Count(KG.survivors, 0, token, _stretch(*words, counted.head))
        elif aboard:
            yield Count(KG.aboard, total, token, words)

    def _is_counted(self, noun: Token) -> bool:
        return self._person(noun) or self._property(noun) is not None

    def _number_of(self, noun: Token) -> int | None:
        return next((n for t in self._numerals(noun) if (n := _written(t)) is not None), None)

    def _numerals(self, noun: Token) -> list[Token]:
        """The token of the noun's first number, or nothing."""
        return [c for c in noun.children if c.dep_ == "nummod" and _written(c) is not None][:1]

    def _governed(self, counted: Token) -> URIRef | None:
        """The property by what governs the counted noun."""
        quantities, head = self.lexicon.quantities, counted.head
        lemma = head.lemma_.lower()
        own = self._property(counted)
        if own is not None:
            modified = any(c.dep_ in ("amod", "advmod") for c in counted.children)
            return None if modified else own
        if counted.dep_ == "dobj" or (counted.dep_ == "nsubjpass" and is_passive(head)):
            found = quantities.get(("verb-object", lemma))
            return found if found != KG.aboard or self._person(counted) else None
        if counted.dep_ == "nsubj":
            predicate = next((c.lemma_.lower() for c in head.children if c.dep_ in ("acomp", "attr")), lemma)
            return quantities.get(("verb-subject", lemma)) or quantities.get(("noun", predicate))
        if counted.dep_ == "pobj" and head.lower_ == "of":
            return quantities.get(("noun-of", head.head.lemma_.lower()))
        if counted.dep_ == "ROOT" or counted.dep_ == "attr":
            following = counted.doc[counted.i + 1] if counted.i + 1 < len(counted.doc) else None
            return quantities.get(("noun", following.lemma_.lower())) if following is not None else None
        return None

    def _aboard(self, counted: Token) -> bool:
        """*67 people on board*: the phrase follows the counted noun at once."""
        doc = counted.doc
        words = " ".join(t.lower_ for t in doc[counted.i + 1 : counted.i + 3])
        return any(
            where == "phrase" and (words == lemma or words.startswith(f"{lemma} "))
            for where, lemma in self.lexicon.quantities
        )

    def _part_of_others(self, counted: Token) -> bool:
        return any(c.dep_ == "prep" and c.lower_ == "of" for c in counted.children)
