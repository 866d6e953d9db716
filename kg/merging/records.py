"""A reference record as one more source: its facts as claims of the reference data, with their words."""

from __future__ import annotations

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.knowledge import Knowledge, ReferenceEntity
from kg.minting import Minter, digest
from kg.model import Article, Claim, Entity, Epistemic, Extraction, Kind, Mention, Proposition, Value
from kg.vocabulary import KG, SEM

_TOLD = (
    SEM.hasTimeStamp,
    SEM.hasPlace,
    KG.operator,
    KG.origin,
    KG.destination,
    KG.aboard,
    KG.fatalities,
    KG.survivors,
    KG.weaponSystem,
)


def record_identifier(incident: URIRef) -> str:
    """What the record of an incident is called where articles have their ID."""
    return f"reference-{incident.rsplit('/', 1)[-1]}"


def recorded_incident(record: URIRef, minter: Minter) -> URIRef:
    """The incident that an article would be the record of; it may be none of the reference data."""
    return minter.iri(Kind.EVENT, record.rsplit("/", 1)[-1].removeprefix("reference-"))


def reference_record(record: ReferenceEntity, knowledge: Knowledge) -> Extraction:
    """The record as a text of one line a fact, each line claimed as certain by the reference data."""
    minter, labels = knowledge.minter, knowledge.taxonomy.labels
    publisher = Entity(
        minter.iri(Kind.ACTOR, "reference-data"), Kind.ACTOR, (KG.Publisher, KG.ReferenceSource), "reference data"
    )
    identifier = record_identifier(record.iri)
    article = minter.iri(Kind.ARTICLE, identifier)
    text, claims = f"{record.label}\n", []
    kinds = knowledge.taxonomy.incident_kinds
    named = [p for k in kinds for p in (k.designator, k.model) if p is not None]
    for predicate in (*_TOLD, *named):
        for value in record.values(predicate):
            line = f"{labels.get(predicate, predicate.rsplit('#', 1)[-1])}: {_shown(value, knowledge)}"
            mention = Mention(len(text), len(text) + len(line), line)
            text += f"{line}\n"
            proposition = Proposition(
                minter.hashed(Kind.PROPOSITION, record.iri, predicate, _plain(value).n3()),
                record.iri,
                predicate,
                _plain(value),
            )
            iri = minter.iri(Kind.CLAIM, f"{identifier}-{mention.begin}-{digest(proposition.iri)}")
            claims.append(
                Claim(iri, article, publisher.iri, Epistemic.TRUE_CERTAIN, (proposition,), mention, 1.0, (record.iri,))
            )
    return Extraction(
        article=Article(identifier, text, title=f"{record.label} (reference data)", language="en"),
        iri=article,
        publisher=publisher.iri,
        entities=(publisher,),
        claims=tuple(claims),
        sources=record.sources,
    )


def _plain(value: Value) -> Value:
    """Numbers as xsd:integer without leading zeros, so that equal values are equal terms."""
    if isinstance(value, Literal) and value.datatype == XSD.integer:
        return Literal(str(int(str(value))), datatype=XSD.integer)
    return value


def _shown(value: Value, knowledge: Knowledge) -> str:
    known = knowledge.reference.get(value) if isinstance(value, URIRef) else None
    return known.label if known is not None else str(value)
