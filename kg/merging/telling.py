"""What an article puts where it meets what others say: values under keys, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.revisions import replaced, single_valued
from kg.merging.shuffle import Json
from kg.merging.stands import Stand, by_subject, stand_of, written
from kg.model import Claim, Extraction, Mention
from kg.vocabulary import KG, SEM

TOLD = ("subjects", "revisions", "portraits", "drawn", "clusters")
"""Stages to which articles tell something: by subject, by speaker and property, by incident, by pair, by entity."""

Values = Iterable[tuple[str, Json]]
"""Each under its key."""


def tell(
    extraction: Extraction, claims: list[Claim], merged: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> dict[str, Values]:
    """What an article tells each stage of :data:`TOLD`; ``claims`` are its claims in merged terms, sorted."""
    publisher = merged.get(extraction.publisher, extraction.publisher)
    contested = {iri for claim in claims for iri in claim.contests}
    stands = {
        c.iri: stand_of(c, own=c.cue is None and c.claimer == publisher, contested=c.iri in contested) for c in claims
    }
    own = ((stands[c.iri], stands[old]) for c in claims for old in c.supersedes if old in stands)
    subjects: list[tuple[str, Json]] = [
        (subject, ["stand", written(part)]) for stand in stands.values() for subject, part in by_subject(stand).items()
    ]
    return {
        "subjects": [*subjects, *told_replaced(own, knowledge)],
        "revisions": list(_statements(extraction, claims, stands, knowledge)),
        "portraits": list(_portraits(extraction, claims, merged)),
        "drawn": list(_drawn(extraction, merged)),
        "clusters": list(_clusters(extraction, claims, merged, knowledge)),
    }


def told_replaced(pairs: Iterable[tuple[Stand, Stand]], knowledge: Knowledge) -> Iterator[tuple[str, Json]]:
    """Of stands and those that they replace, what of a subject is replaced."""
    for new, old in pairs:
        subjects = {p.iri: p.subject for p in old.propositions}
        for claim, proposition in replaced(new, old, knowledge):
            yield subjects[proposition], ["replaced", claim, proposition]


def without_words(extraction: Extraction) -> Extraction:
    """The entities and claims of an article without its text, mentions and grounds: enough to tell who is who."""
    nothing = Mention(0, 0, "")
    entities = (replace(e, mentions=()) for e in extraction.entities)
    claims = (
        replace(c, mention=nothing, cue=None, claimer_mention=None, content_mentions=(), grounds=())
        for c in extraction.claims
    )
    article = replace(extraction.article, text="")
    return replace(extraction, article=article, entities=tuple(entities), claims=tuple(claims), comparisons=())


def _statements(
    extraction: Extraction, claims: Iterable[Claim], stands: Mapping[URIRef, Stand], knowledge: Knowledge
) -> Iterator[tuple[str, Json]]:
    """What the article's speakers say of properties that have a single value, by speaker, subject and property."""
    day = extraction.article.published
    for claim in claims if day is not None else ():
        for place, told in enumerate(claim.propositions if claim.epistemic.affirms else ()):
            about = single_valued(told, knowledge)
            if about is not None and day is not None:
                key = " ".join((claim.claimer, *about))
                yield key, [day.isoformat(), extraction.iri, place, written(stands[claim.iri])]


def _portraits(
    extraction: Extraction, claims: Iterable[Claim], merged: Mapping[URIRef, URIRef]
) -> Iterator[tuple[str, Json]]:
    """What claims name of the incidents that they are about, and the classes of the events of incidents."""
    first: dict[tuple[URIRef, URIRef], URIRef] = {}
    for claim in claims:
        objects = {p.object for p in claim.propositions if isinstance(p.object, URIRef)}
        for thing in {claim.claimer, *claim.relays} | objects:
            for incident in claim.about:
                first.setdefault((incident, thing), claim.iri)
    yield from ((incident, ["claim", thing, claim]) for (incident, thing), claim in first.items())
    for entity in extraction.entities:
        for predicate, target in entity.links:
            if predicate in (KG.about, SEM.subEventOf) and isinstance(target, URIRef) and entity.iri in merged:
                yield from ((merged.get(target, target), ["event", t, merged[entity.iri]]) for t in entity.types)


def _drawn(extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> Iterator[tuple[str, Json]]:
    """The pairs of incidents that the article compares, with its words."""
    for comparison in extraction.comparisons:
        one, two = sorted(merged.get(iri, iri) for iri in comparison.incidents)
        if one != two:
            mention = comparison.mention
            yield f"{one} {two}", [extraction.iri, mention.begin, mention.end, mention.words]


def _clusters(
    extraction: Extraction, claims: Iterable[Claim], merged: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> Iterator[tuple[str, Json]]:
    """What an article adds to merged entities: their links, and that an entry of the reference data is spoken of."""
    wanted = {p.object for c in claims for p in c.propositions if p.object in knowledge.reference}
    yield from ((str(iri), ["wanted"]) for iri in wanted)
    for entity in extraction.entities:
        cluster = merged.get(entity.iri)
        links = [[p, merged.get(v, v)] for p, v in entity.links if isinstance(v, URIRef)]
        if cluster is not None and links:
            yield cluster, ["links", links]
        elif cluster is None and extraction.sources:
            yield entity.iri, ["source", entity.label, entity.types]
