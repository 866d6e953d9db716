"""``python -m tests.alignment SIZE...``: what aligning that many local entities costs, and how well it is done.

One line of JSON a size: seconds, peak memory, pairwise and B-cubed F1 against the known truth, and beside them those of
rapidfuzz's all-pairs comparison where it can finish; last the exponent of growth between the sizes from 10,000 on.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import time
from collections.abc import Iterator
from typing import Any

from kg.alignment.entities import align_entities
from kg.knowledge import load_knowledge
from tests.alignment.baseline import all_pairs
from tests.alignment.collection import Article, Scores, bcubed, collection, pairwise


def measure(size: int, seed: int, *, baseline: bool) -> dict[str, Any]:
    """The figures of one size."""
    truth: dict[str, int] = {}
    labels: dict[str, tuple[str, str]] = {}

    def noted() -> Iterator[Article]:
        for article in collection(size, seed):
            for entity, real in zip(article.entities, article.truth, strict=True):
                if real is not None:
                    truth[entity.iri] = real
                    if baseline:
                        labels[entity.iri] = (entity.label, str(entity.kind))
            yield article

    start = time.perf_counter()
    for _ in collection(size, seed):
        pass
    generation = time.perf_counter() - start
    start = time.perf_counter()
    groups = align_entities(noted(), load_knowledge(), lambda _: None, lambda _: True)
    seconds = time.perf_counter() - start - generation
    found = {iri: number for number, group in enumerate(groups) for iri in group.members}
    wanted = list(truth.values())
    figures: dict[str, Any] = {"size": size, "seed": seed, "seconds": round(seconds, 1)}
    figures["memory_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    figures |= _scores(wanted, [found[iri] for iri in truth])
    if baseline:
        start = time.perf_counter()
        try:
            clusters = all_pairs(*map(list, zip(*(labels[iri] for iri in truth), strict=True)))
        except ValueError as error:
            figures["rapidfuzz"] = str(error)
        else:
            seconds = round(time.perf_counter() - start, 1)
            figures["rapidfuzz"] = {"seconds": seconds, **_scores(wanted, clusters)}
    return figures


def _scores(truth: list[int], found: list[int]) -> dict[str, dict[str, float]]:
    def rounded(scores: Scores) -> dict[str, float]:
        return {name: round(getattr(scores, name), 4) for name in ("precision", "recall", "f1")}

    return {"pairwise": rounded(pairwise(truth, found)), "bcubed": rounded(bcubed(truth, found))}


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int, metavar="SIZE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--baseline", action="store_true", help="compare with rapidfuzz")
    arguments = parser.parse_args()
    told = []
    for size in arguments.sizes:
        told.append(measure(size, arguments.seed, baseline=arguments.baseline))
        print(json.dumps(told[-1]), flush=True)  # noqa: T201
    large = [t for t in told if t["size"] >= 10_000]
    if len(large) > 1:
        first, last = large[0], large[-1]
        exponent = math.log(last["seconds"] / first["seconds"]) / math.log(last["size"] / first["size"])
        print(json.dumps({"exponent": round(exponent, 2)}))  # noqa: T201


if __name__ == "__main__":
    main()
