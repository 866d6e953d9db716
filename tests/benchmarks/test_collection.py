"""An invented archive is the same at every call, and tells of many disasters among names that everybody knows."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from kg.knowledge import Knowledge
from kg.model import Article
from tests.benchmarks.collection import invented

SOURCE = Article(
    id="source",
    text=(
        "Flight 7312 of Ruritania Airlines crashed near Lyon in France on March 4, 2019, killing 41 people.\n\n"
        "The minister, Anna Berg, blamed a Boeing 737 on Thursday. The airline said that Mr Berg was wrong.\n\n"
        "Paris waits. The disaster recalled Malaysia Airlines Flight 17, which was lost in 2014.\n\n"
        "Another paragraph tells nothing new. Nobody in Berlin was surprised by it."
    ),
)


@pytest.fixture(scope="module")
def articles(knowledge: Knowledge) -> list[Article]:
    return list(invented([SOURCE], 40, knowledge))


def test_the_same_arguments_give_the_same_articles(knowledge: Knowledge, articles: list[Article]) -> None:
    assert list(invented([SOURCE], 40, knowledge)) == articles
    assert list(islice(invented([SOURCE], 10_000_000, knowledge), 40)) == articles
    assert list(invented([SOURCE], 40, knowledge, seed=1)) != articles
    assert len({article.id for article in articles}) == 40


def test_incidents_differ_and_their_tellings_agree(articles: list[Article]) -> None:
    flights = [re.search(r"Flight (\d+) of", article.text)[1] for article in articles]
    incidents = list(dict.fromkeys(flights))
    assert 5 < len(incidents) < 40
    assert "7312" not in incidents
    for flight in incidents:
        told = [article for article, number in zip(articles, flights, strict=True) if number == flight]
        assert len({re.search(r"crashed near (\S+) in France on (.*)", article.text)[0] for article in told}) == 1
        assert len({named[1] for article in told if (named := re.search(r"minister, (\w+ \w+),", article.text))}) <= 1


def test_what_everybody_knows_stays(articles: list[Article]) -> None:
    text = "\n".join(article.text for article in articles)
    assert all(name in text for name in ("in France on", "Paris waits", "Boeing 737", "Malaysia Airlines Flight 17,"))
    assert "in 2014" in text
    assert not re.search(r"\b(?:Anna|Berg|Lyon)\b", text)


def test_one_incident_is_told_in_different_words(articles: list[Article]) -> None:
    assert len({article.text for article in articles}) > 20
    assert len({article.publisher for article in articles}) > 20
