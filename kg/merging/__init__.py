"""Aligns what the articles name into one graph: entities, incidents, events, claims; conflicts, analogies, copies.

Every decision is a :class:`~kg.model.Membership` that says why; nothing of an article is changed or lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from kg.merging.revisions import Replaced, find_replaced, with_revisions
from kg.merging.rewriting import rewrite_claim
from kg.merging.values import broader, clash, coarser
from kg.model import Claim, Conflict, Decision, Entity, Extraction, Kind, Membership, Merged, Proposition, Value
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
    replaced = find_replaced(claims, knowledge)
    conflicts, copies = find_conflicts(claims, replaced, knowledge), find_copies(articles)
    memberships, unheeded = _memberships(clusters, decisions, knowledge)
    incidents = [e for e in entities.values() if knowledge.taxonomy.any_is_a(e.types, KG.Incident)]
    return Merged(
        extractions=tuple(sources),
        entities=tuple(entities[iri] for iri in sorted(entities)),
        claims=tuple(claims),
        facts=tuple(_facts(claims, replaced, conflicts, sources, merged, knowledge)),
        memberships=tuple(memberships),
        conflicts=tuple(conflicts),
        analogies=tuple(find_analogies(incidents, entities, claims, articles, merged, copies, knowledge)),
        decisions=decisions.rows,
        unheeded=tuple(unheeded),
        rules=knowledge.models_digest,
        copies=tuple(copies.items()),
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
    replaced: Replaced,
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
    live = {p.iri for c in claims for p in c.propositions if (c.iri, p.iri) not in replaced}
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


def _memberships(
    clusters: list[Cluster], decisions: Decisions, knowledge: Knowledge
) -> tuple[list[Membership], list[Decision]]:
    """The memberships, with the decisions that made them; and the decisions that could not be followed."""
    cluster_of = {member: c.iri for c in clusters for member in c.members}
    linker = Linker(knowledge)
    cluster_of |= {iri: iri for iri in decisions.named - cluster_of.keys() if linker.knows(iri)}
    unheeded = [d for d in decisions.rows if not _heeded(d, cluster_of)]
    found = []
    for cluster in clusters:
        for member, why in cluster.members.items():
            heeded = [d for d in decisions.of(member) if _heeded(d, cluster_of)]
            score = 1.0 if any(d.same for d in heeded) else why.score
            lines = (*map(str, heeded), *why.lines) or ("what it is to be one with is one",)
            iri = knowledge.minter.hashed(Kind.MEMBERSHIP, member, cluster.iri)
            found.append(Membership(iri, member, cluster.iri, score, lines, why.weight, why.other))
    return sorted(found, key=lambda m: m.iri), unheeded


def _heeded(decision: Decision, cluster_of: Mapping[URIRef, URIRef]) -> bool:
    one, two = cluster_of.get(decision.subject), cluster_of.get(decision.object)
    return one is not None and two is not None and (one == two) == decision.same
