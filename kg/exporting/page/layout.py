"""Where each node of a view stands, computed here so that the browser only draws (seeded, rounded to 0.1 px)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.exporting.page.untangle import untangle

Positions = dict[str, tuple[float, float]]
Lay = Callable[[Iterable["View"]], Iterable[Positions]]
"""Lays views out, in order."""

_SEED = 7
_CELL = np.array([160.0, 94.0])
_BRIDGE_SIZE = (1000.0, 760.0)
_COLUMN_ROWS = 8
_SMALL = 400
_GOLDEN = math.pi * (3 - math.sqrt(5))
"""The angle between neighbours in a spiral without gaps."""
_GROWTH = 1.002
_ROUNDS = 300
_TOUCHING = 0.01
"""Of a cell; what overlaps less is left so."""


class View(NamedTuple):
    """What is to be laid out."""

    graph: nx.Graph
    between: tuple[str, str] | None = None
    """The two incidents that it leads from one to the other; None: it is laid out by forces."""


def positions(view: View) -> Positions:
    """Where each node of a view stands."""
    return force_layout(view.graph) if view.between is None else bridge_layout(view.graph, *view.between)


def laid_out(views: Iterable[View]) -> Iterator[Positions]:
    """Where the nodes of each view stand, in order."""
    return map(positions, views)


def bridge_layout(graph: nx.Graph, first: str, second: str) -> Positions:
    """Two incidents left and right, the rest in columns by how far it is from either."""
    near = nx.single_source_shortest_path_length(graph, first)
    far = nx.single_source_shortest_path_length(graph, second)
    columns: dict[int, list[str]] = defaultdict(list)
    for node in sorted(graph):
        left, right = near.get(node, 3), far.get(node, 3)
        columns[round(8 * left / ((left + right) or 1))].append(node)
    columns[0], columns[8] = [first], [second]
    filled = [columns[key] for key in sorted(columns) if columns[key]]
    split = [part for column in filled for part in _split(column)]
    height = {node: float(row - (len(column) - 1) / 2) for column in split for row, node in enumerate(column)}
    for _ in range(8):
        for column in split:
            column.sort(key=lambda node: (_mean(height, graph[node]), node))
            height.update({node: row - (len(column) - 1) / 2 for row, node in enumerate(column)})
    step = max(_BRIDGE_SIZE[0] / max(len(split) - 1, 1), 150.0)
    row_step = min(max(_BRIDGE_SIZE[1] / max(len(column) for column in split), 106.0), 190.0)
    places = {
        node: (
            (index - (len(split) - 1) / 2) * step,
            (height[node] + (0.25 if index % 2 else -0.25) * (len(column) > 1)) * row_step,
        )
        for index, column in enumerate(split)
        for node in column
    }
    untangle(split[1:-1], places, sorted(tuple(sorted(edge)) for edge in graph.edges()))
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(places.items())}


def force_layout(graph: nx.Graph) -> Positions:
    """Each connected part by forces, the parts packed in rows, the largest first."""
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    placed: Positions = {}
    x = y = row_height = 0.0
    limit = 220.0 * math.sqrt(len(graph) or 1)
    for part in parts:
        points = _part(graph, part)
        points -= points.min(axis=0)
        width, height = (points.max(axis=0) + _CELL).tolist()
        if x and x + width > limit:
            x, y, row_height = 0.0, y + row_height, 0.0
        for node, point in zip(part, points.tolist(), strict=True):
            placed[node] = (round(x + point[0], 1), round(y + point[1], 1))
        x, row_height = x + width, max(row_height, height)
    return placed


def _split(column: list[str]) -> list[list[str]]:
    parts = math.ceil(len(column) / _COLUMN_ROWS)
    return [column[index::parts] for index in range(parts)]


def _mean(height: dict[str, float], nodes: nx.Graph) -> float:
    values = [height[node] for node in sorted(nodes)]
    return sum(values) / len(values) if values else 0.0


def _part(graph: nx.Graph, part: list[str]) -> NDArray[np.float64]:
    """Coordinates of one connected part, in the order of its nodes."""
    if len(part) == 1:
        return np.zeros((1, 2))
    core = nx.Graph()
    core.add_nodes_from(part)
    core.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(part).edges()))
    hung = _hung(core) if len(part) > _SMALL else {}
    if len(core) <= _SMALL:
        iterations = 100 if hung else 150
        found = nx.spring_layout(core, seed=_SEED, iterations=iterations, k=1.6 / math.sqrt(len(core)))
    else:
        found = nx.forceatlas2_layout(core, seed=_SEED, max_iter=100)
    points = np.array([found[node] for node in core], dtype=np.float64)
    spread = points.std(axis=0)
    points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    places = dict(zip(core, points * _CELL * math.sqrt(len(part)) * 0.42, strict=True))
    _hang(places, hung)
    return _apart(np.array([places[node] for node in part]))


def _hung(graph: nx.Graph) -> dict[str, tuple[str, ...]]:
    """Takes out what hangs on one other node or joins two, until nothing does; gives what each was taken from.

    What is left of a large graph shows its shape, and is a third of it.
    """
    hung: dict[str, tuple[str, ...]] = {}
    ahead = deque(node for node in graph if graph.degree(node) <= 2)
    while ahead and len(graph) > 2:
        node = ahead.popleft()
        if node in graph:
            between = hung[node] = tuple(sorted(graph[node]))
            graph.remove_node(node)
            if len(between) == 2:
                graph.add_edge(*between)
            ahead.extend(other for other in between if graph.degree(other) <= 2)
    return hung


def _hang(places: dict[str, NDArray[np.float64]], hung: dict[str, tuple[str, ...]]) -> None:
    """Places what was taken out, last taken first: around what it hung on, or midway; what is alike in a spiral."""
    alike: Counter[tuple[str, ...]] = Counter()
    for node, between in reversed(hung.items()):
        turn, out = _GOLDEN * alike[between], 0.6 * math.sqrt(alike[between] + (len(between) == 1))
        alike[between] += 1
        around = np.array([math.cos(turn), math.sin(turn)]) * out * _CELL
        places[node] = np.mean([places[other] for other in between], axis=0) + around


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pushes nodes from each other, and all a little outwards, until their captions have a cell each.

    After many rounds it leaves what is still too near.
    """
    for _ in range(_ROUNDS):
        one, two = _near(points)
        delta = points[one] - points[two]
        overlap = 1.0 - np.abs(delta) / _CELL
        clash = overlap.min(axis=1)
        if not (clash > _TOUCHING).any():
            break
        points = points * _GROWTH
        direction = np.where(delta == 0.0, np.sign(one - two)[:, None], np.sign(delta))
        sideways = overlap[:, 0] < overlap[:, 1]
        push = np.clip(clash, 0.0, None)[:, None] * direction * np.stack([sideways, ~sideways], axis=1)
        for axis, cell in enumerate(_CELL):
            moved = [np.bincount(ends, push[:, axis], len(points)) for ends in (one, two)]
            points[:, axis] += (moved[0] - moved[1]) * cell * 0.5
    return points


def _near(points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of points that lie less than a cell from each other sideways."""
    order = np.argsort(points[:, 0], kind="stable")
    x = points[order, 0]
    place = np.arange(len(x))
    beside = np.searchsorted(x, x + _CELL[0]) - place - 1
    first = np.repeat(place, beside)
    second = np.arange(len(first)) - np.repeat(np.cumsum(beside) - beside, beside) + first + 1
    return order[first], order[second]
