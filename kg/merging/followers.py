"""What is one because its incident is: events of one class and cast, systems that no name tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.features import Describer
from kg.alignment.partition import Bans, partition
from kg.knowledge import Knowledge
from kg.minting import Minter, digest, slug
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG, SEM

SCORE = 0.8


@dataclass(frozen=True)
class Follower:
    """An entity with what makes it one with others: all of one key are."""

    entity: Entity
    key: str
    part: bool = False
    """Whether it is a part of the incident, as strike and crash are."""
    target: URIRef | None = None
    """The incident, in merged terms."""


def unnamed_systems(
    extraction: Extraction, merged: Mapping[URIRef, URIRef], describer: Describer
) -> Iterator[Follower]:
    """The systems of an article that have no name of their own, *a Ruritanian missile*.

    Those of one class, one country and one incident are one. One that no claim about an incident names is taken to be
    of the incident that its article is mainly about. ``merged`` tells which entities have a cluster already.
    """
    others = {e.iri: e for e in extraction.entities}
    about, main = _incidents_of(extraction, merged), _main_incident(extraction, merged)
    for entity in extraction.entities:
        if entity.kind is Kind.SYSTEM and entity.iri not in merged:
            countries = tuple(sorted(describer.countries(entity, others)))
            incidents = tuple(sorted(about.get(entity.iri) or main))
            own = "" if countries and incidents else entity.iri
            yield Follower(entity, digest(*entity.types, "", *countries, "", *incidents, "", own, length=16))


def _incidents_of(extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> dict[URIRef, set[URIRef]]:
    """Entity → the merged incidents that the claims which name it are about."""
    found: dict[URIRef, set[URIRef]] = {}
    for claim in extraction.claims:
        for told in claim.propositions:
            for named in (told.subject, told.object):
                if isinstance(named, URIRef):
                    found.setdefault(named, set()).update(merged.get(iri, iri) for iri in claim.about)
    return found


def _main_incident(extraction: Extraction, merged: Mapping[URIRef, URIRef]) -> set[URIRef]:
    """The incident of which an article says most; none where two are equal."""
    counts = Counter(merged.get(iri, iri) for claim in extraction.claims for iri in claim.about)
    most = [iri for iri, count in counts.items() if count == max(counts.values())]
    return set(most) if len(most) == 1 else set()


def events(extraction: Extraction, merged: Mapping[URIRef, URIRef], knowledge: Knowledge) -> Iterator[Follower]:
    """The events of an article that are no incidents: one class, one incident, the same actors and destination are one.

    Parts of an incident (strike, crash) are one of a class. The key ends the event's IRI.
    """
    participants = _participants(extraction, merged, knowledge.minter)
    for entity in extraction.entities:
        if entity.kind is Kind.EVENT and not knowledge.taxonomy.any_is_a(entity.types, KG.Incident):
            links = {p: merged.get(URIRef(v), URIRef(v)) for p, v in entity.links if p in (KG.about, SEM.subEventOf)}
            target = links.get(KG.about) or links.get(SEM.subEventOf)
            part = SEM.subEventOf in links
            who = participants.get(entity.iri, set())
            unbound = str(extraction.iri) if target is None and not who else ""
            told = (entity.types, target, part, () if part else tuple(sorted(who)), unbound)
            name = slug(knowledge.taxonomy.labels.get(entity.types[0], "event"))
            yield Follower(entity, f"{name}-{digest(*told, length=12)}", part, target)


def _participants(extraction: Extraction, merged: Mapping[URIRef, URIRef], minter: Minter) -> dict[URIRef, set[str]]:
    """Event → the actors and the destination that its claims name."""
    prefix = f"{minter.base_iri}{Kind.ACTOR}/"
    found: dict[URIRef, set[str]] = {}
    for claim in extraction.claims:
        for p in claim.propositions:
            value = merged.get(URIRef(p.object), p.object) if isinstance(p.object, URIRef) else ""
            if value.startswith(prefix) or p.predicate == KG.destination:
                found.setdefault(p.subject, set()).add(f"{p.predicate}={value}")
    return found


def grouped(
    keys: Mapping[URIRef, str], decisions: Decisions, articles: Mapping[URIRef, str] | None = None
) -> list[list[URIRef]]:
    """The entities of one key, as far as no decision parts them, with those that decisions join.

    ``articles`` leads each to its article where two of one article are two.
    """
    members = sorted(keys)
    place = {iri: number for number, iri in enumerate(members)}
    by_key: dict[str, list[int]] = {}
    by_article: dict[tuple[str, str], list[int]] = {}
    for iri in members:
        by_key.setdefault(keys[iri], []).append(place[iri])
        if articles is not None:
            by_article.setdefault((keys[iri], articles[iri]), []).append(place[iri])
    banned = ((place[a], place[b]) for a, b in decisions.bans if a in place and b in place)
    bans = Bans.between([*banned, *(pair for twins in by_article.values() for pair in combinations(twins, 2))])
    edges = []
    for alike in by_key.values():
        # Those that a ban may part have a line to every other of them, the rest one to the next.
        bound = [n for n in alike if n in bans.pairs]
        free = [n for n in alike if n not in bans.pairs]
        edges += [*pairwise(free), *((n, m) for n in bound for m in (*free[:1], *bound))]
    joined = [[place[iri] for iri in group if iri in place] for group in decisions.groups]
    required = [pair for group in joined for pair in pairwise(group)]
    return [[members[n] for n in group] for group in partition(range(len(members)), edges, bans.of, required)]
