"""Wire copy that two outlets print is one source; independent reports of one event are two, whatever they quote."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

from kg.exporting.page.assembly import page_data
from kg.merging.copies import find_copies
from kg.model import Article, Extraction
from kg.querying.explanation import explain
from kg.querying.named import find_query
from kg.querying.render import render
from kg.querying.run import run_query
from kg.querying.store import open_store
from kg.running import build

PUZZLED = (
    "“We lost contact at nine minutes past six and the crew gave no sign that anything was wrong,” said Marta "
    "Lindqvist, who heads the accident board."
)
URGED = (
    "“Whoever has seen the tail section or any part of it should leave it where it lies and telephone the "
    "police,” she told reporters on the quay."
)
WIRE = [
    "Finnair Flight 123 crashed into the sea near Bergen on Tuesday, killing all 38 people on board, the "
    "Norwegian coast guard said. The turboprop had left Oslo in heavy snow and was on its second approach when it "
    "vanished from the radar.",
    PUZZLED,
    "Fishing boats reached the place within the hour and found seats, life vests and a wheel among the ice. "
    "Nobody was found alive. Divers are to go down on Wednesday if the wind drops, and a navy vessel with a sonar "
    "is under way from Haakonsvern to look for the flight recorders.",
    URGED,
    "The airline set up a telephone line for relatives and cancelled all its flights to the west coast until the "
    "end of the week. Its chairman flew to Bergen in the evening. He said that the aircraft had been checked "
    "eleven days ago and that both pilots had landed there many times before.",
    "Norway's prime minister called it a black day for the coast. Flags will fly at half mast on all public "
    "buildings, and the cathedral will stay open through the night for those who want to light a candle.",
]
LOCAL = [
    "Our town woke up to terrible news this morning, and the harbour is full of people who only want to help. The "
    "parish has opened its hall, and soup is served there from noon. The following report reached us from the "
    "agency.",
    *WIRE[:4],
]
OWN = [
    "All 38 people aboard a Finnair plane died on Tuesday when it went down in a snowstorm off Bergen. Flight 123 "
    "was carrying mostly oil workers and two families on their way home from Oslo.",
    PUZZLED,
    "A trawler skipper who was the first to arrive told this newspaper that he saw a sheet of flame to the north "
    "and then only darkness. He steered by the smell of fuel. What his men pulled out of the water fills one "
    "corner of a boathouse, guarded by two constables.",
    URGED,
    "Pilots who know the approach say that ice builds up on the wings there faster than anywhere else in the "
    "country. The board warned of it four winters ago after a cargo plane had stalled at the same beacon. Its "
    "report asked for a new procedure, which the aviation authority promised and never published.",
    "Shares in the carrier fell by a tenth. Two rivals offered to take over its passengers for as long as it takes.",
]
SHORT = "Finnair Flight 123 crashed near Bergen, killing all 38."


def told(
    identifier: str, *paragraphs: str, published: dt.date | None = None, sources: tuple[str, ...] = ()
) -> Extraction:
    """What nothing has been read from yet but the text."""
    iri = URIRef(f"https://example.org/article/{identifier}")
    article = Article(identifier, "\n\n".join(paragraphs), published=published)
    return Extraction(article, iri, URIRef("https://example.org/p"), (), (), sources=tuple(map(URIRef, sources)))


def copies(*extractions: Extraction) -> dict[str, str]:
    return {c.rpartition("/")[2]: original.rpartition("/")[2] for c, original in find_copies(extractions).items()}


def test_a_shortened_story_under_a_paragraph_of_ones_own_is_a_copy() -> None:
    assert copies(told("agency", *WIRE), told("local", *LOCAL)) == {"local": "agency"}


def test_an_independent_report_with_the_same_quotations_is_none() -> None:
    assert copies(told("agency", *WIRE), told("own", *OWN)) == {}


def test_a_short_copy_inside_a_long_article_is_found() -> None:
    rest = " ".join(f"{n * n % 4001} and {n * 7 % 1999}" for n in range(1500))
    assert copies(told("agency", *WIRE), told("digest", rest, *WIRE[1:5])) == {"digest": "agency"}


def test_the_earliest_is_the_original_and_the_undated_come_last() -> None:
    late, early = dt.date(2024, 3, 6), dt.date(2024, 3, 5)
    found = copies(told("a", *WIRE), told("b", *WIRE, published=late), told("c", *LOCAL, published=early))
    assert found == {"a": "c", "b": "c"}
    assert copies(told("b", *LOCAL), told("a", *WIRE)) == {"b": "a"}


def test_a_round_up_does_not_make_two_stories_one() -> None:
    stories = {"a": WIRE, "b": OWN, "c": [*WIRE, *OWN]}
    days = {name: dt.date(2024, 5, day) for day, name in enumerate(stories, start=1)}
    assert copies(*(told(name, *text, published=days[name]) for name, text in stories.items())) == {"c": "a"}


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = [told("a", *LOCAL), told("b", *WIRE), told("c", *OWN), told("d", *OWN[1:]), told("e", SHORT)]
    orders = [articles[n:] + articles[:n] for n in range(len(articles))] + [articles[::-1]]
    results = [list(find_copies(order).items()) for order in orders]
    assert all(result == results[0] for result in results)
    assert copies(*articles) == {"b": "a", "d": "c"}


def test_case_and_punctuation_do_not_matter() -> None:
    plain = " ".join(WIRE).upper().replace(",", " –").replace("“", '"').replace("”", '"')
    assert copies(told("a", *WIRE), told("b", plain)) == {"b": "a"}


@pytest.mark.parametrize("text", [SHORT, "", PUZZLED])
def test_a_few_words_are_no_copy(text: str) -> None:
    assert copies(told("a", text), told("b", text), told("c", *WIRE)) == {}


def test_reference_records_are_left_out() -> None:
    assert copies(told("a", *WIRE), told("b", *WIRE, sources=("https://example.org/page",))) == {}


@pytest.fixture(scope="module")
def told_thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kg build` makes of the agency's story, of the copy and of the independent report."""
    base = tmp_path_factory.mktemp("copies")
    texts = {base / "agency.txt": WIRE, base / "local.txt": LOCAL, base / "own.txt": OWN}
    for path, paragraphs in texts.items():
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    build(list(texts)[:2], base / "copied")
    build(list(texts), base / "all")
    return base


