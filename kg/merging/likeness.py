"""Which incidents are most alike, by what they have."""

from __future__ import annotations

import math
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from rdflib import URIRef

from kg.merging.portraits import Portrait
from kg.minting import digest

_MANY = 16
"""A feature that one of so many incidents has is common."""
MOST = 10
"""Others that an incident is set beside at least, beside those that articles compare it with."""


class Likeness:
    """Of each incident the others most like it, the first of equals; brought up to date by the portraits that changed.

    What two have is weighed by its inverse document frequency (Spärck Jones 1972): the fewer incidents have it, the
    more it says. Frequencies count in powers of two, so that one incident more seldom moves all.
    """

    def __init__(self) -> None:
        self.portraits: dict[str, Portrait] = {}
        self.weights: dict[URIRef, float] = {}
        self.digests: dict[str, str] = {}
        """Of each portrait with the weights of what it has."""
        self._best: dict[str, list[tuple[float, str]]] = {}
        """Of each incident the others, each with its likeness, negative."""

    def pairs(self) -> set[tuple[str, str]]:
        """Each incident with those most like it, both in order."""
        return {(min(one, two), max(one, two)) for one, best in self._best.items() for _, two in best}

    def update(self, portraits: Mapping[str, Portrait]) -> None:
        """Take in portraits by their IRIs in place of the last ones; one that is the same object is as it was."""
        held, before = self.portraits, self.weights
        changed = {iri for iri in held.keys() | portraits.keys() if held.get(iri) is not portraits.get(iri)}
        self.portraits, self.weights = dict(portraits), _weights(portraits.values())
        for iri in changed - portraits.keys():
            del self._best[iri], self.digests[iri]
        other = {feature for feature, weight in self.weights.items() if before.get(feature) != weight}
        again = {iri for iri, each in portraits.items() if iri in changed or not other.isdisjoint(each.features)}
        for iri in again:
            self.digests[iri] = _digest(portraits[iri], self.weights)
        again.update(iri for iri, best in self._best.items() if any(two in changed for _, two in best))
        if again:
            self._compare(again, changed)

    def _compare(self, again: set[str], changed: set[str]) -> None:
        """Find anew what is most like some incidents, and whether those that changed are now most like the rest."""
        order = sorted(self.portraits)
        having: dict[URIRef, list[int]] = {}
        for place, iri in enumerate(order):
            for feature in self.portraits[iri].features:
                having.setdefault(feature, []).append(place)
        adding = {feature: _adding(places, self.weights[feature], len(order)) for feature, places in having.items()}
        kept = np.array([iri not in again for iri in order])
        least = np.array([0.0 if iri in again else self._least(iri) for iri in order])
        for place, iri in enumerate(order):
            if iri not in again:
                continue
            likeness = np.zeros(len(order))
            for feature in self.portraits[iri].features:
                where, weight = adding[feature]
                likeness[where] += weight
            likeness[place] = 0.0
            if iri in changed and len(again) < len(order):
                for other in np.flatnonzero(kept & (likeness >= least) & (likeness > 0)):
                    best = self._best[order[other]]
                    insort(best, (-float(likeness[other]), iri))
                    del best[MOST:]
            self._best[iri] = [(-weight, order[other]) for weight, other in _highest(likeness)]

    def _least(self, incident: str) -> float:
        """How like an incident another must be to be among those most like it."""
        best = self._best[incident]
        return -best[-1][0] if len(best) == MOST else 0.0


def _adding(places: list[int], weight: float, number: int) -> tuple[np.ndarray | slice, np.ndarray | float]:
    """Where to add what for a feature that the incidents at some places have: of many faster to all of them."""
    if len(places) * _MANY < number:
        return np.array(places), weight
    weights = np.zeros(number)
    weights[places] = weight
    return slice(None), weights


def _highest(likeness: np.ndarray) -> Iterator[tuple[float, int]]:
    """The highest that are not 0, each with its place, the first of equals first; they are 0 then."""
    for _ in range(MOST):
        place = int(likeness.argmax())
        if not likeness[place]:
            return
        yield float(likeness[place]), place
        likeness[place] = 0.0


def _digest(portrait: Portrait, weights: Mapping[URIRef, float]) -> str:
    features = (f"{feature} {through} {weights[feature]!r}" for feature, through in portrait.features.items())
    return digest(portrait.label, *features, length=16)


def _weights(portraits: Iterable[Portrait]) -> dict[URIRef, float]:
    counts: Counter[URIRef] = Counter()
    number = 0
    for portrait in portraits:
        counts.update(portrait.features.keys())
        number += 1
    return {feature: math.log(1 + _step(number) / _step(count)) for feature, count in counts.items()}


def _step(number: int) -> int:
    """The next power of two."""
    return 1 << (number - 1).bit_length()
