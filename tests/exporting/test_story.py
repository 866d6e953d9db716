"""One reader's way through the page of the seeds, with the keyboard alone, on a desk, a phone and at 400 %."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.exporting.opening import Open

_MOST_STEPS = 400
_HERE = """within => {
  const here = document.activeElement;
  const told = [here.textContent, here.getAttribute("aria-label"), here.labels?.[0]?.textContent];
  return here.closest(within) ? told.join(" ") : "";
}"""
"""What the element with the focus is called, if it stands within another."""


def tab_to(page: Page, words: str, within: str = "body") -> None:
    """Press Tab until what holds the words has the focus."""
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if words in page.evaluate(_HERE, within):
            return
    raise AssertionError(f"Tab never comes to {words!r} within {within}")


def press(page: Page, words: str, within: str = "body", key: str = "Enter") -> None:
    """Come to something by Tab and press it."""
    page.evaluate("document.activeElement.blur(); document.querySelector('h1').setAttribute('tabindex', '-1')")
    page.evaluate("document.querySelector('h1').focus()")
    tab_to(page, words, within)
    page.keyboard.press(key)


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_from_the_cards_to_the_words_behind_a_dispute(open_page: Open, built: Path, width: int) -> None:
    page = open_page((built / "graph.html").read_text(encoding="utf-8"), width=width).page

    # In ten seconds: what happened, and what links the two.
    assert "who says what" in page.title()
    cards = page.locator("[data-incident]").all_inner_texts()
    assert len(cards) == 2
    assert any("67" in card and "38" in card for card in cards)
    assert any("298" in card and "sources differ" in card for card in cards)

    # A disputed statement, once, with its sides, who and where, and the words.
    press(page, "responsible actor", "#details")
    details = page.locator("#details").inner_text()
    assert "Azerbaijan" in details
    assert "article 004" in details
    assert page.locator("#details mark, #details .cue").count() > 0

    # The bridge is small, and each link is a button.
    drawn = int(page.locator("#status").inner_text().split(" of ", 1)[0])
    assert 2 < drawn <= 40
    press(page, "Russia", "#incidents")
    assert "Russia" in page.locator("#details-heading").inner_text()
    assert page.evaluate("document.activeElement.id") == "details-heading"

    # Everything else: views, filter, search, tables, and what the page does not vouch for.
    for view, told in (("Compare", "any air-defence system"), ("Time line", "calendar"), ("Map", "Aktau")):
        press(page, view, "#views")
        assert told in page.locator("#panel").inner_text()
    press(page, "Everything", "#views")
    everything = int(page.locator("#status").inner_text().split(" of ", 1)[0])
    assert everything > drawn
    if not page.locator("#filter").evaluate("e => (e.querySelector('details') ?? e).open"):
        press(page, "Filter", "#filter")
    press(page, "asserts", "#filter", key="Space")
    assert "claims pass the filter" in page.locator("#status").inner_text()
    assert int(page.locator("#status").inner_text().split(" of ", 1)[0]) < everything
    press(page, "Clear filters", "#filter")
    press(page, "Search names and quotes")
    page.keyboard.type("Pantsir")
    assert "Pantsir" in page.locator("#results").inner_text()
    assert page.locator("#sources").inner_text().count("sha256") == 4
    assert f"incident-kg {version('incident-kg')}" in page.locator("#sources").inner_text()
    assert "not verified" in page.locator("#sources").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
