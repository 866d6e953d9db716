"""Two incidents side by side: what they share, and where an article compares them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.model import Analogy, Claim, Entity, Extraction, Kind
from kg.vocabulary import KG, SEM


def find_analogies(
    incidents: list[Entity],
    entities: Mapping[URIRef, Entity],
    claims: list[Claim],
    extractions: list[Extraction],
    merged: Mapping[URIRef, URIRef],
    knowledge: Knowledge,
) -> list[Analogy]:
    """An analogy for each pair of incidents that share something or that an article compares; they are never merged."""
    features = {i.iri: _features(i.iri, entities, claims, knowledge) for i in incidents}
    found = []
    for a, b in combinations(sorted(incidents, key=lambda i: i.iri), 2):
        drawn = sorted(
            (x.iri, c.mention)
            for x in extractions
            for c in x.comparisons
            if {merged.get(i, i) for i in c.incidents} == {a.iri, b.iri}
        )
        shared = tuple(sorted(features[a.iri] & features[b.iri]))
        if shared or drawn:
            iri = knowledge.minter.hashed(Kind.ANALOGY, a.iri, b.iri)
            found.append(Analogy(iri, (a.iri, b.iri), f"{a.label} and {b.label}", shared, tuple(drawn)))
    return found


def _features(
    incident: URIRef, entities: Mapping[URIRef, Entity], claims: list[Claim], knowledge: Knowledge
) -> set[URIRef]:
    """The actors that speak of an incident or are spoken of, the classes of weapon named, the classes of its events."""
    taxonomy, found = knowledge.taxonomy, set()
    for claim in claims:
        if incident not in claim.about:
            continue
        named = {claim.claimer, *claim.relays} | {p.object for p in claim.propositions if isinstance(p.object, URIRef)}
        for iri in named:
            entity = entities.get(URIRef(iri))
            if entity is None or KG.Publisher in entity.types or KG.AnonymousSource in entity.types:
                continue
            if entity.kind is Kind.ACTOR:
                found.add(entity.iri)
            elif entity.kind is Kind.SYSTEM:
                found |= {t for t in entity.types if taxonomy.is_a(t, KG.WeaponSystem)}
                found |= {entity.iri} if taxonomy.any_is_a(entity.types, KG.WeaponSystem) else set()
    for entity in entities.values():
        if any(p in (KG.about, SEM.subEventOf) and v == incident for p, v in entity.links):
            found |= set(entity.types)
    return found
