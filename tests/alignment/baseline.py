"""The plain baseline: compare every two labels and join what looks alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

MOST_LABELS = 30_000
BLOCK = 1_000


def all_pairs(labels: Sequence[str], kinds: Sequence[str], cutoff: float = 90) -> list[int]:
    """The cluster number of each local entity: those of a kind whose labels score ``cutoff`` (0 to 100) or more.

    Raises:
        ValueError: over 30,000 distinct labels, where all pairs take too long.
    """
    keys = [(kind, label.lower()) for kind, label in zip(kinds, labels, strict=True)]
    number = {key: i for i, key in enumerate(sorted(set(keys)))}
    if len(number) > MOST_LABELS:
        raise ValueError(f"{len(number)} distinct labels are over {MOST_LABELS}; compare fewer")
    edges = [np.empty((2, 0), dtype=np.int64)]
    for kind in sorted(set(kinds)):
        words = [label for of, label in number if of == kind]
        first = number[kind, words[0]]
        for start in range(0, len(words), BLOCK):
            scores = process.cdist(
                words[start : start + BLOCK], words[start:], scorer=fuzz.token_set_ratio, score_cutoff=cutoff,
                dtype=np.uint8, workers=2,
            )  # fmt: skip
            edges.append(np.stack(np.nonzero(scores)) + first + start)
    rows, columns = np.concatenate(edges, axis=1)
    graph = coo_array((np.ones(len(rows), dtype=np.uint8), (rows, columns)), shape=(len(number), len(number)))
    cluster = connected_components(graph, directed=False)[1].tolist()
    return [cluster[number[key]] for key in keys]
