"""What holds of every collection: nobody is lost, nothing that must stay apart is joined, and order means nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import combinations

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from networkx.utils import UnionFind
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.alignment.decisions import Decisions, checked
from kg.alignment.entities import align_entities, entity_alignment, entries
from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.groups import Group
from kg.alignment.incidents import align_incidents
from kg.alignment.rows import Entry
from kg.errors import KgError
from kg.knowledge import load_knowledge
from kg.minting import slug
from kg.model import Article, Claim, Decision, Entity, Epistemic, Extraction, Kind, Mention, Proposition
from kg.vocabulary import BASE_IRI, KG, SEM

KNOWLEDGE = load_knowledge()
DESCRIBER = Describer(KNOWLEDGE)
NAMES = {
    (Kind.ACTOR, KG.Person): ["Li Wei", "Wei Li", "L. Wei", "Wei", "Mikhail Orlov", "Mihail Orlov", "Orlov"],
    (Kind.ACTOR, KG.Company): ["Northern Coast Airways", "Northern Coast", "NCA", "Ministry of Defence", "Experts"],
    (Kind.ACTOR, KG.Organisation): ["Northern Coast Airways", "Defence Ministry", "Mikhail Orlov"],
    (Kind.PLACE, KG.City): ["Hrabove", "Grabovo", "Georgia", "Xarov"],
    (Kind.PLACE, KG.Region): ["Xarov region", "Xarov", "Georgia"],
    (Kind.SYSTEM, KG.Missile): ["Falcon-3", "Falcon 3 missile", "Falcon-3M", "Falcon", "missile"],
}
CONTEXT = ["Chilean surgeon", "Georgian pilot", "Chilean airline", "officials"]
REFERENCE = [URIRef(f"{BASE_IRI}actor/known-{n}") for n in "ab"]


@dataclass(frozen=True)
class Told:
    """An article, as far as the alignment sees it."""

    iri: URIRef
    entities: tuple[Entity, ...]


@st.composite
def articles(draw: st.DrawFn) -> list[Told]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        entities = {}
        for _ in range(draw(st.integers(0, 4))):
            (kind, class_), names = draw(st.sampled_from(sorted(NAMES.items())))
            label = draw(st.sampled_from(names))
            others = draw(st.lists(st.sampled_from([*names, *CONTEXT]), max_size=2))
            iri = URIRef(f"{BASE_IRI}{kind}/{number}.{slug(label)}-{len(entities)}")
            entities[iri] = Entity(iri, kind, (class_,), label, tuple(others))
        found.append(Told(URIRef(f"{BASE_IRI}article/{number}"), tuple(entities.values())))
    return found


def decided(draw: st.DataObject, iris: list[URIRef]) -> Decisions:
    """Some decisions that do not contradict each other."""
    pairs = st.tuples(st.sampled_from(iris), st.sampled_from([*iris, *REFERENCE]), st.booleans())
    rows = draw.draw(st.lists(pairs, max_size=4)) if iris else []
    try:
        return checked({Decision(a, b, same) for a, b, same in rows if a != b}, "here")
    except KgError:
        assume(False)
        raise


def check(groups: list[Group], iris: Iterable[URIRef], decisions: Decisions, apart: set[frozenset[URIRef]]) -> None:
    """Everybody once, no pair that is kept apart, and every pair that is to be together."""
    assert sorted(iri for group in groups for iri in group.members) == sorted(iris)
    joined = UnionFind(decisions.named)
    for one, two in decisions.together:
        joined.union(one, two)
    of = {iri: number for number, group in enumerate(groups) for iri in group.members}
    for one, two in decisions.together:
        if one in of and two in of:
            assert of[one] == of[two]
    for group in groups:
        for one, two in combinations(group.members, 2):
            assert {(one, two), (two, one)}.isdisjoint(decisions.bans)
            same = one in decisions.named and two in decisions.named and joined[one] == joined[two]
            assert same or frozenset((one, two)) not in apart, (one, two)


def forbidden(told: list[Told], identify: dict[URIRef, URIRef], decisions: Decisions) -> set[frozenset[URIRef]]:
    """The pairs whose names, classes, countries, articles or entries of the reference data keep them apart."""
    rows = {}
    for article in told:
        others = {e.iri: e for e in article.entities}
        for e in article.entities:
            reference = decisions.reference(e.iri, identify.get(e.iri), REFERENCE.__contains__)
            rows[e.iri] = (article.iri, reference, DESCRIBER.features(e, others, reference))
    found = set()
    for one, two in combinations(sorted(rows), 2):
        (article, known, told_of), (article2, known2, told_of2) = rows[one], rows[two]
        if known and known2:
            apart = known != known2
        elif told_of is None or told_of2 is None:
            apart = True
        else:
            apart = told_of.telling.contradicts(told_of2.telling) or (
                article == article2 and set(told_of.names).isdisjoint(told_of2.names)
            )
        if apart or told_of is None or told_of2 is None or told_of.kind != told_of2.kind:
            found.add(frozenset((one, two)))
    return found


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(articles(), st.data())
def test_entities(told: list[Told], draw: st.DataObject) -> None:
    iris = [e.iri for article in told for e in article.entities]
    actors = [iri for iri in iris if "/actor/" in iri]
    known = (
        draw.draw(st.dictionaries(st.sampled_from(actors), st.sampled_from(REFERENCE), max_size=3)) if actors else {}
    )
    decisions = decided(draw, iris)

    def align(order: list[Told]) -> list[Group]:
        return align_entities(
            order, KNOWLEDGE, lambda e: known.get(e.iri), lambda _: True, decisions, REFERENCE.__contains__
        )

    groups = align(told)
    check(groups, iris, decisions, forbidden(told, known, decisions))
    assert align(draw.draw(st.permutations(told))) == groups


FACTS = {
    KG.flightNumber: ["AB12", "12", "AB34"],
    KG.operator: [URIRef(f"{BASE_IRI}actor/{n}") for n in ("ab-air", "other-air")],
    SEM.hasTimeStamp: ["2014-07-17", "2014-07", "2014-07-18", "2020"],
    SEM.hasPlace: [URIRef(f"{BASE_IRI}place/{n}") for n in ("xarov", "hrabove")],
    KG.fatalities: ["38", "39"],
}


@st.composite
def reports(draw: st.DrawFn) -> list[Extraction]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        article, publisher = URIRef(f"{BASE_IRI}article/{number}"), URIRef(f"{BASE_IRI}actor/press")
        entities, claims = [], []
        for each in range(draw(st.integers(0, 3))):
            iri = URIRef(f"{BASE_IRI}event/{number}.crash-{each}")
            entities.append(Entity(iri, Kind.EVENT, (KG.AircraftIncident,), "crash"))
            for predicate in draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True)):
                value = draw(st.sampled_from(FACTS[predicate]))
                object_ = value if isinstance(value, URIRef) else Literal(value, datatype=XSD.string)
                told = Proposition(URIRef(f"{iri}-{slug(predicate)}-{slug(value)}"), iri, predicate, object_)
                claims.append(
                    Claim(
                        told.iri, article, publisher, Epistemic.TRUE_CERTAIN, (told,), Mention(0, 1, "x"), 1.0, (iri,)
                    )
                )
        found.append(Extraction(Article(str(number), "x"), article, publisher, tuple(entities), tuple(claims)))
    return found


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(reports(), st.data())
def test_incidents(told: list[Extraction], draw: st.DataObject) -> None:
    iris = [e.iri for article in told for e in article.entities]
    decisions = decided(draw, iris)
    values: dict[URIRef, dict[URIRef, set[str]]] = {iri: {} for iri in iris}
    for article in told:
        for p in (p for claim in article.claims for p in claim.propositions):
            values[p.subject].setdefault(p.predicate, set()).add(str(p.object).removeprefix("AB"))
    apart = {frozenset(pair) for x in told for pair in combinations((e.iri for e in x.entities), 2)}
    for one, two in combinations(iris, 2):
        for predicate in (KG.flightNumber, KG.operator, SEM.hasTimeStamp):
            first, second = (values[iri].get(predicate, set()) for iri in (one, two))
            dates = predicate == SEM.hasTimeStamp
            agree = any(a == b or (dates and (a.startswith(b) or b.startswith(a))) for a in first for b in second)
            if first and second and not agree:
                apart.add(frozenset((one, two)))
    groups = align_incidents(told, {}, KNOWLEDGE, decisions)
    check(groups, iris, decisions, apart)
    assert align_incidents(draw.draw(st.permutations(told)), {}, KNOWLEDGE, decisions) == groups


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(articles(), st.data())
def test_what_is_brought_up_to_date_is_what_an_alignment_from_nothing_gives(
    told: list[Told], draw: st.DataObject
) -> None:
    """Articles come, change and go, some at a time."""
    texts = {article.iri: article for article in told}
    with closing(sqlite3.connect("")) as connection:
        held: dict[URIRef, Told] = {}
        groups: dict[str, Group] = {}
        for _ in range(draw.draw(st.integers(1, 4))):
            alignment = entity_alignment(connection, KNOWLEDGE, Decisions())
            for iri in draw.draw(st.lists(st.sampled_from(sorted(texts)), unique=True)):
                other = draw.draw(st.sampled_from([None, *told]))
                entities = () if other is None else tuple(renamed(e, iri) for e in other.entities)
                held[iri] = Told(iri, entities)
                alignment.put(iri, brought(held[iri]))
            for name, group in alignment.settle():
                if group is None:
                    del groups[name]
                else:
                    groups[name] = group
    anew = align_entities(held.values(), KNOWLEDGE, lambda _: None, lambda _: True)
    assert [groups[name] for name in sorted(groups)] == anew


def renamed(entity: Entity, article: URIRef) -> Entity:
    """The same entity in another article."""
    return replace(entity, iri=URIRef(entity.iri.replace("/0.", "/1.").replace(".", f".{article.rsplit('/')[-1]}.", 1)))


def brought(article: Told) -> Iterator[Entry[EntityFeatures]]:
    return entries(article, DESCRIBER, lambda _: None, lambda _: True, Decisions(), lambda _: False)
