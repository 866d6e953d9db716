"""Which part of the graph a view shows: the bridge between two incidents, the surroundings of one, everything."""

from __future__ import annotations

import networkx as nx

from kg.exporting.page.network import NetworkEdge, NetworkNode

BRIDGE_CAP = 36
SURROUNDINGS_CAP = 44
EVERYTHING_CAP = 1500
_REACH = 6
_SHORT = 4


def paths_graph(network: nx.MultiDiGraph, hubs: set[str]) -> nx.Graph:
    """The drawn graph without direction, without hubs (who reports everything joins everything) and comparisons."""
    graph = nx.Graph()
    graph.add_nodes_from(node for node in network if node not in hubs)
    for source, target, edge in network.edges(data="edge"):
        record: NetworkEdge = edge
        if record.sort != "analogy" and source in graph and target in graph:
            graph.add_edge(source, target)
    return graph


def bridge(
    network: nx.MultiDiGraph, paths: nx.Graph, first: str, second: str, others: set[str], shares: list[str]
) -> list[str]:
    """At most :data:`BRIDGE_CAP` nodes: both incidents, what they share and how, then the shortest other ways.

    Room that is left goes to those who speak on the disputed propositions among them.

    Args:
        network: the drawn graph.
        paths: the graph of :func:`paths_graph`.
        first: an incident.
        second: another incident.
        others: incidents that no way may lead through.
        shares: what the graph says they share, most telling first.
    """
    from_first = _ways(paths, first, others | {second})
    from_second = _ways(paths, second, others | {first})
    chosen = {first, second}
    met = [node for node in paths if node in from_first and node in from_second]

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


def surroundings(network: nx.MultiDiGraph, paths: nx.Graph, incident: str, others: set[str]) -> list[str]:
    """The incident and the nearest of what is said about it, disputed propositions first."""
    ways = _ways(paths, incident, others, cutoff=2)

    def rank(node: str) -> tuple[int, bool, int, str]:
        record: NetworkNode = network.nodes[node]["node"]
        return (len(ways[node]), record.role != "disputed", -paths.degree(node), node)

    chosen: set[str] = set()
    for node in sorted(ways, key=rank):
        if len(chosen | set(ways[node])) <= SURROUNDINGS_CAP:
            chosen |= set(ways[node])
    return sorted(chosen)


def everything(network: nx.MultiDiGraph, incidents: set[str]) -> list[str]:
    """All nodes; above :data:`EVERYTHING_CAP` the best connected."""
    ranked = sorted(network, key=lambda n: (n not in incidents, -network.degree(n), n))
    return sorted(ranked[:EVERYTHING_CAP])


def _ways(paths: nx.Graph, start: str, without: set[str], cutoff: int = _REACH) -> dict[str, list[str]]:
    """Node → a shortest way from the start to it. The order of the graph's nodes decides between equals."""
    graph = paths.subgraph(node for node in paths if node not in without)
    if start not in graph:
        return {}
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges()))
    ways: dict[str, list[str]] = nx.single_source_shortest_path(ordered, start, cutoff=cutoff)
    return ways
