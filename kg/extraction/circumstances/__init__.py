"""What an article says of each incident: date, place, route, operator, vehicle, weapon, who is held responsible."""

from __future__ import annotations

import datetime as dt

from kg.extraction.cast import Cast
from kg.extraction.circumstances.counts import counts
from kg.extraction.circumstances.dates import dates
from kg.extraction.circumstances.identity import identity
from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.circumstances.places import places
from kg.extraction.circumstances.registrations import registrations
from kg.extraction.circumstances.responsibility import responsible
from kg.extraction.circumstances.routes import routes
from kg.extraction.circumstances.weapons import weapons
from kg.extraction.incidents import IncidentFinder
from kg.knowledge import Knowledge

__all__ = ["Fact", "find_circumstances"]


def find_circumstances(
    knowledge: Knowledge, cast: Cast, incidents: IncidentFinder, published: dt.date | None
) -> list[Fact]:
    """Every fact of the incidents of one article, in the order of the text, the same fact once a token."""
    text = Text(knowledge, cast, incidents)
    found: dict[tuple[int, object, object, int], Fact] = {}
    for fact in [
        *identity(text),
        *counts(text),
        *registrations(text),
        *routes(text),
        *places(text),
        *dates(text, published),
        *weapons(text),
        *responsible(text),
    ]:
        found.setdefault((fact.incident.number, fact.predicate, fact.value, fact.token.i), fact)
    return sorted(found.values(), key=lambda f: f.token.i)
