"""Which part of the graph a view shows: the bridge between two incidents, the surroundings of one, everything."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from kg.exporting.page.network import NetworkEdge, NetworkNode

BRIDGE_CAP = 36
SURROUNDINGS_CAP = 44
EVERYTHING_CAP = 1500
_REACH = 6
_SHORT = 4
_NEAR = 3
"""Nodes of a way from an incident to what surrounds it, both ends counted."""

Ways = dict[str, list[str]]
"""Node → the nodes of a way to it, both ends among them."""


def paths_graph(network: nx.MultiDiGraph, hubs: set[str]) -> nx.Graph:
    """The drawn graph without direction, without hubs (who reports everything joins everything) and comparisons."""
    graph = nx.Graph()
    graph.add_nodes_from(node for node in network if node not in hubs)
    for source, target, edge in network.edges(data="edge"):
        record: NetworkEdge = edge
        if record.sort != "analogy" and source in graph and target in graph:
            graph.add_edge(source, target)
    return graph


def ways_from(paths: nx.Graph, incidents: Iterable[str]) -> dict[str, Ways]:
    """Incident → node → a shortest way from one to the other that leads through no other incident.

    The order of the nodes decides between equals.
    """
    ends = set(incidents)
    onward = nx.DiGraph()
    onward.add_nodes_from(sorted(paths))
    for one, two in sorted(tuple(sorted(edge)) for edge in paths.edges()):
        onward.add_edges_from((source, target) for source, target in ((one, two), (two, one)) if target not in ends)
    return {end: nx.single_source_shortest_path(onward, end, cutoff=_REACH) for end in sorted(ends) if end in onward}


def bridge(
    network: nx.MultiDiGraph, paths: nx.Graph, ways: dict[str, Ways], first: str, second: str, shares: list[str]
) -> list[str]:
    """At most :data:`BRIDGE_CAP` nodes: both incidents, what they share and how, then the shortest other ways.

    Room that is left goes to those who speak on the disputed propositions among them.

    Args:
        network: the drawn graph.
        paths: the graph of :func:`paths_graph`.
        ways: those of :func:`ways_from`.
        first: an incident.
        second: another incident.
        shares: what the graph says they share, most telling first.
    """
    from_first, from_second = ways.get(first, {}), ways.get(second, {})
    chosen = {first, second}
    met = from_first.keys() & from_second.keys()

    def length(node: str) -> int:
        return len(from_first[node]) + len(from_second[node]) - 2

    near = sorted((n for n in met if length(n) <= _SHORT), key=lambda n: (length(n), -paths.degree(n), n))
    for node in [*(s for s in shares if s in met), *near]:
        way = {*from_first[node], *from_second[node]}
        if len(chosen | way) <= BRIDGE_CAP:
            chosen |= way
    return sorted(chosen | _speakers(network, paths, chosen))


def _speakers(network: nx.MultiDiGraph, paths: nx.Graph, chosen: set[str]) -> set[str]:
    """Who takes a side on the disputed propositions among the chosen, as far as there is room."""
    sides = {
        source
        for node in chosen
        if network.nodes[node]["node"].role == "disputed"
        for source, _, edge in network.in_edges(node, data="edge")
        if edge.sort in ("asserts", "denies", "neutral") and source in paths
    }
    ranked = sorted(sides - chosen, key=lambda n: (-paths.degree(n), n))
    return set(ranked[: BRIDGE_CAP - len(chosen)])


def surroundings(network: nx.MultiDiGraph, paths: nx.Graph, ways: Ways) -> list[str]:
    """The incident that the ways begin at and the nearest of what is said about it, disputed propositions first."""

    def rank(node: str) -> tuple[int, bool, int, str]:
        record: NetworkNode = network.nodes[node]["node"]
        return (len(ways[node]), record.role != "disputed", -paths.degree(node), node)

    chosen: set[str] = set()
    for node in sorted((node for node, way in ways.items() if len(way) <= _NEAR), key=rank):
        if len(chosen | set(ways[node])) <= SURROUNDINGS_CAP:
            chosen |= set(ways[node])
    return sorted(chosen)


def everything(network: nx.MultiDiGraph, incidents: set[str]) -> list[str]:
    """All nodes; above :data:`EVERYTHING_CAP` the best connected."""
    ranked = sorted(network, key=lambda n: (n not in incidents, -network.degree(n), n))
    return sorted(ranked[:EVERYTHING_CAP])
