"""Moves nodes within the columns of a drawing until fewer lines run through nodes that are not theirs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

_CLEARANCE = 62.0
_PASSES = 4
_ROOM = 112.0
_NUDGES = (-70.0, -35.0, 35.0, 70.0)


def untangle(columns: list[list[str]], places: dict[str, tuple[float, float]], lines: list[tuple[str, str]]) -> None:
    """Exchange two nodes of a column, or move one up or down, wherever that makes the drawing clearer.

    Args:
        columns: the nodes of each column; a node only ever moves within its own.
        places: the coordinates in pixels, changed in place.
        lines: the pairs of nodes that a line joins.
    """
    names = sorted(places)
    row = {name: index for index, name in enumerate(names)}
    points = np.array([places[name] for name in names], dtype=np.float64)
    ends = np.array([(row[a], row[b]) for a, b in lines], dtype=np.intp).reshape(-1, 2)
    stacks = [[row[name] for name in column] for column in columns]
    for _ in range(_PASSES):
        before = _clutter(points, ends)
        for stack in stacks:
            _swap(points, ends, stack)
            _nudge(points, ends, stack)
        if _clutter(points, ends) >= before - 1e-6:
            break
    for name, point in zip(names, points.tolist(), strict=True):
        places[name] = (point[0], point[1])


def _swap(points: NDArray[np.float64], ends: NDArray[np.intp], stack: list[int]) -> None:
    best = _clutter(points, ends)
    for pair in combinations(stack, 2):
        points[list(pair)] = points[list(pair[::-1])]
        cost = _clutter(points, ends)
        if cost < best - 1e-6:
            best = cost
        else:
            points[list(pair)] = points[list(pair[::-1])]


def _nudge(points: NDArray[np.float64], ends: NDArray[np.intp], stack: list[int]) -> None:
    best = _clutter(points, ends)
    for node in stack:
        others = [other for other in stack if other != node]
        for distance in _NUDGES:
            points[node, 1] += distance
            free = not others or bool(np.abs(points[others, 1] - points[node, 1]).min() >= _ROOM)
            cost = _clutter(points, ends) if free else best
            if cost < best - 1e-6:
                best = cost
            else:
                points[node, 1] -= distance


def _clutter(points: NDArray[np.float64], ends: NDArray[np.intp]) -> float:
    """How far lines intrude on nodes that are not theirs, and a little for their length."""
    if not len(ends):
        return 0.0
    start, stop = points[ends[:, 0]], points[ends[:, 1]]
    along = stop - start
    squared = np.maximum((along**2).sum(axis=1), 1.0)
    offset = points[:, None, :] - start[None, :, :]
    part = np.clip((offset * along[None, :, :]).sum(axis=2) / squared[None, :], 0.0, 1.0)
    gap = np.sqrt(((offset - part[:, :, None] * along[None, :, :]) ** 2).sum(axis=2))
    lines = np.arange(len(ends))
    gap[ends[:, 0], lines] = _CLEARANCE
    gap[ends[:, 1], lines] = _CLEARANCE
    return float(np.clip(_CLEARANCE - gap, 0.0, None).sum() + 0.05 * np.sqrt(squared).sum())
