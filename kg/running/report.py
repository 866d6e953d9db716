"""What a run tells: on its way, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.model import Decision
from kg.reading import Refusal
from kg.running.layout import Layout

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did. ``articles`` counts those in the graph, ``read`` those that were read anew."""

    layout: Layout
    articles: int
    read: int
    triples: int
    refusals: tuple[Refusal, ...]
    unheeded: tuple[Decision, ...] = ()
    """The decisions that could not be followed."""
