"""Dates as the words give them: a day, a month, a year; relative ones resolved against the date of publication."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from dateparser.date import DateDataParser
from rdflib import Literal
from rdflib.namespace import XSD

_WEEKDAY = re.compile(r"(?i)\b(?:last\s+)?(mon|tues|wednes|thurs|fri|satur|sun)day\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(
    r"(?i)\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_NOISE = re.compile(r"(?i)\b(?:on|the|in|of|early|late|mid|morning|afternoon|evening|night)\b|[,.()]")


_TIMELY = re.compile(
    r"(?i)day|week|month|year|decade|today|tonight|morning|evening|night|spring|summer|autumn|winter|ago\b"
)


def tells_time(words: str) -> bool:
    """Whether words that give no date tell a time all the same: *last week*, *the same day*."""
    return bool(_TIMELY.search(words) or _MONTH.search(words))


@lru_cache(maxsize=4_096)
def read_date(words: str, published: dt.date | None) -> Literal | None:
    """The date that the words tell, as xsd:date, xsd:gYearMonth or xsd:gYear.

    A weekday is the last such day up to the date of publication; a day or a month without a year needs the date of
    publication too. None where the words, or the lack of that date, leave it open.
    """
    year = _YEAR.search(words)
    month = _MONTH.search(words)
    if year is None and month is None:
        return _weekday(words, published)
    if year is not None and month is None:
        return Literal(year[0], datatype=XSD.gYear) if re.search(r"\d", words.replace(year[0], "")) is None else None
    return _calendar(_NOISE.sub(" ", words), published, has_year=year is not None)


def _weekday(words: str, published: dt.date | None) -> Literal | None:
    match = _WEEKDAY.search(words)
    if match is None or published is None:
        return None
    back = (published.weekday() - _DAYS.index(match[1].lower())) % 7
    return _day(published - dt.timedelta(days=back))


def _calendar(words: str, published: dt.date | None, *, has_year: bool) -> Literal | None:
    if not has_year and published is None:
        return None
    base = dt.datetime.combine(published or dt.date(2000, 1, 1), dt.time())
    found = _parser(base).get_date_data(" ".join(words.split()))
    if found.date_obj is None:
        return None
    if found.period == "day":
        return _day(found.date_obj.date())
    return Literal(f"{found.date_obj:%Y-%m}", datatype=XSD.gYearMonth)


def _day(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


@lru_cache(maxsize=256)
def _parser(base: dt.datetime) -> DateDataParser:
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=["en"], settings=settings)
