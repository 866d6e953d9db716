"""An article and the words in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One news article as it was read.

    ``id`` is the file's stem or the line's ``id``, safe as a file name. Offsets anywhere in the program count the
    Unicode code points of ``text``, which is kept exactly as it stands in the source.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, order=True)
class Mention:
    """Words of an article: ``text[begin:end]``, 0-based and half-open, in code points (NIF OffsetBasedString)."""

    begin: int
    end: int
    words: str
