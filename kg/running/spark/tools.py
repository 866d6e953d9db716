"""What a task needs beside its rows: made once a Python process, from what the job carries."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.alignment.decisions import Decisions
from kg.alignment.scoring import Model
from kg.knowledge import Knowledge, load_knowledge
from kg.merging.bringing import Bringer
from kg.running.jobs import Setup

if TYPE_CHECKING:
    from kg.extraction import Extractor

SETUP = "KG_SPARK_SETUP"
"""The variable in the environment of Python processes that holds the setup as JSON: what is loaded before any task."""


@dataclass(frozen=True)
class Job:
    """What every task of a run is told."""

    setup: Setup
    decisions: Decisions = field(default_factory=Decisions)
    timeout: float | None = None
    """Seconds that one article may take; None: by its length."""


@cache
def knowledge_of(setup: Setup) -> Knowledge:
    """The compiled ontology."""
    return load_knowledge(Path(setup.ontology) if setup.ontology is not None else None, setup.base_iri)


@cache
def extractor_of(setup: Setup) -> Extractor:
    """The extractor with its language model."""
    from kg.extraction import Extractor

    return Extractor(knowledge_of(setup), setup.model)


@cache
def bringer_of(job: Job) -> Bringer:
    """What reads articles for the stages."""
    return Bringer(knowledge_of(job.setup), job.decisions)


@cache
def model_of(setup: Setup, space: str) -> Model:
    """The alignment model of a space, *entities* or *incidents*."""
    return Model(knowledge_of(setup).model(space))


def written(setup: Setup) -> str:
    """The setup as JSON."""
    return json.dumps(asdict(setup), sort_keys=True)


def announced() -> Setup | None:
    """The setup that the environment holds."""
    told = os.environ.get(SETUP)
    return Setup(**json.loads(told)) if told else None
