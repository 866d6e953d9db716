"""What the reader can take along: pictures, tables, data and the graph itself."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import struct
from base64 import b64decode, b64encode
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page
from rdflib import Graph

from kg.exporting.page import render_page
from kg.exporting.page.document import packed
from tests.exporting.opening import FIXTURE, Open
from tests.exporting.test_page import BAIT, hostile

SVG = "{http://www.w3.org/2000/svg}"
NAME = "flight-alpha-101-and-beta-202-who-says-what"


def saved(page: Page, ending: str) -> bytes:
    """What the button of the format gives to keep."""
    with page.expect_download() as download:
        page.locator(f'[data-download="{ending}"]').click()
    assert re.fullmatch(rf"[\w-]+\.{ending}", download.value.suggested_filename)
    page.get_by_text("is saved.").wait_for()
    return Path(download.value.path()).read_bytes()


def test_file_names_come_from_the_title(open_page: Open) -> None:
    page = open_page().page
    with page.expect_download() as download:
        page.locator('[data-download="json"]').click()
    assert download.value.suggested_filename == f"{NAME}.json"


def test_the_svg_shows_every_drawn_node_with_its_caption(open_page: Open) -> None:
    page = open_page(address="#id=proposition/resp-a&view=bridge").page
    drawing = ElementTree.fromstring(saved(page, "svg"))  # noqa: S314 - of our own making
    drawn = int(page.locator("#status").inner_text().split(" of ")[0])
    figures = drawing.findall(f"{SVG}g")
    assert len(figures) == drawn
    titles = {figure.findtext(f"{SVG}title") for figure in figures}
    assert {"Flight Alpha 101", "Beta 202", "Southland"} <= titles
    for figure in figures:
        lines = [line.text or "" for line in figure.iter(f"{SVG}tspan")]
        assert "".join(lines).replace(" ", "") == (figure.findtext(f"{SVG}title") or "").replace(" ", "")
    assert "asserts" in {text for line in drawing.iter(f"{SVG}tspan") if (text := line.text)}
    assert {"circle", "rect", "polygon", "line"} <= {element.tag.removeprefix(SVG) for element in drawing.iter()}


def test_the_svg_has_what_the_filter_leaves_in_the_colours_of_the_scheme(open_page: Open) -> None:
    page = open_page(scheme="dark").page
    page.locator('#legend input[data-kind="claim"]').uncheck()
    drawing = ElementTree.fromstring(saved(page, "svg"))  # noqa: S314 - of our own making
    background = drawing.find(f"{SVG}rect")
    assert background is not None
    assert background.get("fill") == "#191d21"
    assert len(drawing.findall(f"{SVG}g")) == int(page.locator("#status").inner_text().split(" of ")[0])


def test_the_png_has_twice_the_size_of_the_drawing(open_page: Open) -> None:
    page = open_page().page
    content = saved(page, "png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    width, height = struct.unpack(">II", content[16:24])
    assert abs(width - 2 * box["width"]) <= 2
    assert abs(height - 2 * box["height"]) <= 2
    colours = page.evaluate(
        """async (url) => {
          const image = new Image(); image.src = url; await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d"); context.drawImage(image, 0, 0);
          return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
        }""",
        "data:image/png;base64," + b64encode(content).decode(),
    )
    assert colours > 20


def test_the_csv_has_one_row_an_utterance(open_page: Open) -> None:
    text = saved(open_page().page, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 11
    row = next(row for row in rows if row["claim"] == "claim/a1-1")
    assert row["speaker"] == "Northland"
    assert row["stance"] == "asserts"
    assert row["statement"] == (
        "The responsible actor of Flight Alpha 101 is Southland. The weapon system of Flight Alpha 101 is Lance."
    )
    assert row["exact_words"] == "🛬 Northland accuses Southland of having shot it down with a Lance system"
    assert row["publisher"] == "The Herald"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ('say "no", he', '"say ""no"", he"'), ("a\nb", '"a\nb"'), ("a=b", "a=b"), ("", ""), (None, ""),
        ('=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cells: Page, value: str | None, cell: str) -> None:
    assert cells.evaluate("(value) => own.csvCell(value)", value) == cell


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Südland: who?", "sudland-who.svg"), ("../../etc/passwd", "etc-passwd.svg"), ("", "graph.svg"),
        ("…", "graph.svg"), ("a" * 200, "a" * 80 + ".svg"), ("Рейс 17", "реис-17.svg"),
    ],
)  # fmt: skip
def test_file_names_are_safe(cells: Page, title: str, name: str) -> None:
    assert cells.evaluate("(title) => own.fileName(title, 'svg')", title) == name


def test_the_json_is_the_data_of_the_page(open_page: Open, fixture_page: str) -> None:
    content = json.loads(saved(open_page().page, "json"))
    assert content["title"] == "Flight Alpha 101 and Beta 202: who says what"
    assert len(content["claims"]) == 11


def test_the_turtle_is_the_file_itself(open_page: Open) -> None:
    assert saved(open_page().page, "ttl") == FIXTURE.read_bytes()


def test_a_page_without_its_turtle_does_not_offer_it(open_page: Open) -> None:
    page = open_page(Graph().parse(FIXTURE)).page
    assert page.locator("[data-download]").all_inner_texts() == ["PNG", "SVG", "CSV", "JSON"]


def test_the_packed_turtle_is_the_same_every_time() -> None:
    content = FIXTURE.read_bytes()
    assert packed(content) == packed(content)
    assert gzip.decompress(b64decode(packed(content))) == content
    assert b64decode(packed(content))[4:8] == bytes(4)


def test_downloads_of_a_hostile_graph_stay_text(open_page: Open) -> None:
    bad = hostile(Graph().parse(FIXTURE))
    turtle = f"# {BAIT}\n".encode()
    page = open_page(render_page(bad, turtle)).page
    drawing = ElementTree.fromstring(saved(page, "svg"))  # noqa: S314 - of our own making
    assert not {"script", "img", "a", "image"} & {element.tag.removeprefix(SVG) for element in drawing.iter()}
    assert BAIT[:9] in saved(page, "csv").decode()
    assert saved(page, "ttl") == turtle
    saved(page, "png")
    assert page.evaluate("window.hacked") is None
