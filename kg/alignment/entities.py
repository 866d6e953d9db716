"""Which actors, systems and places of the articles are one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Protocol

from rdflib import URIRef

from kg.alignment.alignment import Alignment
from kg.alignment.decisions import Decisions
from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.groups import Group
from kg.alignment.rows import Entry
from kg.alignment.scoring import Model
from kg.knowledge import Knowledge
from kg.model import Entity


class Source(Protocol):
    """An article, as far as the alignment sees it."""

    @property
    def iri(self) -> URIRef:
        """The article's IRI."""
        ...

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All its entities; some may only be there for others to point at."""
        ...


def entity_alignment(
    connection: sqlite3.Connection, knowledge: Knowledge, decisions: Decisions, model: Model | None = None
) -> Alignment[EntityFeatures]:
    """The alignment of entities that a database holds; ``model`` is another than the ontology's."""
    return Alignment(connection, "entities", EntityFeatures, model or Model(knowledge.model("entities")), decisions)


def entries(
    source: Source,
    describer: Describer,
    identify: Callable[[Entity], URIRef | None],
    wanted: Callable[[Entity], bool],
    decisions: Decisions,
    known: Callable[[URIRef], bool],
    told: Callable[[Entity], str] = lambda _: "",
) -> Iterator[Entry[EntityFeatures]]:
    """The entities of one article as rows; one that nothing tells from others is in a row of its own.

    Args:
        source: the article.
        describer: makes the features.
        identify: the entry of the reference data that an entity's name stands for.
        wanted: which entities are to be aligned.
        decisions: what people decided.
        known: whether an IRI that a decision names is an entry of the reference data.
        told: what a group takes over of an entity.
    """
    others = {entity.iri: entity for entity in source.entities}
    for entity in filter(wanted, source.entities):
        reference = decisions.reference(entity.iri, identify(entity), known)
        features = describer.features(entity, others, reference, alone=entity.iri in decisions.named)
        lonely = EntityFeatures(str(entity.kind), None, None, alone=str(entity.iri))
        yield Entry(features or lonely, str(entity.iri), told(entity))


def align_entities(
    sources: Iterable[Source],
    knowledge: Knowledge,
    identify: Callable[[Entity], URIRef | None],
    wanted: Callable[[Entity], bool],
    decisions: Decisions | None = None,
    known: Callable[[URIRef], bool] = lambda _: False,
    model: Model | None = None,
) -> list[Group]:
    """Group the entities of all articles at once: each is in exactly one group, whatever the order of the articles."""
    decisions, describer = decisions or Decisions(), Describer(knowledge)
    with closing(sqlite3.connect("")) as connection:
        alignment = entity_alignment(connection, knowledge, decisions, model)
        for source in sources:
            alignment.put(source.iri, entries(source, describer, identify, wanted, decisions, known))
        return sorted((group for _, group in alignment.settle() if group is not None), key=lambda g: g.members[0])
