"""The shipped queries on the invented graph: columns, answers, parameters, forms of output."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.querying.named import find_query, named_queries
from kg.querying.render import render
from kg.querying.run import run_query
from kg.querying.store import open_store

NAMES = {
    "actor-activity", "alleged-weapons", "casualties", "circumstances", "contradictions", "convictions",
    "denials-and-doubts", "evidence", "flight-suspensions", "governs", "merges", "names", "only-one-article",
    "own-voice", "parallels", "paths", "shared", "shoot-downs", "statements-by-date", "timeline", "ungrounded",
    "unnamed-sources",
}  # fmt: skip
TWELVE, SEVEN = "Northwind Air Flight 12", "Lumen Airways Flight 7"
QUOTE = "This recalls Flight 7 of Lumen Airways, shot down with a Gorgon in 2001 with 9 dead."


def ask(store: ox.Store, name: str, **params: str) -> list[dict[str, str]]:
    """The rows of a shipped query, as its CSV gives them."""
    return list(csv.DictReader(io.StringIO(render(run_query(store, find_query(name).text, params), "csv"))))


def only(rows: list[dict[str, str]], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_each_query_says_what_they_answer() -> None:
    assert {query.name for query in named_queries()} == NAMES
    for query in named_queries():
        assert query.title and query.question.endswith("?") and query.columns
        assert all(meaning for _, meaning in query.params)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_columns_are_those_announced_and_some_row_answers(store: ox.Store, name: str) -> None:
    result = run_query(store, find_query(name).text, {})
    assert result.columns == find_query(name).columns
    assert result.rows


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_parameter_narrows(store: ox.Store, name: str) -> None:
    query = find_query(name)
    values = {"incident": TWELVE, "other": SEVEN, "actor": "Ruritania", "article": "one", "entity": "Gorgon",
              "subject": TWELVE, "property": "dead"}  # fmt: skip
    everything = set(run_query(store, query.text, {}).rows)
    for param, _ in query.params:
        assert set(run_query(store, query.text, {param: values[param]}).rows) <= everything


def test_casualties(store: ox.Store) -> None:
    assert only(ask(store, "casualties"), "incident", "aboard", "dead", "survivors", "speaker", "article") == [
        (SEVEN, "", "9", "", "publisher of one", "one"),
        (TWELVE, "50", "30", "20", "publisher of one", "one"),
        (TWELVE, "", "31", "", "registry", "two"),
    ]


def test_circumstances(store: ox.Store) -> None:
    rows = ask(store, "circumstances", incident="nw12")
    assert {(row["circumstance"], row["value"]) for row in rows} == {
        ("aircraft model", "Dove 100"), ("date", "2020-05-03"), ("destination", "Zenda"), ("flight number", "NW12"),
        ("operator", "Northwind Air"), ("origin", "Ulm"), ("place", "Strelsau"),
    }  # fmt: skip


def test_alleged_weapons_come_from_terms_and_from_words(store: ox.Store) -> None:
    assert only(ask(store, "alleged-weapons"), "incident", "weapon", "speaker", "stance", "cites") == [
        (SEVEN, "Gorgon", "publisher of one", "TrueCertain", ""),
        (TWELVE, "Gorgon", "Media", "TrueUncertain", "unnamed sources"),
        (TWELVE, "Gorgon", "unnamed sources", "TrueUncertain", ""),
    ]


def test_denials_and_doubts(store: ox.Store) -> None:
    assert only(ask(store, "denials-and-doubts"), "incident", "speaker", "position", "content", "answers") == [
        (SEVEN, "Ruritania", "denies", "responsible actor: Ruritania", ""),
        (TWELVE, "Ruritania", "denies", "responsible actor: Ruritania", ""),
        (TWELVE, "chancellery", "doubts", "caution", "Freedonia accuses Ruritania"),
        (TWELVE, "palace", "declines to comment", "", ""),
        (TWELVE, "Ruritania", "denies", "responsible actor: Ruritania", "Freedonia accuses Ruritania"),
    ]


def test_statements_stand_by_date_the_undated_last(store: ox.Store) -> None:
    rows = only(ask(store, "statements-by-date"), "date", "speaker", "cue")
    assert rows[:3] == [
        ("2020-05-05", "Ruritania", "rejects"), ("2020-05-05", "registry", "says"), ("", "Freedonia", "accuses")
    ]  # fmt: skip
    assert [date for date, _, _ in rows[2:]] == [""] * 6


def test_unnamed_sources(store: ox.Store) -> None:
    assert only(ask(store, "unnamed-sources"), "source", "part", "speaker") == [
        ("unnamed sources", "is cited", "Media"),
        ("unnamed sources", "speaks", "unnamed sources"),
    ]


def test_contradictions_pair_values_and_stances_with_both_quotes(store: ox.Store) -> None:
    columns = ("property", "value", "speaker", "words", "other_value", "other_stance", "other_speaker", "other_words")
    death, denial, rejection = only(ask(store, "contradictions"), *columns)
    assert death == (
        "dead", "30", "publisher of one", "Of 50 people aboard a Dove 100, 30 died and 20 survived.",
        "31", "TrueCertain", "registry", "The registry says that 31 died",
    )  # fmt: skip
    blamed = ("responsible actor", "Ruritania", "Freedonia", "Freedonia accuses Ruritania", "Ruritania")
    assert denial == (*blamed, "FalseCertain", "Ruritania", "Ruritania denies it")
    assert rejection == (*blamed, "FalseCertain", "Ruritania", "Strelsau rejects the charge over Flight 12")


def test_shoot_downs(store: ox.Store) -> None:
    columns = ("incident", "date", "place", "origin", "destination", "weapon", "dead", "speaker")
    assert only(ask(store, "shoot-downs"), *columns) == [
        (SEVEN, "2001", "", "", "", "Gorgon", "9", "publisher of one"),
        (TWELVE, "2020-05-03", "Strelsau", "Ulm", "Zenda", "Gorgon", "30", "publisher of one"),
        (TWELVE, "2020-05-03", "Strelsau", "Ulm", "Zenda", "Gorgon", "31", "registry"),
    ]


def test_convictions(store: ox.Store) -> None:
    columns = ("incident", "convicted", "court", "sentence", "manner", "date")
    assert only(ask(store, "convictions"), *columns) == [
        (SEVEN, "two officers", "court in Ulm", "life", "in absentia", "2004")
    ]
    assert ask(store, "convictions", incident=TWELVE) == []


def test_shared_names_the_kind_and_the_comparing_words(store: ox.Store) -> None:
    rows = ask(store, "shared")
    assert {(row["shared"], row["kind"]) for row in rows} == {
        ("Ruritania", "actor"), ("air-defence system", "class of system"), ("shoot-down", "class of event"),
    }  # fmt: skip
    assert {(row["drawn_by"], row["words"]) for row in rows} == {("one", "This recalls Flight 7 of Lumen Airways")}
    assert ask(store, "shared", incident=SEVEN) == rows == ask(store, "shared", incident=TWELVE)


def test_parallels_come_ranked_with_what_only_one_has(store: ox.Store) -> None:
    rows = ask(store, "parallels")
    columns = ("comparisons", "incident", "other_incident", "shared", "phases", "only_first", "only_second")
    assert only(rows, *columns) == [("1", TWELVE, SEVEN, "3", "denial, strike", "", "verdict")]
    assert ask(store, "parallels", incident=SEVEN) == rows


def test_merges_name_what_is_one_and_why(store: ox.Store) -> None:
    rows = ask(store, "merges", entity=TWELVE)
    assert only(rows, "name", "article", "reasons") == [
        (TWELVE, "one", "the same name"), (TWELVE, "two", "the same name"),
    ]  # fmt: skip
    assert not ask(store, "merges", entity=SEVEN)


def test_paths_are_the_shortest_and_the_same_from_either_end(store: ox.Store) -> None:
    rows = ask(store, "paths")
    assert {row["length"] for row in rows} == {"2"}
    assert (
        f"{TWELVE} -- responsible actor (Freedonia: TrueCertain) -- Ruritania "
        f"-- responsible actor (Ruritania: FalseCertain) -- {SEVEN}"
    ) in {row["path"] for row in rows}
    assert not any("-- publisher of one --" in row["path"] for row in rows)
    assert ask(store, "paths", incident=SEVEN, other=TWELVE) == rows
    assert ask(store, "paths", incident=SEVEN, other=SEVEN) == []


def test_paths_grow_only_where_no_shorter_one_is(store: ox.Store) -> None:
    """A claim about both incidents makes them neighbours, and no longer path is told."""
    joined = ox.Store()
    joined.extend(list(store))
    base = "https://w3id.org/incident-kg/"
    claim, about = (ox.NamedNode(base + iri) for iri in ("id/claim/c5", "ontology#about"))
    joined.add(ox.Quad(claim, about, ox.NamedNode(base + "id/event/flight-7")))
    assert {row["length"] for row in ask(joined, "paths")} == {"1"}


def test_flight_suspensions(store: ox.Store) -> None:
    assert only(ask(store, "flight-suspensions"), "airline", "from", "to", "reason", "period", "incident") == [
        ("Lumen Airways", "Ulm", "Zenda", "because of the danger", "a month", TWELVE)
    ]


def test_timeline_has_what_is_dated_in_words_last(store: ox.Store) -> None:
    assert only(ask(store, "timeline"), "date", "in_words", "event") == [
        ("2001", "", SEVEN), ("2004", "", "verdict by a court"), ("2020-05-03", "", TWELVE),
        ("", "a month", "suspension of flights"),
    ]  # fmt: skip
    assert only(ask(store, "timeline", incident=SEVEN), "date") == [("2001",), ("2004",)]


def test_actor_activity(store: ox.Store) -> None:
    rows = {row["actor"]: row for row in ask(store, "actor-activity")}
    assert only([rows["Ruritania"]], "made", "denied_or_doubted", "received", "contested") == [("3", "3", "1", "0")]
    assert only([rows["Freedonia"]], "made", "denied_or_doubted", "received", "contested") == [("1", "0", "0", "1")]


def test_names(store: ox.Store) -> None:
    assert only(ask(store, "names", entity="actor:ruritania"), "name", "article", "times") == [
        ("Ruritania", "one", "3"), ("Strelsau", "two", "1")
    ]  # fmt: skip


def test_governs(store: ox.Store) -> None:
    assert only(ask(store, "governs"), "name", "actor", "place", "tie") == [
        ("Ruritania", "Ruritania", "Ruritania", "governs"), ("Strelsau", "Ruritania", "Strelsau", "same name")
    ]  # fmt: skip


def test_own_voice_is_the_publishers_without_a_cue(store: ox.Store) -> None:
    rows = ask(store, "own-voice", article="one")
    assert (SEVEN, "dead", "9", QUOTE) in only(rows, "subject", "property", "value", "words")
    assert "Freedonia accuses Ruritania" not in {row["words"] for row in rows}
    assert ask(store, "own-voice", article="two") == []


def test_only_one_article(store: ox.Store) -> None:
    assert only(ask(store, "only-one-article", article="two"), "property", "value") == [("dead", "31")]
    assert ("responsible actor", TWELVE) not in only(ask(store, "only-one-article"), "property", "subject")


def test_ungrounded(store: ox.Store) -> None:
    named = {row["entity"] for row in ask(store, "ungrounded")}
    assert {"Gorgon", TWELVE, "Freedonia"} <= named
    assert SEVEN not in named and "publisher of one" not in named


def test_evidence_by_label_prefixed_name_and_iri(store: ox.Store) -> None:
    expected = [("30", "publisher of one"), ("31", "registry")]
    iri = "https://w3id.org/incident-kg/id/event/flight-12"
    for subject in ("northwind air FLIGHT 12", "event:flight-12", iri, f"<{iri}>"):
        for property_ in ("dead", "kg:fatalities"):
            assert only(ask(store, "evidence", subject=subject, property=property_), "value", "speaker") == expected


def test_a_part_of_a_name_may_name_several(store: ox.Store) -> None:
    assert len(ask(store, "casualties", incident="flight")) == 3
    assert ask(store, "casualties", incident="Flight 7") == ask(store, "casualties", incident="event:flight-7")


INJECTIONS = [
    'x" } INSERT DATA { <a:a> <a:b> <a:c> } #', "} SELECT * WHERE { ?s ?p ?o }", "event:flight-12> . ?s ?p ?o <",
    "<https://w3id.org/incident-kg/id/event/flight-12> } #", "?incident", "\\u0022 . ?s ?p ?o", "' OR 1=1", "\n}", "",
    "https://example.org/ a b>", "kg:fatalities } { ?s ?p ?o", "(.*)", "mention:a b", "urn:x://{}",
]  # fmt: skip


@pytest.mark.parametrize("value", INJECTIONS)
def test_an_injected_value_names_nothing(store: ox.Store, value: str) -> None:
    before = len(store)
    with pytest.raises(KgError) as caught:
        ask(store, "casualties", incident=value)
    assert "\n" not in str(caught.value)
    assert "incident" in str(caught.value)
    assert len(store) == before


def test_an_unknown_parameter_is_named(store: ox.Store) -> None:
    with pytest.raises(KgError, match="it takes incident"):
        ask(store, "casualties", speaker="Ruritania")
    with pytest.raises(KgError, match="no such parameter"):
        ask(store, "casualties", **{"incident } #": "x"})


def test_a_users_own_query_needs_no_prefixes_and_takes_parameters(store: ox.Store) -> None:
    text = "SELECT ?dead WHERE { ?flight kg:fatalities ?dead } # a comment ends it"
    assert render(run_query(store, text, {"flight": SEVEN}), "csv") == "dead\n9\n"
    assert render(run_query(store, text, {"flight": TWELVE}), "csv") == "dead\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x WHERE {", "cannot be read as SPARQL"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "only read"),
        ("PREFIX a: <a:> # x\nDELETE WHERE { ?s ?p ?o }", "only read"),
        ("LOAD <http://127.0.0.1:1/x>", "only read"),
        ("CLEAR ALL", "only read"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }", "another endpoint"),
        ("SELECT * WHERE { service silent ?e { ?s ?p ?o } }", "another endpoint"),
        ("SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }", "another endpoint"),
        ('SELECT * WHERE { ?s ?p "\\"" SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }', "another endpoint"),
        ("SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:1/x>{?s ?p ?o} }", "another endpoint"),
        ("SELECT * { ?s <a#b> 1 FILTER(1<2)SERVICE#>\n#x\r$e#{\n{?s ?p ?o} }", "another endpoint"),
        ("PREFIX x: <http://127.0.0.1:1/>\nSELECT * {SERVICE SILENT#\nx:{?s ?p ?o} }", "another endpoint"),
        ("PREFIX x: <http://127.0.0.1:1/>\nSELECT * {?a ?b 1SERVICE x:a\\#b{?s ?p ?o} }", "another endpoint"),
        ("SELECT * {service:{?s ?p ?o} }", "another endpoint"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(store: ox.Store, text: str, said: str) -> None:
    before = len(store)
    with pytest.raises(KgError, match=said) as caught:
        run_query(store, text, {})
    assert "\n" not in str(caught.value)
    assert len(store) == before


def test_a_word_in_a_text_or_a_name_is_no_keyword(store: ox.Store) -> None:
    text = "SELECT ?service WHERE { ?service kg:cue \"SERVICE\", '''a SERVICE \"b''' } # SERVICE"
    assert run_query(store, text, {}).rows == ()
    assert run_query(store, "SELECT * { ?s ?service ?o { ?s a kg:Nothing } }", {}).rows == ()


def test_forms_of_output(store: ox.Store) -> None:
    found = run_query(store, "SELECT ?n ?x WHERE { event:flight-7 kg:fatalities ?n ; skos:prefLabel ?l }", {})
    answer = json.loads(render(found, "json"))
    assert answer["head"] == {"vars": ["n", "x"]}
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert answer["results"]["bindings"] == [{"n": {"type": "literal", "value": "9", "datatype": integer}}]
    truth = run_query(store, "ASK { event:flight-7 kg:fatalities 9 }", {})
    assert render(truth, "table") == "yes\n"
    assert json.loads(render(truth, "json"))["boolean"] is True
    triples = run_query(store, "CONSTRUCT { ?s kg:fatalities ?n } WHERE { ?s kg:fatalities ?n }", {})
    turtle = render(triples, "turtle")
    written = [quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)]
    assert sorted(written, key=str) == list(triples.triples or ())
    assert "event:flight-7" in render(triples, "table")
    with pytest.raises(KgError, match="CONSTRUCT"):
        render(found, "turtle")
    with pytest.raises(KgError, match="no such format"):
        render(found, "xml")


def test_a_table_is_plain_and_steers_no_terminal(store: ox.Store) -> None:
    page = render(run_query(store, 'SELECT ?x WHERE { BIND("[bold]a\\n\\u001B[31mb" AS ?x) }', {}), "table")
    assert "[bold]a \ufffd[31mb" in page
    assert "\x1b" not in page


def test_what_is_missing_is_said(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="kg build"):
        open_store(tmp_path)
    (tmp_path / "graph.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be read as Turtle"):
        open_store(tmp_path)
    with pytest.raises(KgError, match="did you mean 'casualties'"):
        find_query("casualty")


def test_a_long_word_is_read_once(store: ox.Store) -> None:
    """A text without end is refused as quickly as it is read."""
    with pytest.raises(KgError, match="cannot be read"):
        run_query(store, "SELECT " + "a.-" * 400_000, {})


def test_a_triple_term_is_told_part_by_part(store: ox.Store) -> None:
    result = run_query(store, 'SELECT (<<( <urn:a> <urn:b> "c" )>> AS ?t) {}', {})
    (row,) = json.loads(render(result, "json"))["results"]["bindings"]
    assert row["t"]["type"] == "triple"
    assert row["t"]["value"]["object"] == {"type": "literal", "value": "c"}
