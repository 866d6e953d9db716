"""The parse of one text as plain Python objects, made once from spaCy's.

The rules ask a parse many small questions. spaCy's Doc answers each with new objects and a look-up of strings, these
with an attribute. Names and meaning are spaCy's (https://spacy.io/api/token, https://spacy.io/api/span,
https://spacy.io/api/doc), but that tokens are compared by identity and nothing is ever changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import overload

import numpy as np
import spacy.tokens
from spacy.attrs import (
    DEP,
    ENT_TYPE,
    HEAD,
    IS_ALPHA,
    IS_PUNCT,
    IS_QUOTE,
    IS_SPACE,
    LEMMA,
    LOWER,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)

_WORDS = (ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE)
_FLAGS = (IS_PUNCT, IS_SPACE, IS_QUOTE, IS_ALPHA)


class Token:
    """One token. ``i`` counts tokens, ``idx`` code points; ``children`` stand in the order of the text."""

    __slots__ = (
        *("doc", "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_"),
        *("is_punct", "is_space", "is_quote", "is_alpha", "is_sent_start"),
        *("head", "children", "left_edge", "right_edge", "sent", "_subtree"),
    )
    doc: Doc
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_punct: bool
    is_space: bool
    is_quote: bool
    is_alpha: bool
    is_sent_start: bool
    head: Token
    children: list[Token]
    left_edge: Token
    right_edge: Token
    sent: Span
    _subtree: list[Token] | None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The children before the token."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children after the token."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> list[Token]:
        """The token and all that depends on it."""
        if self._subtree is None:
            before = [token for child in self.lefts for token in child.subtree]
            self._subtree = [*before, self, *(token for child in self.rights for token in child.subtree)]
        return self._subtree

    @property
    def ancestors(self) -> Iterator[Token]:
        """What the token depends on, the nearest first."""
        below, above = self, self.head
        while above is not below:
            yield above
            below, above = above, above.head

    @property
    def conjuncts(self) -> list[Token]:
        """What the token is coordinated with."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        joined = [first]
        for token in joined:
            joined += [child for child in token.rights if child.dep_ == "conj"]
        return [token for token in joined if token is not self]

    def is_ancestor(self, descendant: Token) -> bool:
        """Whether another token depends on this one."""
        return any(above is self for above in descendant.ancestors)

    def nbor(self, distance: int = 1) -> Token:
        """The token so many places further on.

        Raises:
            IndexError: there is none.
        """
        place = self.i + distance
        if place < 0:
            raise IndexError(place)
        return self.doc.tokens[place]

    @property
    def is_title(self) -> bool:
        """Whether the word begins with a capital and goes on in small letters."""
        return bool(self.doc.source[self.i].is_title)

    @property
    def like_num(self) -> bool:
        """Whether the word is a number, in digits or letters."""
        return bool(self.doc.source[self.i].like_num)

    @property
    def ent_iob_(self) -> str:
        """``B`` where a named entity begins, ``I`` where it goes on, else ``O`` or nothing."""
        return str(self.doc.source[self.i].ent_iob_)


class Span:
    """Tokens ``start`` (inclusive) to ``end`` (exclusive); two of the same tokens and label are equal."""

    __slots__ = ("_root", "doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self._root: Token | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(self.end - self.start)
            return Span(self.doc, self.start + start, self.start + max(start, end))
        place = key + (self.end if key < 0 else self.start)
        if not self.start <= place < self.end:
            raise IndexError(key)
        return self.doc.tokens[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end, self.label_, self.doc) == (
            other.start,
            other.end,
            other.label_,
            other.doc,
        )

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Where the words begin, in code points of the text."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where the words end, in code points of the text."""
        if self.start == self.end:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand in the text."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def sent(self) -> Span:
        """The sentence in which the span begins."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The token that is nearest to the root of its sentence; of several the first."""
        if self._root is None:
            self._root = self._highest()
        return self._root

    def _highest(self) -> Token:
        tokens = self.doc.tokens[self.start : self.end]
        top = next((token for token in tokens if token.head is token), None)
        outer = (token for token in tokens if not self.start <= token.head.i < self.end)
        first = self.doc.tokens[self.start]
        return top or min(outer, key=self._depth, default=first)

    def _depth(self, token: Token) -> int:
        """How many tokens stand above one; punctuation and white space with nothing below them come last."""
        if (token.is_space or token.is_punct) and not token.children:
            return len(self.doc.tokens) - 1
        return sum(1 for _ in token.ancestors)


class Doc:
    """One parsed text. ``source`` is the Doc of spaCy that it was made from."""

    def __init__(self, source: spacy.tokens.Doc) -> None:
        self.source, self.text = source, source.text
        self.tokens = _tokens(self)
        self.sents = _sentences(self)
        self.ents = [Span(self, e.start, e.end, e.label_) for e in source.ents]
        _attach(self)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.tokens))
            return Span(self, start, end if end > start else start)
        return self.tokens[key]

    def covering(self, begin: int, end: int) -> Span:
        """The tokens that hold the code points ``begin`` (inclusive) to ``end`` (exclusive) of the text."""
        first, last = bisect_right(self._begins, begin) - 1, bisect_right(self._begins, end - 1) - 1
        return Span(self, first + (begin == self.tokens[first].idx + len(self.tokens[first].text)), last + 1)

    @cached_property
    def _begins(self) -> list[int]:
        return [token.idx for token in self.tokens]

    @cached_property
    def paragraphs(self) -> list[int]:
        """The number of line breaks before each token."""
        breaks = [match.start() for match in re.finditer("\n", self.text)]
        return [bisect_right(breaks, token.idx - 1) for token in self.tokens]

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """The number of each token's sentence."""
        return [number for number, sentence in enumerate(self.sents) for _ in range(len(sentence))]


