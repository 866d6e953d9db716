"""What is one because its incident is: events of one class and cast, systems that no name tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations, pairwise

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.alignment.features import Describer
from kg.alignment.partition import Bans, partition
from kg.knowledge import Knowledge
from kg.merging.clusters import Cluster, Reasons
from kg.minting import digest, slug
from kg.model import Entity, Extraction, Kind
from kg.vocabulary import KG, SEM

_SCORE = 0.8


def merge_unnamed(
    extractions: list[Extraction], merged: dict[URIRef, URIRef], knowledge: Knowledge, decisions: Decisions
) -> list[Cluster]:
    """Cluster the systems that have no name of their own, *a Ruritanian missile*: one class, one country, one incident.

    One that no claim about an incident names is taken to be of the incident that its article is mainly about.
    ``merged`` tells which entities have a cluster already, and learns the members.
    """
    describer = Describer(knowledge)
    entities: dict[URIRef, Entity] = {}
    keys: dict[URIRef, tuple[object, ...]] = {}
    articles: dict[URIRef, URIRef] = {}
    for extraction in extractions:
        others = {e.iri: e for e in extraction.entities}
        about, main = _incidents_of(extraction, merged), _main_incident(extraction, merged)
        for entity in extraction.entities:
            if entity.kind is Kind.SYSTEM and entity.iri not in merged:
                countries = tuple(sorted(describer.countries(entity, others)))
                incidents = tuple(sorted(about.get(entity.iri) or main))
                own = "" if countries and incidents else entity.iri
                entities[entity.iri] = entity
                articles[entity.iri] = extraction.iri
                keys[entity.iri] = (entity.types, countries, incidents, own)
    clusters: dict[URIRef, Cluster] = {}
    taken = {*merged.values(), *knowledge.reference}
    for group in _same_key(keys, decisions, articles):
        label = min((entities[m].label for m in group), key=lambda n: (-len(n), n))
        iri = knowledge.minter.free(Kind.SYSTEM, label, taken, *group)
        taken.add(iri)
        cluster = clusters[iri] = Cluster(iri, Kind.SYSTEM, label, {t for m in group for t in entities[m].types})
        for member in group:
            cluster.names |= {entities[member].label, *entities[member].names}
            why = "same class, same country, same incident" if len(group) > 1 else "the only one of its kind"
            cluster.members[member] = Reasons(_SCORE if len(group) > 1 else 1.0, (why,))
            merged[member] = iri
    return [clusters[iri] for iri in sorted(clusters)]


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


def merge_events(
    extractions: list[Extraction],
    merged: dict[URIRef, URIRef],
    labels: Mapping[URIRef, str],
    knowledge: Knowledge,
    decisions: Decisions,
) -> list[Cluster]:
    """Cluster the events that are no incidents: one class, one incident, the same actors and destination.

    Parts of an incident (strike, crash) are one of a class. ``labels`` names the merged incidents; ``merged`` learns
    the members.
    """
    keys = {
        entity.iri: _key(entity, extraction, who.get(entity.iri, set()), merged)
        for extraction in extractions
        for who in [_participants(extraction, merged, knowledge)]
        for entity in extraction.entities
        if entity.kind is Kind.EVENT and not knowledge.taxonomy.any_is_a(entity.types, KG.Incident)
    }
    entities = {e.iri: e for x in extractions for e in x.entities if e.iri in keys}
    clusters: dict[URIRef, Cluster] = {}
    for group in _same_key(keys, decisions):
        entity, key = entities[group[0]], keys[group[0]]
        name = f"{slug(knowledge.taxonomy.labels.get(entity.types[0], 'event'))}-{digest(*key)}"
        iri = knowledge.minter.iri(Kind.EVENT, name)
        if iri in clusters:
            iri = knowledge.minter.iri(Kind.EVENT, f"{name}-{digest(group[0])[:6]}")
        target = key[1]
        label = f"{entity.label} ({labels[target]})" if target is not None and target in labels else entity.label
        cluster = clusters[iri] = Cluster(iri, Kind.EVENT, label, {t for m in group for t in entities[m].types})
        for member in group:
            merged[member] = iri
            cluster.members[member] = Reasons(_SCORE, (_same(part=keys[member][2]),))
    return [clusters[iri] for iri in sorted(clusters)]


def _key(
    entity: Entity, extraction: Extraction, who: set[str], merged: Mapping[URIRef, URIRef]
) -> tuple[tuple[URIRef, ...], URIRef | None, bool, tuple[str, ...], str]:
    """Class, incident, whether it is a part of it, actors; and the article of what has neither incident nor actor."""
    links = {p: merged.get(URIRef(v), URIRef(v)) for p, v in entity.links if p in (KG.about, SEM.subEventOf)}
    target = links.get(KG.about) or links.get(SEM.subEventOf)
    part = SEM.subEventOf in links
    unbound = str(extraction.iri) if target is None and not who else ""
    return entity.types, target, part, () if part else tuple(sorted(who)), unbound


def _same_key(
    keys: Mapping[URIRef, tuple[object, ...]], decisions: Decisions, articles: Mapping[URIRef, URIRef] | None = None
) -> list[list[URIRef]]:
    """The entities of one key, as far as no decision parts them, with those that decisions join.

    ``articles`` leads each to its article where two of one article are two.
    """
    members = sorted(keys)
    place = {iri: number for number, iri in enumerate(members)}
    by_key: dict[tuple[object, ...], list[int]] = {}
    by_article: dict[tuple[object, ...], list[int]] = {}
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


def _participants(
    extraction: Extraction, merged: Mapping[URIRef, URIRef], knowledge: Knowledge
) -> dict[URIRef, set[str]]:
    """Event → the actors and the destination that its claims name."""
    prefix = f"{knowledge.minter.base_iri}{Kind.ACTOR}/"
    found: dict[URIRef, set[str]] = {}
    for claim in extraction.claims:
        for p in claim.propositions:
            value = merged.get(URIRef(p.object), p.object) if isinstance(p.object, URIRef) else ""
            if value.startswith(prefix) or p.predicate == KG.destination:
                found.setdefault(p.subject, set()).add(f"{p.predicate}={value}")
    return found


def _same(*, part: bool) -> str:
    return "the same part of the same incident" if part else "same class of event, same incident, same actors"
