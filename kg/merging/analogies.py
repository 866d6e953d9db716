"""Incidents side by side: what each pair has in common, through which claims, and where the two differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.model import Analogy, Claim, Connection, Entity, Extraction, Kind, Mention
from kg.vocabulary import KG, SEM

_MOST = 30
"""Analogies that an incident has at most, beside those that articles draw: a collection of thousands has millions."""

Features = dict[URIRef, URIRef]
"""What an incident has → the first claim about it, or event of it, that has it."""


def find_analogies(
    incidents: Iterable[Entity],
    entities: Mapping[URIRef, Entity],
    claims: Iterable[Claim],
    extractions: Iterable[Extraction],
    merged: Mapping[URIRef, URIRef],
    copies: Mapping[URIRef, URIRef],
    knowledge: Knowledge,
) -> list[Analogy]:
    """An analogy for each pair of incidents that share something or that an article compares, by rank.

    They are never merged. First come those that most articles compare, copies left out, then those that have most in
    common, each thing weighed by its inverse document frequency (Spärck Jones 1972): the fewer incidents have it, the
    more it says. ``merged`` leads local entities to merged ones, ``copies`` an article to the one that it is a copy of.
    """
    known = {i.iri: i for i in incidents}
    features = _features(known, entities, claims, knowledge)
    phases = {
        iri: {p for f in told if (p := knowledge.taxonomy.phase(f)) is not None} for iri, told in features.items()
    }
    counts = Counter(f for told in features.values() for f in told)
    weights = {f: math.log(1 + len(known) / count) for f, count in counts.items()}
    drawn = _drawn(extractions, merged)
    likeness = {
        (one, two): sum(weights[f] for f in sorted(features[one].keys() & features[two].keys()))
        for one, two in combinations(sorted(known), 2)
        if (one, two) in drawn or not features[one].keys().isdisjoint(features[two])
    }
    taken: Counter[URIRef] = Counter()
    found: list[Analogy] = []
    for pair in sorted(
        likeness, key=lambda p: (-len({copies.get(a, a) for a, _ in drawn.get(p, ())}), -likeness[p], p)
    ):
        if pair not in drawn and max(taken[iri] for iri in pair) >= _MOST:
            continue
        taken.update(pair)
        one, two = (features[iri] for iri in pair)
        analogy = Analogy(
            knowledge.minter.hashed(Kind.ANALOGY, *pair),
            pair,
            " and ".join(known[iri].label for iri in pair),
            tuple(Connection(f, (one[f], two[f])) for f in sorted(one.keys() & two.keys())),
            tuple(sorted(phases[pair[0]] & phases[pair[1]])),
            tuple(_differences(pair, features, phases, knowledge)),
            tuple(sorted(drawn.get(pair, ()))),
            likeness[pair],
        )
        found.append(replace(analogy, rank=len(found) + 1))
    return found


def _features(
    incidents: Mapping[URIRef, Entity],
    entities: Mapping[URIRef, Entity],
    claims: Iterable[Claim],
    knowledge: Knowledge,
) -> dict[URIRef, Features]:
    """Of each incident the actors that speak or are spoken of, weapons and their classes, the classes of its events."""
    found: dict[URIRef, Features] = {iri: {} for iri in incidents}
    for claim in claims:
        about = [iri for iri in claim.about if iri in found]
        told = sorted(_named(claim, entities, knowledge)) if about else []
        for iri in about:
            for feature in told:
                found[iri].setdefault(feature, claim.iri)
    for entity in sorted(entities.values(), key=lambda e: e.iri):
        for predicate, incident in entity.links:
            if predicate in (KG.about, SEM.subEventOf) and incident in found:
                for class_ in entity.types:
                    found[URIRef(incident)].setdefault(class_, entity.iri)
    return found


def _named(claim: Claim, entities: Mapping[URIRef, Entity], knowledge: Knowledge) -> Iterator[URIRef]:
    """The actors, weapons and classes of weapon that a claim names; no publishers and no unnamed sources."""
    taxonomy = knowledge.taxonomy
    objects = {URIRef(p.object) for p in claim.propositions if isinstance(p.object, URIRef)}
    for iri in {claim.claimer, *claim.relays} | objects:
        entity = entities.get(iri)
        if entity is None or {KG.Publisher, KG.AnonymousSource} & set(entity.types):
            continue
        if entity.kind is Kind.ACTOR:
            yield iri
        elif taxonomy.any_is_a(entity.types, KG.WeaponSystem):
            yield iri
            yield from (t for t in entity.types if taxonomy.is_a(t, KG.WeaponSystem))


def _drawn(
    extractions: Iterable[Extraction], merged: Mapping[URIRef, URIRef]
) -> dict[tuple[URIRef, URIRef], set[tuple[URIRef, Mention]]]:
    """Pair of incidents → the articles and words that compare them."""
    found: dict[tuple[URIRef, URIRef], set[tuple[URIRef, Mention]]] = {}
    for extraction in extractions:
        for comparison in extraction.comparisons:
            one, two = sorted(merged.get(iri, iri) for iri in comparison.incidents)
            if one != two:
                found.setdefault((one, two), set()).add((extraction.iri, comparison.mention))
    return found


def _differences(
    pair: tuple[URIRef, URIRef],
    features: Mapping[URIRef, Features],
    phases: Mapping[URIRef, set[URIRef]],
    knowledge: Knowledge,
) -> Iterator[tuple[URIRef, URIRef]]:
    """The phases and classes of weapon that only one of the two has."""
    taxonomy = knowledge.taxonomy
    for iri, other in (pair, pair[::-1]):
        weapons = {f for f in features[iri] if taxonomy.is_a(f, KG.WeaponSystem)} - features[other].keys()
        yield from ((iri, thing) for thing in sorted(weapons | (phases[iri] - phases[other])))
