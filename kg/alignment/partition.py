"""Groups nodes by weighted edges so that no group holds two that must stay apart.

Where nothing forbids, the groups are the connected components. Where something does, edges are taken from the heaviest
down, and one that would bring such a pair together is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeVar

from networkx.utils import UnionFind

Edge = tuple[int, int]


class Summary(Protocol):
    """What a group of nodes needs to know to tell whether it can take in another."""

    def forbids(self, other: Self) -> bool:
        """Whether a node of the one must stay apart from a node of the other."""
        ...

    def join(self, other: Self) -> Self:
        """The summary of both groups together; either may be changed."""
        ...


@dataclass
class Bans:
    """The summary that knows nothing but which pairs of nodes are kept apart: ``banned`` leads from node to nodes."""

    nodes: set[int] = field(default_factory=set)
    banned: set[int] = field(default_factory=set)
    pairs: Mapping[int, set[int]] = field(default_factory=dict)

    @classmethod
    def between(cls, pairs: Iterable[Edge]) -> Bans:
        """The bans of all pairs, of which :meth:`of` gives each node its own."""
        banned: dict[int, set[int]] = {}
        for a, b in pairs:
            banned.setdefault(a, set()).add(b)
            banned.setdefault(b, set()).add(a)
        return cls(pairs=banned)

    def of(self, node: int) -> Bans:
        """The summary of one node."""
        return Bans({node}, set(self.pairs.get(node, ())))

    def forbids(self, other: Bans) -> bool:
        """Whether some pair of the two is kept apart."""
        return not self.banned.isdisjoint(other.nodes)

    def join(self, other: Bans) -> Bans:
        """Both together."""
        self.nodes |= other.nodes
        self.banned |= other.banned
        return self


S = TypeVar("S", bound=Summary)


def partition(
    nodes: Iterable[int], edges: Sequence[Edge], summarise: Callable[[int], S], required: Iterable[Edge] = ()
) -> list[list[int]]:
    """The groups, each sorted, in order.

    Args:
        nodes: all of them.
        edges: pairs of nodes, the heaviest first; the order decides which of two that exclude each other is taken.
        summarise: what a single node is to a group.
        required: pairs that are one whatever forbids.
    """
    groups = UnionFind(nodes)
    summaries: dict[int, S] = {}

    def summary(root: int) -> S:
        if root not in summaries:
            summaries[root] = summarise(root)
        return summaries[root]

    def unite(one: int, two: int) -> None:
        joined = summary(one).join(summary(two))
        groups.union(one, two)
        summaries[groups[one]] = joined

    for a, b in required:
        if (one := groups[a]) != (two := groups[b]):
            unite(one, two)
    for a, b in edges:
        if (one := groups[a]) != (two := groups[b]) and not summary(one).forbids(summary(two)):
            unite(one, two)
    return sorted(sorted(group) for group in groups.to_sets())
