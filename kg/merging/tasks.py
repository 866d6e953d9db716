"""The parts of the merged graph as tasks: all that is needed is in a task, so that it can be done anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.articles import ArticleTask, tell_article
from kg.merging.reducing import subject_part
from kg.merging.shuffle import Json
from kg.model import Analogy, Entity, Part


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


def do(task: Task, knowledge: Knowledge, decisions: Decisions) -> Done:
    """The part that a task is about."""
    match task:
        case ArticleTask():
            told = tell_article(task, knowledge, decisions)
            return Done(f"article {task.iri}", told.part, told.told)
        case SubjectTask():
            return Done(f"subject {task.iri}", subject_part(task.iri, map(json.loads, task.values), knowledge))
        case Entity():
            return Done(f"entity {task.iri}", task)
        case Analogy():
            return Done(f"analogy {task.iri}", task)
