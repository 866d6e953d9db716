"""One competency question a test: the shipped query, asked of the seeds' ``graph.ttl``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.querying.named import find_query, named_queries
from kg.querying.run import run_query
from kg.querying.store import open_store

FIRST, SECOND = "Azerbaijan Airlines Flight 8243", "Malaysia Airlines Flight 17"
OPINION, REPORT = "000_1a9e5078a192f5ee", "004_117fb3a89089d06c"
Row = dict[str, str]


@pytest.fixture(scope="module")
def ask(built: Path) -> Callable[..., list[Row]]:
    store = open_store(built)

    def run(name: str, **params: str) -> list[Row]:
        result = run_query(store, find_query(name).text, params)
        return [
            {c: "" if v is None else getattr(v, "value", str(v)) for c, v in zip(result.columns, row, strict=True)}
            for row in result.rows
        ]

    return run


def test_no_shipped_query_names_an_incident(built: Path) -> None:
    queries = named_queries()
    assert len(queries) == 22
    for query in queries:
        assert not [w for w in ("8243", "mh17", "malaysia", "azerbaijan", "russia") if w in query.text.lower()]


def test_aboard_dead_and_survivors_by_article(ask) -> None:
    rows = {r["article"]: (r["aboard"], r["dead"], r["survivors"]) for r in ask("casualties", incident="8243")}
    assert rows[REPORT] == ("67", "38", "29")
    assert rows[OPINION] == ("", "38", "")


def test_route_operator_aircraft_and_place(ask) -> None:
    told = {(r["circumstance"], r["value"]) for r in ask("circumstances", incident=FIRST)}
    assert {
        ("origin", "Baku"), ("destination", "Grozny"), ("operator", "Azerbaijan Airlines"),
        ("aircraft model", "Embraer 190"), ("place", "Aktau"),
    } <= told  # fmt: skip


def test_which_weapon_is_alleged_by_whom_how_surely(ask) -> None:
    rows = ask("alleged-weapons", incident=FIRST)
    pantsir = {(r["speaker"], r["stance"]) for r in rows if r["weapon"] == "Pantsir"}
    assert pantsir == {("Azerbaijani officials", "TrueUncertain"), ("Azerbaijan’s investigation", "TrueUncertain")}
    assert any("promoting the theory that a Russian air defense missile" in r["words"] for r in rows)


def test_who_denies_doubts_or_declines_to_comment(ask) -> None:
    rows = {(r["incident"], r["speaker"], r["position"]) for r in ask("denials-and-doubts")}
    assert {
        (FIRST, "Kremlin", "doubts"),
        (SECOND, "Russia", "denies"),
        (FIRST, "Kazakh authorities", "declines to comment"),
        (FIRST, "Russian state media", "declines to comment"),
        (FIRST, "Vladimir Putin", "declines to comment"),
    } <= rows  # fmt: skip


def test_what_was_said_by_whom_in_order_of_date(ask) -> None:
    rows = ask("statements-by-date")
    assert any("Azerbaijan accuses Russia of involvement" in r["words"] for r in rows)
    assert {FIRST, SECOND} <= {r["incident"] for r in rows}


def test_claims_through_unnamed_sources(ask) -> None:
    rows = ask("unnamed-sources")
    assert [(r["source"], r["speaker"]) for r in rows] == [("unnamed sources", "Media reports")]


def test_contradicting_values_with_both_quotes(ask) -> None:
    rows = ask("contradictions")
    assert len(rows) == 1
    assert {rows[0]["value"], rows[0]["other_value"]} == {"289", "298"}
    assert "claiming 289 lives" in rows[0]["words"] + rows[0]["other_words"]


def test_when_where_by_what_and_how_many_dead_by_which_source(ask) -> None:
    rows = ask("shoot-downs", incident="MH17")
    assert {r["dead"]: r["article"] for r in rows}["289"] == REPORT
    assert {r["dead"] for r in rows} == {"289", "298"}
    for row in rows:
        assert "2014-07-17" in row["date"]
        assert "Eastern Ukraine" in row["place"]
        assert (row["origin"], row["destination"], row["weapon"]) == ("Amsterdam", "Kuala Lumpur", "Buk")


def test_who_was_convicted_when_by_which_court_in_whose_absence(ask) -> None:
    (row,) = ask("convictions", incident=SECOND)
    assert (row["convicted"], row["court"], row["date"]) == ("three Russian officials", "Dutch court", "2022")
    assert (row["sentence"], row["manner"]) == ("life", "in absentia")


def test_what_the_two_incidents_share(ask) -> None:
    shared = {(r["shared"], r["kind"]) for r in ask("shared")}
    assert {("Russia", "actor"), ("air-defence system", "class of system"), ("shoot-down", "class of event")} <= shared


def test_all_shortest_paths_between_them(ask) -> None:
    rows = ask("paths")
    assert {r["length"] for r in rows} == {"2"}
    assert all(FIRST in r["path"] and SECOND in r["path"] and "Russia" in r["path"] for r in rows)


def test_which_airline_suspended_which_flights_and_why(ask) -> None:
    rows = ask("flight-suspensions")
    assert {(r["airline"], r["from"], r["to"]) for r in rows} == {("El Al", "Tel Aviv", "Moscow")}
    assert any(r["reason"] == "In light of the ongoing developments in Russian airspace" for r in rows)


def test_all_events_on_a_time_line(ask) -> None:
    dates = [r["date"] for r in ask("timeline") if r["date"]]
    assert dates == sorted(dates)
    assert {"2014-07-17", "2022", "2024-12-25"} <= set(dates)


def test_actors_by_claims_made_and_received(ask) -> None:
    rows = {r["actor"]: (int(r["made"]), int(r["received"])) for r in ask("actor-activity")}
    assert rows["Azerbaijan"][0] >= 5
    assert rows["Russia"][1] >= 2


def test_every_name_of_an_entity_by_article(ask) -> None:
    rows = {(r["article"], r["name"]) for r in ask("names", entity="actor:russia")}
    assert {(OPINION, "Russia"), (REPORT, "Russia"), (REPORT, "Moscow")} <= rows


def test_places_as_actors_and_actors_as_places(ask) -> None:
    rows = {(r["name"], r["actor"], r["place"]) for r in ask("governs")}
    assert {("Moscow", "Russia", "Moscow"), ("Azerbaijan", "Azerbaijan", "Azerbaijan")} <= rows


def test_what_an_article_says_in_its_own_voice(ask) -> None:
    rows = ask("own-voice", article=REPORT)
    words = " ".join(r["words"] for r in rows)
    assert "29 individuals survived" in words
    assert not [r for r in rows if "accuse" in r.get("cue", "")]
    assert {r["article"] for r in rows} == {REPORT}


def test_what_only_one_article_says(ask) -> None:
    rows = ask("only-one-article")
    assert {OPINION, REPORT} <= {r["article"] for r in rows}
    assert not [r for r in rows if r.get("value") == "38"]


def test_entities_without_a_reference_link(ask) -> None:
    labels = {value for row in ask("ungrounded") for value in row.values()}
    assert "Dutch court" in labels
    assert "Kazakhstan" not in labels


def test_the_words_behind_a_given_fact(ask) -> None:
    rows = ask("evidence", subject=FIRST, property="kg:survivors")
    words = {r["words"] for r in rows}
    assert "Fortunately, 29 individuals survived, although many suffered serious injuries." in words
