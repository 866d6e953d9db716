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
_Indices = NDArray[np.intp]


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
    """Lines between nodes that stand at fixed places across; only what lies side by side can be in the way."""

    def __init__(self, across: _Floats, lines: list[tuple[int, int]]) -> None:
        ends = np.array(lines, dtype=np.intp).reshape(-1, 2)
        self._across, (self._start, self._stop) = across, ends.T
        left, right = across[ends].min(axis=1), across[ends].max(axis=1)
        node, line = np.nonzero((across[:, None] > left - _CLEARANCE) & (across[:, None] < right + _CLEARANCE))
        foreign = (ends[line] != node[:, None]).all(axis=1)
        self._beside = node[foreign], line[foreign]
        one, two = np.nonzero(np.triu((left[:, None] <= right) & (left <= right[:, None]), 1))
        strangers = (ends[one, :, None] != ends[two, None, :]).all(axis=(1, 2))
        self._abreast = one[strangers], two[strangers]

    def clutter(self, heights: _Floats) -> _Floats:
        """For each row of heights: how far lines intrude on nodes that are not theirs, how many cross, their length."""
        wide = self._across[self._stop] - self._across[self._start]
        high = heights[:, self._stop] - heights[:, self._start]
        squared = np.maximum(wide**2 + high**2, 1.0)
        node, line = self._beside
        right, down = self._from_start(heights, line, node)
        part = np.clip((right * wide[line] + down * high[:, line]) / squared[:, line], 0.0, 1.0)
        gap = np.sqrt((right - part * wide[line]) ** 2 + (down - part * high[:, line]) ** 2)
        found: _Floats = np.clip(_CLEARANCE - gap, 0.0, None).sum(axis=1) + 0.05 * np.sqrt(squared).sum(axis=1)
        one, two = self._abreast
        crossing = self._divides(heights, one, two) & self._divides(heights, two, one)
        found += _CROSSING * crossing.sum(axis=1)
        return found

    def _divides(self, heights: _Floats, line: _Indices, other: _Indices) -> NDArray[np.bool_]:
        """Whether the ends of the other line lie on both sides of the line."""
        along, up = self._from_start(heights, line, self._stop[line])
        sides = []
        for end in (self._start[other], self._stop[other]):
            right, down = self._from_start(heights, line, end)
            sides.append(along * down - up * right)
        return sides[0] * sides[1] < 0

    def _from_start(self, heights: _Floats, line: _Indices, node: _Indices) -> tuple[_Floats, _Floats]:
        """How far right of the line's start, and how far below it, the node is."""
        start = self._start[line]
        return self._across[node] - self._across[start], heights[:, node] - heights[:, start]
