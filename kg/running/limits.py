"""What the reading of one article may cost, and how many go together."""

from __future__ import annotations

import gc
import os

BATCH_SIZE = 16
"""Articles that a worker is handed at once; more cost memory and bring no speed (:mod:`kg.extraction.pipeline`)."""

MOST_TOGETHER = 200_000
"""Characters of the articles that a worker is handed at once, where it is more than one."""

PATIENCE = 60.0
"""Seconds that any article may take to be read."""

PATIENCE_PER_1000 = 2.0
"""Seconds that it may take besides for each 1,000 characters: thirty times what they take on one slow core."""

MOST_MEMORY = 8 << 30
"""Bytes that a worker may allocate: twice what the longest article needs, at 4 kB a character."""

LIFE = 2_000
"""Articles after which a worker makes way for a fresh one: the language model keeps every word that it has met."""


def seconds_for(characters: int, articles: int = 1, timeout: float | None = None) -> float:
    """Seconds that articles of so many characters together may take; ``timeout``: what each may take instead."""
    return PATIENCE + PATIENCE_PER_1000 * characters / 1000 if timeout is None else timeout * articles


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spare_collector() -> None:
    """Leave what is loaded to itself, and look seldom for cycles: nearly all goes when nothing refers to it."""
    gc.freeze()
    gc.set_threshold(50_000, 20)
