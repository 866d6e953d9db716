"""Incidents side by side: what each pair has in common, through which claims, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.likeness import Likeness
from kg.minting import digest
from kg.model import Analogy, Connection, Kind, Mention, known_iri
from kg.vocabulary import KG

Drawn = dict[tuple[str, str], set[tuple[URIRef, Mention]]]
"""Pair of incidents, sorted → the articles and words that compare them."""


@dataclass(frozen=True, slots=True)
class Found:
    """An analogy that there is."""

    one: str
    two: str
    digest: str
    """Of all that it follows from: the same where the analogy is the same."""
    make: Callable[[], Analogy]


def find_analogies(
    likeness: Likeness, drawn: Drawn, copies: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> Iterator[Found]:
    """An analogy for each pair of incidents that an article compares, and of each with those most like it, by IRI.

    They are never merged.

    Args:
        likeness: the incidents.
        drawn: the comparisons of articles; of incidents that have no portrait none is made.
        copies: an article that is one → its original.
        knowledge: the ontology.
    """
    maker, digests = _Maker(likeness, knowledge), likeness.digests
    compared = {pair for pair in drawn if digests.keys() >= set(pair)}
    for one, two in sorted(likeness.pairs() | compared):
        told = sorted(drawn.get((one, two), ()))
        sources = len({copies.get(article, article) for article, _ in told})
        follows = f"{digests[one]} {digests[two]}"
        if told:
            follows += f" {digest(told, sources, length=16)}"
        yield Found(one, two, follows, partial(maker.analogy, one, two, tuple(told), sources))


class _Maker:
    """Makes analogies."""

    def __init__(self, likeness: Likeness, knowledge: Knowledge) -> None:
        self._portraits, self._weights = likeness.portraits, likeness.weights
        self._minter, self._taxonomy = knowledge.minter, knowledge.taxonomy
        self._phases, self._weapons = cache(self._phases_of), cache(self._weapons_of)

    def analogy(self, one: str, two: str, told: tuple[tuple[URIRef, Mention], ...], sources: int) -> Analogy:
        """The analogy of two incidents that ``told`` compares, of so many sources."""
        first, second = self._portraits[one].features, self._portraits[two].features
        shared = sorted(first.keys() & second.keys())
        own, their = self._phases(one), self._phases(two)
        incidents = known_iri(one), known_iri(two)
        return Analogy(
            self._minter.hashed(Kind.ANALOGY, one, two),
            incidents,
            f"{self._portraits[one].label} and {self._portraits[two].label}",
            tuple(Connection(feature, (first[feature], second[feature])) for feature in shared),
            tuple(sorted(own & their)),
            (
                *((incidents[0], thing) for thing in sorted((self._weapons(one) - second.keys()) | (own - their))),
                *((incidents[1], thing) for thing in sorted((self._weapons(two) - first.keys()) | (their - own))),
            ),
            told,
            sum(self._weights[feature] for feature in shared),
            sources,
        )

    def _phases_of(self, incident: str) -> set[URIRef]:
        features = self._portraits[incident].features
        return {phase for feature in features if (phase := self._taxonomy.phase(feature)) is not None}

    def _weapons_of(self, incident: str) -> set[URIRef]:
        features = self._portraits[incident].features
        return {feature for feature in features if self._taxonomy.is_a(feature, KG.WeaponSystem)}
