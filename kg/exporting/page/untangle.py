"""Moves nodes within the columns of a drawing until fewer lines run through nodes that are not theirs, or cross."""

from __future__ import annotations

from itertools import combinations, cycle, islice

import numpy as np
from numpy.typing import NDArray

_CLEARANCE = 62.0
_CROSSING = 30.0
_TRIES = 400
_ROOM = 112.0
_NUDGES = (-70.0, -35.0, 35.0, 70.0)

_Floats = NDArray[np.float64]


def untangle(columns: list[list[str]], places: dict[str, tuple[float, float]], lines: list[tuple[str, str]]) -> None:
    """Exchange two nodes of a column, or move one up or down, whichever makes the drawing clearest, while any does.

    Args:
        columns: the nodes of each column, all as far to the right; a node only ever moves within its own.
        places: the coordinates in pixels, changed in place.
        lines: the pairs of nodes that a line joins.
    """
    names = sorted(places)
    row = {name: index for index, name in enumerate(names)}
    across, heights = np.array([places[name] for name in names], dtype=np.float64).T
    stacks = [[row[name] for name in column] for column in columns]
    drawing = _Drawing(across, [(row[a], row[b]) for a, b in lines])
    best = drawing.clutter(heights[None])[0]
    idle = 0
    for stack in islice(cycle(reversed(stacks)), _TRIES):
        moved = _moves(heights, stack)
        costs = drawing.clutter(moved)
        least = costs.argmin()
        better = costs[least] < best - 1e-6
        heights, best, idle = (moved[least], costs[least], 0) if better else (heights, best, idle + 1)
        if idle == len(stacks):
            break
    for name, x, y in zip(names, across.tolist(), heights.tolist(), strict=True):
        places[name] = (x, y)


def _moves(heights: _Floats, stack: list[int]) -> _Floats:
    """The heights of all nodes after each of the moves that one column allows."""
    found = [heights]
    for one, two in combinations(stack, 2):
        found.append(heights.copy())
        found[-1][[one, two]] = heights[[two, one]]
    for node in stack:
        others = [heights[other] for other in stack if other != node]
        for height in (heights[node] + distance for distance in _NUDGES):
            if all(abs(other - height) >= _ROOM for other in others):
                found.append(heights.copy())
                found[-1][node] = height
    return np.array(found)


class _Drawing:
    """Lines between nodes that stand at fixed places across."""

    def __init__(self, across: _Floats, lines: list[tuple[int, int]]) -> None:
        self._across, ends = across, np.array(lines, dtype=np.intp).reshape(-1, 2)
        self._start, self._stop = ends.T
        first, second = np.triu_indices(len(ends), 1)
        strangers = (ends[first, :, None] != ends[second, None, :]).all(axis=(1, 2))
        self._pairs = first[strangers], second[strangers]

    def clutter(self, heights: _Floats) -> _Floats:
        """For each row of heights: how far lines intrude on nodes that are not theirs, how many cross, their length."""
        across, start, stop = self._across, self._start, self._stop
        wide, high = across[stop] - across[start], heights[:, stop] - heights[:, start]
        squared = np.maximum(wide**2 + high**2, 1.0)
        right, down = across[:, None] - across[start], heights[:, :, None] - heights[:, None, start]
        part = np.clip((right * wide + down * high[:, None]) / squared[:, None], 0.0, 1.0)
        gap = np.sqrt((right - part * wide) ** 2 + (down - part * high[:, None]) ** 2)
        lines = np.arange(len(start))
        gap[:, start, lines] = gap[:, stop, lines] = _CLEARANCE
        found: _Floats = np.clip(_CLEARANCE - gap, 0.0, None).sum(axis=(1, 2)) + 0.05 * np.sqrt(squared).sum(axis=1)
        return found + _CROSSING * self._crossing(wide, high, down)

    def _crossing(self, wide: _Floats, high: _Floats, down: _Floats) -> NDArray[np.intp]:
        """How many pairs of lines cross: each has the ends of the other on both sides."""
        first, second = self._pairs
        side = (self._across[:, None] - self._across[self._start]) * high[:, None] - down * wide
        found: NDArray[np.intp] = (
            (side[:, self._start[second], first] * side[:, self._stop[second], first] < 0)
            & (side[:, self._start[first], second] * side[:, self._stop[first], second] < 0)
        ).sum(axis=1)
        return found
