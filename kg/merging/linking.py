"""Links the name of an article's entity to the reference data and the gazetteers."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS, XSD

from kg.knowledge import Knowledge, ReferenceEntity, gazetteer
from kg.model import Entity, Kind, Value
from kg.vocabulary import KG, WGS84

_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"


@dataclass(frozen=True)
class Identity:
    """What a name stands for: the merged entity's IRI, label and classes, its links, and why it is so."""

    iri: URIRef
    label: str
    types: tuple[URIRef, ...]
    links: tuple[tuple[URIRef, Value], ...]
    score: float
    reason: str


class Linker:
    """Finds the identity of entities that have a name of their own."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.minter = knowledge, knowledge.minter

    def identify(self, entity: Entity) -> Identity | None:
        """The identity of an article's entity; None where nothing known has its name."""
        if entity.kind is Kind.EVENT:
            return None
        taxonomy = self.knowledge.taxonomy
        if KG.State in entity.types:
            return self._country(entity, Kind.ACTOR, KG.State)
        if KG.Country in entity.types:
            return self._country(entity, Kind.PLACE, KG.Country)
        for name in dict.fromkeys((entity.label, *entity.names)):
            for reference in self.knowledge.named(name, entity.kind):
                if self._agrees(entity, reference) and (not reference.ambiguous or name in entity.names):
                    return self.reference(reference, f'"{name}" is a name of the reference entry "{reference.label}"')
        if entity.kind is Kind.PLACE and taxonomy.any_is_a(entity.types, KG.City):
            return self._city(entity)
        return self._region(entity) if entity.kind is Kind.PLACE else None

    def _agrees(self, entity: Entity, reference: ReferenceEntity) -> bool:
        """Whether the classes do not contradict each other: one above the other, or the article's only a guess."""
        taxonomy = self.knowledge.taxonomy
        vague = {KG.Organisation, KG.Actor, KG.City, KG.Region, KG.Site, KG.System}
        if set(entity.types) & vague:
            return True
        return any(taxonomy.is_a(a, b) or taxonomy.is_a(b, a) for a in entity.types for b in reference.types)

    def reference(self, reference: ReferenceEntity, reason: str, score: float = 0.97) -> Identity:
        """The identity that a reference entry gives."""
        links: list[tuple[URIRef, Value]] = [(SKOS.exactMatch, link) for link in reference.links]
        links += [(p, v) for p, v in reference.facts if p in (WGS84.lat, WGS84.long, SKOS.broader)]
        state = gazetteer.country(reference.text(KG.organOfName) or "")
        if state is not None:
            links.append((KG.organOf, self.minter.named(Kind.ACTOR, state.name)))
        return Identity(reference.iri, reference.label, reference.types, tuple(links), score, reason)

    def of(self, iri: URIRef) -> Identity | None:
        """The identity that an entry's IRI names; None where neither reference data nor gazetteer have it."""
        known = self.knowledge.reference.get(iri)
        if known is not None:
            return self.reference(known, "")
        for kind, class_ in ((Kind.ACTOR, KG.State), (Kind.PLACE, KG.Country)):
            for country in gazetteer.countries():
                if self.minter.named(kind, country.name) == iri:
                    return self._state(country, country.name, kind, class_)
        return None

    def knows(self, iri: URIRef) -> bool:
        """Whether the reference data or the gazetteer have an entry of this IRI."""
        return self.of(iri) is not None

    def _country(self, entity: Entity, kind: Kind, class_: URIRef) -> Identity | None:
        for name in dict.fromkeys((entity.label, *entity.names)):
            country = gazetteer.country(name) or gazetteer.capital_of(name)
            if country is not None:
                return self._state(country, name, kind, class_)
        return None

    def _state(self, country: gazetteer.Country, name: str, kind: Kind, class_: URIRef) -> Identity:
        iri = self.minter.named(kind, country.name)
        links: tuple[tuple[URIRef, Value], ...] = ((SKOS.exactMatch, URIRef(_WIKIDATA + country.wikidata)),)
        if kind is Kind.ACTOR:
            links += ((KG.governs, self.minter.named(Kind.PLACE, country.name)),)
        reason = f'"{name}" is a name of the state {country.name} ({country.wikidata}), or of its capital'
        return Identity(iri, country.name, (class_,), links, 0.97, reason)

    def _city(self, entity: Entity) -> Identity | None:
        for name in dict.fromkeys((entity.label, *entity.names)):
            city = gazetteer.city(name)
            if city is not None:
                links: tuple[tuple[URIRef, Value], ...] = (
                    (SKOS.exactMatch, URIRef(f"{_GEONAMES}{city.geonames}/")),
                    (WGS84.lat, Literal(f"{city.latitude:.4f}", datatype=XSD.decimal)),
                    (WGS84.long, Literal(f"{city.longitude:.4f}", datatype=XSD.decimal)),
                )
                reason = f'"{name}" is a name of the city {city.name} (GeoNames {city.geonames})'
                return Identity(self.minter.named(Kind.PLACE, city.name), city.name, (KG.City,), links, 0.9, reason)
        return None

    def _region(self, entity: Entity) -> Identity | None:
        region = gazetteer.region(entity.label)
        if region is None:
            return None
        links: tuple[tuple[URIRef, Value], ...] = ((SKOS.exactMatch, URIRef(_WIKIDATA + region.wikidata)),)
        reason = f'"{entity.label}" is the region {region.name} ({region.wikidata})'
        return Identity(self.minter.named(Kind.PLACE, region.name), region.name, (KG.Region,), links, 0.95, reason)
