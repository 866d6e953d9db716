"""Aligns what the articles name into one graph: entities, incidents, events, claims; conflicts, analogies, copies.

Every decision is a :class:`~kg.model.Membership` that says why; nothing of an article is changed or lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

from kg.alignment.decisions import Decisions
from kg.graphs.records import encode
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.collection import Collection
from kg.model import Analogy, ArticlePart, Entity, Extraction, Merged, Part, SubjectPart

__all__ = ["Collection", "merge"]


def merge(extractions: Iterable[Extraction], knowledge: Knowledge, decisions: Decisions | None = None) -> Merged:
    """Merge the extractions of all articles at once; their order does not matter. ``decisions`` outrank every score."""
    articles, decisions = {x.iri: x for x in extractions}, decisions or Decisions()
    with closing(sqlite3.connect("")) as connection:
        collection = Collection(connection, knowledge, decisions, lambda iri: encode(articles[iri]))
        for extraction in articles.values():
            collection.put(extraction)
        parts = dict(collection.settle())
        return merged_of(parts.values(), collection, knowledge)


def merged_of(parts: Iterable[Part | Written | None], collection: Collection, knowledge: Knowledge) -> Merged:
    """The parts put together."""
    parts = list(parts)
    articles = sorted(
        (p for p in parts if isinstance(p, ArticlePart)), key=lambda a: (bool(a.extraction.sources), a.extraction.iri)
    )
    subjects = sorted((p for p in parts if isinstance(p, SubjectPart)), key=lambda s: s.iri)
    return Merged(
        extractions=tuple(a.extraction for a in articles),
        entities=tuple(sorted((p for p in parts if isinstance(p, Entity)), key=lambda e: e.iri)),
        claims=tuple(sorted((c for a in articles for c in a.claims), key=lambda c: c.iri)),
        facts=tuple((p.subject, p.predicate, p.object) for s in subjects for p in s.facts),
        memberships=tuple(sorted((m for a in articles for m in a.memberships), key=lambda m: m.iri)),
        conflicts=tuple(sorted((c for s in subjects for c in s.conflicts), key=lambda c: c.iri)),
        analogies=tuple(p for p in parts if isinstance(p, Analogy)),
        decisions=collection.decisions.rows,
        unheeded=tuple(collection.unheeded()),
        rules=knowledge.models_digest,
        copies=tuple(sorted((a.extraction.iri, a.copy_of) for a in articles if a.copy_of is not None)),
    )
