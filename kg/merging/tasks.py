"""The work on single articles, subjects and entities: a task holds all that it needs and can be done anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.articles import ArticleTask, Brought, bring, tell_article
from kg.merging.bringing import Bringer, Staged, StageTask
from kg.merging.reducing import subject_part
from kg.merging.shuffle import Json
from kg.model import Analogy, Entity, Extraction, Part


@dataclass(frozen=True)
class SubjectTask:
    """A subject and what is put under it, each value as JSON."""

    iri: URIRef
    values: tuple[str, ...]


Task = ArticleTask | SubjectTask | Entity | Analogy
"""An entity and an analogy are parts already, which are only to be written."""


@dataclass(frozen=True)
class Done:
    """What a task gives."""

    name: str
    """Of the part, as *entity IRI*."""
    part: Part | Written | None
    """Written where the task was done elsewhere; None where there is none any more."""
    told: Mapping[str, Iterable[tuple[str, Json]]] = field(default_factory=dict)
    """Of an article: by stage what it puts under keys; nothing where that is known."""


class Here:
    """Does the tasks of a merge in this process.

    Args:
        knowledge: the ontology.
        decisions: what people decided.
    """

    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self._knowledge, self._decisions = knowledge, decisions
        self._bringer = Bringer(knowledge, decisions)

    def bring(self, extraction: Extraction) -> Brought:
        """What an article brings to the merge."""
        return bring(extraction, self._bringer)

    def stage(self, tasks: Iterable[StageTask]) -> Iterator[Staged]:
        """What each article brings to a stage."""
        return map(self._bringer.staged, tasks)

    def do(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """The part that each task is about."""
        return map(self._do, tasks)

    def _do(self, task: Task) -> Done:
        match task:
            case ArticleTask():
                told = tell_article(task, self._knowledge, self._decisions)
                return Done(f"article {task.iri}", told.part, told.told)
            case SubjectTask():
                part = subject_part(task.iri, map(json.loads, task.values), self._knowledge)
                return Done(f"subject {task.iri}", part)
            case Entity():
                return Done(f"entity {task.iri}", task)
            case Analogy():
                return Done(f"analogy {task.iri}", task)


class Doing(Protocol):
    """Who does the tasks of a merge, in any order."""

    def stage(self, tasks: Iterable[StageTask]) -> Iterable[Staged]:
        """What each article brings to a stage."""
        ...

    def do(self, tasks: Iterable[Task]) -> Iterable[Done]:
        """The part that each task is about."""
        ...
