"""When: the dated events of each incident, and the claims about it by the day of their article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.exporting.page.comparison import incident_events
from kg.exporting.page.lookup import Lookup
from kg.vocabulary import DCTERMS, KG, RDF, SEM

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_DAY = 10


@dataclass(frozen=True)
class MomentRecord:
    """Something dated: an event, or an article with claims. ``date`` is a day, a month or a year.

    ``claims`` counts those that give an event this date, or that stand in the article and are about the incident.
    """

    id: str
    date: str
    claims: int


@dataclass(frozen=True)
class LaneRecord:
    """An incident's time line. ``start`` is its day, empty where no day is told; the rest counts what has no date."""

    incident: str
    start: str
    moments: tuple[MomentRecord, ...]
    claims: int
    undated_claims: int
    undated_events: int


def read_lanes(lookup: Lookup, incidents: list[URIRef]) -> list[LaneRecord]:
    """A lane for each incident."""
    given = _given(lookup)
    return [_lane(lookup, incident, given) for incident in incidents]


def plain_date(text: str) -> str:
    """The day, month or year that a literal begins with; empty where it is none of the calendar."""
    found = _DATE.match(text)
    if not found:
        return ""
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return found.group()


def _given(lookup: Lookup) -> dict[URIRef, Counter[Node]]:
    """Event → date → the number of claims that assert it; none where a proposition has only denials."""
    found: dict[URIRef, Counter[Node]] = defaultdict(Counter)
    for proposition in lookup.subjects(RDF.predicate, SEM.hasTimeStamp):
        claims = lookup.subjects(KG.proposition, proposition)
        asserting = [c for c in claims if lookup.iri(c, KG.epistemic) in (KG.TrueCertain, KG.TrueUncertain)]
        for event in lookup.iris(proposition, RDF.subject):
            for value in lookup.objects(proposition, RDF.object):
                found[event][value] += len(asserting)
    return found


def _lane(lookup: Lookup, incident: URIRef, given: dict[URIRef, Counter[Node]]) -> LaneRecord:
    moments: list[MomentRecord] = []
    own: list[MomentRecord] = []
    events = [incident, *incident_events(lookup, incident)]
    undated = 0
    for event in events:
        values = set(+given[event]) | set(lookup.objects(event, SEM.hasTimeStamp))
        counts: Counter[str] = Counter()
        for value in values:
            if isinstance(value, Literal) and (day := plain_date(str(value))):
                counts[day] += given[event][value]
        dated = [MomentRecord(lookup.id(event), day, claims) for day, claims in counts.items()]
        undated += not dated and event != incident
        own += [m for m in dated if event == incident and len(m.date) == _DAY]
        moments += dated
    told, total, without = _told(lookup, incident)
    start = min(own, key=lambda m: (-m.claims, m.date)).date if own else ""
    ordered = tuple(sorted([*moments, *told], key=lambda m: (m.date, m.id)))
    return LaneRecord(lookup.id(incident), start, ordered, total, without, undated)


def _told(lookup: Lookup, incident: URIRef) -> tuple[list[MomentRecord], int, int]:
    """The dated articles with claims about the incident, all these claims, and those in articles without a date."""
    per_article: Counter[URIRef | None] = Counter(
        lookup.iri(claim, KG.article)
        for claim in lookup.subjects(KG.about, incident)
        if lookup.has(claim, RDF.type, KG.Claim)
    )
    dated = {a: day for a in per_article if a and (day := plain_date(lookup.text(a, DCTERMS.issued)))}
    moments = [MomentRecord(lookup.id(a), day, per_article[a]) for a, day in dated.items()]
    total = per_article.total()
    return moments, total, total - sum(m.claims for m in moments)
