"""A folder that is brought up to date holds the bytes of one that is built from nothing."""

from __future__ import annotations

from pathlib import Path

from kg.running import build
from tests.faults.building import visible
from tests.merging.test_collection import DAYS, TEXTS


def test_articles_are_added_changed_and_removed(tmp_path: Path) -> None:
    sources, out = tmp_path / "articles", tmp_path / "out"
    sources.mkdir()
    steps: list[dict[str, str | None]] = [
        {name: TEXTS[name] for name in "abcdef"},
        {"g": TEXTS["g"]},
        {"b": None},
        {"c": TEXTS["j"], "a": None, "h": TEXTS["h"]},
    ]
    for number, step in enumerate(steps):
        for name, text in step.items():
            _write(sources, name, text)
        report = build([sources], out)
        assert report.read == len([text for text in step.values() if text is not None])
        build([sources], tmp_path / f"anew-{number}")
        assert visible(out) == visible(tmp_path / f"anew-{number}")


def _write(folder: Path, name: str, text: str | None) -> None:
    article, beside = folder / f"{name}.txt", folder / f"{name}.toml"
    if text is None:
        article.unlink()
        beside.unlink()
    else:
        article.write_text(text, encoding="utf-8")
        beside.write_text(f"published = {DAYS[name].isoformat()}\n", encoding="utf-8")
