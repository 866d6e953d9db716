"""How much of an article is read as one: what is longer is read in pieces, and the rest of the article all the same.

The tokenizer's time grows with the square of a word's length, that of the rules with the square of a sentence's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.names import Name
from kg.extraction.parse import Doc as Parse

MAX_WORD = 500
"""Characters without white space between them; more are one token."""

MAX_SENTENCE = 500
"""Tokens a sentence; more are read in pieces of so many."""

MAX_NAMES = 150
"""Names a sentence; those that follow are no entities."""

MAX_INCIDENTS = 200
"""Incidents an article; losses told after them are no incidents."""

CUTS = "kg_cuts"
"""Key of a Doc's user data: the tokens that are to start a sentence."""

_WORD = re.compile(r"\S++")


@dataclass(frozen=True, order=True)
class Note:
    """What of an article was not read as it stands: the article's id, and where, how much of what, and the limit."""

    article: str
    reason: str


def make_doc(pipeline: Language, text: str) -> tuple[Doc, list[str]]:
    """The tokens of a text, a word that is too long as one of them, and what is to be noted of it."""
    docs, told, done = [], [], 0
    for begin, end in ((m.start(), m.end()) for m in _WORD.finditer(text) if m.end() - m.start() > MAX_WORD):
        if begin > done:
            docs.append(pipeline.tokenizer(text[done:begin]))
        spaced = text[end : end + 1] == " "  # a token holds the space after it
        docs.append(Doc(pipeline.vocab, words=[text[begin:end]], spaces=[spaced]))
        done = end + spaced
        told.append(_reason("word", begin, end - begin, "characters", MAX_WORD, "read as one token"))
    if not docs:
        return pipeline.make_doc(text), told
    if done < len(text):
        docs.append(pipeline.tokenizer(text[done:]))
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    assert whole is not None  # noqa: S101 - there are docs
    return whole, told


def shortened(pipeline: Language, doc: Doc) -> tuple[Doc, list[str]]:
    """The parsed text, parsed again in shorter sentences where one is too long, and what is to be noted of it."""
    long = [s for s in doc.sents if len(s) > MAX_SENTENCE]
    if not long:
        return doc, []
    told = [
        _reason("sentence", s.start_char, len(s), "tokens", MAX_SENTENCE, f"read in pieces of {MAX_SENTENCE}")
        for s in long
    ]
    again, _ = make_doc(pipeline, doc.text)
    inside = (i for s in long for i in range(s.start, s.end, MAX_SENTENCE))
    again.user_data[CUTS] = sorted({*inside, *(s.start for s in doc.sents)})
    return pipeline(again), told


def telling(doc: Parse, names: list[Name]) -> tuple[list[Name], list[str]]:
    """The names without those beyond the limit of their sentence, and what is to be noted of it."""
    counts: Counter[int] = Counter()
    starts = list(_sentence_starts(doc))
    kept = []
    for name in names:
        counts[starts[name.start]] += 1
        if counts[starts[name.start]] <= MAX_NAMES:
            kept.append(name)
    over = sorted((start, count) for start, count in counts.items() if count > MAX_NAMES)
    left = "the others left out"
    return kept, [_reason("sentence", doc[i].idx, n, "names", MAX_NAMES, left) for i, n in over]


def _sentence_starts(doc: Parse) -> Iterator[int]:
    return (s.start for s in doc.sents for _ in range(len(s)))


def _reason(what: str, place: int, found: int, unit: str, limit: int, done: str) -> str:
    return f"the {what} at character {place:,} has {found:,} {unit}, more than {limit:,}; {done}"