def _tokens(doc: Doc) -> list[Token]:
    """The tokens with what stands in the text and in the lexicon of each."""
    source = doc.source
    strings, columns = source.vocab.strings, source.to_array([*_WORDS, *_FLAGS, SENT_START, SPACY]).T.tolist()
    words = [_named(column, {key: strings[key] for key in set(column)}) for column in columns[: len(_WORDS)]]
    flags = [[value == 1 for value in column] for column in columns[len(_WORDS) :]]
    tokens, idx = [], 0
    for i, (orth, lower, lemma, pos, tag, dep, entity, punct, space, quote, alpha, first, spaced) in enumerate(
        zip(*words, *flags, strict=True)
    ):
        token = Token()
        token.doc, token.i, token.idx, token.text, token.lower_, token.lemma_ = doc, i, idx, orth, lower, lemma
        token.pos_, token.tag_, token.dep_, token.ent_type_ = pos, tag, dep, entity
        token.is_punct, token.is_space, token.is_quote, token.is_alpha = punct, space, quote, alpha
        token.is_sent_start, token.whitespace_ = first, " " if spaced else ""
        token.children, token.head, token.left_edge, token.right_edge, token._subtree = [], token, token, token, None
        tokens.append(token)
        idx += len(orth) + spaced
    return tokens


def _named(column: list[int], names: dict[int, str]) -> list[str]:
    return [names[key] for key in column]


def _sentences(doc: Doc) -> list[Span]:
    starts = [token.i for token in doc.tokens if token.is_sent_start or token.i == 0]
    ends = [*starts[1:], len(doc.tokens)][: len(starts)]
    sentences = [Span(doc, start, end) for start, end in zip(starts, ends, strict=True)]
    for sentence in sentences:
        for token in sentence:
            token.sent = sentence
    return sentences


def _attach(doc: Doc) -> None:
    """Give each token its head, its children, and how far it reaches with all that depends on it."""
    source, tokens = doc.source, doc.tokens
    distances: list[int] = source.to_array([HEAD]).astype(np.int64).ravel().tolist()
    heads = [i + distance for i, distance in enumerate(distances)]
    for token, head in zip(tokens, heads, strict=True):
        if head != token.i:
            token.head = tokens[head]
            token.head.children.append(token)
    first, last = list(range(len(heads))), list(range(len(heads)))
    _widen(first, last, heads)
    if _widen(first, last, heads):  # arcs cross, and spaCy stops sooner or later
        first, last = [t.left_edge.i for t in source], [t.right_edge.i for t in source]
    for token, left, right in zip(tokens, first, last, strict=True):
        token.left_edge, token.right_edge = tokens[left], tokens[right]


def _widen(first: list[int], last: list[int], heads: list[int]) -> bool:
    """Let each head reach as far as what depends on it, once to and fro; returns whether that changed anything."""
    changed = False
    for i in (*range(len(heads)), *reversed(range(len(heads)))):
        head = heads[i]
        if first[i] < first[head]:
            first[head], changed = first[i], True
        if last[i] > last[head]:
            last[head], changed = last[i], True
    return changed
