"""What is known of an article beside its text, checked key by key."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kg.reading.limits import MAX_BYTES
from kg.reading.refusal import Refusal

_HALF_PAIR = re.compile("[\ud800-\udfff]")
KEYS = ("title", "url", "publisher", "published", "language")


def read_sidecar(path: Path, refusals: list[Refusal]) -> dict[str, object]:
    """The keys of ``NAME.toml`` beside ``NAME.txt``; none where it is missing or broken."""
    sidecar = path.with_suffix(".toml")
    if not sidecar.is_file():
        return {}
    try:
        if sidecar.stat().st_size > MAX_BYTES:
            refusals.append(Refusal(str(sidecar), f"is larger than {MAX_BYTES // 1_000_000} MB; left out"))
            return {}
        found = tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits as well
        refusals.append(Refusal(str(sidecar), f"no TOML ({error}); the article is read without it"))
        return {}
    return checked(found, str(sidecar), refusals)


def checked(given: Mapping[str, object], source: str, refusals: list[Refusal]) -> dict[str, object]:
    """The keys that are known and well-formed; each of the others is refused, and the article is read without it."""
    kept: dict[str, object] = {}
    for key, value in given.items():
        if key not in KEYS:
            refusals.append(Refusal(source, f"unknown key {_short(key)}; known are {', '.join(KEYS)}"))
        elif key == "published":
            day = _date(value)
            if day is None:
                refusals.append(Refusal(source, f"published {_short(value)} is no date; write it as 2024-12-25"))
            else:
                kept[key] = day
        elif not isinstance(value, str) or not encodable(value):
            refusals.append(Refusal(source, f"{key} is no text; put it in quotation marks"))
        elif key == "url" and not _is_web_address(value):
            refusals.append(Refusal(source, f"url {_short(value)} is no http(s) address; left out"))
        elif value.strip():
            kept[key] = " ".join(value.split())
    return kept


def _short(value: object) -> str:
    try:
        told = repr(value)
    except ValueError:  # of a number of thousands of digits
        return "a number"
    return told if len(told) <= 80 else f"{told[:79]}…"


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _is_web_address(value: str) -> bool:
    if any(c.isspace() or c in '<>"{}|\\^`' or not c.isprintable() for c in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def encodable(value: str) -> bool:
    """Whether a text has no half of a surrogate pair, and so can be written as UTF-8."""
    return _HALF_PAIR.search(value) is None
