"""From pair weights to clusters: average-link agglomeration, cut where the mean weight falls under a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Pair = tuple[str, str, float]


def average_link(keys: list[str], pairs: Iterable[Pair], threshold: float) -> list[set[str]]:
    """Merge greedily while two clusters' mean pair weight is over the threshold; singletons stay."""
    if len(keys) < 2:
        return [{key} for key in keys]
    place = {key: index for index, key in enumerate(keys)}
    weights = np.full((len(keys), len(keys)), np.nan)
    for left, right, weight in pairs:
        weights[place[left], place[right]] = weights[place[right], place[left]] = weight
    lowest = np.nanmin(weights) if not np.isnan(weights).all() else threshold - 1
    weights = np.where(np.isnan(weights), lowest, weights)
    top = max(float(weights.max()), threshold) + 1
    np.fill_diagonal(weights, top)
    labels = fcluster(linkage(squareform(top - weights, checks=False), "average"), top - threshold, "distance")
    clusters: dict[int, set[str]] = defaultdict(set)
    for key, label in zip(keys, labels, strict=True):
        clusters[int(label)].add(key)
    return list(clusters.values())


def cluster_groups(groups: Mapping[str, str], pairs: Iterable[Pair], threshold: float) -> list[set[str]]:
    """Cluster each group's records by themselves; `groups` maps each key to its group."""
    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted(groups):
        members[groups[key]].append(key)
    within: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        within[groups[pair[0]]].append(pair)
    return [found for group in sorted(members) for found in average_link(members[group], within[group], threshold)]
