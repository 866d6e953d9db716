"""What an article says of an incident."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.saying import facts, kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A Finnair plane crashed near Bergen, killing 38.",
            {("fatalities", "38"), ("operator", "Finnair"), ("hasPlace", "Bergen")},
        ),
        (
            "A Finnair plane crashed. The crash killed 38 of 67 people on board.",
            {("fatalities", "38"), ("aboard", "67")},
        ),
        (
            "A Finnair plane crashed. All 98 people aboard were killed.",
            {("fatalities", "98"), ("aboard", "98"), ("survivors", "0")},
        ),
        (
            "A Finnair plane crashed. All 90 passengers and 8 crew were killed.",
            {("fatalities", "98"), ("aboard", "98")},
        ),
        ("A Finnair plane crashed. Twenty-nine people survived.", {("survivors", "29")}),
        (
            "A Finnair plane was en route from Oslo to Vienna when it crashed.",
            {("origin", "Oslo"), ("destination", "Vienna")},
        ),
        ("Finnair Flight 123 crashed on March 3, 2011.", {("flightNumber", "123"), ("hasTimeStamp", "2011-03-03")}),
        (
            "A Finnair Airbus A320 was shot down by a Buk missile.",
            {("aircraftModel", "Airbus A320"), ("weaponSystem", "Buk")},
        ),
    ],
)
def test_fact(extract, text: str, expected: set[tuple[str, str]]) -> None:
    found = {(p, v.replace(" missile", "")) for p, v in facts(extract(text))}
    assert expected <= found


@pytest.mark.parametrize(
    "words",
    [
        "The jet, registration OH-LKR, was new.",
        "It was registered as OH-LKR.",
        "The plane (tail number OH-LKR) was new.",
    ],
)
def test_the_sign_under_which_it_is_registered(extract, words: str) -> None:
    assert ("registration", "OH-LKR") in facts(extract("Finnair Flight 123 crashed near Bergen. " + words))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("The crash killed almost 300 people.", ("fatalitiesAbout", "300")),
        ("The crash killed at least 38 people.", ("fatalitiesAtLeast", "38")),
        ("More than 30 people survived.", ("survivorsAtLeast", "30")),
        ("Up to 40 people died in the crash.", ("fatalitiesAtMost", "40")),
        ("About 1,200 people were injured in the crash.", ("injuredAbout", "1200")),
        ("The death toll rose to at least 38.", ("fatalitiesAtLeast", "38")),
        ("At least five passengers and two crew members died.", ("fatalitiesAtLeast", "7")),
    ],
)
def test_a_bound_or_a_round_figure_is_no_exact_number(extract, told: str, expected: tuple[str, str]) -> None:
    found = facts(extract("Finnair Flight 123 crashed near Bergen. " + told))
    numbers = {f for f in found if f[1].isdigit() and f[0] != "flightNumber"}
    assert numbers == {expected}


def test_a_weekday_needs_the_date_of_publication(extract) -> None:
    text = "A Finnair plane crashed on Wednesday near Bergen."
    assert ("dateText", "Wednesday") in facts(extract(text))
    assert ("hasTimeStamp", "2011-03-02") in facts(extract(text, dt.date(2011, 3, 5)))


def test_two_incidents_keep_their_facts_apart(extract) -> None:
    text = (
        "A Finnair plane crashed near Bergen, killing 38. The disaster recalls the 1999 Air France tragedy.\n"
        "On June 5, 1999, an Air France Airbus was shot down over Sudan, killing 112 people."
    )
    extraction = extract(text)
    by_subject: dict[str, set[tuple[str, str]]] = {}
    for claim in extraction.claims:
        for p in claim.propositions:
            by_subject.setdefault(p.subject, set()).add((p.predicate.rsplit("#", 1)[-1], str(p.object)))
    deaths = sorted(v for values in by_subject.values() for n, v in values if n == "fatalities")
    assert deaths == ["112", "38"]
    assert not [s for s, values in by_subject.items() if {("fatalities", "38"), ("fatalities", "112")} <= values]
    assert [c.mention.words for c in extraction.comparisons] == ["The disaster recalls the 1999 Air France tragedy."]


def test_a_verdict_has_its_court_and_its_convicted(extract) -> None:
    verdict = "In 2015, two Swedish officers were sentenced to life in absentia by a Danish court."
    found = facts(extract(f"A Finnair plane was shot down. {verdict}"))
    assert {
        ("court", "Danish court"),
        ("manner", "in absentia"),
        ("sentence", "life"),
        ("hasTimeStamp", "2015"),
    } <= found


def test_a_suspension_has_its_route_and_reason(extract) -> None:
    found = facts(extract("Because of the strikes, Finnair has suspended all flights between Vienna and Oslo."))
    assert {
        ("suspendedBy", "Finnair"),
        ("origin", "Vienna"),
        ("destination", "Oslo"),
        ("reason", "Because of the strikes"),
    } <= found


def test_a_name_can_be_a_place_and_a_government(extract) -> None:
    found = kinds(extract("Norway rejects the report. The plane crashed in Norway."))
    assert {("actor", "Norway"), ("place", "Norway")} <= found


def test_a_heading_is_a_sentence_of_its_own(extract) -> None:
    body = "Finland denied involvement in the crash of a Finnish airliner."
    text = f"Oslo’s Accusations Intensify\n{body}\n- Survivors return\n- Flights stop"
    for claim in extract(text).claims:
        assert "\n" not in claim.mention.words
