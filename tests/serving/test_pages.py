"""In a browser: a question is asked, its answer read and followed to the words, without another host or a script."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.serving.serving import Running


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=["wide", "phone"])
def page(browser: Browser, server: Running, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the server; at the end nothing may have been asked of anybody else, nor said."""
    scheme, width = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=server.address)
    noise: list[str] = []
    opened.on("console", lambda message: noise.append(message.text))
    opened.on("request", lambda asked: noise.extend([asked.url] if not asked.url.startswith(server.address) else []))
    yield opened
    opened.close()
    assert noise == []


def fits(page: Page) -> None:
    """Nothing stands out at the side, and nothing is in the way of those who use other senses."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []


def test_from_a_question_to_the_words(page: Page) -> None:
    page.goto("/")
    fits(page)
    page.get_by_role("link", name="Casualties").press("Enter")
    page.get_by_label("incident").fill("NW12")
    page.get_by_label("incident").press("Enter")
    page.get_by_role("heading", name="rows").wait_for()
    assert page.get_by_label("incident").input_value() == "NW12"
    assert page.locator("tbody tr").filter(has_text="31").count() == 1
    fits(page)
    page.get_by_role("link", name="Northwind Air Flight 12").first.press("Enter")
    page.locator("blockquote", has_text="Freedonia accuses Ruritania").first.wait_for()
    assert urlsplit(page.url).path == "/id/event/flight-12"
    page.go_back()
    page.get_by_text("The query, to change").click()
    page.get_by_label("SPARQL 1.1").fill("SELECT ?claim { ?claim kg:claimer actor:freedonia ; kg:cue 'accuses' }")
    page.locator(".ask button").click()
    page.get_by_role("link", name="claim:c3").click()
    assert urlsplit(page.url).path == "/id/claim/c3"
    page.locator("blockquote", has_text="Freedonia accuses Ruritania").first.wait_for()
    fits(page)
    page.get_by_role("link", name="Northwind Air Flight 12").first.click()
    page.get_by_role("heading", level=1, name="Northwind Air Flight 12").wait_for()
    fits(page)


def test_a_wide_table_scrolls_and_squeezes_no_column(page: Page) -> None:
    words = "The chancellery urges caution and calls for a full and independent inquiry into all of its causes. " * 2
    values = f'"{words}" "{"x" * 150}" "2014-07-17T13:20:00Z" "{words}"'
    query = f"SELECT * {{ VALUES (?words ?address ?date ?again) {{ ({values}) }} }}"
    page.goto("/sparql?" + urlencode({"query": query}))
    fits(page)
    lines = """cell => { const range = document.createRange(); range.selectNodeContents(cell);
                         return range.getClientRects().length }"""
    assert page.locator("td").nth(2).evaluate(lines) == 1
    if page.evaluate("innerWidth > 820"):
        assert page.locator("td").first.evaluate(lines) <= 6


def test_a_mistake_is_shown_beside_the_query(browser: Browser, server: Running) -> None:
    page = browser.new_page(base_url=server.address)
    page.goto("/sparql?query=SELECT%20%3Fx%20WHERE")
    assert "error at 1:16" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("SPARQL 1.1").input_value() == "SELECT ?x WHERE"
    page.close()


def test_nothing_on_a_page_can_be_made_to_run(browser: Browser, server: Running) -> None:
    page = browser.new_page(base_url=server.address)
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
    query = f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{hostile}" <javascript:alert(3)>) }} }}'
    response = page.goto(
        "/sparql?" + str(server.client.build_request("GET", "/", params={"query": query}).url.query, "ascii")
    )
    assert response is not None and "script-src" not in response.headers["content-security-policy"]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert page.locator("td").first.inner_text() == hostile
    assert page.locator("td a").count() == 0
    assert page.locator("script, img").count() == 0
    page.goto("/id/%3Cscript%3Ealert(4)%3C%2Fscript%3E")
    assert "alert(4)" in page.get_by_role("alert").inner_text()
    assert ran == []
    page.close()


def test_the_page_of_the_folder_and_its_graph(server: Running) -> None:
    assert "The page" in server.client.get("/graph.html").text
    assert server.client.get("/graph.ttl").content == (server.folder / "graph.ttl").read_bytes()
    missing = server.client.get("/dataset.ttl")
    assert (missing.status_code, "no such file" in missing.text) == (404, True)
