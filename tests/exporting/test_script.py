"""The page's own script: linted, and its pure parts run on the data of the fixture."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kg.exporting.page.document import bundled_script
from tests.exporting.opening import script_of

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "kg" / "exporting" / "page" / "script"

Script = Callable[..., Page]


def test_oxlint_finds_nothing() -> None:
    command = [str(Path(sys.executable).with_name("oxlint")), "--deny-warnings", "-c", str(ROOT / ".oxlintrc.json")]
    found = subprocess.run([*command, str(SCRIPT)], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_every_module_is_in_the_bundle_after_those_it_imports() -> None:
    bundle = bundled_script()
    order = re.findall(r"^// (\w+)\.js$", bundle, flags=re.MULTILINE)
    assert sorted(order) == sorted(path.stem for path in SCRIPT.glob("*.js"))
    assert not re.search(r"^\s*(import|export)\b", bundle, flags=re.MULTILINE)


def test_no_two_modules_declare_the_same_name() -> None:
    declared = r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)"
    names = [
        n for path in SCRIPT.glob("*.js") for n in re.findall(declared, path.read_text("utf-8"), flags=re.MULTILINE)
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.fixture
def script(browser: Browser, fixture_page: str, tmp_path: Path) -> Iterator[Script]:
    """Some modules on a page that has the fixture's data and nothing else, their functions as ``own``."""
    found = re.search(r'<script type="application/json" id="data">.*?</script>', fixture_page, flags=re.DOTALL)
    assert found
    path = tmp_path / "data.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{found[0]}", encoding="utf-8")
    pages = []

    def load(names: str, *exports: str, address: str = "") -> Page:
        page = browser.new_page()
        pages.append(page)
        page.goto(path.as_uri() + address)
        code = script_of(*names.split())
        page.evaluate(f"window.own = (() => {{ {code}\n return {{ {', '.join(exports)} }}; }})()")
        return page

    yield load
    for page in pages:
        page.close()


def state_of(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("own.state()")
    return found


def test_an_empty_address_shows_the_bridge(script: Script) -> None:
    page = script("data dom state", "state")
    expected = {"id": "", "view": "bridge", "a": "event/alpha-101", "b": "event/beta-202", "from": "", "to": ""}
    assert state_of(page).items() >= expected.items()


@pytest.mark.parametrize(
    ("address", "key", "value"),
    [
        ("#id=actor/southland", "id", "actor/southland"),
        ("#id=actor/nobody", "id", ""),
        ("#view=constructor", "view", "bridge"),
        ("#view=around", "view", "bridge"),
        ("#view=path&from=system/lance", "view", "bridge"),
        ("#a=event/beta-202&b=event/beta-202", "b", "event/alpha-101"),
        ("#id=%E0%A4%A", "id", ""),
    ],
)
def test_an_address_is_read_as_far_as_it_names_something(script: Script, address: str, key: str, value: str) -> None:
    assert state_of(script("data dom state", "state", address=address))[key] == value


def test_a_step_is_told_and_kept_in_the_address(script: Script) -> None:
    page = script("data dom state", "state", "go", "onChange")
    page.evaluate("own.onChange((now, before) => { window.told = [before.id, now.id]; })")
    page.evaluate("own.go({ id: 'actor/southland' })")
    assert page.evaluate("window.told") == ["", "actor/southland"]
    assert "id=actor%2Fsouthland" in page.url
    page.go_back()
    assert state_of(page)["id"] == ""


def test_the_shortest_path_leads_around_those_who_report_everything(script: Script) -> None:
    page = script("data dom state quotes paths", "pathNodes", address="#from=system/lance&to=system/spear")
    path = page.evaluate("own.pathNodes()")
    assert [path[0], len(path), path[-1]] == ["system/lance", 3, "system/spear"]


def test_a_path_needs_both_ends(script: Script) -> None:
    assert (
        script("data dom state quotes paths", "pathNodes", address="#from=system/lance").evaluate("own.pathNodes()")
        == []
    )


def test_a_path_to_where_one_is_has_no_step(script: Script) -> None:
    page = script("data dom state quotes paths", "pathNodes", address="#from=system/lance&to=system/lance")
    assert page.evaluate("own.pathNodes()") == ["system/lance"]


def test_a_quote_marks_its_cue_and_stays_text(script: Script) -> None:
    page = script("data dom state quotes", "quote")
    html = page.evaluate("own.quote([{ text: '<b>', role: '' }, { text: 'denies', role: 'cue' }], 'en').outerHTML")
    assert html == '<blockquote lang="en" dir="auto">&lt;b&gt;<mark>denies</mark></blockquote>'


def test_what_a_copy_repeats_counts_once(script: Script) -> None:
    page = script("data", "independent", "claims")
    assert page.evaluate("own.independent([...own.claims.keys()].slice(0, 1))") == 1
    assert page.evaluate(
        """(() => { const [first, second] = [...own.claims.values()];
           Object.assign(second, { article: 'copy', source: first.source = first.article });
           return own.independent([first.id, second.id]); })()"""
    ) == 1  # fmt: skip


def test_only_addresses_of_the_web_become_links(script: Script) -> None:
    page = script("dom", "link")
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "//a.example"):
        assert page.evaluate("(url) => own.link(url, 'x').tagName", address) == "SPAN"
    assert page.evaluate("own.link('https://a.example', 'x').rel") == "noopener noreferrer"
