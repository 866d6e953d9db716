"""What is written is read again as it was."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.graphs import extraction_triples, read_extraction, write_turtle
from kg.minting import Minter, slug
from kg.model import Kind
from kg.vocabulary import PREFIXES

TEXT = "A Finnish airliner crashed near Bergen, killing 38. Finland accused Norway of involvement. Norway denied it."


def test_an_article_round_trips(extract, knowledge, tmp_path: Path) -> None:
    extraction = extract(TEXT)
    path = tmp_path / "a.ttl"
    write_turtle(extraction_triples(extraction, knowledge.minter), path, PREFIXES | knowledge.minter.prefixes())
    again = read_extraction(path, knowledge.minter)
    first, second = (set(extraction_triples(x, knowledge.minter)) for x in (extraction, again))
    assert first == second


def test_no_turtle_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be read as Turtle"):
        read_extraction(path, Minter())


@given(st.text(max_size=200))
def test_any_name_makes_a_valid_iri(name: str) -> None:
    iri = Minter().named(Kind.ACTOR, name)
    assert ox.NamedNode(iri).value == str(iri)
    assert len(slug(name)) <= 70


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_any_text_makes_valid_turtle_with_its_own_words(extract, knowledge, text: str) -> None:
    from kg.graphs import turtle

    extraction = extract(text)
    data = turtle(extraction_triples(extraction, knowledge.minter), PREFIXES | knowledge.minter.prefixes())
    assert list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    grounds = [g for c in extraction.claims for g in c.grounds]
    words = [*(g.mention for g in grounds), *(m for g in grounds for m in g.antecedents)]
    for mention in [
        *words,
        *(m for e in extraction.entities for m in e.mentions),
        *(c.mention for c in extraction.claims),
    ]:
        assert text[mention.begin : mention.end] == mention.words
