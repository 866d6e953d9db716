"""The cards: what is said about each incident, every value with its sources."""

from __future__ import annotations

from collections import defaultdict

from rdflib import URIRef
from rdflib.term import Node

from kg.exporting.page.claims import independent
from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import (
    ArticleRecord,
    ClaimRecord,
    FactRecord,
    IncidentRecord,
    PropositionRecord,
    ValueRecord,
)
from kg.vocabulary import KG, RDF, SCHEMA, SEM

_ROWS: tuple[tuple[str, tuple[tuple[URIRef, ...], ...]], ...] = (
    ("Date", ((SEM.hasTimeStamp, KG.dateText),)),
    ("Flight", ((KG.flightNumber,),)),
    ("Operator", ((KG.operator,),)),
    ("Aircraft", ((KG.aircraftModel,),)),
    ("Registration", ((KG.registration,),)),
    ("Route", ((KG.origin,), (KG.destination,))),
    ("Place", ((SEM.hasPlace,),)),
    ("Aboard", ((KG.aboard,),)),
    ("Dead", ((KG.fatalities,),)),
    ("Survivors", ((KG.survivors,),)),
)
"""Label → the parts of the row → properties, of which the first that has a value is shown."""

_CONTESTED_SHOWN = 3


def incident_iris(lookup: Lookup) -> list[URIRef]:
    """The incidents of the graph, sorted."""
    return [iri for iri in lookup.instances(KG.Incident) if iri in lookup.kinds]


class Cards:
    """Makes the card of an incident from propositions, their claims and the plain triples."""

    def __init__(
        self,
        lookup: Lookup,
        articles: list[ArticleRecord],
        claims: list[ClaimRecord],
        propositions: list[PropositionRecord],
    ) -> None:
        self.lookup = lookup
        self.articles = {article.id: article for article in articles}
        self.claims = {claim.id: claim for claim in claims}
        self.propositions = {proposition.id: proposition for proposition in propositions}
        self.described: dict[tuple[Node, Node], list[URIRef]] = defaultdict(list)
        for iri in lookup.instances(KG.Proposition):
            key = (lookup.iri(iri, RDF.subject) or iri, lookup.iri(iri, RDF.predicate) or iri)
            self.described[key].append(iri)
        self.contested = {
            (about, predicate)
            for conflict in lookup.disputes
            for about in lookup.iris(conflict, KG.about)
            for predicate in lookup.iris(conflict, KG.onProperty)
        }

    def card(self, incident: URIRef) -> IncidentRecord:
        """The card. Its counts are those of ``?claim kg:about ?incident`` and ``?conflict kg:about ?incident``."""
        lookup = self.lookup
        about = [s for s in lookup.subjects(KG.about, incident) if isinstance(s, URIRef)]
        claims = [s for s in about if lookup.has(s, RDF.type, KG.Claim)]
        named = {a for claim in claims for a in lookup.iris(claim, KG.article)}
        articles = {a for a in named if lookup.has(a, RDF.type, SCHEMA.NewsArticle)}
        facts = [self._fact(incident, label, parts) for label, parts in _ROWS]
        return IncidentRecord(
            id=lookup.id(incident),
            label=lookup.label(incident),
            facts=tuple(fact for fact in facts if any(fact.parts)),
            articles=len(articles),
            sources=len({lookup.iri(a, KG.copyOf) or a for a in articles}),
            claims=len(claims),
            disputes=len(set(about) & set(lookup.disputes)),
            contested=self._most_contested(claims),
        )

    def _most_contested(self, claims: list[URIRef]) -> tuple[str, ...]:
        ids = {self.lookup.id(p) for claim in claims for p in self.lookup.iris(claim, KG.proposition)}
        found = [self.propositions[i] for i in ids if i in self.propositions and self.propositions[i].dispute]
        found = [p for p in found if p.denies or p.neutral or p.otherwise]
        found.sort(key=self._weight)
        return tuple(proposition.id for proposition in found[:_CONTESTED_SHOWN])

    def _fact(self, incident: URIRef, label: str, parts: tuple[tuple[URIRef, ...], ...]) -> FactRecord:
        chosen = [next((p for p in part if self._values(incident, p)), part[0]) for part in parts]
        contested = any((incident, predicate) in self.contested for predicate in chosen)
        return FactRecord(label, tuple(self._values(incident, p) for p in chosen), contested)

    def _values(self, incident: URIRef, predicate: URIRef) -> tuple[ValueRecord, ...]:
        """The values some claim gives, and the plain ones that no proposition describes."""
        values: list[tuple[int, ValueRecord]] = []
        described: set[Node] = set()
        for iri in self.described[(incident, predicate)]:
            proposition = self.propositions[self.lookup.id(iri)]
            described.update(self.lookup.objects(iri, RDF.object))
            if proposition.asserts or proposition.denies:
                record = ValueRecord(
                    text=proposition.object.text,
                    id=proposition.id,
                    sources=self._sources(proposition.asserts),
                    denied_by=self._sources(proposition.denies),
                )
                values.append((self._voices(proposition.asserts), record))
        for value in (v for v in self.lookup.objects(incident, predicate) if v not in described):
            target = self.lookup.id(value) if value in self.lookup.kinds else None
            values.append((0, ValueRecord(self.lookup.label(value), target, (), ())))
        return tuple(record for _, record in sorted(values, key=lambda pair: (-pair[0], pair[1].text)))

    def _sources(self, claims: tuple[str, ...]) -> tuple[str, ...]:
        articles = (self.articles.get(self.claims[claim].article) for claim in claims)
        return tuple(dict.fromkeys(self._name(article) for article in articles if article))

    def _name(self, article: ArticleRecord) -> str:
        original = self.articles.get(article.copy_of) if article.copy_of else None
        return f"{article.name} [copy of {original.name}]" if original else article.name

    def _voices(self, claims: tuple[str, ...]) -> int:
        return independent(self.claims[claim] for claim in claims)

    def _weight(self, proposition: PropositionRecord) -> tuple[bool, bool, int, int, int, str]:
        """Sorts what stands in a conflict first, then what has voices on both sides, then by their number."""
        denied, neutral, asserted = map(self._voices, (proposition.denies, proposition.neutral, proposition.asserts))
        calm = proposition.dispute != "disputed"
        return (calm, not proposition.asserts, -denied, -neutral, -asserted, proposition.id)
