"""A browser, and the page opened in it from its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from rdflib import Graph

from kg.exporting.page import render_page

FIXTURE = Path(__file__).with_name("fixture.ttl")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Opened:
    """A page with all that it said and asked for."""

    page: Page
    noise: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def graph() -> Graph:
    return Graph().parse(FIXTURE, format="turtle")


@pytest.fixture
def open_page(browser: Browser, graph: Graph, tmp_path: Path) -> Iterator[Open]:
    pages: list[Opened] = []

    def opener(shown: Graph = graph, address: str = "", width: int = 1440, scheme: str = "light") -> Opened:
        path = tmp_path / "graph.html"
        path.write_text(render_page(shown), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        opened = Opened(page)
        pages.append(opened)
        page.on("console", lambda message: opened.noise.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: opened.noise.append(f"error: {error}"))
        page.on("request", lambda request: opened.noise.extend(_foreign(request.url, path)))
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    yield opener
    for opened in pages:
        opened.page.close()
        assert opened.noise == []


def _foreign(url: str, path: Path) -> list[str]:
    return [] if url.startswith((path.as_uri(), "data:", "blob:")) else [f"request: {url}"]
