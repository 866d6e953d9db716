"""The work on single articles, subjects and entities: a task holds all that it needs and can be done anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.names import Namer
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.articles import ArticleTask, Brought, bring, tell_article
from kg.merging.bringing import Bringer, Staged, StageTask
from kg.merging.families import Model
from kg.merging.reducing import ONLY_TO_WHAT_IS_THERE, linked, merged_entity, models_of, subject_part
from kg.merging.shuffle import Packed, packed
from kg.model import Analogy, Extraction, Part


@dataclass(frozen=True)
class SubjectTask:
    """A subject and what is put under it, each value as JSON."""

    iri: URIRef
    values: tuple[str, ...]


@dataclass(frozen=True)
class EntityTask:
    """A merged entity that links to what may not be there, and what is put under it, each value as JSON."""

    iri: URIRef
    values: tuple[str, ...]
    there: frozenset[str]
    """What of that which it links to the graph has."""


Task = ArticleTask | SubjectTask | EntityTask | Analogy
"""An analogy is a part already, which is only to be written."""


@dataclass(frozen=True)
class NoteTask:
    """A merged entity and what is put under it, each value as JSON."""

    iri: URIRef
    values: tuple[str, ...]


@dataclass(frozen=True)
class Noted:
    """Of a merged entity what others have to know."""

    iri: URIRef
    there: bool
    """Whether there is one."""
    targets: tuple[str, ...] = ()
    """What it links to, where that is linked only if it is there."""
    models: tuple[Model, ...] = ()
    """Those that it is, of a system."""
    part: Part | Written | None = None
    """Itself, where nothing of it is linked so; written where the task was done elsewhere."""


@dataclass(frozen=True)
class Done:
    """What a task gives."""

    name: str
    """Of the part, as *entity IRI*."""
    part: Part | Written | None
    """Written where the task was done elsewhere; None where there is none any more."""
    told: Mapping[str, Packed] = field(default_factory=dict)
    """Of an article: by stage what it puts under keys; nothing where that is known."""


class Here:
    """Does the tasks of a merge in this process.

    Args:
        knowledge: the ontology.
        decisions: what people decided.
    """

    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self._knowledge, self._decisions = knowledge, decisions
        self._bringer, self._namer = Bringer(knowledge, decisions), Namer(knowledge)

    def bring(self, extraction: Extraction) -> Brought:
        """What an article brings to the merge."""
        return bring(extraction, self._bringer)

    def stage(self, tasks: Iterable[StageTask]) -> Iterator[Staged]:
        """What each article brings to a stage."""
        return map(self._bringer.staged, tasks)

    def note(self, tasks: Iterable[NoteTask]) -> Iterator[Noted]:
        """What others have to know of each merged entity."""
        return map(self._note, tasks)

    def do(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """The part that each task is about."""
        return map(self._do, tasks)

    def _note(self, task: NoteTask) -> Noted:
        entity = merged_entity(task.iri, map(json.loads, task.values), self._knowledge)
        if entity is None:
            return Noted(task.iri, there=False)
        targets = tuple(str(v) for p, v in entity.links if p in ONLY_TO_WHAT_IS_THERE)
        return Noted(task.iri, True, targets, tuple(models_of(entity, self._namer)), None if targets else entity)

    def _do(self, task: Task) -> Done:
        match task:
            case ArticleTask():
                told = tell_article(task, self._knowledge, self._decisions)
                return Done(f"article {task.iri}", told.part, {at: packed(values) for at, values in told.told.items()})
            case SubjectTask():
                subject = subject_part(task.iri, map(json.loads, task.values), self._knowledge)
                return Done(f"subject {task.iri}", subject)
            case EntityTask():
                entity = merged_entity(task.iri, map(json.loads, task.values), self._knowledge)
                part = None if entity is None else linked(entity, task.there.__contains__)
                return Done(f"entity {task.iri}", part)
            case Analogy():
                return Done(f"analogy {task.iri}", task)


class Doing(Protocol):
    """Who does the tasks of a merge, in any order."""

    def stage(self, tasks: Iterable[StageTask]) -> Iterable[Staged]:
        """What each article brings to a stage."""
        ...

    def note(self, tasks: Iterable[NoteTask]) -> Iterable[Noted]:
        """What others have to know of each merged entity."""
        ...

    def do(self, tasks: Iterable[Task]) -> Iterable[Done]:
        """The part that each task is about."""
        ...
