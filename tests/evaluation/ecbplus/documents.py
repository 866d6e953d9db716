"""How alike documents are: tf-idf cosine and spherical k-means within a group."""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np

from tests.evaluation.ecbplus.parse import Document

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+|\d{2,}")
VALIDATED_WEIGHT = 3
SEED = 0


def vectors(documents: list[Document]) -> np.ndarray:
    """Unit tf-idf rows over words that two or more of these documents use."""
    counts = [_counts(document) for document in documents]
    frequency = Counter(word for count in counts for word in count)
    places = {word: place for place, word in enumerate(w for w in sorted(frequency) if frequency[w] > 1)}
    rows = np.zeros((len(documents), max(1, len(places))))
    for row, count in zip(rows, counts, strict=True):
        for word, times in count.items():
            if word in places:
                row[places[word]] = (1 + math.log(times)) * math.log((1 + len(documents)) / frequency[word])
    unit: np.ndarray = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)
    return unit


def _counts(document: Document) -> Counter[str]:
    """Word counts, with the sentences that carry mentions weighing more."""
    validated = set(document["validated_sentences"])
    counts: Counter[str] = Counter()
    for number, sentence in enumerate(document["sentences"]):
        weight = 1 + VALIDATED_WEIGHT * (number in validated)
        for word in sentence:
            if _WORD.fullmatch(word):
                counts[word.lower()] += weight
    return counts


def cluster(rows: np.ndarray, size: int, seed: int = SEED, restarts: int = 30) -> np.ndarray:
    """Spherical k-means with restarts; the labels of the tightest run. Too few rows to tell apart are one cluster."""
    if len(rows) <= size:
        return np.zeros(len(rows), dtype=int)
    generator = np.random.default_rng(seed)
    best, best_fit = np.zeros(len(rows), dtype=int), -math.inf
    for _ in range(restarts):
        centres = rows[generator.choice(len(rows), size, replace=False)]
        for _ in range(50):
            labels = (rows @ centres.T).argmax(axis=1)
            fresh = np.array(
                [rows[labels == k].sum(axis=0) if (labels == k).any() else centres[k] for k in range(size)]
            )
            fresh /= np.linalg.norm(fresh, axis=1, keepdims=True) + 1e-9
            if np.allclose(fresh, centres):
                break
            centres = fresh
        fit = float((rows @ centres.T).max(axis=1).sum())
        if fit > best_fit:
            best, best_fit = labels, fit
    return best
