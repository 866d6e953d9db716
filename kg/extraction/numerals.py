"""Whole numbers in digits and in words."""

from __future__ import annotations

from kg.extraction.parse import Span, Token

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_LONGEST = 6
"""Digits; longer numbers count no people."""


def number(token: Token) -> int | None:
    """The whole number that a token writes: *38*, *1,900*, *seven*, *twenty-one*; None for anything else."""
    text = token.lower_.replace(",", "")
    if text == "one" and any(c.dep_ in ("det", "amod") for c in token.children):
        return None  # *a loved one*
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= _LONGEST else None
    if text in _UNITS:
        return _UNITS.index(text)
    tens, _, unit = text.partition("-")
    if tens in _TENS:
        return _TENS[tens] + (_UNITS.index(unit) if unit in _UNITS[1:10] else 0)
    return None


def written(token: Token) -> int | None:
    """As :func:`number`, and *twenty-nine*, which the tokenizer takes apart, read at its last word."""
    doc = token.doc
    value = number(token)
    if value is None or (token.i + 1 < len(doc) and token.lower_ in _TENS and doc[token.i + 1].text == "-"):
        return None
    if token.i > 1 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in _TENS and 0 < value < 10:
        return _TENS[doc[token.i - 2].lower_] + value
    return value


def numeral(token: Token) -> Span:
    """The words of the number that is read at a token: all three tokens of *twenty-nine*."""
    hyphenated = number(token) is not None and written(token) != number(token)
    return token.doc[token.i - 2 if hyphenated else token.i : token.i + 1]
