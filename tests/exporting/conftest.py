"""The page, opened in a browser from its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from rdflib import Graph

from kg.exporting.page import render_page
from tests.exporting.opening import FIXTURE, Open, Opened, listen, script_of


@pytest.fixture(scope="session")
def graph() -> Graph:
    return Graph().parse(FIXTURE, format="turtle")


@pytest.fixture(scope="session")
def fixture_page() -> str:
    """The page of the fixture, with its Turtle."""
    return render_page(Graph().parse(FIXTURE, format="turtle"), FIXTURE.read_bytes())


@pytest.fixture
def open_page(browser: Browser, fixture_page: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a graph, or HTML as it stands; at the end nothing may have been said or asked for."""
    pages: list[Opened] = []

    def opener(
        shown: Graph | str = fixture_page,
        address: str = "",
        width: int = 1440,
        scheme: str = "light",
        height: int = 900,
    ) -> Opened:
        path = tmp_path / "graph.html"
        path.write_text(shown if isinstance(shown, str) else render_page(shown), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        opened = listen(page, path)
        pages.append(opened)
        page.goto(path.as_uri() + address)
        inside = page.frame_locator("iframe") if "<iframe" in str(shown)[:200] else page
        inside.locator("html[data-ready]").wait_for(state="attached")
        return opened

    yield opener
    for opened in pages:
        opened.page.close()
        assert opened.noise == []


@pytest.fixture(scope="session")
def cells(browser: Browser) -> Iterator[Page]:
    """A blank page that has the script's own pure functions as ``own``."""
    page = browser.new_page()
    page.evaluate(f"window.own = (() => {{ {script_of('saving')} return {{ csvCell, csvText, fileName }}; }})()")
    yield page
    page.close()
