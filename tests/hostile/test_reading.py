"""Whatever a source holds, it is read or refused in one line, and nothing leads out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.minting import slug
from kg.reading import Refusal, read_sources
from kg.reading.identifiers import safe_identifier
from kg.running.layout import Layout
from tests.hostile.cases import cases
from tests.hostile.strategies import ENGLISH, any_text, content, html, json_lines, kinds, lone, toml


def _read(path: Path) -> tuple[list[str], list[Refusal]]:
    articles, refusals = read_sources([path])
    for refusal in refusals:
        line = str(refusal)
        assert line.isprintable() and line, line
        line.encode()
    for article in articles:
        article.text.encode()
        (article.title or "").encode()
        assert article.id == os.fsdecode(os.fsencode(article.id)) and article.id.isascii()
        assert Layout(Path("out")).article(article.id).parent == Path("out/articles")
        assert not article.id.startswith((".", "-")) and len(f".{article.id}.ttl.part") <= 255
    return [a.id for a in articles], refusals


@given(kinds, content, toml | st.binary(max_size=100).map(lambda b: b.decode("latin-1")))
@cases(0.16)
def test_a_file_of_any_kind_with_a_side_car(kind: str, data: bytes, sidecar: str) -> None:
    folder = _folder()
    (folder / f"a{kind}").write_bytes(data)
    (folder / "a.toml").write_text(sidecar, encoding="utf-8")
    found, refusals = _read(folder)
    assert found or refusals or not data.strip()


@given(json_lines)
@cases(0.1)
def test_json_lines(data: bytes) -> None:
    folder = _folder()
    (folder / "a.jsonl").write_bytes(data)
    found, _ = _read(folder)
    assert len(set(found)) == len(found)


@given(html)
@cases(0.1)
def test_pages(page: str) -> None:
    folder = _folder()
    (folder / "a.html").write_text(page, encoding="utf-8")
    _read(folder)


@given(st.binary(min_size=1, max_size=60).filter(lambda b: b"/" not in b and b"\0" not in b))
@cases(0.05)
def test_names_of_files(name: bytes) -> None:
    folder = _folder()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name + b".txt")).write_text(ENGLISH, encoding="utf-8")
    found, refusals = _read(folder)
    assert len(found) == (not name.startswith(b".")) and not refusals


@given(st.lists(lone | any_text, min_size=2, max_size=6, unique=True))
@cases(0.1)
def test_ids_are_safe_file_names_and_differ(ids: list[str]) -> None:
    made = [safe_identifier(each) for each in ids]
    assert len(set(made)) == len(ids)
    for each in made:
        assert each.isascii() and Path(each).name == each and each.strip(".") and len(each) <= 120


@given(lone | any_text)
@cases(0.05)
def test_slugs(words: str) -> None:
    found = slug(words)
    assert found and len(found) <= 70 and set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_what_is_no_plain_file_does_not_hang(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.html"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "d.txt").write_text(ENGLISH, encoding="utf-8")
    os.mkfifo(tmp_path / "d.toml")
    (tmp_path / "e.txt").symlink_to("/dev/zero")
    (tmp_path / "f.txt").symlink_to(tmp_path / "f.txt")
    (tmp_path / "g").symlink_to(tmp_path)
    assert _read(tmp_path)[0] == ["d"]
    for name in ("a.txt", "b.jsonl", "c.html", "e.txt"):
        found, refusals = _read(tmp_path / name)
        assert not found and len(refusals) == 1


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "b.toml"):
        (tmp_path / name).write_text(ENGLISH, encoding="utf-8")
        if name != "b.txt":
            os.truncate(tmp_path / name, 10 << 30)
    found, refusals = _read(tmp_path)
    assert found == ["b"]
    assert [str(r).rpartition("/")[2].partition(":")[0] for r in refusals] == ["a.txt", "b.toml"]


def test_a_line_that_is_too_long_is_one_refusal(tmp_path: Path) -> None:
    line = b'{"id": "b", "text": "' + ENGLISH.encode() + b'"}'
    (tmp_path / "a.jsonl").write_bytes(b" " * 13_000_000 + b"\n" + line)
    found, refusals = _read(tmp_path)
    assert found == ["b"]
    assert [str(r).rpartition("a.jsonl, ")[2].partition(":")[0] for r in refusals] == ["line 1"]


def test_nesting_and_numbers_without_end_are_one_refusal(tmp_path: Path) -> None:
    deep = [b'{"id": "a", "text": ' + b"[" * 200_000, b"9" * 5_000, b'{"a":' * 200_000]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(deep))
    assert len(_read(tmp_path)[1]) == 3
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    for value in ("[" * 100_000, "9" * 5_000, "{a=" * 50_000, f"1\npublished = 0x{'f' * 5_000}"):
        (tmp_path / "b.toml").write_text(f"title = {value}", encoding="utf-8")
        found, refusals = _read(tmp_path / "b.txt")
        assert found == ["b"] and refusals


def test_a_page_is_read_in_time_that_grows_with_it(tmp_path: Path) -> None:
    """Each would take hours in the square of its length."""
    for part in (
        "<div>",
        "<p>a",
        "<p ",
        "<a b='",
        "<!--",
        "<!-- --!>",
        "<![CDATA[",
        "<",
        "&amp;",
        "<p><b>",
        "<ul><li>",
    ):
        (tmp_path / "a.html").write_text(f"{ENGLISH}{part * (100_000 // len(part))}", encoding="utf-8")
        _read(tmp_path)


def _folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(dir=os.environ.get("KG_HOSTILE_FOLDER")))
