"""What the merge joins, what it keeps apart, and what it says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from rdflib import URIRef

from kg.merging import merge
from kg.model import Merged
from kg.vocabulary import KG, SEM


def _incidents(merged: Merged) -> dict[str, URIRef]:
    return {e.label: e.iri for e in merged.entities if KG.AircraftIncident in e.types}


def test_one_incident_told_twice_is_one(extract, knowledge) -> None:
    first = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="a")
    second = extract("A Finnair plane crashed near Bergen in Norway, killing 38.", identifier="b")
    merged = merge([first, second], knowledge)
    assert list(_incidents(merged)) == ["Finnair Flight 123"]
    reasons = {r for m in merged.memberships if m.cluster in _incidents(merged).values() for r in m.reasons}
    assert any("dead: the same, 38" in r for r in reasons)


def test_two_incidents_that_are_alike_are_never_one(extract, knowledge) -> None:
    first = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="a")
    second = extract("Finnair Flight 124 crashed near Bergen, killing 38.", identifier="b")
    merged = merge([first, second], knowledge)
    assert len(_incidents(merged)) == 2
    assert len(merged.analogies) == 1


def test_values_that_differ_are_a_conflict_and_no_fact(extract, knowledge) -> None:
    first = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="a")
    second = extract("Finnair Flight 123 crashed near Bergen, killing 39.", identifier="b")
    merged = merge([first, second], knowledge)
    assert [(c.kind, c.property) for c in merged.conflicts] == [(KG.DifferentValues, KG.fatalities)]
    assert not [f for f in merged.facts if f[1] == KG.fatalities]


def _told(extract, first: str, second: str, days: tuple[str, str] | None = None):
    """The texts of two articles of one outlet, each of an incident that is one."""
    crash = "Finnair Flight 123 crashed near Bergen. "
    dates = [dt.date.fromisoformat(day) for day in days] if days else [None, None]
    told = [
        extract(crash + text, identifier=i, published=d)
        for i, text, d in zip("ab", (first, second), dates, strict=True)
    ]
    outlet = told[0].publisher
    return [replace(x, publisher=outlet, claims=tuple(_by(c, x.publisher, outlet) for c in x.claims)) for x in told]


def _by(claim, old: URIRef, new: URIRef):
    return replace(claim, claimer=new) if claim.claimer == old else claim


@pytest.mark.parametrize(
    ("first", "second", "conflicts"),
    [
        ("At least 38 people died.", "In all 40 people died.", []),
        ("Some 70 people died.", "The crash killed 67 people.", []),
        ("Almost 300 people were killed.", "The crash killed 298 people.", []),
        ("Up to 40 people died.", "More than 30 people died.", []),
        ("At least 38 people died.", "The crash killed 30 people.", [KG.DifferentValues]),
        ("Some 70 people died.", "The crash killed 38 people.", [KG.DifferentValues]),
        ("Fewer than 20 people died.", "At least 38 people died.", [KG.DifferentValues]),
    ],
)
def test_bounds_and_round_figures_leave_room(extract, knowledge, first: str, second: str, conflicts: list) -> None:
    merged = merge(_told(extract, first, second), knowledge)
    assert [c.kind for c in merged.conflicts if c.property == KG.fatalities] == conflicts


def test_a_later_figure_of_the_same_source_is_a_revision_and_no_dispute(extract, knowledge) -> None:
    told = _told(extract, "There were 25 survivors.", "There were 29 survivors.", ("2024-12-25", "2024-12-26"))
    merged = merge(told, knowledge)
    assert [c.kind for c in merged.conflicts] == [KG.Revision]
    assert [str(f[2]) for f in merged.facts if f[1] == KG.survivors] == ["29"]
    by_iri = {c.iri: c for c in merged.claims}
    [(new, old)] = [(c, by_iri[iri]) for c in merged.claims for iri in c.supersedes]
    assert ("29" in new.mention.words, "25" in old.mention.words) == (True, True)


@pytest.mark.parametrize("days", [None, ("2024-12-25", "2024-12-25")])
def test_figures_of_one_day_or_of_none_are_a_dispute(extract, knowledge, days) -> None:
    merged = merge(_told(extract, "There were 25 survivors.", "There were 29 survivors.", days), knowledge)
    assert [c.kind for c in merged.conflicts] == [KG.DifferentValues]


def test_opposite_stances_are_a_conflict(extract, knowledge) -> None:
    crash = "Finnair Flight 123 crashed near Bergen. "
    first = extract(crash + "Finland accused Norway of involvement in the crash.", identifier="a")
    second = extract(crash + "Norway denied any involvement in the crash.", identifier="b")
    merged = merge([first, second], knowledge)
    assert [(c.kind, c.property) for c in merged.conflicts] == [(KG.OppositeStances, KG.responsibleActor)]


def test_the_reference_data_are_one_more_source(extract, knowledge) -> None:
    told = (KG.flightNumber, KG.operator, KG.fatalities)
    known = [e for e in knowledge.reference.values() if KG.AircraftIncident in e.types and all(map(e.values, told))]
    record = min(known, key=lambda e: e.iri)
    operator = knowledge.reference[URIRef(record.values(KG.operator)[0])].label
    dead = int(str(record.values(KG.fatalities)[0])) + 1
    date = str(record.values(SEM.hasTimeStamp)[0])
    number = str(record.values(KG.flightNumber)[0]).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
    merged = merge([extract(f"{operator} Flight {number} crashed on {date}, killing {dead} people.")], knowledge)
    assert record.iri in _incidents(merged).values()
    assert KG.fatalities in {c.property for c in merged.conflicts if c.about == record.iri}


def test_unnamed_sources_of_two_articles_stay_two(extract, knowledge) -> None:
    text = "Finnair Flight 123 crashed. Reuters, citing unnamed sources, said that a missile hit the plane."
    merged = merge([extract(text, identifier="a"), extract(text, identifier="b")], knowledge)
    assert len([e for e in merged.entities if KG.AnonymousSource in e.types]) == 2


def test_the_order_of_the_articles_does_not_matter(extract, knowledge) -> None:
    first = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="a")
    second = extract("A Finnair plane crashed near Bergen. Norway denied involvement in the crash.", identifier="b")
    assert merge([first, second], knowledge) == merge([second, first], knowledge)
