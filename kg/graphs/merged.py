"""The merged graph as triples, part by part: what ``graph.ttl`` holds (docs/model.md). No triple is in two parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, XSD

from kg.graphs.lines import Said, Triple
from kg.graphs.writing import (
    article_triples,
    claim_triples,
    entity_triples,
    mention_node,
    proposition_node,
)
from kg.minting import Minter
from kg.model import Analogy, ArticlePart, Conflict, Decision, Entity, Kind, Membership, Part, SubjectPart
from kg.vocabulary import GAF, KG, SCHEMA, SEMAPV, SSSOM

# Of the terms of rdflib's closed namespaces those that each part needs, see kg.graphs.writing.
_TYPE, _LABEL, _DENOTED_BY = RDF.type, SKOS.prefLabel, GAF.denotedBy
_GENERATED_BY, _DERIVED_FROM = PROV.wasGeneratedBy, PROV.wasDerivedFrom
_DECIMAL, _INTEGER = ox.NamedNode(XSD.decimal), ox.NamedNode(XSD.integer)


@dataclass(frozen=True)
class Terms:
    """What the ontology says of its terms, repeated in the graph for those that are used."""

    ancestors: Callable[[URIRef], set[URIRef]]
    """Of a class, with itself."""
    labels: Mapping[URIRef, str]
    phases: Mapping[URIRef, URIRef]
    """Class of events → the phase of an incident that it is of."""
    order: Mapping[URIRef, int]
    """Of the phases."""


@dataclass(frozen=True)
class Used:
    """The terms that a part has."""

    properties: frozenset[URIRef] = frozenset()
    classes: frozenset[URIRef] = frozenset()
    """Of merged entities."""
    phases: frozenset[URIRef] = frozenset()
    """With other classes that an analogy names."""


def part_triples(part: Part, minter: Minter) -> Iterator[Said]:
    """Every triple of a part."""
    match part:
        case ArticlePart():
            return _article(part, minter)
        case SubjectPart():
            return _subject(part)
        case Entity():
            return entity_triples(part, None, minter)
        case Analogy():
            return _analogy(part, minter)


def used_terms(part: Part) -> Used:
    """The terms of the ontology that a part has."""
    match part:
        case SubjectPart():
            return Used(properties=frozenset(p.predicate for p in part.propositions))
        case Entity():
            return Used(frozenset(p for p, _ in part.links), frozenset(part.types))
        case Analogy():
            return Used(phases=frozenset({*part.phases, *(thing for _, thing in part.differences)}))
        case _:
            return Used()


def head_triples(
    used: Used, decisions: Iterable[Decision], rules: str, made_with: str, terms: Terms, minter: Minter
) -> Iterator[Triple]:
    """What the parts have in common: the merge, what people decided, and the terms that are used.

    ``rules`` is the SHA-256 of the models that weighed the comparisons, ``made_with`` the program and its language
    models.
    """
    activity = minter.iri(Kind.ACTIVITY, "merge")
    yield activity, RDF.type, PROV.Activity
    yield activity, KG.modelDigest, ox.Literal(rules)
    yield activity, SCHEMA.softwareVersion, ox.Literal(made_with)
    for decision in decisions:
        yield from _decision(decision, activity, minter)
    labels = terms.labels
    for predicate in used.properties & set(labels):
        yield predicate, RDFS.label, ox.Literal(labels[predicate], language="en")
    for phase in used.phases & set(labels):
        yield phase, RDFS.label, ox.Literal(labels[phase], language="en")
    for phase in used.phases & set(terms.order):
        yield phase, KG.order, ox.Literal(terms.order[phase])
    for class_ in _closure(used.classes, terms):
        yield class_, RDFS.label, ox.Literal(labels[class_], language="en")
        for above in terms.ancestors(class_):
            yield class_, RDFS.subClassOf, above
        if terms.phases.get(class_) in used.phases:
            yield class_, KG.phase, terms.phases[class_]


def _closure(used: Iterable[URIRef], terms: Terms) -> list[URIRef]:
    """The classes in use and all above them, each of which is said to be below itself and everything above it.

    So a family can be asked for without the ontology, and without a property path, which not every store gets right:
    RDFS entails these triples (https://www.w3.org/TR/rdf11-mt/, rdfs10 and rdfs11).
    """
    return sorted({above for each in used for above in terms.ancestors(each)} & set(terms.labels))


def _article(part: ArticlePart, minter: Minter) -> Iterator[Said]:
    """An article, its entities with their mentions, which the merged ones have as well, its claims and memberships."""
    extraction, clusters = part.extraction, dict(part.clusters)
    identifier = extraction.article.id
    for subject, predicate, value in article_triples(extraction):
        yield subject, predicate, clusters.get(value, value) if isinstance(value, URIRef) else value
    if part.copy_of is not None:
        yield extraction.iri, KG.copyOf, part.copy_of
    for entity in extraction.entities:
        if entity.iri in clusters:
            yield entity.iri, _TYPE, KG.LocalEntity
            yield entity.iri, _LABEL, ox.Literal(entity.label, language="en")
            yield entity.iri, KG.article, extraction.iri
            for mention in entity.mentions:
                node = mention_node(mention, identifier, minter)
                yield node
                yield entity.iri, _DENOTED_BY, node.iri
                yield clusters[entity.iri], _DENOTED_BY, node.iri
    for claim in part.claims:
        yield from claim_triples(claim, identifier, minter)
    for comparison in extraction.comparisons:
        yield mention_node(comparison.mention, identifier, minter)
    activity = minter.iri(Kind.ACTIVITY, "merge")
    for membership in part.memberships:
        yield from _membership(membership, activity)


def _subject(part: SubjectPart) -> Iterator[Said]:
    """The propositions about a subject, those that are facts as plain triples, and its conflicts."""
    yield from map(proposition_node, part.propositions)
    for fact in part.facts:
        yield fact.subject, fact.predicate, fact.object
    for conflict in part.conflicts:
        yield from _conflict(conflict)


def _membership(membership: Membership, activity: URIRef) -> Iterator[Triple]:
    yield membership.iri, _TYPE, KG.Membership
    yield membership.iri, KG.member, membership.member
    yield membership.iri, KG.cluster, membership.cluster
    yield membership.iri, KG.score, _decimal(membership.score, 4)
    yield membership.iri, _GENERATED_BY, activity
    if membership.weight is not None:
        yield membership.iri, KG.matchWeight, _decimal(membership.weight, 2)
    if membership.other is not None:
        yield membership.iri, KG.comparedWith, membership.other
    for reason in membership.reasons:
        yield membership.iri, KG.reason, ox.Literal(reason)


def _decision(decision: Decision, activity: URIRef, minter: Minter) -> Iterator[Triple]:
    """A person's decision as a mapping of SSSOM."""
    iri = minter.hashed(Kind.MEMBERSHIP, "decision", decision.subject, decision.object, decision.same)
    yield activity, PROV.used, iri
    yield iri, RDF.type, SSSOM.Mapping
    yield iri, OWL.annotatedSource, decision.subject
    yield iri, OWL.annotatedProperty, SKOS.exactMatch
    yield iri, OWL.annotatedTarget, decision.object
    yield iri, SSSOM.mapping_justification, SEMAPV.ManualMappingCuration
    if not decision.same:
        yield iri, SSSOM.predicate_modifier, ox.Literal("Not")
    if decision.author:
        yield iri, SSSOM.author_label, ox.Literal(decision.author)
    if decision.comment:
        yield iri, RDFS.comment, ox.Literal(decision.comment)


def _decimal(number: float, digits: int) -> ox.Literal:
    """A decimal with two digits or more after the point, rounded to so many."""
    whole, _, rest = f"{number:.{digits}f}".partition(".")
    return ox.Literal(f"{whole}.{rest.rstrip('0'):0<2}", datatype=_DECIMAL)


def _conflict(conflict: Conflict) -> Iterator[Triple]:
    yield conflict.iri, _TYPE, KG.Conflict
    yield conflict.iri, KG.conflictKind, conflict.kind
    yield conflict.iri, KG.about, conflict.about
    yield conflict.iri, KG.onProperty, conflict.property
    for member in conflict.members:
        yield conflict.iri, KG.hasMember, member


def _analogy(analogy: Analogy, minter: Minter) -> Iterator[Triple]:
    yield analogy.iri, _TYPE, KG.Analogy
    yield analogy.iri, _LABEL, ox.Literal(analogy.label, language="en")
    yield analogy.iri, KG.likeness, _decimal(analogy.likeness, 4)
    yield analogy.iri, KG.comparisons, ox.Literal(str(analogy.comparisons), datatype=_INTEGER)
    for incident in analogy.incidents:
        yield analogy.iri, KG.incident, incident
    for phase in analogy.phases:
        yield analogy.iri, KG.sharesPhase, phase
    for connection in analogy.connections:
        iri = minter.hashed(Kind.ANALOGY, analogy.iri, "via", connection.via)
        yield analogy.iri, KG.shares, connection.via
        yield analogy.iri, KG.connection, iri
        yield iri, _TYPE, KG.Connection
        yield iri, KG.via, connection.via
        for node in connection.through:
            yield iri, KG.through, node
    for incident, thing in analogy.differences:
        iri = minter.hashed(Kind.ANALOGY, analogy.iri, incident, thing)
        yield analogy.iri, KG.difference, iri
        yield iri, _TYPE, KG.Difference
        yield iri, KG.onlyIn, incident
        yield iri, KG.has, thing
    for article, mention in analogy.drawn:
        yield analogy.iri, KG.drawnBy, article
        identifier = article.removeprefix(minter.iri(Kind.ARTICLE, ""))
        yield analogy.iri, _DERIVED_FROM, mention_node(mention, identifier, minter).iri
