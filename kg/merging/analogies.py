"""Incidents side by side: what each pair has in common, through which claims, and where the two differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from rdflib import URIRef

from kg.knowledge import Knowledge
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


def find_analogies(
    portraits: Mapping[URIRef, Portrait], drawn: Drawn, copies: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> Iterator[Analogy]:
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
    pairs = {tuple(sorted((order[one], order[two]))) for one, two in _alike(order, portraits, weights)}
    phases_of = {iri: _phases(portrait.features, knowledge) for iri, portrait in portraits.items()}
    weapons_of = {iri: _weapons(portrait.features, knowledge) for iri, portrait in portraits.items()}
    for one, two in sorted(pairs | {pair for pair in drawn if portraits.keys() >= set(pair)}):
        first, second = portraits[one].features, portraits[two].features
        shared = sorted(first.keys() & second.keys())
        phases = phases_of[one], phases_of[two]
        told = drawn.get((one, two), set())
        yield Analogy(
            knowledge.minter.hashed(Kind.ANALOGY, one, two),
            (one, two),
            f"{portraits[one].label} and {portraits[two].label}",
            tuple(Connection(feature, (first[feature], second[feature])) for feature in shared),
            tuple(sorted(phases[0] & phases[1])),
            tuple(
                (iri, thing)
                for iri, others, own, their in (
                    (one, second, phases[0], phases[1]),
                    (two, first, phases[1], phases[0]),
                )
                for thing in sorted((weapons_of[iri] - others.keys()) | (own - their))
            ),
            tuple(sorted(told)),
            sum(weights[feature] for feature in shared),
            len({copies.get(article, article) for article, _ in told}),
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


def _phases(features: Features, knowledge: Knowledge) -> set[URIRef]:
    return {phase for feature in features if (phase := knowledge.taxonomy.phase(feature)) is not None}


def _weapons(features: Features, knowledge: Knowledge) -> set[URIRef]:
    return {feature for feature in features if knowledge.taxonomy.is_a(feature, KG.WeaponSystem)}
