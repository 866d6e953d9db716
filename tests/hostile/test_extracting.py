"""Whatever a text says, its extraction fails on nothing and quotes exactly; what is over a limit is noted."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.extraction.limits import MAX_NAMES, MAX_SENTENCE, MAX_WORD
from kg.graphs import extraction_triples
from kg.graphs.turtle import turtle
from kg.knowledge import load_knowledge
from kg.model import Article, Extraction
from kg.vocabulary import PREFIXES
from tests.hostile.cases import cases
from tests.hostile.strategies import any_text, salad
from tests.saying import claims


@cache
def _extractor() -> Extractor:
    return Extractor(load_knowledge())


def _read(text: str, published: dt.date | None = None) -> tuple[Extraction, list[str]]:
    extractor = _extractor()
    extractor.notes.clear()
    extraction = next(iter(extractor.extract([Article("a", text, published=published)])))
    for mention in _mentions(extraction):
        assert text[mention.begin : mention.end] == mention.words
    minter = extractor.knowledge.minter
    data = turtle(extraction_triples(extraction, minter), PREFIXES | minter.prefixes())
    assert list(ox.parse(input=data, format=ox.RdfFormat.TURTLE))
    return extraction, [note.reason for note in extractor.notes]


def _mentions(extraction: Extraction):  # type: ignore[no-untyped-def]
    for entity in extraction.entities:
        yield from entity.mentions
    for claim in extraction.claims:
        yield claim.mention
        yield from claim.content_mentions
        yield from (m for m in (claim.cue, claim.claimer_mention) if m is not None)
        for ground in claim.grounds:
            yield from (ground.mention, *ground.antecedents)


@given(salad(), st.none() | st.dates())
@cases(0.035)
def test_words_that_the_rules_look_for(text: str, published: dt.date | None) -> None:
    _read(text, published)


@given(any_text.filter(str.strip))
@cases(0.015)
def test_any_text(text: str) -> None:
    _read(text)


def test_a_word_that_is_too_long_is_one_token_and_the_rest_is_read() -> None:
    said = "The ministry said that the plane was shot down."
    extraction, notes = _read(f"{said}\n\n{'(' * 50_000} b {'a' * (MAX_WORD + 1)}\n\n{said}")
    assert [reason.partition(" has ")[0] for reason in notes] == [
        "the word at character 49",
        "the word at character 50,052",
    ]
    assert notes[0].endswith("has 50,000 characters, more than 500; read as one token")
    assert len([words for _, _, words in claims(extraction)]) == 1 and len(extraction.claims) >= 2


def test_a_sentence_that_is_too_long_is_read_in_pieces_and_the_rest_is_read() -> None:
    said = "The ministry said that the plane was shot down."
    extraction, notes = _read(f"{said}\n\n{'plane and ' * 1_000}\n\n{said}")
    assert len(notes) == 1 and notes[0].startswith("the sentence at character 49 has 2,00")
    assert notes[0].endswith(f"tokens, more than {MAX_SENTENCE}; read in pieces of {MAX_SENTENCE}")
    assert {c.mention.begin for c in extraction.claims} >= {0}


def test_names_beyond_the_limit_of_a_sentence_are_left_out() -> None:
    letters = [f"{a}{b}{c}" for a in "bcdf" for b in "aeiou" for c in "lmnrstv"]
    names = ", ".join(f"{first.title()} {last.title()}" for first, last in zip(letters, reversed(letters), strict=True))
    _, notes = _read(f"The ministry named {names}, {names}.")
    assert all(f"more than {MAX_NAMES}; the others left out" in note for note in notes if " names" in note)


def test_incidents_beyond_the_limit_of_an_article_are_left_out() -> None:
    extraction, notes = _read(" ".join(f"Flight {i} crashed." for i in range(100, 400)))
    assert [note.partition(" from ")[0] for note in notes] == ["the text tells of more than 200 incidents"]
    assert len(extraction.claims) <= 300


_PARTS = (
    '"', "(", "[]{}", "1", "\n", "\U0001f6e9\ufe0f", "e\u0301", "\u202eabc ", "\u200b", "a", "A.", "a-", " ", "said ",
    "crash ", "he said that ", "Anna Berg and ", "Flight 17 crashed. ", "ABC said. ", "SMITH: I said so.\n", "\u2028",
    "“a ", "http://a.b/?",
)  # fmt: skip


@pytest.mark.parametrize("part", _PARTS)
def test_the_same_again_and_again(part: str) -> None:
    _read("The plane. " + part * (3_000 // len(part)))
