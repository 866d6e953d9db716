"""Finds what a journey or vehicle is called: *Flight 17*, *AB123*, *the ferry Alba Star*."""

from __future__ import annotations

import re

from kg.extraction.parse import Doc, Token
from kg.knowledge import Knowledge

_CODE = re.compile(r"([A-Z]{2}|[A-Z]\d)-?(\d{2,4})")


class Designators:
    """Reads the designators of one text by the words and patterns that the ontology gives a kind of incident."""

    def __init__(self, knowledge: Knowledge, doc: Doc) -> None:
        self.doc = doc
        kinds = knowledge.taxonomy.incident_kinds
        self.words = frozenset(word for kind in kinds for word in kind.words)
        self._patterns = [re.compile(kind.pattern) for kind in kinds if kind.pattern]
        self._codes = knowledge.operator_codes

    def at(self, token: Token) -> str | None:
        """The number or name at a token, at the word before it, or an operator's code with digits."""
        if token.lower_ in self.words and token.i + 1 < len(self.doc):
            return self._named(self.doc[token.i + 1])
        before = self.doc[token.i - 1] if token.i else None
        if before is not None and before.lower_ in self.words and (found := self._named(token)) is not None:
            return found
        if not token.text[-1].isdigit():
            return None
        match = _CODE.fullmatch(token.text)
        return token.text if match and match[1] in self._codes else None

    def written(self, head: Token, key: str) -> str | None:
        """The designator as the phrase around a head writes it: *AB123*, *123*, *Alba Star*."""
        window = self.doc[max(head.sent.start, head.i - 4) : min(head.sent.end, head.i + 8)]
        found = (d for t in window if (d := self.at(t)) is not None)
        return next((d for d in found if not key or designator_key(d) == key), None)

    def country(self, words: str) -> str:
        """The ISO code of the state whose operator the letters of a designator stand for, or ""."""
        match = _CODE.fullmatch(words)
        return self._codes.get(match[1], "") if match is not None else ""

    def partner(self, token: Token) -> Token | None:
        """The other word of *Flight 17*, at either of its two."""
        if token.lower_ in self.words:
            return self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        before = self.doc[token.i - 1] if token.i else None
        return before if before is not None and before.lower_ in self.words else None

    def _named(self, token: Token) -> str | None:
        """The designator that starts at a token: a number, or a name of one word or more."""
        if (coded := self._hyphened(token)) is not None:
            return coded
        if not self._matches(token):
            return None
        end = token.i + 1
        while token.is_alpha and end < len(self.doc) and self.doc[end].is_alpha and self._matches(self.doc[end]):
            end += 1
        return self.doc[token.i : end].text

    def _hyphened(self, code: Token) -> str | None:
        """*AB-123*, which the tokenizer takes apart."""
        words = self.doc[code.i : code.i + 3]
        whole = len(words) == 3 and words[1].text == "-" and words.text.isupper() and words[2].text.isdigit()
        return words.text if whole and any(p.fullmatch(words.text) for p in self._patterns) else None

    def _matches(self, token: Token) -> bool:
        return any(pattern.fullmatch(token.text) for pattern in self._patterns)


def designator_key(words: str) -> str:
    """What two ways of writing a designator share: the digits at its end, or the name in lower case."""
    return words[len(words.rstrip("0123456789")) :] or words.casefold()
