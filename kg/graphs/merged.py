"""The merged graph as triples: what ``graph.ttl`` holds (docs/model.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, XSD

from kg.graphs.turtle import Triple
from kg.graphs.writing import article_triples, claim_triples, entity_triples, mention_iri, mention_triples
from kg.minting import Minter
from kg.model import Analogy, Conflict, Decision, Extraction, Kind, Membership, Merged
from kg.vocabulary import GAF, KG, SEMAPV, SSSOM


def merged_triples(
    merged: Merged,
    minter: Minter,
    ancestors: Callable[[URIRef], set[URIRef]],
    labels: Mapping[URIRef, str],
    phases: Mapping[URIRef, URIRef],
    order: Mapping[URIRef, int],
) -> Iterator[Triple]:
    """Every triple of the merged graph.

    ``ancestors`` of a class (with itself), ``labels`` and the ``phases`` of classes of events with their ``order`` are
    the ontology's, repeated for what is used.
    """
    cluster = {m.member: m.cluster for m in merged.memberships}
    ids = {x.iri: x.article.id for x in merged.extractions}
    for extraction in merged.extractions:
        for subject, predicate, value in article_triples(extraction):
            yield subject, predicate, cluster.get(value, value) if isinstance(value, URIRef) else value
        yield from _local_entities(extraction, cluster, minter)
    for copy, original in merged.copies:
        yield copy, KG.copyOf, original
    for entity in merged.entities:
        yield from entity_triples(entity, None, minter)
    for claim in merged.claims:
        yield from claim_triples(claim, ids[claim.article], minter)
    yield from merged.facts
    activity = minter.iri(Kind.ACTIVITY, "merge")
    yield activity, RDF.type, PROV.Activity
    yield activity, KG.modelDigest, Literal(merged.rules)
    for decision in merged.decisions:
        yield from _decision(decision, activity, minter)
    for membership in merged.memberships:
        yield from _membership(membership, activity)
    for conflict in merged.conflicts:
        yield from _conflict(conflict)
    for analogy in merged.analogies:
        yield from _analogy(analogy, ids, minter)
    used = {p.predicate for c in merged.claims for p in c.propositions} | {
        p for e in merged.entities for p, _ in e.links
    }
    for predicate in used & set(labels):
        yield predicate, RDFS.label, Literal(labels[predicate], lang="en")
    told = {p for a in merged.analogies for p in (*a.phases, *(thing for _, thing in a.differences))}
    for phase in told & set(labels):
        yield phase, RDFS.label, Literal(labels[phase], lang="en")
    for phase in told & set(order):
        yield phase, KG.order, Literal(order[phase])
    for triple in _classes({t for e in merged.entities for t in e.types}, ancestors, labels):
        yield triple
        if phases.get(triple[0]) in told:
            yield triple[0], KG.phase, phases[triple[0]]


def _local_entities(extraction: Extraction, cluster: Mapping[URIRef, URIRef], minter: Minter) -> Iterator[Triple]:
    """Each article's entities: their names and mentions, which the merged entity has as well."""
    for entity in extraction.entities:
        if entity.iri not in cluster:
            continue
        yield entity.iri, RDF.type, KG.LocalEntity
        yield entity.iri, SKOS.prefLabel, Literal(entity.label, lang="en")
        yield entity.iri, KG.article, extraction.iri
        for mention in entity.mentions:
            yield from mention_triples(entity.iri, GAF.denotedBy, mention, extraction.article.id, minter)
            yield cluster[entity.iri], GAF.denotedBy, mention_iri(mention, extraction.article.id, minter)


def _membership(membership: Membership, activity: URIRef) -> Iterator[Triple]:
    yield membership.iri, RDF.type, KG.Membership
    yield membership.iri, KG.member, membership.member
    yield membership.iri, KG.cluster, membership.cluster
    yield membership.iri, KG.score, _decimal(membership.score, 4)
    yield membership.iri, PROV.wasGeneratedBy, activity
    if membership.weight is not None:
        yield membership.iri, KG.matchWeight, _decimal(membership.weight, 2)
    if membership.other is not None:
        yield membership.iri, KG.comparedWith, membership.other
    for reason in membership.reasons:
        yield membership.iri, KG.reason, Literal(reason)


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
        yield iri, SSSOM.predicate_modifier, Literal("Not")
    if decision.author:
        yield iri, SSSOM.author_label, Literal(decision.author)
    if decision.comment:
        yield iri, RDFS.comment, Literal(decision.comment)


def _decimal(number: float, digits: int) -> Literal:
    """A decimal with two digits or more after the point, rounded to so many."""
    whole, _, rest = f"{number:.{digits}f}".partition(".")
    return Literal(f"{whole}.{rest.rstrip('0'):0<2}", datatype=XSD.decimal)


def _conflict(conflict: Conflict) -> Iterator[Triple]:
    yield conflict.iri, RDF.type, KG.Conflict
    yield conflict.iri, KG.conflictKind, conflict.kind
    yield conflict.iri, KG.about, conflict.about
    yield conflict.iri, KG.onProperty, conflict.property
    for member in conflict.members:
        yield conflict.iri, KG.hasMember, member


def _analogy(analogy: Analogy, ids: Mapping[URIRef, str], minter: Minter) -> Iterator[Triple]:
    yield analogy.iri, RDF.type, KG.Analogy
    yield analogy.iri, SKOS.prefLabel, Literal(analogy.label, lang="en")
    yield analogy.iri, KG.likeness, _decimal(analogy.likeness, 4)
    yield analogy.iri, KG.comparisons, Literal(str(analogy.comparisons), datatype=XSD.integer)
    for incident in analogy.incidents:
        yield analogy.iri, KG.incident, incident
    for phase in analogy.phases:
        yield analogy.iri, KG.sharesPhase, phase
    for connection in analogy.connections:
        iri = minter.hashed(Kind.ANALOGY, analogy.iri, "via", connection.via)
        yield analogy.iri, KG.shares, connection.via
        yield analogy.iri, KG.connection, iri
        yield iri, RDF.type, KG.Connection
        yield iri, KG.via, connection.via
        for node in connection.through:
            yield iri, KG.through, node
    for incident, thing in analogy.differences:
        iri = minter.hashed(Kind.ANALOGY, analogy.iri, incident, thing)
        yield analogy.iri, KG.difference, iri
        yield iri, RDF.type, KG.Difference
        yield iri, KG.onlyIn, incident
        yield iri, KG.has, thing
    for article, mention in analogy.drawn:
        yield analogy.iri, KG.drawnBy, article
        yield from mention_triples(analogy.iri, PROV.wasDerivedFrom, mention, ids[article], minter)


def _classes(
    used: set[URIRef], ancestors: Callable[[URIRef], set[URIRef]], labels: Mapping[URIRef, str]
) -> Iterator[Triple]:
    """The classes in use and all above them, each below itself and everything above it.

    So a family can be asked for without the ontology, and without a property path, which not every store gets right:
    RDFS entails these triples (https://www.w3.org/TR/rdf11-mt/, rdfs10 and rdfs11).
    """
    for class_ in sorted({above for each in used for above in ancestors(each)} & set(labels)):
        yield class_, RDFS.label, Literal(labels[class_], lang="en")
        for above in ancestors(class_):
            yield class_, RDFS.subClassOf, above
