"""Normal forms of words: stems that join nouns to their verbs, numbers, name tokens."""

from __future__ import annotations

from functools import cache

from nltk.stem.snowball import SnowballStemmer

_SNOWBALL = SnowballStemmer("english")
_SUFFIXES = (
    "ification", "ization", "isation", "ation", "ition", "ution", "ction", "sion", "tion", "ment", "ance",
    "ence", "ery", "ure", "ing", "age", "al", "er", "or", "ee", "ian", "ion", "y", "e",
)  # fmt: skip
_LENGTHS = {"ction": "ct", "ution": "ut", "ition": "it"}
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
NUMBERS: dict[str, str] = (
    {word: str(value) for value, word in enumerate(_UNITS)}
    | {word: str(20 + 10 * step) for step, word in enumerate(_TENS)}
    | {word: str(value) for value, word in enumerate(_ORDINALS)}
)


@cache
def stem(word: str) -> str:
    """Snowball's stem of a lower-cased word."""
    return str(_SNOWBALL.stem(word.lower()))


@cache
def root(word: str) -> str:
    """A rougher stem that also strips nominal suffixes, so that a noun and its verb often meet."""
    word = word.lower().strip("'\"-’")
    for suffix in _SUFFIXES:
        kept = word[: -len(suffix)] + _LENGTHS.get(suffix, "")
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return _trim(kept)
    return _trim(stem(word))


def _trim(form: str) -> str:
    """Undo doubling and final letters that alternate between a verb and its noun."""
    form = form.rstrip("e")
    if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "sl":
        form = form[:-1]
    return form[:-1] + "i" if form.endswith("y") else form


def number(word: str) -> str | None:
    """The digits of a number word, an ordinal or a figure, else None."""
    word = word.lower().replace(",", "")
    if word in NUMBERS:
        return NUMBERS[word]
    for suffix in ("st", "nd", "rd", "th", "s", "m", "bn"):
        if word.endswith(suffix) and word[: -len(suffix)].replace(".", "").isdigit():
            return word[: -len(suffix)]
    return word if word.replace(".", "").isdigit() and word[0].isdigit() else None
