"""What links two incidents: the analogies of the graph."""

from __future__ import annotations

from itertools import combinations

from rdflib import URIRef

from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import ClassRecord, Kind, LinkRecord, Ref, ShareRecord
from kg.exporting.page.words import mention_pieces
from kg.vocabulary import KG, NIF, PROV

_GROUPS: dict[Kind, str] = {"actor": "actors", "system": "systems", "place": "places", "event": "patterns"}


def read_links(lookup: Lookup) -> list[LinkRecord]:
    """One link for each pair of incidents that an analogy ties."""
    shares: dict[tuple[str, str], dict[str, ShareRecord]] = {}
    words: dict[tuple[str, str], list[URIRef]] = {}
    for analogy in lookup.instances(KG.Analogy):
        for pair in combinations(sorted(lookup.id(i) for i in lookup.iris(analogy, KG.incident)), 2):
            found = shares.setdefault(pair, {})
            for shared in lookup.iris(analogy, KG.shares):
                if record := _share(lookup, shared):
                    found[record.id] = record
            words.setdefault(pair, []).extend(lookup.iris(analogy, PROV.wasDerivedFrom))
    ordered = list(_GROUPS.values())
    return [
        LinkRecord(
            incidents=pair,
            shares=tuple(sorted(found.values(), key=lambda s: (ordered.index(s.group), s.text.casefold(), s.id))),
            drawn=tuple(
                (lookup.id(context), mention_pieces(lookup, mention, []))
                for mention in sorted(set(words[pair]))
                if (context := lookup.iri(mention, NIF.referenceContext))
            ),
        )
        for pair, found in sorted(shares.items())
    ]


def read_classes(lookup: Lookup, links: list[LinkRecord]) -> list[ClassRecord]:
    """The classes that some incidents share, with the entities that are of them."""
    shared = {share.id for link in links for share in link.shares}
    classes = {cls for cls in lookup.values(KG.shares) if isinstance(cls, URIRef)}
    records = []
    for cls in sorted(classes):
        kind = lookup.class_kind(cls)
        if lookup.id(cls) in shared and cls not in lookup.kinds and kind:
            members = tuple(Ref(lookup.id(m), lookup.label(m)) for m in lookup.instances(cls) if m in lookup.kinds)
            records.append(ClassRecord(lookup.id(cls), kind, lookup.label(cls), members))
    return records


def _share(lookup: Lookup, shared: URIRef) -> ShareRecord | None:
    kind = lookup.kinds.get(shared) or lookup.class_kind(shared)
    return ShareRecord(lookup.id(shared), lookup.label(shared), _GROUPS[kind]) if kind else None
