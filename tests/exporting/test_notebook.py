"""The page as a notebook shows it: in a frame that reaches nothing around it."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from kg.exporting.page import Page, render_page
from tests.exporting.opening import FIXTURE, Open
from tests.exporting.test_page import DISPUTED, hostile


def notebook(html: str) -> str:
    """A page around the output of a cell."""
    return f"<!doctype html><title>A notebook</title>{Page(html)._repr_html_()}"


def test_a_notebook_shows_the_cards(open_page: Open, fixture_page: str) -> None:
    frame = open_page(notebook(fixture_page)).page.frame_locator("iframe")
    assert frame.locator(".card").count() == 2
    assert "nodes drawn" in frame.locator("#status").inner_text()


def test_the_reader_can_go_through_the_page_in_a_notebook(open_page: Open, fixture_page: str) -> None:
    page = open_page(notebook(fixture_page)).page
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=DISPUTED).first.click()
    assert frame.locator("#details-heading").inner_text() == DISPUTED
    frame.locator('[data-view="everything"]').click()
    assert "36 of 36 nodes" in frame.locator("#status").inner_text()
    assert frame.locator("#details-heading").inner_text() == DISPUTED
    frame.get_by_role("link", name="tables below").click()
    assert frame.locator("#tables").evaluate("(element) => document.activeElement === element")
    assert frame.locator(".card").count() == 2
    assert "#" not in page.url


def test_the_files_can_be_saved_from_a_notebook(open_page: Open, fixture_page: str) -> None:
    page = open_page(notebook(fixture_page)).page
    for ending in ("png", "svg", "csv", "json", "ttl"):
        with page.expect_download() as download:
            page.frame_locator("iframe").locator(f'[data-download="{ending}"]').click()
        content = Path(download.value.path()).read_bytes()
        assert len(content) > 1000
    assert content == FIXTURE.read_bytes()


def test_a_hostile_page_reaches_nothing_of_the_notebook(open_page: Open) -> None:
    page = open_page(notebook(render_page(hostile(Graph().parse(FIXTURE))))).page
    assert page.locator("iframe").count() == 1
    assert page.locator("body > *").count() == 1
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
