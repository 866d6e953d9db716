"""Pairs the quotation marks of a text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.extraction.parse import Token

_OPENING = {"“": "”", "«": "»", "„": "“", "‘": "’", "``": "''"}
_STRAIGHT = ('"', "''", "'")


@dataclass(frozen=True)
class Quotation:
    """Tokens ``start`` to ``end`` (exclusive), the marks among them."""

    start: int
    end: int


class Quotations:
    """The quotations of one text, in order. One that its paragraph does not close ends with the paragraph."""

    def __init__(self, tokens: list[Token]) -> None:
        self.all = _paired(tokens)
        self._starts = [q.start for q in self.all]

    def around(self, token: Token | int) -> Quotation | None:
        """The quotation that holds the token."""
        i = token if isinstance(token, int) else token.i
        place = bisect_right(self._starts, i)
        found = self.all[place - 1] if place else None
        return found if found is not None and i < found.end else None

    def after(self, token: int) -> Quotation | None:
        """The first quotation that starts at the token or later."""
        place = bisect_right(self._starts, token - 1)
        return self.all[place] if place < len(self.all) else None


def _paired(tokens: list[Token]) -> list[Quotation]:
    """Outer quotations only; a mark that nothing opened is ignored."""
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    for token in tokens:
        text = token.text
        if opened is None:
            closing = _OPENING.get(text) or (text if text in _STRAIGHT and _may_open(token) else None)
            opened = (token.i, closing) if closing is not None else None
        elif "\n" in text:
            if _runs_on(tokens[opened[0]], opened[1]):  # a speech of several paragraphs closes only its last
                found.append(Quotation(opened[0], token.i))
            opened = None
        elif text == opened[1] and token.i > opened[0] + 1 and (text not in ("'", "’") or _may_close(token)):
            found.append(Quotation(opened[0], token.i + 1))
            opened = None
    if opened is not None and _runs_on(tokens[opened[0]], opened[1]):
        found.append(Quotation(opened[0], len(tokens)))
    return found


def _runs_on(mark: Token, closing: str) -> bool:
    """Whether a mark that its paragraph does not close opens a speech: a double one, or one before a paragraph."""
    if closing in ("”", '"', "''"):
        return True
    before, following = mark.i == 0 or "\n" in mark.nbor(-1).text, mark.i + 1 < len(mark.doc)
    return before and following and mark.nbor().is_title


def _may_open(mark: Token) -> bool:
    """A straight mark opens after white space or a bracket, and before a word."""
    before = mark.nbor(-1) if mark.i else None
    return not mark.whitespace_ and (before is None or bool(before.whitespace_) or not before.is_alpha)


def _may_close(mark: Token) -> bool:
    """A single mark closes unless it is the apostrophe of a plural's genitive within a word."""
    following = mark.nbor() if mark.i + 1 < len(mark.doc) else None
    return bool(mark.whitespace_) or following is None or following.is_punct or following.is_space
