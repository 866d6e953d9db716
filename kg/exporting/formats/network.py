"""The merged graph as a network: entities, and what is stated or claimed between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.exporting.formats.source import Index, Source
from kg.minting import digest
from kg.vocabulary import GAF, KG, NIF, RDF, RDFS, SKOS, WGS84

_FAMILIES = {str(KG[name]): name.lower() for name in ("Actor", "System", "Place", "Event")}
_DENIALS = {str(KG.FalseCertain), str(KG.FalseUncertain)}


@dataclass(frozen=True)
class Node:
    """A merged entity; lists are joined by ``; ``, coordinates are None where they are not known."""

    id: str
    label: str
    family: str
    kind: str
    other_names: str
    same_as: str
    mentions: int
    articles: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Edge:
    """What ties two entities.

    ``status`` is ``asserted`` (a claim that stands as a fact), ``claimed``, ``disputed``, ``stated`` (a plain triple
    that no claim is about) or ``said`` (the source speaks of the target); lists are joined by ``; ``.
    """

    id: str
    source: str
    target: str
    property: str
    status: str
    claims: int
    stances: str
    speakers: str
    articles: str


def join(values: Iterable[str]) -> str:
    """The values, each once, sorted, as one cell."""
    return "; ".join(sorted(set(values)))


def nodes(source: Source) -> list[Node]:
    """Every merged entity, publishers among them, sorted by IRI."""
    index = source.index
    families = {
        class_: family for root, family in _FAMILIES.items() for class_ in index.subjects(RDFS.subClassOf, root)
    }
    kinds: dict[str, list[str]] = {}
    for class_ in sorted(families):
        for entity in index.subjects(RDF.type, class_):
            kinds.setdefault(entity, []).append(class_)
    return [_node(index, entity, families[kinds[entity][0]], kinds[entity]) for entity in sorted(kinds)]


def edges(source: Source, ids: set[str]) -> list[Edge]:
    """What ties two of the entities ``ids``, sorted."""
    index = source.index
    found = [*_claimed(index, ids), *_spoken(index, ids)]
    described = {(edge.source, edge.property, edge.target) for edge in found}
    for entity in sorted(ids):
        for predicate in index.predicates(entity):
            for target in index.nodes(entity, predicate):
                name = index.name(predicate)
                if target in ids and (entity, name, target) not in described:
                    found.append(Edge(_id(entity, name, target), entity, target, name, "stated", 0, "", "", ""))
    return sorted(found, key=lambda edge: (edge.source, edge.target, edge.property, edge.id))


def _node(index: Index, entity: str, family: str, classes: list[str]) -> Node:
    mentions = index.nodes(entity, GAF.denotedBy)
    return Node(
        id=entity,
        label=index.name(entity),
        family=family,
        kind=join(map(index.name, classes)),
        other_names=join(index.texts(entity, SKOS.altLabel)),
        same_as=join(index.nodes(entity, SKOS.exactMatch)),
        mentions=len(mentions),
        articles=join(index.name(article) for m in mentions for article in index.nodes(m, NIF.referenceContext)),
        latitude=_degrees(index.text(entity, WGS84.lat), 90),
        longitude=_degrees(index.text(entity, WGS84.long), 180),
    )


def _degrees(words: str, most: int) -> float | None:
    try:
        degrees = float(words)
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None


def _claimed(index: Index, ids: set[str]) -> Iterator[Edge]:
    """One edge for each proposition between two entities."""
    for proposition in index.subjects(RDF.type, KG.Proposition):
        claims = index.subjects(KG.proposition, proposition)
        for subject in ids.intersection(index.nodes(proposition, RDF.subject)):
            for target in ids.intersection(index.nodes(proposition, RDF.object)):
                for predicate in index.nodes(proposition, RDF.predicate):
                    status = "asserted" if target in index.nodes(subject, predicate) else "claimed"
                    if status == "claimed" and _disputed(index, proposition, claims):
                        status = "disputed"
                    yield _edge(index, proposition, subject, target, index.name(predicate), status, claims)


def _spoken(index: Index, ids: set[str]) -> Iterator[Edge]:
    """One edge from each speaker to each entity that it speaks of."""
    spoken: dict[tuple[str, str], list[str]] = {}
    for claim in index.subjects(RDF.type, KG.Claim):
        for speaker in ids.intersection(index.nodes(claim, KG.claimer)):
            for about in ids.intersection(index.nodes(claim, KG.about)):
                spoken.setdefault((speaker, about), []).append(claim)
    for (speaker, about), claims in spoken.items():
        yield _edge(index, _id(speaker, "speaks of", about), speaker, about, "speaks of", "said", claims)


def _id(*ends: str) -> str:
    return digest(*ends, length=16)


def _edge(index: Index, id_: str, source: str, target: str, name: str, status: str, claims: list[str]) -> Edge:
    stances = join(stance.rpartition("#")[2] for claim in claims for stance in index.nodes(claim, KG.epistemic))
    speakers = join(index.name(speaker) for claim in claims for speaker in index.nodes(claim, KG.claimer))
    articles = join(index.name(article) for claim in claims for article in index.nodes(claim, KG.article))
    return Edge(id_, source, target, name, status, len(claims), stances, speakers, articles)


def _disputed(index: Index, proposition: str, claims: list[str]) -> bool:
    """Whether someone denies the proposition, a claim answers one that holds it, or other values stand against it.

    A revision is no dispute: it only counts where nobody holds the older value any more.
    """
    denied = any(_DENIALS.intersection(index.nodes(claim, KG.epistemic)) for claim in claims)
    answered = any(index.subjects(KG.contests, claim) for claim in claims)
    conflicts = index.subjects(KG.hasMember, proposition)
    opposed = any(str(KG.Revision) not in index.nodes(each, KG.conflictKind) for each in conflicts)
    replaced = bool(conflicts) and all(index.subjects(KG.supersedes, claim) for claim in claims)
    return denied or answered or opposed or replaced
