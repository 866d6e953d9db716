"""No fact without words: which words a subject, an object or a value rests on, and what these lead back to."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.model import Extraction, Ground
from tests.saying import local


def grounds(extraction: Extraction, words: str) -> dict[str, Ground]:
    """The grounds of all claims with these words, by their own words."""
    found = [c for c in extraction.claims if c.mention.words == words]
    assert found, [c.mention.words for c in extraction.claims]
    return {g.mention.words: g for c in found for g in c.grounds}


def back(ground: Ground) -> list[str]:
    return [m.words for m in ground.antecedents]


def read(extraction: Extraction, name: str) -> set[tuple[str, str]]:
    """(value, words) of every literal of a property."""
    values = {str(p.object) for c in extraction.claims for p in c.propositions if local(p.predicate) == name}
    return {
        (str(v), g.mention.words) for c in extraction.claims for g in c.grounds for v in g.values if str(v) in values
    }


def test_a_name_in_the_words_needs_no_antecedent(extract) -> None:
    found = grounds(extract("Finnair Flight 123 crashed near Bergen."), "Finnair Flight 123 crashed near Bergen.")
    assert {"Finnair Flight 123", "Finnair", "Bergen"} <= set(found)
    assert not [g for g in found.values() if g.antecedents]


def test_an_incident_that_a_sentence_leaves_unsaid_leads_back_to_its_name(extract) -> None:
    extraction = extract("Finnair Flight 123 crashed near Bergen. At that moment 38 people died.")
    found = grounds(extraction, "At that moment 38 people died.")
    assert back(found["At that moment 38 people died."]) == ["Finnair Flight 123"]
    assert [str(v) for v in found["38"].values] == ["38"]
    assert not found["38"].antecedents


def test_the_plane_leads_back_to_the_incident(extract) -> None:
    extraction = extract("Finnair Flight 123 crashed near Bergen. The plane was flying from Oslo to Vienna.")
    found = grounds(extraction, "The plane was flying from Oslo to Vienna.")
    assert back(found["plane"]) == ["Finnair Flight 123"]
    assert {"Oslo", "Vienna"} <= set(found)


def test_a_headline_leads_to_the_name_after_it(extract) -> None:
    extraction = extract("The plane was hit by a missile\nFinnair Flight 123, a Boeing 737, crashed near Bergen.")
    after = {w for c in extraction.claims for g in c.grounds for w in back(g) if c.mention.begin == 0}
    assert after == {"Finnair Flight 123"}


def test_a_pronoun_leads_back_to_its_name(extract) -> None:
    text = "Norway rejected the report on the crash of Finnair Flight 123. It denied any involvement in the crash."
    found = grounds(extract(text), "It denied any involvement in the crash")
    assert back(found["It"]) == ["Norway"]


def test_a_subject_shared_with_another_verb_is_unsaid(extract) -> None:
    extraction = extract("Finnair suspended flights to Oslo and cancelled all flights to Vienna.")
    found = grounds(extraction, "cancelled all flights to Vienna")
    assert back(found["cancelled all flights to Vienna"]) == ["Finnair"]


def test_an_incident_that_only_a_verb_tells_of_is_denoted_by_the_verb_and_its_vehicle(extract) -> None:
    extraction = extract("Norway shot down a Finnair plane near Bergen. The plane burned. It killed 38 people.")
    assert "shot down a Finnair plane" in {m.words for e in extraction.entities for m in e.mentions}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A Finnair plane crashed. All 90 passengers and 8 crew were killed.", "fatalities",
         ("98", "All 90 passengers and 8")),
        ("A Finnair plane crashed. All 98 people aboard were killed.", "survivors",
         ("0", "All 98 people aboard were killed")),
        ("A Finnair plane crashed. Twenty-nine people survived.", "survivors", ("29", "Twenty-nine")),
        ("A Finnair plane crashed near Bergen on Wednesday.", "hasTimeStamp", ("2011-03-02", "Wednesday")),
        ("A Finnair plane crashed near Bergen on 3 May 1999.", "hasTimeStamp", ("1999-05-03", "3 May 1999")),
        ("Finnair Flight 123 crashed near Bergen.", "flightNumber", ("123", "123")),
        ("A Finnair plane was shot down. Two men were sentenced to life in absentia by a Danish court.", "sentence",
         ("life", "life")),
    ],
)  # fmt: skip
def test_a_value_is_read_from_its_words(extract, text: str, name: str, expected: tuple[str, str]) -> None:
    assert expected in read(extract(text, dt.date(2011, 3, 5)), name)


def test_words_of_a_value_outside_the_clause_widen_the_claim(extract) -> None:
    text = "A Finnair plane was shot down. In July 1999, prosecutors started investigating the Danish army."
    extraction = extract(text)
    assert ("1999-07", "July 1999") in read(extraction, "hasTimeStamp")
    for claim in extraction.claims:
        assert all(g.mention.words in claim.mention.words for g in claim.grounds)
