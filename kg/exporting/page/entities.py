"""The merged entities: names, facts that stand plainly, the words that name them and why they are one."""

from __future__ import annotations

from collections import Counter, defaultdict

from rdflib import Literal, URIRef

from kg.alignment.reasons import in_order
from kg.exporting.page.articles import safe_url
from kg.exporting.page.lookup import FAMILIES, Lookup
from kg.exporting.page.records import EntityRecord, Kind, MembershipRecord, MentionRecord, Ref
from kg.vocabulary import DCTERMS, GAF, KG, NIF, PROV, RDF, RDFS, SKOS

NOT_FACTS = frozenset(
    {
        RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch, SKOS.closeMatch, GAF.denotedBy,
        PROV.wasDerivedFrom, PROV.wasGeneratedBy, DCTERMS.identifier, DCTERMS.source,
    }
)  # fmt: skip
"""What is said of an entity elsewhere on the page, and therefore is no row among its facts."""


def read_entities(lookup: Lookup) -> list[EntityRecord]:
    """Every entity of the merged graph, by label."""
    memberships = _memberships(lookup)
    records = [_entity(lookup, iri, kind, memberships[iri]) for iri, kind in lookup.kinds.items()]
    return sorted(records, key=lambda record: (record.label.casefold(), record.id))


def _entity(lookup: Lookup, iri: URIRef, kind: Kind, memberships: list[MembershipRecord]) -> EntityRecord:
    label = lookup.label(iri)
    return EntityRecord(
        id=lookup.id(iri),
        kind=kind,
        label=label,
        names=tuple(name for name in dict.fromkeys(lookup.texts(iri, SKOS.altLabel)) if name != label),
        types=_types(lookup, iri),
        same_as=tuple(url for o in lookup.iris(iri, SKOS.exactMatch) if (url := safe_url(str(o)))),
        facts=_facts(lookup, iri),
        mentions=_mentions(lookup, iri),
        memberships=tuple(memberships),
    )


def _types(lookup: Lookup, iri: URIRef) -> tuple[str, ...]:
    """The labels of the narrowest classes."""
    types = lookup.iris(iri, RDF.type)
    broader = {o for t in types for o in lookup.above(t) if o != t}
    return tuple(lookup.label(t) for t in types if t not in broader and (t in FAMILIES or lookup.class_kind(t)))


def _facts(lookup: Lookup, iri: URIRef) -> tuple[tuple[str, Ref], ...]:
    rows: list[tuple[str, Ref]] = []
    for predicate in sorted({p for p in lookup.about(iri) if isinstance(p, URIRef)} - NOT_FACTS):
        for value in lookup.objects(iri, predicate):
            known = isinstance(value, URIRef) and value in lookup.kinds
            if known or isinstance(value, Literal):
                rows.append((lookup.label(predicate), Ref(lookup.id(value) if known else None, lookup.label(value))))
    return tuple(rows)


def _mentions(lookup: Lookup, iri: URIRef) -> tuple[MentionRecord, ...]:
    words: Counter[tuple[str, str]] = Counter()
    for mention in lookup.iris(iri, GAF.denotedBy):
        article = lookup.iri(mention, NIF.referenceContext)
        words[(lookup.id(article) if article else "", lookup.text(mention, NIF.anchorOf))] += 1
    return tuple(MentionRecord(article, text, times) for (article, text), times in sorted(words.items()))


def _memberships(lookup: Lookup) -> dict[URIRef, list[MembershipRecord]]:
    found: dict[URIRef, list[MembershipRecord]] = defaultdict(list)
    for iri in lookup.instances(KG.Membership):
        member, cluster = lookup.iri(iri, KG.member), lookup.iri(iri, KG.cluster)
        if member is None or cluster is None:
            continue
        article = lookup.iri(member, KG.article)
        record = MembershipRecord(
            name=lookup.label(member),
            article=lookup.id(article) if article else "",
            score=lookup.text(iri, KG.score),
            reasons=tuple(in_order(lookup.texts(iri, KG.reason))),
        )
        found[cluster].append(record)
    return found
