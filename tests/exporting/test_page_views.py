"""The views of a pair that stand in the place of the graph: side by side, in time, on a map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from rdflib import Graph, URIRef

from kg.exporting.page.assembly import page_data
from kg.exporting.page.lean import lean
from kg.exporting.page.moments import plain_date
from kg.vocabulary import DCTERMS, RDF, SEM, WGS84
from tests.exporting.test_page import count, hostile

HERE = Path(__file__).parent
ALPHA, BETA = (f"<https://w3id.org/incident-kg/id/event/{name}>" for name in ("alpha-101", "beta-202"))
TIME, ISSUED = f"<{SEM.hasTimeStamp}>", f"<{DCTERMS.issued}>"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def viewed() -> Graph:
    """The fixture with phases, dates and coordinates."""
    graph = Graph().parse(HERE / "fixture.ttl", format="turtle")
    return graph.parse(HERE / "views.ttl", format="turtle")


def without(graph: Graph, *predicates: URIRef) -> Graph:
    bare = Graph()
    for triple in graph:
        if triple[1] not in predicates:
            bare.add(triple)
    return bare


def panel(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("#panel").inner_text())


def row(page: Page, label: str) -> list[str]:
    """The three cells of a row of the comparison."""
    found = page.locator("#panel tr").filter(has=page.locator(f'th[scope=row]:text-is("{label}")'))
    return [re.sub(r"\s+", " ", text).strip() for text in found.locator("td").all_inner_texts()]


def places(page: Page) -> list[str]:
    return [re.sub(r"\s+", " ", text) for text in page.locator("#panel .lists li").all_inner_texts()]


def overlap(one: dict[str, float], two: dict[str, float]) -> bool:
    return all(
        one[at] < two[at] + two[size] and two[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def boxes(found: Locator) -> list[dict[str, float]]:
    return [found.nth(i).bounding_box() for i in range(found.count())]  # type: ignore[misc]


# ---- compare


def test_compare_stands_in_the_place_of_the_graph_and_in_the_address(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed).page
    page.get_by_role("button", name="Compare", exact=True).click()
    assert "view=compare" in page.url
    assert page.locator("#canvas").is_hidden()
    assert page.locator("#panel thead th").all_inner_texts() == ["Only Flight Alpha 101", "Both", "Only Beta 202"]
    page.set_viewport_size({"width": 1300, "height": 900})
    page.get_by_role("button", name="Bridge", exact=True).click()
    assert page.locator("#panel").is_hidden()
    assert page.locator("#canvas canvas").bounding_box()["height"] > 400  # type: ignore[index]
    assert "nodes drawn" in page.locator("#status").inner_text()


def test_facts_stand_side_by_side_with_sources_where_they_differ(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=compare").page
    assert row(page, "Dead") == ["38", "", "289 (article a2) 298 (reference data) sources differ"]
    assert row(page, "Date") == ["2020-05-03", "", "2014-07-17"]
    assert row(page, "Aircraft") == ["", "Jet 9", ""]
    assert row(page, "Route from") == ["", "Oldtown", ""]
    assert row(page, "Route to") == ["Newtown", "", "Faraway"]


def test_phases_actors_weapons_and_patterns_stand_in_three_columns(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=compare").page
    labels = page.locator("#panel th[scope=row]").all_inner_texts()
    assert labels[-6:] == ["loss", "accusation", "denial", "verdict", "actors", "weapons and their classes"]
    assert row(page, "loss") == ["crash near Northport", "", ""]
    assert row(page, "accusation") == ["accusation: Northland accuses Southland", "", ""]
    assert row(page, "denial") == ["", "any denial", ""]
    assert row(page, "verdict") == ["", "", "verdict on Beta 202"]
    assert row(page, "actors") == ["media reports Northland The Palace", "Southland", "Investigators"]
    assert row(page, "weapons and their classes") == [
        "Lance (air-defence system)", "any air-defence system", "Spear (air-defence system)",
    ]  # fmt: skip


def test_what_only_one_has_equals_the_graph(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=compare").page
    status = page.locator("#status").inner_text()
    shared, phases = count(viewed, "?a kg:shares ?x"), count(viewed, "?a kg:sharesPhase ?x")
    assert f"{shared} things and {phases} phase in both" in status
    voice = """{{ ?c kg:about {0} ; kg:claimer ?x }} UNION {{ ?c kg:about {0} ; kg:relays ?x }} UNION
      {{ ?c kg:about {0} ; kg:proposition/<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?x }}
      ?x a/rdfs:subClassOf* kg:Actor FILTER NOT EXISTS {{ ?x a/rdfs:subClassOf* kg:Publisher }}
      FILTER NOT EXISTS {{ ?x a kg:AnonymousSource }}"""
    cells = page.locator("#panel tr").filter(has=page.locator('th:text-is("actors")')).locator("td")
    for cell, incident in ((0, ALPHA), (2, BETA)):
        both = cells.nth(1).locator("button").count()
        assert cells.nth(cell).locator("button").count() + both == count(viewed, voice.format(incident))


def test_an_item_of_the_comparison_is_selected_by_the_keyboard(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=compare").page
    page.locator("#panel").get_by_role("button", name="Spear").focus()
    page.keyboard.press("Enter")
    assert page.locator("#details-heading").inner_text() == "Spear"
    assert page.locator("#panel .chosen").inner_text() == "Spear"
    assert "view=compare" in page.url
    for button in page.locator("#panel td button").all():
        button.click()
        assert page.locator("#details-heading").inner_text() != "Details"


def test_phases_without_their_events_are_still_named(open_page: Open, viewed: Graph) -> None:
    bare = without(viewed, URIRef("https://w3id.org/incident-kg/ontology#phase"))
    page = open_page(bare, address="#view=compare").page
    assert row(page, "verdict") == ["", "", "verdict"]
    assert row(page, "denial") == ["", "denial", ""]
    assert row(page, "other events")[0].startswith("accusation: Northland")


# ---- time line


def test_the_time_line_marks_what_the_graph_dates(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed).page
    page.get_by_role("button", name="Time line", exact=True).click()
    assert "view=time" in page.url
    for incident, iri in (("alpha-101", ALPHA), ("beta-202", BETA)):
        own = f"{{ ?x {TIME} ?t FILTER (?x = {iri}) }} UNION {{ ?x kg:about|<{SEM.subEventOf}> {iri} ; {TIME} ?t }}"
        articles = f"?c a kg:Claim ; kg:about {iri} ; kg:article ?x . ?x {ISSUED} ?t"
        listed = page.locator(f'[data-lane="event/{incident}"] li')
        assert listed.count() == count(viewed, own) + count(viewed, articles)
    assert page.locator("#panel .marker").count() == page.locator("#panel .lists li").count() == 6
    assert page.locator("#status").inner_text() == "Time line: 6 dated marks."


def test_each_mark_has_a_name_and_is_selected_by_the_keyboard(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=time").page
    assert page.locator('[data-lane="event/alpha-101"] li').all_inner_texts() == [
        "2020-05-03: Flight Alpha 101", "2020-05-03: crash near Northport; 2 claims",
        "2020-05-05: 5 claims in “Northland blames Southland”",
    ]  # fmt: skip
    titles = page.locator("#panel .marker title").all_text_contents()
    assert sorted(titles) == sorted(page.locator("#panel .lists li").all_inner_texts())
    page.get_by_role("button", name="2020-05-03: crash near Northport; 2 claims").focus()
    page.keyboard.press("Enter")
    assert page.locator("#details-heading").inner_text() == "crash near Northport"
    page.locator('#panel .marker[data-pick="article/a2"]').click()
    assert page.locator("#details-heading").inner_text() == "“What became of Beta 202”"
    assert (
        page.locator("#panel .marker.chosen title").text_content()
        == "2020-06-01: 3 claims in “What became of Beta 202”"
    )


def test_marks_of_one_day_are_stacked(open_page: Open, viewed: Graph) -> None:
    for width in (1440, 360):
        page = open_page(viewed, address="#view=time", width=width).page
        found = boxes(page.locator("#panel .marker"))
        assert not any(overlap(one, two) for i, one in enumerate(found) for two in found[:i])


def test_days_since_the_incident_stand_in_the_address(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=time").page
    page.locator("#panel input").first.focus()
    page.keyboard.press("ArrowRight")
    assert "scale=since" in page.url
    assert page.evaluate("document.activeElement.value") == "since"
    assert page.locator("#panel input:checked").evaluate("e => e.labels[0].textContent") == "days since the incident"
    assert "2020-05-05 (day 2): 5 claims" in panel(page)
    assert "2018 (days 1264 to 1628): verdict on Beta 202" in panel(page)
    start = [
        page.locator(f'#panel .marker[data-pick="event/{name}"]').bounding_box() for name in ("alpha-101", "beta-202")
    ]
    assert start[0]["x"] == start[1]["x"]  # type: ignore[index]


def test_what_has_no_date_is_counted_in_words(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=time").page
    missing = f"?x a kg:Claim ; kg:about {ALPHA} ; kg:article ?a FILTER NOT EXISTS {{ ?a {ISSUED} ?t }}"
    events = (
        f"?x kg:about|<{SEM.subEventOf}> {ALPHA} ; a/rdfs:subClassOf* kg:Event FILTER NOT EXISTS {{ ?x {TIME} ?t }}"
    )
    claims, all_claims = count(viewed, missing), count(viewed, f"?x a kg:Claim ; kg:about {ALPHA}")
    told = page.locator('[data-undated="event/alpha-101"]').inner_text()
    assert told == (
        f"Not placed: {claims} of {all_claims} claims stand in an article or record without a date; "
        f"{count(viewed, events)} events have no date."
    )


def test_without_dates_there_is_no_axis(open_page: Open, viewed: Graph) -> None:
    page = open_page(without(viewed, SEM.hasTimeStamp, DCTERMS.issued, RDF.predicate), address="#view=time").page
    assert "No event and no article here has a date" in panel(page)
    assert page.locator("#panel svg").count() == page.locator("#panel input").count() == 0
    page = open_page(without(viewed, SEM.hasTimeStamp), address="#view=time&scale=since").page
    assert "No day is told for Flight Alpha 101, so its days cannot be counted." in panel(page)
    assert page.locator("#panel svg").count() == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014-07-17", "2014-07-17"), ("2014-07-17T13:20:00", "2014-07-17"), ("2014-07", "2014-07"), ("2014", "2014"),
        ("2014-02-30", ""), ("2014-07-1", ""), ("Wednesday", ""), ("20140717", ""), ("0000", ""),
    ],
)  # fmt: skip
def test_dates_are_those_of_the_calendar(text: str, day: str) -> None:
    assert plain_date(text) == day


# ---- map


def test_the_map_shows_the_places_of_the_pair(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed).page
    page.get_by_role("button", name="Map", exact=True).click()
    assert "view=map" in page.url
    role = f"""{{ ?e <{SEM.hasPlace}> ?x }} UNION {{ ?e kg:origin ?x }} UNION {{ ?e kg:destination ?x }}
      ?e a/rdfs:subClassOf* kg:Incident"""
    located = count(viewed, f"{role} . ?x <{WGS84.lat}> ?lat")
    assert page.locator("#panel .marker").count() == located == 4
    assert page.locator("#status").inner_text() == f"Map: {located} of {count(viewed, role)} places have coordinates."
    assert places(page) == [
        "to Newtown 43.31° N, 45.69° E", "place Northport 43.66° N, 51.17° E", "from Oldtown 40.38° N, 49.89° E",
        "place Eastfield 48.14° N, 38.64° E, somewhere in it", "to Faraway no coordinates known",
        "from Oldtown 40.38° N, 49.89° E",
    ]  # fmt: skip
    assert page.locator("#panel .way").count() == 1
    assert page.locator("#panel .marker.area").count() == 1
    assert {"40° N", "50° E"} <= set(page.locator("#panel .degrees").all_text_contents())


def test_north_is_up_and_names_lie_apart(open_page: Open, viewed: Graph) -> None:
    for width in (1440, 360):
        page = open_page(viewed, address="#view=map", width=width).page
        at = {
            name: page.locator(f'#panel .marker[data-pick="place/{name}"]').bounding_box()
            for name in ("northport", "oldtown", "newtown")
        }
        assert at["northport"]["y"] < at["oldtown"]["y"]  # type: ignore[index]
        assert at["newtown"]["x"] < at["northport"]["x"]  # type: ignore[index]
        found = boxes(page.locator("#panel .name"))
        assert len(found) == 4
        assert not any(overlap(one, two) for i, one in enumerate(found) for two in found[:i])


def test_a_point_is_selected_with_mouse_and_keyboard(open_page: Open, viewed: Graph) -> None:
    page = open_page(viewed, address="#view=map").page
    page.locator('#panel .marker[data-pick="place/northport"]').click()
    assert page.locator("#details-heading").inner_text() == "Northport"
    page.locator("#panel").get_by_role("button", name="Oldtown").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details-heading").inner_text() == "Oldtown"
    assert "view=map" in page.url


def test_places_on_both_sides_of_the_date_line_lie_side_by_side(open_page: Open, viewed: Graph) -> None:
    text = (HERE / "views.ttl").read_text(encoding="utf-8")
    for place, long in (("51.17", "179.5"), ("49.89", "-179.5"), ("45.69", "175.0"), ("38.64", "-176.0")):
        text = text.replace(f"wgs84:long {place}", f"wgs84:long {long}")
    graph = Graph().parse(HERE / "fixture.ttl", format="turtle").parse(data=text, format="turtle")
    page = open_page(graph, address="#view=map").page
    east, west = (
        page.locator(f'#panel .marker[data-pick="place/{n}"]').bounding_box() for n in ("northport", "oldtown")
    )
    assert 0 < west["x"] - east["x"] < 150
    degrees = page.locator("#panel .degrees").all_text_contents()
    assert "180° W" in degrees or "180° E" in degrees
    assert not any("181" in text or "185" in text for text in degrees)


def test_without_coordinates_there_is_no_map(open_page: Open, viewed: Graph) -> None:
    page = open_page(without(viewed, WGS84.lat), address="#view=map").page
    assert page.get_by_role("button", name="Map", exact=True).count() == 0
    assert page.locator("#panel").is_hidden()
    assert page.locator('#views [aria-pressed="true"]').inner_text() == "Bridge"


# ---- all of them

VIEWS = ("compare", "time", "time&scale=since", "map")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(open_page: Open, viewed: Graph, scheme: str) -> None:
    for view in VIEWS:
        page = open_page(viewed, address=f"#view={view}", width=360, scheme=scheme).page
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator("#panel").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_dark_mode_draws_on_dark(open_page: Open, viewed: Graph) -> None:
    light, dark = ("light", "dark")
    found = {}
    for scheme in (light, dark):
        page = open_page(viewed, address="#view=map", scheme=scheme).page
        found[scheme] = page.locator("#panel .name").first.evaluate("e => getComputedStyle(e).fill")
    assert found[light] != found[dark]


def test_every_control_has_a_name(open_page: Open, viewed: Graph) -> None:
    for view in VIEWS:
        page = open_page(viewed, address=f"#view={view}").page
        nameless = page.evaluate(
            """[...document.querySelectorAll("button, a, input, select, svg[role=img], [role=region]")].filter((e) =>
               !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length)).length"""
        )
        assert nameless == 0
        assert page.locator("#panel").get_attribute("aria-label") in ("Compare", "Time line", "Map")


def test_a_hostile_graph_runs_nothing(open_page: Open, viewed: Graph) -> None:
    for view in VIEWS:
        page = open_page(hostile(viewed), address=f"#view={view}").page
        assert page.locator("#panel").is_visible()
        for button in page.locator("#panel button").all()[:12]:
            button.click()
        assert page.evaluate("window.hacked") is None
        assert page.locator("img, iframe, object, embed").count() == 0


def test_one_incident_alone_has_a_time_line_and_nothing_to_compare(open_page: Open, viewed: Graph) -> None:
    alone = Graph()
    beta = URIRef(BETA.strip("<>"))
    for triple in viewed:
        if beta not in triple:
            alone.add(triple)
    page = open_page(alone, address="#view=compare").page
    assert page.get_by_role("button", name="Compare", exact=True).count() == 0
    page.get_by_role("button", name="Time line", exact=True).click()
    assert page.locator("#panel .lane").all_text_contents() == ["Flight Alpha 101"]


def test_what_the_island_leaves_out_is_put_back(viewed: Graph, open_page: Open) -> None:
    data = page_data(viewed)
    assert len(json.dumps(lean(data))) < 0.9 * len(json.dumps(data))
    page = open_page(viewed).page
    with page.expect_download() as started:
        page.get_by_role("button", name="JSON").click()
    restored = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    expected = json.loads(json.dumps(data))
    for claim in expected["claims"]:
        claim["quotes"] = [[{k: v for k, v in piece.items() if v} for piece in quote] for quote in claim["quotes"]]
    for kind in ("claims", "propositions", "entities"):
        assert restored[kind] == expected[kind]
    for kind in ("nodes", "edges"):
        assert restored["network"][kind] == expected["network"][kind]
