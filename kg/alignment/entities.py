"""Which actors, systems and places of the articles are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.groups import Group, Row, Rows, group_rows
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


def align_entities(
    sources: Iterable[Source],
    knowledge: Knowledge,
    identify: Callable[[Entity], URIRef | None],
    wanted: Callable[[Entity], bool],
    decisions: Decisions | None = None,
    known: Callable[[URIRef], bool] = lambda _: False,
    model: Model | None = None,
) -> list[Group]:
    """Group the entities of all articles: each is in exactly one group, whatever the order of the articles.

    Args:
        sources: the articles; read once.
        knowledge: the ontology, with the model ``alignment/entities.json``.
        identify: the entry of the reference data that an entity's name stands for.
        wanted: which entities are to be aligned.
        decisions: what people decided.
        known: whether an IRI that a decision names is an entry of the reference data.
        model: another model than the ontology's.
    """
    decisions = decisions or Decisions()
    rows, lonely = _rows(sources, Describer(knowledge), identify, wanted, decisions, known)
    groups = [
        *(Group([iri]) for iri in lonely),
        *group_rows(rows, model or Model(knowledge.model("entities")), decisions),
    ]
    return sorted(groups, key=lambda g: g.members[0])


def _rows(
    sources: Iterable[Source],
    describer: Describer,
    identify: Callable[[Entity], URIRef | None],
    wanted: Callable[[Entity], bool],
    decisions: Decisions,
    known: Callable[[URIRef], bool],
) -> tuple[list[Row[EntityFeatures]], list[URIRef]]:
    """The rows, and the entities that nothing tells from others."""
    rows, lonely = Rows[EntityFeatures](), list[URIRef]()
    for source in sources:
        others = {entity.iri: entity for entity in source.entities}
        for entity in filter(wanted, source.entities):
            reference = decisions.reference(entity.iri, identify(entity), known)
            features = describer.features(entity, others, reference, alone=entity.iri in decisions.named)
            if features is None:
                lonely.append(entity.iri)
            else:
                rows.add(features, entity.iri, source.iri)
    return rows.sorted(), lonely
