"""JSON lines: one article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.model import Article
from kg.reading.files import make_article
from kg.reading.limits import MAX_BYTES
from kg.reading.metadata import KEYS, checked
from kg.reading.refusal import Refusal


def read_json_lines(path: Path, refusals: list[Refusal]) -> Iterator[Article]:
    """The articles of a file, one a line; a line that holds none is refused, and the others are read."""
    try:
        if not path.is_file():
            refusals.append(Refusal(str(path), "is no file; give a file or a folder"))
            return
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                if line.strip() or len(line) > MAX_BYTES:
                    article = article_of_line(line, f"{path}, line {number}", refusals)
                    if article is not None:
                        yield article
    except OSError as error:
        refusals.append(Refusal(str(path), f"cannot be read ({error.strerror}); check its permissions"))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Every line; of one that is longer than an article may be only its beginning, which is too long as well."""
    while line := file.readline(MAX_BYTES + 1):
        yield line
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES + 1)


def article_of_line(line: bytes, source: str, refusals: list[Refusal]) -> Article | None:
    """The article of one line; None, with a refusal, where it holds none."""
    if len(line) > MAX_BYTES:
        refusals.append(Refusal(source, f"is longer than {MAX_BYTES // 1_000_000} MB; split it into its articles"))
        return None
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits as well
        refusals.append(Refusal(source, f"is no JSON ({error}); write one object a line"))
        return None
    return article_of(record, source, refusals)


def article_of(record: object, source: str, refusals: list[Refusal]) -> Article | None:
    """The article of one object of JSON; None, with a refusal, where it is none."""
    if not isinstance(record, dict):
        refusals.append(Refusal(source, "is no JSON object; write one object a line"))
        return None
    for key in ("id", "text"):
        if not isinstance(record.get(key), str) or not record[key]:
            refusals.append(Refusal(source, f"has no {key}; give it as text"))
            return None
    given = {k: v for k, v in record.items() if k in KEYS and v is not None}
    known = checked(given, source, refusals)
    return make_article(record["id"].encode("utf-8", "replace").decode(), record["text"], known, source, refusals)
