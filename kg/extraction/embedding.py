"""Embeds a word as spaCy does, each only once: most words of an article have been met before.

spaCy's first layers see a word alone, by its features (``MultiHashEmbed``, https://spacy.io/api/architectures); what
they make of it is kept, and looked up where the word comes again. They are a third of all that its network computes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from thinc.api import Model, chain, with_array

_EMBEDDING = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
_KEPT = 50_000
"""Words, each with some hundred numbers of four bytes."""
_FEWEST = 32
"""Rows that are computed together: of fewer BLAS would round the last bit otherwise."""
_ODD = 0x9E3779B97F4A7C15
"""By whose powers the features of a word, hashes all, are summed to one hash (multiply-shift hashing)."""

Words = npt.NDArray[np.uint64]
"""A row a word, a column a feature."""
Vectors = npt.NDArray[np.float32]
"""A row a word."""


def remember(model: Model[Any, Any]) -> None:
    """Let the embedding layers of a model remember the words that they have met; then it can no longer be trained."""
    for node in list(model.walk()):
        if tuple(layer.name.partition("(")[0] for layer in node.layers) == _EMBEDDING:
            embed, mix = (with_.layers[0] for with_ in node.layers[2:4])
            node.layers[2:4] = [with_array(Model("remembered", _Remembering(chain(embed, mix))))]


class _Remembering:
    """The forward pass of a layer that makes of each row what it makes of it alone."""

    def __init__(self, layer: Model[Words, Vectors]) -> None:
        self._layer = layer
        self._place: dict[int, int] = {}
        self._vectors: Vectors | None = None

    def __call__(self, model: Model[Words, Vectors], words: Words, is_train: bool) -> tuple[Vectors, Any]:
        weights = np.array([pow(_ODD, 1 + n, 1 << 64) for n in range(words.shape[1])], np.uint64)
        hashes, first, inverse = np.unique((words * weights).sum(axis=1), return_index=True, return_inverse=True)
        keys = hashes.tolist()
        if len(self._place) + len(keys) > _KEPT:
            self._place.clear()
        new = [number for number, key in enumerate(keys) if key not in self._place]
        if new or self._vectors is None:
            self._keep([keys[number] for number in new], self._embed(words[first[new]]))
        assert self._vectors is not None  # noqa: S101 - _keep has made them
        return self._vectors[[self._place[key] for key in keys]][inverse], _no_training

    def _embed(self, words: Words) -> Vectors:
        rows = np.resize(words, (max(len(words), _FEWEST), words.shape[1])) if len(words) else words
        return self._layer.predict(rows)[: len(words)]

    def _keep(self, keys: list[int], vectors: Vectors) -> None:
        if self._vectors is None or len(self._place) + len(keys) > len(self._vectors):
            self._vectors = np.empty((max(_KEPT, len(keys)), vectors.shape[1]), np.float32)
        at = len(self._place)
        self._vectors[at : at + len(keys)] = vectors
        self._place.update(zip(keys, range(at, at + len(keys)), strict=True))


def _no_training(_: Vectors) -> Words:
    raise NotImplementedError("a model that remembers words is not for training")
