"""The page for readers who do not see it, do not use a mouse, or enlarge it: axe-core, and a window of 320 px.

https://www.w3.org/TR/WCAG22/#reflow : 400 % of a window of 1280 px are 320 px of CSS.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.exporting.opening import Open

VIEWS = {
    "bridge": "#view=bridge",
    "everything": "#view=everything",
    "dispute": "#id=proposition/resp-a",
    "entity": "#id=actor/southland&view=around",
    "path": "#from=system/lance&to=system/spear&view=path",
}


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical, with the elements."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_grave(open_page: Open, view: str, scheme: str, width: int) -> None:
    page = open_page(address=VIEWS[view], width=width, scheme=scheme).page
    assert grave(page) == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_search_and_tables(open_page: Open, scheme: str, width: int) -> None:
    page = open_page(width=width, scheme=scheme).page
    page.locator("#search").fill("a")
    for details in page.locator("details").all():
        details.evaluate("(element) => { element.open = true; }")
    for table in page.locator("#table-tabs button").all():
        table.click()
        assert grave(page) == []


def test_axe_would_find_it(open_page: Open) -> None:
    page = open_page().page
    page.evaluate("document.querySelector('#zoom button').replaceChildren()")
    page.evaluate("document.querySelector('.summary').style.color = '#bbb'")
    assert {line.split(":")[0] for line in grave(page)} == {"button-name", "color-contrast"}


COVERED = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length;
  const controls = ["button", "a", "input", "select", "summary"].map((name) => `main ${name}`).join();
  return [...document.querySelectorAll(controls)].filter(seen).flatMap((element) => {
    element.scrollIntoView({ block: "center" });
    const { left, right, top, bottom } = element.getClientRects()[0];
    const told = element.textContent || element.id;
    if (left < 0 || right > innerWidth + 0.5) return [`${told}: beside the window`];
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (element.contains(hit) || element.labels?.[0]?.contains(hit)) return [];
    return [`${told}: covered by ${hit?.outerHTML.slice(0, 80)}`];
  });
}"""


@pytest.mark.parametrize("view", VIEWS)
def test_at_four_hundred_per_cent_nothing_is_cut_off_or_covered(open_page: Open, view: str) -> None:
    page = open_page(address=VIEWS[view], width=320, height=256).page
    for table in page.locator("#table-tabs button").all():
        table.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(COVERED) == []
