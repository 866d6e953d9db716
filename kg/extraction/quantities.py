"""Numbers and what they count: dead, survivors, injured, people aboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rdflib import URIRef

from kg.extraction.numerals import number, numeral, written
from kg.extraction.parse import Doc, Span, Token
from kg.extraction.syntax import direct_object, is_passive, subject
from kg.knowledge import Lexicon
from kg.vocabulary import KG

_EXCEPTING = ("but", "except")
_NOBODY = ("nobody", "none")


@dataclass(frozen=True)
class Count:
    """``value`` of ``property``, read at ``token`` from ``words``: the numbers that make it up, *all* of *all 98*."""

    property: URIRef
    value: int
    token: Token
    words: Span
    bound: str = ""
    """``least``, ``most`` or ``about`` where the number is no exact one."""


def _stretch(*tokens: Token) -> Span:
    """The words from the first of the tokens to the last."""
    return tokens[0].doc[min(t.i for t in tokens) : max(t.i for t in tokens) + 1]


class QuantityFinder:
    """Finds the counts of people in a parsed text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def find(self, tokens: Iterable[Token]) -> Iterator[Count]:
        """Every count, in the order of the text; *all but four* is none."""
        for token in tokens:
            yield from self._nobody(token)
            value = written(token)
            if value is None or not self._counts_people(token):
                continue
            words = self._inexact(token)
            if words is None:
                yield from self._read(token, value)
            elif bound := self.lexicon.bounds.get(words.text.lower()):
                counts = (c for c in self._read(token, value) if c.value >= value)
                yield from (replace(c, bound=bound, words=_stretch(*words, *c.words)) for c in islice(counts, 1))

    def _nobody(self, token: Token) -> Iterator[Count]:
        """*nobody survived*, *none of them died*, *there were no survivors*."""
        if token.lower_ in _NOBODY or (token.lower_ == "one" and token.i and token.nbor(-1).lower_ == "no"):
            property_ = self._governed(token)
        elif token.lower_ == "no" and token.dep_ == "det" and token.head == token.nbor():
            property_ = self._property(token.head)
        else:
            return
        if property_ is None:
            return
        yield Count(property_, 0, token, _stretch(token, token.head))
        whole = next(
            (n for n in token.subtree if token.lower_ == "none" and written(n) and self._inexact(n) is None), None
        )
        if whole is not None and property_ == KG.survivors:
            yield Count(KG.fatalities, written(whole) or 0, whole, _stretch(token, whole, token.head))

    def _counts_people(self, token: Token) -> bool:
        if token.ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"):
            return False
        if token.dep_ == "nummod" and token.head.i > token.i:
            return self._person(token.head) or self._property(token.head) is not None
        if self._whole_after(token) is not None or self._toll(token):
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
        lemma = noun.lemma_.lower()
        compound = f"{noun.nbor(-1).lower_} {lemma}" if noun.i else lemma
        return lemma in self.lexicon.people or compound in self.lexicon.people

    def _property(self, noun: Token) -> URIRef | None:
        return self.lexicon.quantities.get(("noun", noun.lemma_.lower()))

    def _inexact(self, token: Token) -> Span | None:
        """The words before a number that make it a bound, *at least* of *at least 38*, or an exception."""
        start = numeral(token).start
        for length in (3, 2, 1):
            words = token.doc[max(token.sent.start, start - length) : start]
            known = words.text.lower() in self.lexicon.bounds
            if len(words) == length and (known or (length == 1 and words.text.lower() in _EXCEPTING)):
                return words
        return None

    def _read(self, token: Token, value: int) -> Iterator[Count]:
        counted = token.head if token.dep_ == "nummod" and self._is_counted(token.head) else token
        whole = self._whole_after(token)
        if whole is not None:
            counted = whole.head if self._is_counted(whole.head) else token
            property_ = self._governed(token) or self._governed(counted)
            if property_ is not None:
                yield Count(property_, value, token, numeral(token))
            return
        if self._is_whole(token):
            if self._aboard(counted):
                yield Count(KG.aboard, value, token, numeral(token))
            return
        if self._added_to(counted) is not None:
            return  # the second addend of "283 passengers and 15 crew" is read with the first
        addends = self._addends(counted)
        numbers = [self._numerals(noun)[0] for noun in addends]
        total = value + sum(written(n) or 0 for n in numbers)
        before = [token.doc[token.i - 1]] if token.i else []
        everyone = [t for t in [*counted.children, *token.children, *before] if t.lower_ == "all"]
        words = _stretch(*numeral(token), *(t for n in numbers for t in numeral(n)), *everyone)
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

    def _addends(self, counted: Token) -> list[Token]:
        """The other nouns of *283 passengers and 15 crew members*, whatever the parser makes of them."""
        after = counted.doc[counted.i + 1 : min(counted.i + 7, counted.sent.end)]
        found = (t for t in after if self._person(t) and self._numerals(t))
        added = next((t for t in found if self._added_to(t) == counted), None)
        return [added, *self._addends(added)] if added is not None else []

    def _added_to(self, noun: Token) -> Token | None:
        """The counted noun to which *and* ties another: *passengers* for *crew* of *283 passengers and 15 crew*."""
        numerals = self._numerals(noun) if self._person(noun) else []
        and_ = numeral(numerals[0]).start - 1 if numerals else 0
        if and_ < 1 or noun.doc[and_].lower_ not in ("and", ","):
            return None
        before = noun.doc[and_ - 1]
        return before if self._person(before) and self._numerals(before) and before.sent == noun.sent else None

    def _is_counted(self, noun: Token) -> bool:
        return self._person(noun) or self._property(noun) is not None

    def _numerals(self, noun: Token) -> list[Token]:
        """The token of the noun's first number, or nothing."""
        return [c for c in noun.children if c.dep_ == "nummod" and written(c) is not None][:1]

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
            if found is not None:
                return found if found != KG.aboard or self._person(counted) else None
        if counted.dep_ in ("nsubj", "nsubjpass") and (found := self._told(head, lemma)) is not None:
            return found
        if counted.dep_ == "pobj" and head.lower_ == "of":
            return quantities.get(("noun-of", head.head.lemma_.lower()))
        if counted.dep_ == "pobj" and (toll := self._toll(counted)) is not None:
            return toll
        if counted.dep_ == "ROOT" or counted.dep_ == "attr":
            following = counted.doc[counted.i + 1] if counted.i + 1 < len(counted.doc) else None
            return quantities.get(("noun", following.lemma_.lower())) if following is not None else None
        return None

    def _told(self, verb: Token, lemma: str) -> URIRef | None:
        """What a verb or its predicate tells of its subject: *died*, *are dead*, *lost their lives*, *found alive*."""
        quantities, lost = self.lexicon.quantities, direct_object(verb)
        words = [lemma, *([f"{lemma} {lost.lemma_.lower()}"] if lost is not None else [])]
        told = next((p for w in words if (p := quantities.get(("verb-subject", w))) is not None), None)
        predicates = [c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd", "advmod")]
        named = (("noun", "predicate")[c.dep_ in ("oprd", "advmod")] for c in predicates)
        found = (quantities.get((where, c.lemma_.lower())) for where, c in zip(named, predicates, strict=True))
        return told or next((p for p in found if p is not None), None)

    def _toll(self, counted: Token) -> URIRef | None:
        """*the death toll rose to 38*."""
        if counted.dep_ != "pobj" or counted.head.lower_ not in ("to", "at"):
            return None
        toll = subject(counted.head.head)
        return self.lexicon.quantities.get(("noun-of", toll.lemma_.lower())) if toll is not None else None

    def _aboard(self, counted: Token) -> bool:
        """*67 people on board*, *5 passengers and 2 crew aboard*; *On board were 67 people*."""
        last = max((c.i for c in self._addends(counted)), default=counted.i)
        before = [c for c in counted.head.children if c.i < counted.i and c.dep_ in ("prep", "advmod")]
        return self._phrase(max(last, counted.i) + 1, counted.doc) or any(
            self._phrase(c.i, counted.doc) for c in before
        )

    def _phrase(self, start: int, doc: Doc) -> bool:
        """Whether the words from a token on say that somebody is aboard."""
        words = " ".join(t.lower_ for t in doc[start : start + 2])
        phrases = (lemma for where, lemma in self.lexicon.quantities if where == "phrase")
        return any(words == phrase or words.startswith(f"{phrase} ") for phrase in phrases)

    def _part_of_others(self, counted: Token) -> bool:
        return any(c.dep_ == "prep" and c.lower_ == "of" for c in counted.children)
