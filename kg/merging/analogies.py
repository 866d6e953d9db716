"""Incidents side by side: what each pair has in common, through which claims, and where the two differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.minting import digest
from kg.model import Analogy, Connection, Kind, Mention
from kg.vocabulary import KG

MOST = 10
"""Others that an incident is set beside at least, beside those that articles compare it with."""

Features = dict[URIRef, URIRef]
"""What an incident has → the first claim about it, or event of it, that has it."""

Drawn = dict[tuple[URIRef, URIRef], set[tuple[URIRef, Mention]]]
"""Pair of incidents, sorted → the articles and words that compare them."""


@dataclass(frozen=True)
class Portrait:
    """An incident as it is compared."""

    label: str
    features: Features


@dataclass(frozen=True)
class Found:
    """An analogy that there is."""

    iri: URIRef
    digest: str
    """Of all that it follows from: the same where the analogy is the same."""
    make: Callable[[], Analogy]


def find_analogies(
    portraits: Mapping[URIRef, Portrait], drawn: Drawn, copies: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> Iterator[Found]:
    """An analogy for each pair of incidents that an article compares, and of each with those most like it, by IRI.

    They are never merged. What both have is weighed by its inverse document frequency (Spärck Jones 1972): the fewer
    incidents have it, the more it says. Frequencies count in powers of two, so that one incident more seldom moves all.

    Args:
        portraits: the incidents.
        drawn: the comparisons of articles; of incidents that have no portrait none is made.
        copies: an article that is one → its original.
        knowledge: the ontology.
    """
    order = sorted(portraits)
    weights = _weights(portraits.values())
    digests = {iri: _digest(portrait, weights) for iri, portrait in portraits.items()}
    place = {iri: number for number, iri in enumerate(order)}
    pairs = {(min(pair), max(pair)) for pair in _alike(order, portraits, weights)}
    pairs |= {(place[one], place[two]) for one, two in drawn if one in place and two in place}
    maker = _Maker(portraits, weights, knowledge)
    for one, two in ((order[first], order[second]) for first, second in sorted(pairs)):
        told = sorted(drawn.get((one, two), ()))
        sources = len({copies.get(article, article) for article, _ in told})
        follows = digest(digests[one], digests[two], told, sources, length=16)
        iri = knowledge.minter.hashed(Kind.ANALOGY, one, two)
        yield Found(iri, follows, partial(maker.analogy, iri, one, two, tuple(told), sources))


class _Maker:
    """Makes analogies."""

    def __init__(
        self, portraits: Mapping[URIRef, Portrait], weights: Mapping[URIRef, float], knowledge: Knowledge
    ) -> None:
        self._portraits, self._weights, self._taxonomy = portraits, weights, knowledge.taxonomy
        self._phases, self._weapons = cache(self._phases_of), cache(self._weapons_of)

    def analogy(
        self, iri: URIRef, one: URIRef, two: URIRef, told: tuple[tuple[URIRef, Mention], ...], sources: int
    ) -> Analogy:
        """The analogy of two incidents that ``told`` compares, of so many sources."""
        first, second = self._portraits[one].features, self._portraits[two].features
        shared = sorted(first.keys() & second.keys())
        own, their = self._phases(one), self._phases(two)
        return Analogy(
            iri,
            (one, two),
            f"{self._portraits[one].label} and {self._portraits[two].label}",
            tuple(Connection(feature, (first[feature], second[feature])) for feature in shared),
            tuple(sorted(own & their)),
            (
                *((one, thing) for thing in sorted((self._weapons(one) - second.keys()) | (own - their))),
                *((two, thing) for thing in sorted((self._weapons(two) - first.keys()) | (their - own))),
            ),
            told,
            sum(self._weights[feature] for feature in shared),
            sources,
        )

    def _phases_of(self, incident: URIRef) -> set[URIRef]:
        features = self._portraits[incident].features
        return {phase for feature in features if (phase := self._taxonomy.phase(feature)) is not None}

    def _weapons_of(self, incident: URIRef) -> set[URIRef]:
        features = self._portraits[incident].features
        return {feature for feature in features if self._taxonomy.is_a(feature, KG.WeaponSystem)}


def _digest(portrait: Portrait, weights: Mapping[URIRef, float]) -> str:
    features = sorted(portrait.features.items())
    return digest(
        portrait.label, *(f"{feature} {claim} {weights[feature]!r}" for feature, claim in features), length=16
    )


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


def _alike(
    order: list[URIRef], portraits: Mapping[URIRef, Portrait], weights: Mapping[URIRef, float]
) -> Iterator[tuple[int, int]]:
    """Each incident, by its place, with the others most like it; the first of equals."""
    having: dict[URIRef, list[int]] = {}
    for place, iri in enumerate(order):
        for feature in portraits[iri].features:
            having.setdefault(feature, []).append(place)
    postings = {feature: np.array(places) for feature, places in having.items()}
    for place, iri in enumerate(order):
        likeness = np.zeros(len(order))
        for feature in sorted(portraits[iri].features):
            likeness[postings[feature]] += weights[feature]
        likeness[place] = 0.0
        some = np.flatnonzero(likeness)
        best = some[np.argsort(-likeness[some], kind="stable")][:MOST]
        yield from ((place, int(other)) for other in best)
