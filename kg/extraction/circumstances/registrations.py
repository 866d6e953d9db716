"""Under which sign the vehicle is registered: *registration AB-CDE*, *tail number N12345*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rdflib import Literal

from kg.extraction.circumstances.model import Fact, Text
from kg.knowledge.taxonomy import IncidentKind

_BETWEEN = r"(?:\s+(?:number|mark|sign|code|as|was|is|of|with|the))*[\s:(]+"


@cache
def announced(kind: IncidentKind) -> re.Pattern[str]:
    """A sign, as its first group, after a word that announces it."""
    words = "|".join(sorted(map(re.escape, kind.registration_words), key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?i:{words}){_BETWEEN}({kind.registration_pattern})\b")


def registrations(text: Text) -> Iterator[Fact]:
    """Every sign after a word that announces one, by the ontology's words and patterns."""
    for kind in text.knowledge.taxonomy.incident_kinds:
        if kind.registration is None or not kind.registration_words:
            continue
        for match in announced(kind).finditer(text.doc.text):
            span = text.doc.covering(*match.span(1))
            incident = text.counted(span.root)
            if incident is not None:
                yield Fact(incident, kind.registration, Literal(match[1]), span.root, span)
