"""What labelled chains teach of words: which heads are kin, and how faithfully a head names one thing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Self

from tests.evaluation.ecbplus.records import Record

PairCounts = dict[tuple[str, str], tuple[float, float]]
SMOOTHING = 3.0
KIN_STEPS = ((3, 0.30), (2, 0.12), (1, 0.03))
BOND_STEPS = ((3, 0.85), (2, 0.65), (1, 0.35))


def count_pairs(records: Iterable[Record], chains: Mapping[str, str]) -> dict[str, PairCounts]:
    """For each group, each pair of head roots: damped counts of coreferent and of all mention pairs."""
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record.group].append(record)
    counts: dict[str, PairCounts] = {}
    for group, members in grouped.items():
        same: Counter[tuple[str, str]] = Counter()
        total: Counter[tuple[str, str]] = Counter()
        for left, right in combinations(members, 2):
            pair = _ordered(left.head_root, right.head_root)
            total[pair] += 1
            same[pair] += chains[left.key] == chains[right.key]
        counts[group] = {p: (same[p] / n * math.log2(1 + n), math.log2(1 + n)) for p, n in total.items()}
    return counts


def _ordered(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left <= right else (right, left)


class Lexicon:
    """Kin of each root by step of strength, and each root's bond to one referent."""

    def __init__(self, kin: dict[str, dict[str, int]], bonds: dict[str, int], known: dict[str, int]) -> None:
        self.kin, self.bonds, self.known = kin, bonds, known

    @classmethod
    def learn(cls, counts: Mapping[str, PairCounts], without: str | None = None) -> Self:
        """Pool the groups' counts, leaving one group out on demand, so that training sees no label of its own."""
        sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        known: Counter[str] = Counter()
        for group in sorted(counts):
            if group == without:
                continue
            known.update({root for pair in counts[group] for root in pair})
            for pair, (same, total) in counts[group].items():
                sums[pair][0] += same
                sums[pair][1] += total
        own = [value for pair, value in sums.items() if pair[0] == pair[1]]
        prior = sum(v[0] for v in own) / sum(v[1] for v in own)
        kin: dict[str, dict[str, int]] = defaultdict(dict)
        bonds: dict[str, int] = {}
        for (left, right), (same, total) in sorted(sums.items()):
            if left == right:
                bonds[left] = _step((same + SMOOTHING * prior) / (total + SMOOTHING), BOND_STEPS)
            elif same and (step := _step(same / (total + SMOOTHING), KIN_STEPS)):
                kin[left][right] = kin[right][left] = step
        return cls(dict(kin), bonds, dict(known))

    def kin_of(self, root: str, step: int) -> list[str]:
        """The roots that are this one's kin at a step."""
        return sorted(other for other, found in self.kin.get(root, {}).items() if found == step)

    def bond(self, root: str) -> int:
        """How faithfully a root names one referent, 0 to 3; 1 where nothing is known."""
        return self.bonds.get(root, 1)

    def to_json(self) -> dict[str, dict[str, Any]]:
        """A readable form: kin once a pair; bonds other than the usual; roots known in more than one group."""
        return {
            "kin": {a: {b: s for b, s in sorted(others.items()) if a < b} for a, others in sorted(self.kin.items())},
            "bonds": {root: bond for root, bond in sorted(self.bonds.items()) if bond != 1},
            "known": {root: count for root, count in sorted(self.known.items()) if count >= 3},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, dict[str, Any]]) -> Self:
        """Read what `to_json` wrote."""
        kin: dict[str, dict[str, int]] = defaultdict(dict)
        for left, others in data["kin"].items():
            for right, step in others.items():
                kin[left][right] = kin[right][left] = step
        return cls(dict(kin), data["bonds"], data["known"])


def _step(value: float, steps: tuple[tuple[int, float], ...]) -> int:
    return next((step for step, least in steps if value >= least), 0)
