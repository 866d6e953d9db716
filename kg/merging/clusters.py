"""Which entities of the articles are one: the decision for each, with its score and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import networkx as nx
from rdflib import URIRef

from kg.knowledge import Knowledge
from kg.merging.linking import Identity, Linker
from kg.minting import digest, slug
from kg.model import Entity, Extraction, Kind, Value
from kg.vocabulary import KG

_NEVER = (KG.AnonymousSource, KG.Witnesses)


@dataclass
class Cluster:
    """One merged entity in the making: its IRI and the members, each with a score and reasons."""

    iri: URIRef
    kind: Kind
    label: str
    types: set[URIRef]
    names: set[str] = field(default_factory=set)
    links: set[tuple[URIRef, Value]] = field(default_factory=set)
    members: dict[URIRef, tuple[float, tuple[str, ...]]] = field(default_factory=dict)

    def entity(self) -> Entity:
        """The merged entity."""
        return Entity(
            self.iri,
            self.kind,
            tuple(sorted(self.types)),
            self.label,
            tuple(sorted(self.names)),
            (),
            tuple(sorted(self.links)),
        )


def cluster_entities(extractions: Iterable[Extraction], knowledge: Knowledge) -> list[Cluster]:
    """Cluster the actors, systems and places of all articles (events and vehicles follow their incidents).

    Those with a known identity join it; the others join when they share a class and a name that tells.
    """
    linker = Linker(knowledge)
    clusters: dict[URIRef, Cluster] = {}
    rest: list[Entity] = []
    for entity in _plain_entities(extractions):
        identity = linker.identify(entity)
        if identity is None:
            rest.append(entity)
        else:
            _join(clusters, entity, identity, knowledge)
    for group in _named_alike(rest, knowledge):
        _found(clusters, group, knowledge)
    return [clusters[iri] for iri in sorted(clusters)]


def _plain_entities(extractions: Iterable[Extraction]) -> list[Entity]:
    extractions = list(extractions)
    vehicles = {v for x in extractions for e in x.entities for p, v in e.links if p == KG.vehicle}
    entities = [e for x in extractions for e in x.entities if e.kind is not Kind.EVENT and e.iri not in vehicles]
    return sorted(entities, key=lambda e: e.iri)


def _join(clusters: dict[URIRef, Cluster], entity: Entity, identity: Identity, knowledge: Knowledge) -> None:
    cluster = clusters.get(identity.iri)
    if cluster is None:
        cluster = clusters[identity.iri] = Cluster(identity.iri, entity.kind, identity.label, set(identity.types))
        cluster.links |= set(identity.links)
    cluster.types |= {t for t in entity.types if t == KG.Publisher}
    cluster.names |= {entity.label, *entity.names}
    cluster.members[entity.iri] = (identity.score, (identity.reason,))


def _named_alike(entities: list[Entity], knowledge: Knowledge) -> list[list[Entity]]:
    """Connected components of *same kind, classes that agree, one telling name in common*."""
    graph: nx.Graph[URIRef] = nx.Graph()
    by_name: dict[tuple[Kind, str], list[Entity]] = {}
    for entity in entities:
        graph.add_node(entity.iri)
        for name in telling_names(entity, knowledge):
            by_name.setdefault((entity.kind, name), []).append(entity)
    for alike in by_name.values():
        for first, second in pairwise(alike):
            if _classes_agree(first, second, knowledge) and first.iri.rsplit("/", 1)[0] == second.iri.rsplit("/", 1)[0]:
                graph.add_edge(first.iri, second.iri)
    by_iri = {e.iri: e for e in entities}
    return sorted(
        ([by_iri[i] for i in sorted(part)] for part in nx.connected_components(graph)), key=lambda g: g[0].iri
    )


def telling_names(entity: Entity, knowledge: Knowledge) -> set[str]:
    """The names that can tell an entity from others, folded; none for unnamed sources and groups without any name.

    *experts* of one article are not those of another; *Ruritanian investigators* may be.
    """
    taxonomy = knowledge.taxonomy
    if any(taxonomy.any_is_a(entity.types, class_) for class_ in _NEVER):
        return set()
    names = {entity.label, *entity.names}
    common = knowledge.lexicon.nouns
    proper = {n for n in names if re.search(r"[A-Z]", n[1:]) or (n[:1].isupper() and _folded(n) not in common)}
    if KG.Person in entity.types:
        proper = {n for n in names if " " in n}
    return {_folded(n) for n in proper}


def _folded(name: str) -> str:
    words = [w for w in slug(name).split("-") if w not in ("the", "a", "an")]
    return "-".join(w[:-1] if w.endswith("s") and len(w) > 3 else w for w in words)


def _classes_agree(a: Entity, b: Entity, knowledge: Knowledge) -> bool:
    return any(knowledge.taxonomy.is_a(x, y) or knowledge.taxonomy.is_a(y, x) for x in a.types for y in b.types)


def _found(clusters: dict[URIRef, Cluster], group: list[Entity], knowledge: Knowledge) -> None:
    """Found a cluster that no reference entry names."""
    kind = group[0].kind
    label = min((e.label for e in group), key=lambda n: (-len(n), n))
    iri = knowledge.minter.named(kind, label)
    if iri in clusters:
        iri = knowledge.minter.iri(kind, f"{slug(label)}-{digest(group[0].iri)[:6]}")
    types = knowledge.taxonomy.specific({t for e in group for t in e.types})
    cluster = clusters[iri] = Cluster(iri, kind, label, set(types))
    for entity in group:
        cluster.names |= {entity.label, *entity.names}
        if len(group) == 1:
            cluster.members[entity.iri] = (1.0, ("the only one of its name",))
        else:
            shared = sorted(
                telling_names(entity, knowledge)
                & {n for o in group if o is not entity for n in telling_names(o, knowledge)}
            )
            reasons = (f"shares the name {', '.join(repr(s.replace('-', ' ')) for s in shared)} and its class",)
            cluster.members[entity.iri] = (0.85, reasons)
