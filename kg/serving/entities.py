"""What the page of one node shows: what it is, what is said of it and by it, in which words, and why it is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.alignment.reasons import in_order
from kg.querying.evidence import Fact, Term, Utterance, read_claim, read_fact
from kg.querying.reader import Reader
from kg.vocabulary import GAF, KG, NIF, RDF, SKOS

MOST_FACTS = 200
"""Facts that one section shows; its heading says how many there are."""

_SAID_APART = {str(p) for p in (RDF.type, SKOS.prefLabel, SKOS.altLabel, GAF.denotedBy, NIF.isString)}


@dataclass(frozen=True)
class Section:
    """A heading with facts, all of them or the first; ``of`` is how many there are."""

    heading: str
    facts: tuple[Fact, ...]
    of: int


@dataclass(frozen=True)
class Member:
    """The entity of one article that the node stands for: its name there, its words, and why it is the same."""

    node: ox.NamedNode
    article: ox.NamedNode | None
    score: str
    words: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """Everything that the page of one node shows; ``names`` holds what each node on it is called."""

    node: ox.NamedNode
    kinds: tuple[ox.NamedNode, ...]
    other_names: tuple[str, ...]
    properties: tuple[tuple[ox.NamedNode, tuple[Term, ...]], ...]
    sections: tuple[Section, ...]
    utterance: Utterance | None
    members: tuple[Member, ...]
    text: str
    names: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


def entity_view(reader: Reader, node: ox.NamedNode) -> View:
    """The view of a node that the graph speaks of."""
    kinds = tuple(reader.nodes(node, RDF.type))
    is_claim = any(kind.value == str(KG.Claim) for kind in kinds)
    sections = tuple(
        _section(reader, heading, propositions)
        for heading, propositions in (
            ("What it is", [node] if read_fact(reader, node) else []),
            ("What is claimed", reader.nodes(node, KG.proposition)),
            ("What disagrees", _disagreeing(reader, node)),
            ("What is said of it", reader.subjects(RDF.subject, node)),
            ("What it says", _told(reader, KG.claimer, node)),
            ("Where it is named", reader.subjects(RDF.object, node)),
            ("What is claimed in it", _told(reader, KG.article, node)),
        )
        if propositions
    )
    memberships = [*reader.subjects(KG.cluster, node), *reader.subjects(KG.member, node)]
    view = View(
        node,
        kinds,
        tuple(sorted(reader.literals(node, SKOS.altLabel))),
        tuple(_properties(reader, node)),
        sections,
        read_claim(reader, node) if is_claim else None,
        tuple(member for each in memberships for member in _members(reader, each)),
        next((v.value for v in reader.values(node, NIF.isString) if isinstance(v, ox.Literal)), ""),
        prefixes=reader.prefixes,
    )
    view.names.update({each.value: reader.label(each) for each in _named(view)})
    for article in {a for s in sections for f in s.facts for c in f.claims for a in c.articles}:
        view.names[article.value] = reader.cited(article)
    return view


def _section(reader: Reader, heading: str, propositions: list[ox.NamedNode]) -> Section:
    ordered = sorted(propositions, key=reader.fact_key)
    facts = (read_fact(reader, each) for each in ordered[:MOST_FACTS])
    return Section(heading, tuple(fact for fact in facts if fact), len(ordered))


def _disagreeing(reader: Reader, conflict: ox.NamedNode) -> list[ox.NamedNode]:
    """The propositions of a conflict: its members, or what its members claim."""
    members = reader.nodes(conflict, KG.hasMember)
    return list(dict.fromkeys(p for each in members for p in reader.nodes(each, KG.proposition) or [each]))


def _told(reader: Reader, role: str, node: ox.NamedNode) -> list[ox.NamedNode]:
    """The propositions of the claims that a node makes, or that stand in it."""
    claims = reader.subjects(role, node)
    return list(dict.fromkeys(p for claim in claims for p in reader.nodes(claim, KG.proposition)))


def _members(reader: Reader, membership: ox.NamedNode) -> Iterable[Member]:
    for member in reader.nodes(membership, KG.member):
        mentions = reader.nodes(member, GAF.denotedBy)
        yield Member(
            member,
            next(iter(reader.nodes(member, KG.article)), None),
            next(iter(reader.literals(membership, KG.score)), "unknown"),
            tuple(sorted({w for m in mentions for w in reader.literals(m, NIF.anchorOf)})),
            tuple(in_order(reader.literals(membership, KG.reason))),
        )


def _properties(reader: Reader, node: ox.NamedNode) -> Iterable[tuple[ox.NamedNode, tuple[Term, ...]]]:
    grouped: dict[ox.NamedNode, list[Term]] = {}
    for predicate, value in reader.statements(node):
        if predicate.value not in _SAID_APART:
            grouped.setdefault(predicate, []).append(value)
    for predicate, values in grouped.items():
        yield predicate, tuple(values)


def _named(view: View) -> set[ox.NamedNode]:
    """Every node that the page names."""
    found: set[ox.NamedNode] = {view.node, *view.kinds}
    for predicate, values in view.properties:
        found |= {predicate, *(v for v in values if isinstance(v, ox.NamedNode))}
    claims = [c for s in view.sections for f in s.facts for c in f.claims]
    for claim in [*claims, *([view.utterance] if view.utterance else [])]:
        found |= {*claim.speakers, *claim.articles, *(who for _, who in claim.via)}
    for fact in (f for s in view.sections for f in s.facts):
        found |= {fact.subject, fact.predicate, *([fact.value] if isinstance(fact.value, ox.NamedNode) else [])}
    found |= {each for m in view.members for each in (m.node, m.article) if each is not None}
    return found
