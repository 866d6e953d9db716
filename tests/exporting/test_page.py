"""The page as its reader meets it: opened in a browser from the file, with nothing but its own content."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from rdflib import Graph, Literal, URIRef

from kg.exporting.page import render_page
from kg.vocabulary import DCTERMS, GAF, KG, NIF, RDF, RDFS, SCHEMA, SKOS
from tests.exporting.opening import FIXTURE, Open

DISPUTED = "The responsible actor of Flight Alpha 101 is Southland."


def count(graph: Graph, pattern: str) -> int:
    """How many different ``?x`` a pattern meets."""
    rows = graph.query(
        f"PREFIX kg: <{KG}> PREFIX rdfs: <{RDFS}> PREFIX schema: <{SCHEMA}> SELECT DISTINCT ?x WHERE {{ {pattern} }}"
    )
    return len(list(rows))


def card(page: Page, incident: str) -> str:
    return page.locator(f'[data-incident="event/{incident}"]').inner_text()


def test_it_opens_with_title_cards_and_no_noise(open_page: Open) -> None:
    page = open_page().page
    assert page.title() == "Flight Alpha 101 and Beta 202: who says what"
    assert page.locator("main").count() == page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".card").count() == 2


def test_cards_show_the_facts(open_page: Open) -> None:
    facts = re.sub(r"\s+", " ", card(open_page().page, "alpha-101"))
    for fact in (
        "Date 2020-05-03", "Flight 101", "Operator Alpha Air", "Aircraft Jet 9", "Route Oldtown → Newtown",
        "Place Northport", "Aboard 67", "Dead 38", "2 articles",
    ):  # fmt: skip
        assert fact in facts


def test_a_contested_value_shows_every_value_with_its_source(open_page: Open) -> None:
    facts = re.sub(r"\s+", " ", card(open_page().page, "beta-202"))
    assert "289 (article a2) / 298 (reference data)" in facts
    assert "sources differ" in facts


def test_card_counts_equal_sparql_counts(open_page: Open, graph: Graph) -> None:
    page = open_page().page
    for incident in ("alpha-101", "beta-202"):
        iri = f"<https://w3id.org/incident-kg/id/event/{incident}>"
        expected = [
            count(graph, f"?c a kg:Claim ; kg:about {iri} ; kg:article ?x . ?x a schema:NewsArticle"),
            count(graph, f"?x a kg:Claim ; kg:about {iri}"),
            count(graph, f"?x a kg:Conflict ; kg:about {iri}"),
        ]
        shown = page.locator(f'[data-incident="event/{incident}"] .numbers strong').all_inner_texts()
        assert [int(number) for number in shown] == expected


def test_a_copy_is_no_further_source(open_page: Open, graph: Graph) -> None:
    copied = _copy(graph)
    base = "https://w3id.org/incident-kg/id/article/"
    copied.add((URIRef(base + "a3"), KG.copyOf, URIRef(base + "a1")))
    page = open_page(copied, address="#id=article/a3").page
    assert "1 source (2 articles)" in re.sub(r"\s+", " ", card(page, "alpha-101"))
    assert "This is a copy of “Northland blames Southland”: the two are one source." in page.inner_text("#details")
    assert "a copy of “Northland blames Southland”" in page.inner_text("#sources")
    page.locator("#details .note button").first.click()
    assert page.locator("#details-heading").inner_text() == "“Northland blames Southland”"


def test_what_links_the_incidents_can_be_selected(open_page: Open) -> None:
    page = open_page().page
    chips = page.locator(".links .chip")
    assert chips.all_inner_texts() == ["Southland", "air-defence system", "denial"]
    assert "The crash echoes the loss of Beta 202 in 2014" in page.locator(".links").inner_text()
    chips.nth(1).click()
    assert page.locator("#details-heading").inner_text() == "Any air-defence system"
    assert "Lance" in page.locator("#details").inner_text()
    assert "Spear" in page.locator("#details").inner_text()


def test_a_disputed_claim_shows_each_side_in_exact_words(open_page: Open) -> None:
    page = open_page().page
    page.get_by_role("button", name=DISPUTED).first.click()
    assert page.locator("#details-heading").inner_text() == DISPUTED
    sides = {side: page.locator(f"#details .side-{side}") for side in ("asserts", "denies", "neutral")}
    assert [side.locator(".speaker").inner_text() for side in sides.values()] == [
        "Northland",
        "Southland",
        "The Palace",
    ]
    words = "🛬 Northland accuses Southland of having shot it down with a Lance system"
    assert sides["asserts"].locator("blockquote").text_content() == words
    assert sides["asserts"].locator("mark").text_content() == "accuses"
    assert sides["denies"].locator("mark").text_content() == "rejects"
    assert "reported by The Herald" in sides["denies"].inner_text()
    assert "2020-05-05" in sides["denies"].inner_text()
    assert "Answers: Northland" in sides["neutral"].inner_text()


def test_a_selection_moves_the_focus_and_stands_in_the_address(open_page: Open) -> None:
    page = open_page().page
    page.get_by_role("button", name=DISPUTED).first.click()
    assert page.evaluate("document.activeElement.id") == "details-heading"
    assert "id=proposition%2Fresp-a" in page.url
    page.go_back()
    assert page.locator("#details-heading").inner_text() == "Details"


def test_an_address_opens_what_it_names(open_page: Open) -> None:
    page = open_page(address="#id=actor/southland&view=everything").page
    assert page.locator("#details-heading").inner_text() == "Southland"
    assert page.locator('#views [aria-pressed="true"]').inner_text() == "Everything"
    assert "36 of 36 nodes" in page.locator("#status").inner_text()


def test_a_view_with_a_foreign_address_falls_back(open_page: Open) -> None:
    page = open_page(address="#id=nothing&view=nonsense&a=event/none").page
    assert page.locator('#views [aria-pressed="true"]').inner_text() == "Bridge"


def test_the_bridge_holds_both_incidents_and_what_they_share(open_page: Open) -> None:
    page = open_page().page
    drawn = int(page.locator("#status").inner_text().split(" of ")[0])
    assert 2 < drawn <= 40
    page.locator('#legend input[data-kind="event"]').uncheck()
    assert int(page.locator("#status").inner_text().split(" of ")[0]) < drawn


def test_an_entity_tells_why_its_names_are_one(open_page: Open) -> None:
    page = open_page(address="#id=actor/southland").page
    page.get_by_text("Why these 2 names are one entity").click()
    details = page.locator("#details").inner_text()
    assert 'same name as the reference entry "Southland"' in details
    assert "score 0.97" in details
    assert "Also called Südland, The Palace" in details


def test_a_person_is_named_never_labelled(open_page: Open) -> None:
    details = open_page(address="#id=actor/ivan-doe").page.locator("#details").inner_text().lower()
    assert "named in" in details
    assert not {"guilty", "suspect", "perpetrator", "responsible"} & set(re.findall(r"\w+", details))


def test_neighbours_lead_on(open_page: Open) -> None:
    page = open_page(address="#id=system/spear").page
    page.locator(".neighbours").get_by_role("button", name="any air-defence system").click()
    assert page.locator("#details-heading").inner_text() == "Any air-defence system"


def test_a_path_between_two_nodes(open_page: Open) -> None:
    page = open_page(address="#id=system/lance").page
    page.get_by_role("button", name="Path from here").click()
    page.locator("#search").fill("spear")
    page.locator("#results").get_by_role("button", name="Spear", exact=True).click()
    page.get_by_role("button", name="Path to here").click()
    steps = page.locator("#path ol li").all_inner_texts()
    assert [step.removeprefix("→ ") for step in steps] == ["Lance", "any air-defence system", "Spear"]
    assert "3 of 36 nodes" in page.locator("#status").inner_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [("sudland", "Southland"), ("urges caution", "The Palace: The Palace urges caution"), ("courier", "The Courier")],
)
def test_search_meets_other_names_and_quotes(open_page: Open, query: str, found: str) -> None:
    page = open_page().page
    page.locator("#search").fill(query)
    assert found in page.locator("#results button").all_inner_texts()
    assert "match" in page.locator("#status").inner_text()
    page.locator("#search").press("Escape")
    assert page.locator("#results").is_hidden()


def test_search_filters_the_tables(open_page: Open) -> None:
    page = open_page().page
    page.locator('[data-table="claims"]').first.click()
    page.locator("#search").fill("rejects any")
    assert page.locator("#table caption").inner_text() == "Claims: 1 of 11 match"
    assert page.locator("#table tbody tr").count() == 1


def test_table_counts_equal_graph_counts(open_page: Open, graph: Graph) -> None:
    page = open_page().page
    kind = "?x a/rdfs:subClassOf* ?k VALUES ?k { kg:Actor kg:System kg:Place kg:Event }"
    expected = {
        "entities": count(graph, kind),
        "claims": count(graph, "?x a kg:Claim"),
        "articles": count(graph, "{ ?x a schema:NewsArticle } UNION { ?x a kg:ReferenceRecord }"),
    }
    for table, number in expected.items():
        page.locator(f'#table-tabs [data-table="{table}"]').click()
        assert page.locator("#table tbody tr").count() == number


def test_tables_sort(open_page: Open) -> None:
    page = open_page().page
    page.get_by_role("button", name="Kind").click()
    kinds = page.locator('#table td[data-label="Kind"]').all_inner_texts()
    assert kinds == sorted(kinds)
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Kind")


def test_the_reader_picks_the_pair_where_there_are_more(open_page: Open, graph: Graph) -> None:
    more = _copy(graph)
    third = URIRef("https://w3id.org/incident-kg/id/event/gamma-303")
    more.add((third, RDF.type, KG.AircraftIncident))
    more.add((third, SKOS.prefLabel, Literal("Gamma 303", lang="en")))
    more.add((third, KG.operator, URIRef("https://w3id.org/incident-kg/id/actor/alpha-air")))
    page = open_page(more).page
    page.locator("#pick-b").select_option(label="Gamma 303")
    assert page.locator(".card h2 button").all_text_contents() == ["Flight Alpha 101", "Gamma 303"]
    assert "nothing that the two share" in page.locator(".links").inner_text()


def test_an_empty_graph_still_makes_a_page(open_page: Open) -> None:
    page = open_page(Graph()).page
    assert page.locator("h1").inner_text() == "Who says what"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(open_page: Open, scheme: str) -> None:
    page = open_page(address="#id=proposition/resp-a", width=360, scheme=scheme).page
    for table in ("entities", "claims", "articles"):
        page.locator(f'#table-tabs [data-table="{table}"]').click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_reaches_a_dispute(open_page: Open) -> None:
    page = open_page().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the incidents"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == DISPUTED:
            break
    page.keyboard.press("Enter")
    assert page.locator("#details-heading").inner_text() == DISPUTED


def test_every_control_has_a_name(open_page: Open) -> None:
    page = open_page(address="#id=actor/southland").page
    nameless = page.evaluate(
        """[...document.querySelectorAll("button, a, input, select")].filter((e) =>
           !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length)).length"""
    )
    assert nameless == 0


BAIT = "</script><img src=x onerror=\"window.hacked=1\"><a href='javascript:window.hacked=1'>href</a>\u2028<!--"


def hostile(graph: Graph) -> Graph:
    """The fixture with markup in every text, bad addresses and a node whose IRI is markup."""
    texts = {
        SKOS.prefLabel, SKOS.altLabel, RDFS.label, DCTERMS.title, NIF.anchorOf, KG.cue, KG.reason, SCHEMA.inLanguage,
        DCTERMS.identifier, KG.sha256, KG.flightNumber, RDF.object,
    }  # fmt: skip
    bad = _copy(Graph())
    for s, p, o in graph:
        if p in texts and isinstance(o, Literal):
            bad.add((s, p, Literal(f"{o} {BAIT}")))
        elif p in (SCHEMA.url, SKOS.exactMatch, DCTERMS.source):
            bad.add((s, p, Literal("javascript:window.hacked=1") if isinstance(o, Literal) else URIRef("javascript:x")))
        else:
            bad.add((s, p, o))
    node = URIRef(f"https://w3id.org/incident-kg/id/actor/{BAIT}")
    bad.add((node, RDF.type, KG.Person))
    bad.add((node, GAF.denotedBy, node))
    return bad


def test_a_hostile_graph_runs_nothing(open_page: Open, graph: Graph) -> None:
    page = open_page(hostile(graph)).page
    tables = page.locator("#table-tabs button")
    for table in range(tables.count()):
        tables.nth(table).click()
        for row in range(page.locator("#table tbody tr").count()):
            page.locator("#table tbody tr").nth(row).locator("button.pick").first.click()
            assert page.locator("#details-heading").inner_text() != "Details"
    for button in range(page.locator(".card button.pick, .links .chip").count()):
        page.locator(".card button.pick, .links .chip").nth(button).click()
    for view in ("bridge", "first", "second", "everything"):
        page.locator(f'[data-view="{view}"]').click()
    page.locator("#search").fill("onerror")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object, embed").count() == 0
    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"file:", "http:", "https:"}


@pytest.mark.parametrize("width", [360, 1280])
def test_words_without_end_and_marks_of_direction_break_nothing(open_page: Open, graph: Graph, width: int) -> None:
    long = _copy(Graph())
    for s, p, o in graph:
        odd = p in (SKOS.prefLabel, SKOS.altLabel, DCTERMS.title) and isinstance(o, Literal)
        long.add((s, p, Literal(f"\u202e{'w' * 10_000} href {o}\u202c") if odd else o))
    page = open_page(long, width=width).page
    for view in ("bridge", "everything", "compare", "time"):
        button = page.locator(f'[data-view="{view}"]')
        if button.count():
            button.click()
    page.locator("#details .pick").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_file_asks_for_nothing_and_parses_no_text(graph: Graph) -> None:
    html = render_page(graph)
    assert not re.search(r"<(script|img|iframe)[^>]*\ssrc=|<link[^>]*href=\"(?!data:)", html)
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    ours = html.rsplit('<script type="module">', 1)[1]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", ours)


def test_two_renders_are_byte_identical_whatever_the_hash_seed(graph: Graph) -> None:
    code = (
        "import sys, hashlib; from rdflib import Graph; from kg.exporting.page import render_page;"
        "print(hashlib.sha256(render_page(Graph().parse(sys.argv[1])).encode()).hexdigest())"
    )
    root = str(Path(__file__).parents[2])
    found = {
        subprocess.run(
            [sys.executable, "-c", code, str(FIXTURE)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": root},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(found) == 1


def _copy(graph: Graph) -> Graph:
    copied = Graph()
    for triple in graph:
        copied.add(triple)
    return copied
