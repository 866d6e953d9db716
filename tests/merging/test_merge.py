"""What the merge joins, what it keeps apart, and what it says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.knowledge import load_knowledge
from kg.merging import merge
from kg.minting import slug
from kg.model import Article, Decision, Entity, Extraction, Kind, Merged
from kg.vocabulary import BASE_IRI, KG, SEM, SKOS


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


def test_a_registration_decides(extract, knowledge) -> None:
    first = extract("A Finnair plane, registration OH-LKR, crashed.", identifier="a")
    same = extract("A jet crashed. The jet was registered OH-LKR.", identifier="b")
    other = extract("A Finnair plane, registration OH-LKS, crashed near Bergen.", identifier="c")
    for second, count in ((same, 1), (other, 2)):
        entities = merge([first, second], knowledge).entities
        assert len([e for e in entities if KG.AircraftIncident in e.types]) == count


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


def _systems(merged: Merged) -> dict[str, list[str]]:
    """Label of a system → labels of what it is a variant of."""
    labels = {e.iri: e.label for e in merged.entities}
    return {
        e.label: [labels[URIRef(v)] for p, v in e.links if p == SKOS.broader]
        for e in merged.entities
        if KG.MilitaryAircraftModel in e.types or KG.AircraftModel in e.types
    }


def _entity(article: str, label: str, type_: URIRef, *names: str) -> Extraction:
    """An article that names one entity."""
    kind = load_knowledge().taxonomy.kind(type_) or Kind.ACTOR
    iri = URIRef(f"{BASE_IRI}{kind}/{article}.{slug(label)}")
    publisher = Entity(
        URIRef(f"{BASE_IRI}actor/publisher-of-{article}"), Kind.ACTOR, (KG.Publisher,), f"press {article}"
    )
    entity = Entity(iri, kind, (type_,), label, names)
    return Extraction(
        Article(article, label), URIRef(f"{BASE_IRI}article/{article}"), publisher.iri, (entity, publisher), ()
    )


def _clusters(merged: Merged) -> set[frozenset[str]]:
    """The labels of the entities that are one, publishers apart."""
    found: dict[URIRef, set[str]] = {}
    for m in merged.memberships:
        if "publisher" not in m.member:
            found.setdefault(m.cluster, set()).add(m.member.rsplit("/", 1)[-1])
    return {frozenset(members) for members in found.values()}


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [
        (KG.City, ("Xrabove", "Chilean village"), ("Xrabovo", "Chilean village")),
        (KG.Person, ("Mikhail Zelenskovsky",), ("Mihail Zelenskovskiy",)),
        (KG.Person, ("General Mikhail Zelenskovsky",), ("Mikhail Zelenskovsky",)),
        (KG.Person, ("Li Weishan", "Chilean surgeon"), ("Weishan Li", "Chilean surgeon")),
        (KG.Company, ("Northern Coast Airways", "NCA", "Chilean airline"), ("NCA", "Chilean airline")),
        (KG.Company, ("Northern Coast Airways", "Chilean airline"), ("Northern Coast", "Chilean airline")),
        (KG.Ministry, ("Ministry of Fisheries", "Chilean ministry"), ("Fisheries Ministry", "Chilean ministry")),
        (KG.AircraftModel, ("Falconet-3",), ("Falconet 3",)),
    ],
)
def test_one_thing_written_in_two_ways_is_one(knowledge, type_: URIRef, first: tuple, second: tuple) -> None:
    merged = merge([_entity("a", first[0], type_, *first[1:]), _entity("b", second[0], type_, *second[1:])], knowledge)
    assert len(_clusters(merged)) == 1


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [
        (KG.Person, ("Li Wei", "Chilean surgeon"), ("Li Wei", "Georgian pilot")),
        (KG.Ministry, ("Ministry of Defence", "Chilean ministry"), ("Ministry of Defence", "Georgian ministry")),
        (KG.Company, ("Northern Coast Airways",), ("Northern Coast Bank",)),
        (KG.AircraftModel, ("Falconet-3",), ("Falconet-4",)),
        (KG.AircraftModel, ("Falconet-3",), ("Falconet-3M",)),
        (KG.ArmedForces, ("53rd Brigade",), ("54th Brigade",)),
        (KG.Person, ("Ilham Zelenskovsky",), ("Heydar Zelenskovsky",)),
        (KG.Person, ("Zelenskovsky",), ("Zelenskovsky",)),
        (KG.Person, ("Henry James",), ("James Henry",)),
        (KG.Person, ("Ivan Jordan",), ("Ivana Jordan",)),
        (KG.Person, ("Ivan Petrov", "Russian pilot"), ("Ivana Petrova", "Russian lawyer")),
        (KG.Airline, ("Air Chile",), ("Chile Air",)),
        (KG.Ministry, ("Defence Ministry",), ("Defence Ministry",)),
        (KG.Court, ("Supreme Court",), ("Supreme Court",)),
        (
            KG.Company,
            ("Northern Coast Airways", "Chilean airline"),
            ("National Coal Authority", "NCA", "Chilean company"),
        ),
    ],
)
def test_two_things_of_like_names_stay_two(knowledge, type_: URIRef, first: tuple, second: tuple) -> None:
    merged = merge([_entity("a", first[0], type_, *first[1:]), _entity("b", second[0], type_, *second[1:])], knowledge)
    assert len(_clusters(merged)) == 2


def test_a_namesake_without_context_does_not_bridge_two(knowledge) -> None:
    told = [
        _entity("a", "Li Weishan", KG.Person, "Chilean surgeon"),
        _entity("b", "Li Weishan", KG.Person, "Georgian pilot"),
        _entity("c", "Li Weishan", KG.Person),
    ]
    assert sorted(map(len, _clusters(merge(told, knowledge)))) == [1, 2]


def test_a_variant_is_tied_to_its_model_and_that_to_its_family(knowledge) -> None:
    told = [
        _entity(a, name, KG.AircraftModel)
        for a, name in zip("abc", ("Falconet-3M", "Falconet", "Falconet-3"), strict=True)
    ]
    systems = _systems(merge(told, knowledge))
    assert systems == {"Falconet-3M": ["Falconet-3"], "Falconet-3": ["Falconet"], "Falconet": []}


def _decide(one: Extraction, two: Extraction, *, same: bool) -> Decisions:
    return Decisions((Decision(one.entities[0].iri, two.entities[0].iri, same, "A. Reader", "seen in print"),))


def test_a_decision_joins_what_the_scores_keep_apart_and_says_who_made_it(knowledge) -> None:
    one, two = _entity("a", "Falconet-3", KG.AircraftModel), _entity("b", "Kestrel", KG.AircraftModel)
    merged = merge([one, two], knowledge, _decide(one, two, same=True))
    assert len(_clusters(merged)) == 1
    reasons = [r for m in merged.memberships for r in m.reasons if "decided" in r]
    assert len(reasons) == 2
    assert all("by A. Reader" in r and "seen in print" in r for r in reasons)


def test_a_decision_parts_what_one_name_and_one_entry_of_the_reference_data_join(knowledge) -> None:
    entry = min((e for e in knowledge.reference.values() if KG.Airline in e.types), key=lambda e: e.iri)
    one, two, three = (_entity(article, entry.label, KG.Airline) for article in "abc")
    assert len(_clusters(merge([one, two, three], knowledge))) == 1
    merged = merge([one, two, three], knowledge, _decide(one, two, same=False))
    assert sorted(map(len, _clusters(merged))) == [1, 2]


def test_a_decision_gives_an_entity_its_entry_of_the_reference_data(knowledge) -> None:
    entry = min((e for e in knowledge.reference.values() if KG.Airline in e.types), key=lambda e: e.iri)
    one = _entity("a", "The Carrier", KG.Airline)
    merged = merge([one], knowledge, Decisions((Decision(one.entities[0].iri, entry.iri, True),)))
    assert entry.iri in {m.cluster for m in merged.memberships if m.member == one.entities[0].iri}


def test_decisions_on_events_hold_as_well(extract, knowledge) -> None:
    first = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="a")
    second = extract("Finnair Flight 123 crashed near Bergen, killing 38.", identifier="b")
    one, two = (next(e.iri for e in x.entities if KG.AircraftIncident in e.types) for x in (first, second))
    merged = merge([first, second], knowledge, Decisions((Decision(one, two, False),)))
    assert len(_incidents(merged)) == 1
    assert len({m.cluster for m in merged.memberships if m.member in (one, two)}) == 2


def test_what_is_one_with_another_stays_so_when_the_link_between_them_is_gone(knowledge) -> None:
    one, two, three = (
        _entity(a, n, KG.AircraftModel) for a, n in zip("abc", ("Falconet", "Kestrel", "Merlin"), strict=True)
    )
    rows = (*_decide(one, two, same=True).rows, *_decide(two, three, same=True).rows)
    assert len(_clusters(merge([one, three], knowledge, Decisions(rows)))) == 1


def test_a_decision_holds_for_what_no_name_tells_apart(knowledge) -> None:
    one, two = _entity("a", "investigators", KG.InvestigationBody), _entity("b", "investigators", KG.InvestigationBody)
    assert len(_clusters(merge([one, two], knowledge))) == 2
    assert len(_clusters(merge([one, two], knowledge, _decide(one, two, same=True)))) == 1


def test_what_is_not_an_entry_of_the_reference_data_does_not_get_its_iri(knowledge) -> None:
    entry = min((e for e in knowledge.reference.values() if KG.Airline in e.types), key=lambda e: e.iri)
    one = _entity("a", entry.label, KG.Airline)
    merged = merge([one], knowledge, Decisions((Decision(one.entities[0].iri, entry.iri, False),)))
    [membership] = [m for m in merged.memberships if m.member == one.entities[0].iri]
    assert membership.cluster != entry.iri
    assert not merged.unheeded


def test_decisions_that_cannot_be_followed_are_told_and_give_no_reason(knowledge) -> None:
    one, two = _entity("a", "Falconet", KG.AircraftModel), _entity("b", "Kestrel", KG.AircraftModel)
    gone = URIRef(f"{BASE_IRI}system/c.merlin")
    merged_iri = URIRef(f"{BASE_IRI}system/kestrel")
    rows = (Decision(one.entities[0].iri, gone, True), Decision(one.entities[0].iri, merged_iri, True))
    merged = merge([one, two], knowledge, Decisions(rows))
    assert merged.unheeded == rows
    assert not [r for m in merged.memberships for r in m.reasons if "decided" in r]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Flight KL17 crashed. There were no survivors.", "Flight DL17 crashed. There were no survivors."),
        (
            "An Aeroflot Boeing 737 crashed on approach. The pilot died.",
            "An Aeroflot Boeing 737 crashed near Kazan. All 50 people on board died.",
        ),
    ],
)
def test_losses_that_are_only_alike_stay_two(extract, knowledge, first: str, second: str) -> None:
    merged = merge([extract(first, identifier="a"), extract(second, identifier="b")], knowledge)
    assert len([e for e in merged.entities if KG.AircraftIncident in e.types]) == 2


def test_a_revision_of_one_figure_does_not_take_back_the_others(extract, knowledge) -> None:
    told = _told(
        extract,
        "The crash killed 42 people, while 25 people survived.",
        "There were 29 survivors.",
        ("2024-05-03", "2024-05-04"),
    )
    other = extract("Finnair Flight 123 crashed near Bergen. The crash killed 38 people.", identifier="c")
    merged = merge([*told, other], knowledge)
    assert {(c.property, c.kind) for c in merged.conflicts} == {
        (KG.fatalities, KG.DifferentValues), (KG.survivors, KG.Revision),
    }  # fmt: skip
    assert not [f for f in merged.facts if f[1] == KG.fatalities]


def test_a_later_guess_takes_nothing_back(extract, knowledge) -> None:
    days = ("2024-05-03", "2024-05-04")
    told = _told(extract, "The crash killed 42 people.", "The crash may have killed 38 people.", days)
    assert [c.kind for c in merge(told, knowledge).conflicts if c.property == KG.fatalities] == [KG.DifferentValues]
