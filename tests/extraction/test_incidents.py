"""Which words speak of one loss, and what they say of it."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from kg.model import Extraction
from kg.vocabulary import KG
from tests.saying import facts, local


def incidents(extraction: Extraction) -> list[set[tuple[str, str]]]:
    """(property, value) of every incident that has facts."""
    labels = {e.iri: e.label for e in extraction.entities}
    lost = [e.iri for e in extraction.entities if KG.AircraftIncident in e.types]
    told = [
        {
            (local(p.predicate), labels.get(URIRef(p.object), str(p.object)))
            for c in extraction.claims
            for p in c.propositions
            if p.subject == iri
        }
        for iri in lost
    ]
    return [one for one in told if one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Finnair plane crashed. Nobody survived.", ("survivors", "0")),
        ("A Finnair plane crashed. None of the 98 people aboard survived.", ("fatalities", "98")),
        ("A Finnair plane crashed. Twenty-nine people were pulled out alive.", ("survivors", "29")),
        ("A Finnair plane crashed. The death toll rose to 38.", ("fatalities", "38")),
        ("A Finnair plane crashed. All 66 passengers and 12 crew members were killed.", ("aboard", "78")),
        ("A Finnair plane crashed. On board were 62 passengers and five crew members.", ("aboard", "67")),
        ("A Finnair plane crashed. 270 people lost their lives.", ("fatalities", "270")),
    ],
)
def test_a_count(extract, text: str, expected: tuple[str, str]) -> None:
    assert expected in facts(extract(text))


def test_all_but_four_is_not_four(extract) -> None:
    assert "survivors" not in {
        p for p, _ in facts(extract("A Finnair plane crashed. All but four of the 67 survived."))
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Finnair jet came down near Bergen.", {("hasPlace", "Bergen")}),
        ("A Finnair jet crashed about 3 km from the city of Bergen.", {("hasPlace", "Bergen")}),
        ("A Finnair jet went missing over Norway after it took off from Oslo.", {("origin", "Oslo")}),
        ("Flight 123 left Oslo for Vienna. The plane plunged into a field.", {("origin", "Oslo")}),
        ("A Vienna-bound Finnair jet crashed near Bergen.", {("destination", "Vienna")}),
        ("The Finnair jet, bound for Vienna, crashed.", {("destination", "Vienna")}),
        ("The Finnair jet was shot down by two MiG-21 fighters.", {("weaponSystem", "MiG-21")}),
        ("Flight AY-123 went down on March 3, 2011.", {("flightNumber", "AY-123"), ("hasTimeStamp", "2011-03-03")}),
    ],
)
def test_a_circumstance(extract, text: str, expected: set[tuple[str, str]]) -> None:
    found = {(p, "MiG-21" if "MiG-21" in v else v) for p, v in facts(extract(text))}
    assert expected <= found


def test_a_journey_that_is_not_lost_is_no_incident(extract) -> None:
    assert incidents(extract("Flight 123 left Oslo for Vienna. Passengers praised the crew.")) == []


def test_a_labelled_paragraph_tells_of_the_journey_it_names(extract) -> None:
    text = (
        "Finnair Flight 123 (1983): On September 1, 1983, a Boeing 747 was shot down near Bergen, killing 269 people.\n"
        "Air France Flight 456 (1988): Two missiles were fired at an Airbus A300 on July 3, 1988. All 290 aboard died."
    )
    first, second = sorted(incidents(extract(text)), key=lambda told: ("flightNumber", "456") in told)
    assert {("flightNumber", "123"), ("hasTimeStamp", "1983-09-01"), ("fatalities", "269")} <= first
    assert ("aircraftModel", "Boeing 747") in first
    assert {("flightNumber", "456"), ("hasTimeStamp", "1988-07-03"), ("fatalities", "290")} <= second
    assert ("aircraftModel", "Airbus A300") in second


def test_the_lead_tells_of_what_it_names_later(extract) -> None:
    text = (
        "Shooting down an airliner with so many people aboard escalated the conflict.\n"
        "Officials concluded the Finnair Airbus A320 flying from Oslo to Vienna was shot down near Bergen."
    )
    (only,) = incidents(extract(text))
    assert {("operator", "Finnair"), ("origin", "Oslo")} <= only


def test_a_code_of_another_state_is_another_loss(extract) -> None:
    text = (
        "For the first time since 1983, when a jet shot down a South Korean Boeing 747, the world is united.\n"
        "The world mourns. We want the truth about the tragedy of AY123."
    )
    for told in incidents(extract(text)):
        assert not {("flightNumber", "AY123"), ("aircraftModel", "Boeing 747")} <= told


def test_a_street_is_no_event(extract) -> None:
    text = "A Finnair jet crashed near Bergen. A Downing Street source said so."
    assert len(incidents(extract(text))) == 1
    assert "shoot-down" not in {e.label for e in extract(text).entities}
