"""How many were aboard, died, survived or were injured."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal
from rdflib.namespace import XSD

from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.quantities import QuantityFinder


def counts(text: Text) -> Iterator[Fact]:
    """Every count of people that belongs to an incident."""
    for count in QuantityFinder(text.knowledge.lexicon).find(text.cast.tokens):
        incident = text.counted(count.token)
        property_ = count.property if not count.bound else text.knowledge.taxonomy.bounding(count.property, count.bound)
        if incident is not None and property_ is not None:
            yield Fact(incident, property_, Literal(str(count.value), datatype=XSD.integer), count.token, count.words)
