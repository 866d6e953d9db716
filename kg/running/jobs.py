"""What a worker is handed to read, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

from rdflib import URIRef

from kg.merging.articles import Brought
from kg.model import Article, known_iri


def _reduced(iri: URIRef) -> tuple[Callable[[str], URIRef], tuple[str]]:
    return known_iri, (str(iri),)


ForkingPickler.register(URIRef, _reduced)
"""What goes to a worker and comes back is full of IRIs, which were checked when they were made."""


@dataclass(frozen=True)
class Setup:
    """What the articles are read with: the options of ``kg build``."""

    base_iri: str
    model: str | None = None
    ontology: str | None = None

    @classmethod
    def of(cls, base_iri: str, model: str | None, ontology: Path | None) -> Setup:
        """The setup, whatever the current folder is then."""
        return cls(base_iri, model, None if ontology is None else str(ontology.resolve()))


@dataclass(frozen=True)
class Job:
    """An article, and the fingerprint that its graph shall bear."""

    article: Article
    fingerprint: str


@dataclass(frozen=True)
class Reading:
    """What came of a job: the article's Turtle and its record; or, in ``refusal``, why there is none."""

    job: Job
    turtle: bytes = b""
    record: bytes = b""
    brought: Brought | None = None
    """What the article brings to the merge, where one follows."""
    refusal: str = ""
    seconds: float = 0.0
    """What it was given where that was too little."""
    notes: tuple[str, ...] = ()
    """What of the article was not read as it stands."""
