"""SSSOM TSV (https://mapping-commons.github.io/sssom/): what is taken to be the same, why, and how surely.

One row for each decision of a person, for each membership (an article's entity and the merged one) and for each
counterpart in a public reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import URIRef
from rdflib.namespace import OWL

from kg.alignment.decisions import decision_rows, sssom_table
from kg.alignment.reasons import in_order
from kg.exporting.formats.source import Index, Source
from kg.model import Decision
from kg.vocabulary import KG, RDF, RDFS, SKOS, SSSOM

_VOCABULARIES = ("semapv", "skos", "wd")


def sssom(source: Source) -> Mapping[str, bytes]:
    """``graph.sssom.tsv``, with the metadata of the mapping set as comments at its head."""
    prefixes = {p: n for p, n in source.prefixes.items() if n.startswith(source.base_iri) or p in _VOCABULARIES}
    prefixes["geonames"] = "https://sws.geonames.org/"
    decided = decision_rows(_decisions(source.index), lambda iri: _curie(iri, prefixes))
    computed = (
        {
            "subject_id": _curie(subject, prefixes),
            "subject_label": label,
            "predicate_id": "skos:exactMatch",
            "object_id": _curie(object_, prefixes),
            "object_label": other,
            "mapping_justification": justification,
            "confidence": score,
            "comment": comment,
        }
        for subject, label, object_, other, justification, score, comment in sorted(
            [*_members(source.index), *_counterparts(source.index)]
        )
    )
    return {"graph.sssom.tsv": sssom_table([*decided, *computed], prefixes, source.base_iri).encode()}


def _decisions(index: Index) -> Iterator[Decision]:
    """What people decided, so that the table can be given to the next build."""
    for mapping in index.subjects(RDF.type, SSSOM.Mapping):
        (subject,), (object_,) = (index.nodes(mapping, p) for p in (OWL.annotatedSource, OWL.annotatedTarget))
        same = not index.texts(mapping, SSSOM.predicate_modifier)
        author, comment = index.text(mapping, SSSOM.author_label), index.text(mapping, RDFS.comment)
        yield Decision(URIRef(subject), URIRef(object_), same, author, comment)


def _members(index: Index) -> Iterator[tuple[str, ...]]:
    for membership in index.subjects(RDF.type, KG.Membership):
        reasons = " | ".join(in_order(index.texts(membership, KG.reason)))
        for member in index.nodes(membership, KG.member):
            for cluster in index.nodes(membership, KG.cluster):
                score = index.text(membership, KG.score)
                names = (index.name(member), cluster, index.name(cluster))
                yield member, *names, "semapv:CompositeMatching", score, reasons


def _counterparts(index: Index) -> Iterator[tuple[str, ...]]:
    memberships = index.subjects(RDF.type, KG.Membership)
    merged = {cluster for membership in memberships for cluster in index.nodes(membership, KG.cluster)}
    merged.update(index.subjects(RDF.type, KG.ReferenceEntity))
    for entity in sorted(merged):
        for other in index.nodes(entity, SKOS.exactMatch):
            yield entity, index.name(entity), other, "", "semapv:BackgroundKnowledgeBasedMatching", "", "reference data"


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """``prefix:local``, or the IRI where no prefix fits."""
    for prefix, namespace in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        local = iri.removeprefix(namespace).rstrip("/") if prefix == "geonames" else iri.removeprefix(namespace)
        if local != iri and local and "/" not in local:
            return f"{prefix}:{local}"
    return iri
