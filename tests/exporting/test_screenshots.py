"""The pictures of ``README.md`` and ``docs/page.md``, of the page of the seeds, which ``KG_SCREENSHOTS=1`` makes anew.

Without the variable only that they can be made, and are there.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.exporting.opening import Open

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 200_000


def bridge(page: Page) -> None:
    """The incidents and what links them; nothing is selected."""
    page.evaluate("window.scrollTo(0, document.querySelector('#incidents').offsetTop - 150)")


def claim(page: Page) -> None:
    """A contested statement with its sides."""
    page.locator("#details .pick", has_text="responsible actor").first.click()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, document.querySelector('#explorer').offsetTop - 12)")


def compare(page: Page) -> None:
    """What only one incident has, and what both have."""
    page.get_by_role("button", name="Compare", exact=True).click()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, document.querySelector('#explorer').offsetTop - 12)")


def time(page: Page) -> None:
    """Both incidents in time."""
    page.get_by_role("button", name="Time line", exact=True).click()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, document.querySelector('#explorer').offsetTop - 12)")


@pytest.mark.parametrize(
    ("name", "show", "height"),
    [("bridge", bridge, 1700), ("claim", claim, 960), ("compare", compare, 1080), ("time", time, 960)],
)
def test_a_picture_for_the_reader_of_the_readme(
    open_page: Open, built: Path, name: str, show: object, height: int
) -> None:
    assert callable(show)
    opened = open_page((built / "graph.html").read_text(encoding="utf-8"), width=1280, height=height).page
    show(opened)
    picture = opened.screenshot()
    kept = IMAGES / f"{name}.png"
    if os.environ.get("KG_SCREENSHOTS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(picture)
    content = kept.read_bytes()
    assert struct.unpack(">II", content[16:24]) == struct.unpack(">II", picture[16:24]) == (1280, height)
    assert len(content) < MOST_BYTES, "make it smaller, for instance with pngquant"
    told = "".join((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "docs/page.md"))
    assert f"images/{name}.png" in told
