"""Under which sign the vehicle is registered: *registration AB-CDE*, *tail number N12345*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import Literal

from kg.extraction.circumstances.model import Fact, Text

_BETWEEN = r"(?:\s+(?:number|mark|sign|code|as|was|is|of|with|the))*[\s:(]+"


def registrations(text: Text) -> Iterator[Fact]:
    """Every sign after a word that announces one, by the ontology's words and patterns."""
    for kind in text.knowledge.taxonomy.incident_kinds:
        if kind.registration is None or not kind.registration_words:
            continue
        words = "|".join(sorted(map(re.escape, kind.registration_words), key=lambda w: (-len(w), w)))
        for match in re.finditer(rf"\b(?i:{words}){_BETWEEN}({kind.registration_pattern})\b", text.doc.text):
            span = text.doc.covering(*match.span(1))
            incident = text.counted(span.root)
            if incident is not None:
                yield Fact(incident, kind.registration, Literal(match[1]), span.root, span)
