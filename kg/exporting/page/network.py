"""The graph that is drawn: entities, claimed propositions and shared classes, and the edges between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import networkx as nx
from rdflib import URIRef

from kg.exporting.page.claims import independent
from kg.exporting.page.entities import NOT_FACTS
from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import (
    ClaimRecord,
    ClassRecord,
    EntityRecord,
    Kind,
    LinkRecord,
    PropositionRecord,
    Stance,
)
from kg.exporting.page.sentences import cut
from kg.vocabulary import RDF

EdgeSort = Literal["fact", "subject", "object", "asserts", "denies", "neutral", "member", "analogy"]

_CAPTION = 60
_NAME = 46
_STANCE_WORDS = {"asserts": "asserts", "denies": "denies", "neutral": "no position"}


@dataclass(frozen=True)
class NetworkNode:
    """A node. ``role`` is ``incident``, ``class``, ``disputed`` or empty and changes how the node looks."""

    id: str
    label: str
    kind: Kind
    role: str


@dataclass(frozen=True)
class NetworkEdge:
    """An edge. ``proposition`` is what selecting it opens, where it stands for one."""

    source: str
    target: str
    label: str
    sort: EdgeSort
    proposition: str | None = None


def build_network(
    lookup: Lookup,
    entities: list[EntityRecord],
    claims: list[ClaimRecord],
    propositions: list[PropositionRecord],
    classes: list[ClassRecord],
    links: list[LinkRecord],
    incidents: list[str],
) -> nx.MultiDiGraph:
    """The drawn graph; nodes carry a :class:`NetworkNode` as ``node``, edges a :class:`NetworkEdge` as ``edge``.

    A proposition that stands as a plain triple and is not disputed is an edge, every other one is a node of the kind
    *claim* between its speakers, its subject and its object.
    """
    facts = _facts(lookup, propositions)
    drawn = [p for p in propositions if p.id not in set(facts.values()) and (p.object.id or p.dispute or _voiced(p))]
    edges = [
        *_fact_edges(lookup, facts),
        *_proposition_edges(drawn),
        *_speaker_edges(claims, {p.id for p in drawn}),
        *(NetworkEdge(member.id or "", cls.id, "is a", "member") for cls in classes for member in cls.members),
        *(NetworkEdge(*link.incidents, "compared", "analogy") for link in links if link.drawn),
    ]
    graph = nx.MultiDiGraph()
    roles = dict.fromkeys(incidents, "incident")
    nodes = [NetworkNode(e.id, cut(e.label, _NAME), e.kind, roles.get(e.id, "")) for e in entities]
    nodes += [NetworkNode(c.id, f"any {cut(c.label, _CAPTION)}", c.kind, "class") for c in classes]
    nodes += [NetworkNode(p.id, cut(p.short, _CAPTION), "claim", "disputed" if p.dispute else "") for p in drawn]
    for node in sorted(nodes, key=lambda n: n.id):
        graph.add_node(node.id, node=node)
    for edge in sorted(set(edges), key=lambda e: (e.source, e.target, e.sort, e.label, e.proposition or "")):
        if edge.source in graph and edge.target in graph and edge.source != edge.target:
            graph.add_edge(edge.source, edge.target, edge=edge)
    return graph


def _voiced(proposition: PropositionRecord) -> bool:
    return bool(proposition.asserts or proposition.denies or proposition.neutral)


def _facts(lookup: Lookup, propositions: list[PropositionRecord]) -> dict[tuple[str, str, str], str]:
    """(subject, predicate, object) → the undisputed proposition whose triple stands plainly."""
    disputed = {p.id for p in propositions if p.dispute}
    found: dict[tuple[str, str, str], str] = {}
    for iri in chain.from_iterable(lookup.values(RDF.subject).values()):
        if lookup.id(iri) in disputed or not isinstance(iri, URIRef):
            continue
        subject, predicate = lookup.iri(iri, RDF.subject), lookup.iri(iri, RDF.predicate)
        for value in lookup.objects(iri, RDF.object):
            if subject and predicate and lookup.has(subject, predicate, value):
                found[(str(subject), str(predicate), str(value))] = lookup.id(iri)
    return found


def _fact_edges(lookup: Lookup, facts: dict[tuple[str, str, str], str]) -> list[NetworkEdge]:
    edges = []
    for subject in lookup.kinds:
        for predicate, values in lookup.about(subject).items():
            for value in values if predicate not in NOT_FACTS else ():
                if value in lookup.kinds:
                    proposition = facts.get((str(subject), str(predicate), str(value)))
                    ends = (lookup.id(subject), lookup.id(value))
                    edges.append(NetworkEdge(*ends, lookup.label(predicate), "fact", proposition))
    return edges


def _proposition_edges(propositions: list[PropositionRecord]) -> list[NetworkEdge]:
    edges = []
    for proposition in propositions:
        if proposition.subject.id:
            edges.append(NetworkEdge(proposition.id, proposition.subject.id, "about", "subject", proposition.id))
        if proposition.object.id:
            target = proposition.object.id
            edges.append(NetworkEdge(proposition.id, target, proposition.predicate, "object", proposition.id))
    return edges


def _speaker_edges(claims: list[ClaimRecord], drawn: set[str]) -> list[NetworkEdge]:
    said: dict[tuple[str, str, Stance], list[ClaimRecord]] = defaultdict(list)
    for claim in claims:
        for proposition in claim.propositions:
            if claim.speaker.id and proposition in drawn:
                said[(claim.speaker.id, proposition, claim.stance)].append(claim)
    return [
        NetworkEdge(speaker, proposition, _times(_STANCE_WORDS[stance], independent(same)), stance, proposition)
        for (speaker, proposition, stance), same in sorted(said.items(), key=lambda item: str(item[0]))
    ]


def _times(words: str, times: int) -> str:
    return words if times == 1 else f"{words} ({times})"
