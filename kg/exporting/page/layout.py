"""Where each node of a view stands, computed here so that the browser only draws (seeded, rounded to 0.1 px)."""

from __future__ import annotations

import math
from collections import defaultdict

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.exporting.page.untangle import untangle

Positions = dict[str, tuple[float, float]]

_SEED = 7
_CELL = np.array([160.0, 94.0])
_BRIDGE_SIZE = (1000.0, 760.0)
_COLUMN_ROWS = 8
_SMALL = 400


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
    ordered = nx.Graph()
    ordered.add_nodes_from(part)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(part).edges()))
    if len(part) <= _SMALL:
        found = nx.spring_layout(ordered, seed=_SEED, iterations=150, k=1.6 / math.sqrt(len(part)))
    else:
        found = nx.forceatlas2_layout(ordered, seed=_SEED, max_iter=60)
    points = np.array([found[node] for node in part], dtype=np.float64)
    spread = points.std(axis=0)
    points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return _apart(points * _CELL * math.sqrt(len(part)) * 0.42)


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pushes nodes from each other until their captions have a cell each, or 60 rounds are over."""
    rank = np.arange(len(points))
    first_goes_left = np.sign(rank[:, None, None] - rank[None, :, None])
    for _ in range(60):
        delta = points[:, None, :] - points[None, :, :]
        overlap = 1.0 - np.abs(delta) / _CELL
        clash = overlap.min(axis=2)
        np.fill_diagonal(clash, 0.0)
        clash = np.clip(clash, 0.0, None)
        if not clash.any():
            break
        direction = np.where(delta == 0.0, first_goes_left, np.sign(delta))
        sideways = overlap[:, :, 0] < overlap[:, :, 1]
        push = np.stack([np.where(sideways, clash, 0.0), np.where(sideways, 0.0, clash)], axis=2) * direction
        points = points + push.sum(axis=1) * _CELL * 0.35
    return points