def _page(folder: Path) -> dict[str, Any]:
    return page_data(Graph().parse(folder / "graph.ttl", format="turtle"))


def test_an_incident_in_a_story_and_its_copy_has_one_source(told_thrice: Path) -> None:
    incident, *others = _page(told_thrice / "copied")["incidents"]
    assert not others
    assert (incident["sources"], incident["articles"]) == (1, 2)
    both = _page(told_thrice / "all")
    assert [(i["sources"], i["articles"]) for i in both["incidents"] if i["articles"] > 1] == [(2, 3)]
    assert both["summary"].startswith("2 sources (3 articles) make ")


def test_the_page_says_which_article_is_a_copy(told_thrice: Path) -> None:
    data = _page(told_thrice / "copied")
    assert {a["identifier"]: a["copy_of"] for a in data["articles"]} == {"agency": None, "local": "article/agency"}
    dead = next(f for f in data["incidents"][0]["facts"] if f["label"] == "Dead")
    assert dead["parts"][0][0]["sources"] == ("article agency", "article local [copy of article agency]")


def test_what_only_a_story_and_its_copy_claim_is_said_by_one(told_thrice: Path) -> None:
    text = render(run_query(open_store(told_thrice / "copied"), find_query("only-one-article").text, {}), "csv")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["property"] == "dead"]
    assert {(row["article"], row["value"]) for row in rows} == {("agency", "38"), ("local", "38")}
    text = render(run_query(open_store(told_thrice / "all"), find_query("only-one-article").text, {}), "csv")
    assert not [row for row in csv.DictReader(io.StringIO(text)) if row["property"] == "dead"]


def test_an_entity_is_counted_in_articles_and_in_sources(told_thrice: Path) -> None:
    text = render(run_query(open_store(told_thrice / "all"), find_query("ungrounded").text, {}), "csv")
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["entity"] == "Finnair Flight 123")
    assert (row["articles"], row["sources"]) == ("3", "2")


def test_an_explanation_says_of_which_article_one_is_a_copy(told_thrice: Path) -> None:
    store = open_store(told_thrice / "all")
    assert "a copy of agency (article:agency): the two are one source" in explain(store, "local")
    assert "copied in local (article:local): the two are one source" in explain(store, "agency")
    assert "one source" not in explain(store, "own")
    assert "in local (a copy of agency): “" in explain(store, "Finnair Flight 123")
