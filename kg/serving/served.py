"""What the routes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request

from kg.serving.metrics import Metrics
from kg.serving.pool import Pool

VARY = {"Vary": "Accept"}


@dataclass(frozen=True)
class Served:
    """The folder, the processes that answer, what there is in the graph, the counters."""

    directory: Path
    pool: Pool
    overview: Mapping[str, Any]
    metrics: Metrics
    stamp: tuple[int, int]
    """Time and size of ``graph.ttl`` when it was loaded."""


def served_of(request: Request) -> Served:
    """What the application of a request serves."""
    served: Served = request.app.state.served
    return served


def stamp(directory: Path) -> tuple[int, int]:
    """Time and size of a folder's ``graph.ttl``; zeros where it is not there."""
    try:
        found = (directory / "graph.ttl").stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
