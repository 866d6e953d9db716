"""A part of the merged graph as it is written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from kg.graphs.blocks import blocks
from kg.graphs.merged import Used, part_triples, used_terms
from kg.graphs.writing import text_digest
from kg.minting import Minter
from kg.model import ArticlePart, Extraction, Part
from kg.vocabulary import KG

_LEVEL = 1
"""Of zlib: a tenth of the size at a few milliseconds a megabyte."""

TRIPLES = "triples"


@dataclass(frozen=True)
class Input:
    """An article, or a record of the reference data, that the graph was made of."""

    iri: URIRef
    sha256: str
    """Of its text in UTF-8."""
    identifier: str
    record: bool
    """Whether it is a record of the reference data."""


@dataclass(frozen=True)
class Written:
    """The Turtle of a part, without prefixes, and what is counted of it."""

    packed: bytes
    """Under zlib."""
    terms: str
    """As JSON role, term and how often: the ontology's classes with their instances, what is used of its terms, and
    as :data:`TRIPLES`, without a term, the triples."""
    input: Input | None

    @property
    def turtle(self) -> bytes:
        """The statements."""
        return zlib.decompress(self.packed)


def write_part(part: Part, minter: Minter, prefixes: Mapping[str, str]) -> Written:
    """The part as Turtle: the same part gives the same bytes."""
    written = blocks(part_triples(part, minter), prefixes)
    packed = zlib.compress(written.turtle, _LEVEL)
    came = _input(part.extraction) if isinstance(part, ArticlePart) else None
    terms = [*_terms(written.classes, used_terms(part)), (TRIPLES, "", written.triples)]
    return Written(packed, json.dumps(terms, separators=(",", ":")), came)


def _input(extraction: Extraction) -> Input:
    article = extraction.article
    return Input(extraction.iri, text_digest(article), article.id, bool(extraction.sources))


def _terms(classes: Mapping[URIRef, int], used: Used) -> list[tuple[str, str, int]]:
    ours = {str(class_): count for class_, count in classes.items() if class_.startswith(KG)}
    found = [("instance", class_, count) for class_, count in sorted(ours.items())]
    roles = (("classes", used.classes), ("phases", used.phases), ("properties", used.properties))
    return found + [(role, str(term), 1) for role, terms in roles for term in sorted(terms)]
