"""What is read, what is refused, and what a user is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.reading import Refusal, read_sources
from kg.reading.identifiers import safe_identifier

ENGLISH = (
    "The plane was on its way to the city when it was hit, and the pilots of the crew said that they had no control."
)


def _one(path: Path) -> tuple[Article | None, list[Refusal]]:
    articles, refusals = read_sources([path])
    return (articles[0] if articles else None), refusals


def test_a_text_is_kept_exactly_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfOne\r\ntwo \xe2\x80\x9cthree\xe2\x80\x9d\n")
    article, refusals = _one(path)
    assert article is not None
    assert (article.id, article.text, refusals) == ("a", "One\r\ntwo “three”\n", [])


def test_a_side_car_tells_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        'title = "T"\npublisher = "P"\nurl = "https://example.org/a"\npublished = 2024-12-26\nlanguage = "en"',
        encoding="utf-8",
    )
    article, refusals = _one(tmp_path / "a.txt")
    assert article == Article("a", ENGLISH, "T", "https://example.org/a", "P", dt.date(2024, 12, 26), "en")
    assert refusals == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('url = "javascript:alert(1)"', "no http(s) address"),
        ('url = "https://exa mple.org/<b>"', "no http(s) address"),
        ('published = "soon"', "is no date"),
        ('colour = "red"', "unknown key 'colour'"),
        ("title = 3", "title is no text"),
        ("this is no TOML", "no TOML"),
    ],
)
def test_a_bad_key_is_one_line_and_the_article_is_read(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.toml").write_text(line, encoding="utf-8")
    article, refusals = _one(tmp_path / "a.txt")
    assert article is not None
    assert len(refusals) == 1
    assert words in str(refusals[0])
    assert "a.toml" in str(refusals[0])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        ("Böse".encode("latin-1"), "is no UTF-8 (byte 1)"),
        (b"PK\x00\x03", "is a binary file"),
        (b"word " * 1_000_000, "is larger than 4 MB"),
        (b"word " * 300_000, "characters, more than 1,000,000"),
        (
            "Die Maschine ist in der Nähe der Stadt abgestürzt, und niemand weiß, warum. ".encode() * 3,
            "not look like English",
        ),
        (
            "Самолёт разбился недалеко от города, и никто не знает почему это случилось. ".encode() * 3,
            "not look like English",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    articles, refusals = read_sources([tmp_path])
    assert [a.id for a in articles] == ["b"]
    assert len(refusals) == 1
    assert words in str(refusals[0])
    assert "\n" not in str(refusals[0])


def test_a_declared_language_other_than_english_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.toml").write_text('language = "ru"', encoding="utf-8")
    article, refusals = _one(tmp_path / "a.txt")
    assert article is None
    assert "only English is read" in str(refusals[0])


def test_missing_paths_and_unknown_kinds_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    articles, refusals = read_sources([tmp_path / "no.txt", tmp_path / "a.pdf"])
    assert articles == []
    assert ["a.pdf" in str(refusals[0]), "no.txt" in str(refusals[1])] == [True, True]
    assert read_sources([tmp_path]) == ([], [])


def test_a_folder_is_read_at_any_depth_and_once(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "b.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    articles, refusals = read_sources([tmp_path, tmp_path / "deep" / "er" / "a.txt"])
    assert ([a.id for a in articles], refusals) == (["a"], [])


def test_html_gives_its_text_and_its_head(tmp_path: Path) -> None:
    page = (
        "<html lang=en><head><title>A &amp; B</title><meta property='og:site_name' content='The Paper'>"
        "<meta property='article:published_time' content='2024-12-26T10:00:00Z'><style>p{}</style></head>"
        "<body><nav>Home</nav><article><h1>Head</h1><p>First <b>bold</b> words.</p><ul><li>One</li><li>Two</li></ul>"
        "<script>alert(1)</script></article><footer>End</footer></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    article, _ = _one(tmp_path / "a.html")
    assert article is not None
    assert article.text == "Head\nFirst bold words.\nOne\nTwo"
    assert (article.title, article.publisher, article.published) == ("A & B", "The Paper", dt.date(2024, 12, 26))


def test_json_lines_lose_only_the_broken_ones(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": ENGLISH, "publisher": "P"}), "", "{broken", json.dumps(["a"]),
        json.dumps({"text": ENGLISH}), json.dumps({"id": "two", "text": 3}), json.dumps({"id": "one", "text": ENGLISH}),
        json.dumps({"id": "../../etc/passwd", "text": ENGLISH}), '{"id": "half", "text": "\\ud800 the and of"}',
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    articles, refusals = read_sources([path])
    assert {a.id for a in articles} == {"one", safe_identifier("../../etc/passwd")}
    told = [str(r) for r in refusals]
    assert len(told) == 6
    for number in (3, 4, 5, 6, 9):
        assert [t for t in told if f"line {number}:" in t], number
    assert [t for t in told if "a second article with the id 'one'" in t]


@given(st.text(max_size=300))
def test_no_id_leads_out_of_the_folder(given_: str) -> None:
    identifier = safe_identifier(given_)
    assert Path(identifier).name == identifier
    assert identifier not in (".", "..")
    assert identifier.isascii()
    assert len(identifier) <= 100


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=500), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.md", "b.toml"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / name).write_bytes(data)
    articles, refusals = read_sources([tmp_path])
    assert "b" in {a.id for a in articles}
    assert all("\n" not in str(r) for r in refusals)
    for article in articles:
        article.text.encode()
