"""SSSOM TSV (https://mapping-commons.github.io/sssom/): what is taken to be the same, why, and how surely.

One row for each membership (an article's entity and the merged one) and for each counterpart in a public reference.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from kg.exporting.formats.source import Index, Source
from kg.vocabulary import KG, RDF, SKOS

_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence",
    "comment",
)  # fmt: skip
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def sssom(source: Source) -> Mapping[str, bytes]:
    """``graph.sssom.tsv``, with the metadata of the mapping set as comments at its head."""
    prefixes = {p: n for p, n in source.prefixes.items() if n.startswith(source.base_iri) or p in {"skos", "wd"}}
    prefixes |= {"geonames": "https://sws.geonames.org/", "semapv": "https://w3id.org/semapv/vocab/"}
    page = io.StringIO()
    page.write(f"#mapping_set_id: {source.base_iri}mappings\n#license: {_LICENCE}\n#curie_map:\n")
    page.writelines(f'#  {prefix}: "{namespace}"\n' for prefix, namespace in sorted(prefixes.items()))
    writer = csv.writer(page, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for subject, label, object_, *rest in sorted([*_members(source.index), *_counterparts(source.index)]):
        cells = (_curie(subject, prefixes), label, "skos:exactMatch", _curie(object_, prefixes), *rest)
        writer.writerow([" ".join(cell.split()) for cell in cells])
    return {"graph.sssom.tsv": page.getvalue().encode()}


def _members(index: Index) -> Iterator[tuple[str, ...]]:
    for membership in index.subjects(RDF.type, KG.Membership):
        reasons = " | ".join(index.texts(membership, KG.reason))
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
