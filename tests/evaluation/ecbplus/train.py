"""Learns `weights.json` from labelled documents: ``python -m tests.evaluation.ecbplus.train FILE.jsonl``.

The shipped weights come from the training topics of ECB+ (Cybulska and Vossen, LREC 2014, CC BY 3.0), those of FILE.

The lexicon is counted leaving each topic out for its own pairs. Level weights come from a ridge-penalised logistic
regression over level indicators, which allows for comparisons that say the same thing twice; they are then written as
m and u probabilities: u as counted, m = u * exp(weight), normalised, the constants going to the prior.
The threshold is the best of a grid in cross-validation over topics.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.optimize import minimize

from tests.evaluation.ecbplus.clustering import cluster_groups
from tests.evaluation.ecbplus.comparisons import COMPARISONS, Comparison
from tests.evaluation.ecbplus.documents import SEED
from tests.evaluation.ecbplus.evaluate import gold_chains, gold_clusters, scores
from tests.evaluation.ecbplus.lexicon import Lexicon, count_pairs
from tests.evaluation.ecbplus.pronouns import attach
from tests.evaluation.ecbplus.records import Record
from tests.evaluation.ecbplus.resolver import KINDS, WEIGHTS, Weights, comparable, read_records
from tests.evaluation.ecbplus.scoring import compare
from tests.evaluation.ecbplus.table import build_table

RIDGE = {"event": 20.0, "entity": 5.0}
FOLDS = 5
ABOUT = {
    "source": "learnt from the training topics of ECB+ (Agata Cybulska and Piek Vossen, LREC 2014)",
    "licence": "Creative Commons Attribution 3.0 (CC BY 3.0), as ECB+",
}
THRESHOLDS = tuple(round(-1.25 + 0.25 * step, 2) for step in range(5))


def level_matrix(pairs: pa.Table, comparisons: tuple[Comparison, ...]) -> np.ndarray:
    """Each pair's level of each comparison, as a column index of the indicator matrix; Splink counts levels down."""
    columns, offset = [], 0
    for name, levels in comparisons:
        gamma = pairs[f"gamma_{name.replace(' ', '_')}"].to_numpy()
        columns.append(offset + len(levels) - 1 - gamma)
        offset += len(levels)
    return np.stack(columns, axis=1)


def fit(levels: np.ndarray, same: np.ndarray, size: int, ridge: float) -> np.ndarray:
    """Logistic regression over level indicators; the weights, the intercept last."""
    rows, times = np.unique(levels, axis=0, return_inverse=True)
    total = np.bincount(times.ravel(), minlength=len(rows)).astype(float)
    positive = np.bincount(times.ravel(), weights=same, minlength=len(rows))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = weights[rows].sum(axis=1) + weights[-1]
        value = (total * np.logaddexp(0, odds) - positive * odds).sum() + ridge / 2 * (weights[:-1] ** 2).sum()
        slope = total / (1 + np.exp(-odds)) - positive
        gradient = np.bincount(rows.ravel(), weights=np.repeat(slope, rows.shape[1]), minlength=size + 1)
        gradient[:-1] += ridge * weights[:-1]
        gradient[-1] = slope.sum()
        return value, gradient

    found: np.ndarray = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def as_probabilities(
    weights: np.ndarray, levels: np.ndarray, same: np.ndarray, comparisons: tuple[Comparison, ...]
) -> tuple[float, dict[str, dict[str, dict[str, float]]]]:
    """The prior, and m and u for each level, that give Splink the same log odds as the regression."""
    seen = np.bincount(levels[~same].ravel(), minlength=len(weights))
    log_odds, offset = float(weights[-1]), 0
    result: dict[str, dict[str, dict[str, float]]] = {}
    for name, named in comparisons:
        part = slice(offset, offset + len(named))
        u = (seen[part] + 0.5) / (seen[part] + 0.5).sum()
        m = u * np.exp(weights[part])
        log_odds += math.log(m.sum())
        m /= m.sum()
        result[name] = {
            label: {"m": _rounded(a), "u": _rounded(b)} for (label, _), a, b in zip(named, m, u, strict=True)
        }
        offset += len(named)
    return _rounded(1 / (1 + math.exp(-log_odds))), result


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def cross_validate(
    records: list[Record], members: list[Record], pairs: pa.Table, levels: np.ndarray, same: np.ndarray,
    chains: Mapping[str, str], size: int, ridge: float,
) -> dict[float, float]:  # fmt: skip
    """CoNLL F1 in per cent over all topics at each threshold in bits, each topic scored by the weights of others."""
    group_of = {r.key: r.group for r in members}
    lefts, rights = pairs["unique_id_l"].to_pylist(), pairs["unique_id_r"].to_pylist()
    groups = np.array([group_of[key] for key in lefts])
    names = sorted(set(groups), key=int)
    bits = np.zeros(len(groups))
    for fold in range(FOLDS):
        held = np.isin(groups, names[fold::FOLDS])
        weights = fit(levels[~held], same[~held], size, ridge)
        bits[held] = (weights[levels[held]].sum(axis=1) + weights[-1]) / math.log(2)
    gold = gold_clusters(records, chains)
    results = {}
    for threshold in THRESHOLDS:
        found = cluster_groups(group_of, zip(lefts, rights, bits, strict=True), threshold)
        if records[0].kind == "entity":
            found = attach(records, found)
        results[threshold] = scores(gold, found)["conll"]
    return results


def learn(path: Path) -> Weights:
    """Everything the resolver needs, for each kind."""
    documents, records = read_records(path)
    chains = gold_chains(documents)
    counts = {kind: count_pairs(comparable(records, kind), chains) for kind in KINDS}
    apart = {kind: {g: Lexicon.learn(counts[kind], without=g) for g in counts[kind]} for kind in KINDS}
    learnt: Weights = {"about": ABOUT | {"seed": SEED}}
    for kind in KINDS:
        members, comparisons = comparable(records, kind), COMPARISONS[kind]
        table = build_table(members, documents, partial(apart[kind].__getitem__), partial(apart["event"].__getitem__))
        pairs = compare(table, comparisons, None, 0.05).sort_by(
            [("unique_id_l", "ascending"), ("unique_id_r", "ascending")]
        )
        same = np.array([
            chains[a] == chains[b]
            for a, b in zip(pairs["unique_id_l"].to_pylist(), pairs["unique_id_r"].to_pylist(), strict=True)
        ])  # fmt: skip
        levels, size = level_matrix(pairs, comparisons), sum(len(named) for _, named in comparisons)
        curve = cross_validate(
            [r for r in records if r.kind == kind], members, pairs, levels, same, chains, size, RIDGE[kind]
        )
        threshold = max(curve, key=lambda t: curve[t])
        sys.stderr.write(f"{kind}: cross-validated CoNLL F1 {curve[threshold]:.2f} at {threshold}\n")
        prior, probabilities = as_probabilities(fit(levels, same, size, RIDGE[kind]), levels, same, comparisons)
        learnt[kind] = {
            "prior": prior,
            "threshold": threshold,
            "comparisons": probabilities,
            "score": f"CoNLL F1 {curve[threshold]:.2f} per cent, {FOLDS}-fold cross-validation over training topics",
            "lexicon": Lexicon.learn(counts[kind]).to_json(),
        }
    return learnt


def main() -> None:
    """Learn from the file named on the command line and write the weights beside this module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="labelled ECB+ documents, one a line")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    arguments = parser.parse_args()
    learnt = json.dumps(learn(arguments.file), indent=1, ensure_ascii=False)
    arguments.out.write_text(learnt + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
