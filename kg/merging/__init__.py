"""Aligns what the articles name into one graph: entities, incidents, events, claims; conflicts, analogies, copies.

Every decision is a :class:`~kg.model.Membership` that says why; nothing of an article is changed or lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.decisions import Decisions
from kg.graphs import undisputed
from kg.knowledge import Knowledge
from kg.merging.analogies import find_analogies
from kg.merging.clusters import Cluster, cluster_entities
from kg.merging.conflicts import find_conflicts
from kg.merging.copies import find_copies
from kg.merging.families import tie_families
from kg.merging.followers import merge_events, merge_unnamed
from kg.merging.incidents import merge_incidents
from kg.merging.linking import Linker
from kg.merging.records import reference_record
from kg.merging.revisions import superseded, with_revisions
from kg.merging.rewriting import rewrite_claim
from kg.merging.values import broader, clash, coarser
from kg.model import Claim, Conflict, Entity, Extraction, Kind, Membership, Merged, Proposition, Value
from kg.vocabulary import KG

__all__ = ["merge"]


def merge(extractions: Iterable[Extraction], knowledge: Knowledge, decisions: Decisions | None = None) -> Merged:
    """Merge the extractions of all articles; their order does not matter. ``decisions`` outrank every score."""
    decisions = decisions or Decisions()
    articles = sorted(extractions, key=lambda x: x.iri)
    clusters = cluster_entities(articles, knowledge, decisions)
    merged = {member: c.iri for c in clusters for member in c.members}
    clusters += merge_incidents(articles, merged, knowledge, decisions)
    clusters += merge_unnamed(articles, merged, knowledge, decisions)
    tie_families(clusters, knowledge)
    labels = {c.iri: c.label for c in clusters if c.kind is Kind.EVENT}
    clusters += merge_events(articles, merged, labels, knowledge, decisions)
    records = [
        reference_record(knowledge.reference[c.iri], knowledge)
        for c in clusters
        if c.kind is Kind.EVENT and c.iri in knowledge.reference
    ]
    sources = [*articles, *sorted(records, key=lambda r: r.iri)]
    claims = sorted(
        (rewrite_claim(c, merged, knowledge.minter) for x in sources for c in x.claims), key=lambda c: c.iri
    )
    claims = with_revisions(claims, {x.iri: x.article.published for x in articles}, knowledge)
    entities = _entities(clusters, sources, claims, merged, knowledge)
    conflicts = find_conflicts(claims, knowledge)
    incidents = [e for e in entities.values() if knowledge.taxonomy.any_is_a(e.types, KG.Incident)]
    return Merged(
        extractions=tuple(sources),
        entities=tuple(entities[iri] for iri in sorted(entities)),
        claims=tuple(claims),
        facts=tuple(_facts(claims, conflicts, sources, merged, knowledge)),
        memberships=tuple(_memberships(clusters, knowledge)),
        conflicts=tuple(conflicts),
        analogies=tuple(find_analogies(incidents, entities, claims, articles, merged, knowledge)),
        decisions=decisions.rows,
        rules=knowledge.models_digest,
        copies=tuple(find_copies(articles).items()),
    )


def _entities(
    clusters: list[Cluster],
    sources: list[Extraction],
    claims: list[Claim],
    merged: dict[URIRef, URIRef],
    knowledge: Knowledge,
) -> dict[URIRef, Entity]:
    """The merged entities with their links, and those that only the reference data name."""
    local = {e.iri: e for x in sources for e in x.entities}
    found: dict[URIRef, Entity] = {}
    for cluster in clusters:
        for member in cluster.members:
            cluster.links |= {(p, merged.get(URIRef(v), v)) for p, v in local[member].links if isinstance(v, URIRef)}
        found[cluster.iri] = cluster.entity()
    for record in (x for x in sources if x.sources):
        found |= {e.iri: e for e in record.entities}
    linker = Linker(knowledge)
    wanted = [URIRef(p.object) for c in claims for p in c.propositions if isinstance(p.object, URIRef)]
    for iri in wanted:
        if iri not in found and iri in knowledge.reference:
            identity = linker.reference(knowledge.reference[iri], "")
            found[iri] = Entity(
                iri,
                knowledge.reference[iri].kind,
                (*identity.types, KG.ReferenceEntity),
                identity.label,
                knowledge.reference[iri].names,
                (),
                identity.links,
            )
    kept = {KG.governs, KG.organOf, KG.within, KG.about, KG.vehicle, SKOS.broader}
    return {
        iri: replace(
            e, links=tuple(link for link in e.links if link[0] not in kept or (link[1] in found and link[1] != iri))
        )
        for iri, e in found.items()
    }


def _facts(
    claims: list[Claim],
    conflicts: list[Conflict],
    sources: list[Extraction],
    merged: dict[URIRef, URIRef],
    knowledge: Knowledge,
) -> list[tuple[URIRef, URIRef, Value]]:
    """The undisputed propositions as plain triples; of a date, number or model told at two grains the finer."""
    publishers = {merged.get(x.publisher, x.publisher) for x in sources}
    by_claim = {c.iri: c for c in claims}
    members = [(m, c) for c in conflicts if c.kind != KG.Revision for m in c.members]
    disputed = {m for m, _ in members} | {
        p.iri
        for m, c in members
        if m in by_claim
        for p in by_claim[m].propositions
        if (p.subject, p.predicate) == (c.about, c.property)
    }
    replaced = superseded(claims)
    live = {p.iri for c in claims if c.iri not in replaced for p in c.propositions}
    plain = [p for p in undisputed(claims, publishers) if p.iri in live - disputed]

    def implied(p: Proposition) -> bool:
        return any(
            o.subject == p.subject
            and (
                (o.predicate == p.predicate and (coarser(p.object, o.object) or broader(o.object, p.object, knowledge)))
                or (o.predicate == knowledge.taxonomy.bounded.get(p.predicate) and not clash(o, p, knowledge))
            )
            for o in plain
        )

    return [(p.subject, p.predicate, p.object) for p in plain if not implied(p)]


def _memberships(clusters: list[Cluster], knowledge: Knowledge) -> list[Membership]:
    found = [
        Membership(
            knowledge.minter.hashed(Kind.MEMBERSHIP, member, c.iri),
            member,
            c.iri,
            why.score,
            why.lines,
            why.weight,
            why.other,
        )
        for c in clusters
        for member, why in c.members.items()
    ]
    return sorted(found, key=lambda m: m.iri)
