"""Events of their own, with who took part."""

from __future__ import annotations

import pytest

from tests.saying import facts, kinds

CRASH = "A Finnish airliner crashed near Bergen. "


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        ("Norway closed its airspace.", "airspace closure by Norway", ("party", "Norway")),
        ("Finnair suspended flights to Oslo.", "suspension of flights by Finnair", ("destination", "Oslo")),
        ("Norway accused Denmark of the attack.", "accusation by Norway against Denmark", ("accused", "Denmark")),
        ("Norway apologized for the crash.", "apology by Norway", ("speaker", "Norway")),
        ("A Danish court convicted two Norwegian officials.", "verdict by Danish court", ("court", "Danish court")),
    ],
)
def test_an_event_has_its_participants(extract, text: str, event: str, expected: tuple[str, str]) -> None:
    extraction = extract(CRASH + text)
    assert ("event", event) in kinds(extraction)
    assert expected in facts(extraction)


@pytest.mark.parametrize("text", ["Authorities closed the case.", "The minister suspended his disbelief."])
def test_a_frame_takes_only_the_objects_it_demands(extract, text: str) -> None:
    labels = {label for kind, label in kinds(extract(CRASH + text)) if kind == "event"}
    assert labels == {"crash", "loss of Finnish airliner"}


def test_what_did_not_happen_is_no_event(extract) -> None:
    labels = {label for kind, label in kinds(extract(CRASH + "Norway did not close its airspace.")) if kind == "event"}
    assert labels == {"crash", "loss of Finnish airliner"}
