"""FollowTheMoney entities (https://followthemoney.tech), one JSON object a line, for Aleph and its kin.

Lossy: the schema knows no propositions, so each claim is a ``Documentation`` that ties the article to what is spoken
of, with the stance as its role and the words as its summary. Only undisputed facts become properties.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from kg.exporting.formats.network import Node, nodes
from kg.exporting.formats.source import Index, Source
from kg.exporting.formats.utterances import Utterance, utterances
from kg.minting import digest
from kg.vocabulary import DCTERMS, GAF, KG, NIF, RDF, RDFS, SCHEMA, SEM, SKOS

_SCHEMATA = {
    str(KG.Actor): "LegalEntity", str(KG.Person): "Person", str(KG.Organisation): "Organization",
    str(KG.Company): "Company", str(KG.State): "PublicBody", str(KG.Ministry): "PublicBody",
    str(KG.ArmedForces): "PublicBody", str(KG.Court): "PublicBody", str(KG.Regulator): "PublicBody",
    str(KG.IntelligenceService): "PublicBody", str(KG.System): "Asset", str(KG.Vehicle): "Vehicle",
    str(KG.Aircraft): "Airplane", str(KG.Place): "Address", str(KG.Event): "Event",
}  # fmt: skip
# What the model's types hold, by property; a string takes the last.
_LENGTHS = {"name": 384, "alias": 384, "full": 250, "location": 250, "summary": 65_000, "description": 65_000}
_LENGTH = 1_024
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WIKIDATA = "http://www.wikidata.org/entity/"

Properties = Mapping[str, list[str]]


def followthemoney(source: Source) -> Mapping[str, bytes]:
    """``graph.ftm.json``: entities, articles and claims, sorted by identifier."""
    index, entities = source.index, nodes(source)
    names = {entity.id: entity for entity in entities}
    found = [_entity(index, entity, names) for entity in entities]
    found += [_article(index, article) for article in index.subjects(RDF.type, NIF.Context)]
    found += [each for claim in utterances(source) for each in _documentations(index, claim, names)]
    lines = (json.dumps(each, ensure_ascii=False) for each in sorted(found, key=lambda each: str(each["id"])))
    return {"graph.ftm.json": "".join(f"{line}\n" for line in lines).encode()}


def _record(iri: str, schema: str, properties: Properties) -> dict[str, object]:
    """An entity; its identifier may have only letters, digits, dots and hyphens, so that the IRI is hashed."""
    filled = {name: sorted({_fitting(name, value) for value in values} - {""}) for name, values in properties.items()}
    return {"id": _id(iri), "schema": schema, "properties": {name: values for name, values in filled.items() if values}}


def _fitting(name: str, value: str) -> str:
    """A value as the model takes it: one line, no control characters, no longer than its type allows."""
    line, most = " ".join(_CONTROLS.sub("", value).split()), _LENGTHS.get(name, _LENGTH)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _id(*parts: str) -> str:
    return f"kg-{digest(*parts, length=24)}"


def _entity(index: Index, entity: Node, names: Mapping[str, Node]) -> dict[str, object]:
    schema, matches = _schema(index, entity.id), index.nodes(entity.id, SKOS.exactMatch)
    properties = {
        "name": [_fitting("name", entity.label) or entity.id],
        "alias": index.texts(entity.id, SKOS.altLabel),
        "summary": [entity.kind],
        "wikidataId": [match.removeprefix(_WIKIDATA) for match in matches if match.startswith(_WIKIDATA)],
        "proof": [_id(article) for article in _articles(index, entity.id)],
    }
    if schema == "Address":
        properties["full"] = [entity.label]
        if entity.latitude is not None and entity.longitude is not None:
            properties |= {"latitude": [str(entity.latitude)], "longitude": [str(entity.longitude)]}
    if schema == "Event":
        tied = {node for predicate in index.predicates(entity.id) for node in index.nodes(entity.id, predicate)}
        properties["date"] = index.texts(entity.id, SEM.hasTimeStamp)
        properties["location"] = [names[p].label for p in index.nodes(entity.id, SEM.hasPlace) if p in names]
        properties["involved"] = [_id(node) for node in tied if node in names and names[node].family == "actor"]
    return _record(entity.id, schema, properties)


def _articles(index: Index, entity: str) -> list[str]:
    mentions = index.nodes(entity, GAF.denotedBy)
    return [article for mention in mentions for article in index.nodes(mention, NIF.referenceContext)]


def _schema(index: Index, entity: str) -> str:
    """The schema of the nearest class above the entity that has one."""
    classes = index.nodes(entity, RDF.type)
    above = {up for class_ in classes for up in index.nodes(class_, RDFS.subClassOf)} | set(classes)
    nearest_first = sorted(above & set(_SCHEMATA), key=lambda c: (-len(index.nodes(c, RDFS.subClassOf)), c))
    return _SCHEMATA[nearest_first[0]] if nearest_first else "Thing"


def _article(index: Index, article: str) -> dict[str, object]:
    name = index.text(article, DCTERMS.identifier) or index.name(article)
    publishers = [index.name(publisher) for publisher in index.nodes(article, SCHEMA.publisher)]
    properties = {
        "fileName": [name],
        "title": [index.text(article, DCTERMS.title) or name],
        "publisher": publishers,
        "publishedAt": index.texts(article, DCTERMS.issued),
        "sourceUrl": index.texts(article, SCHEMA.url),
    }
    return _record(article, "Article", properties)


def _documentations(index: Index, claim: Utterance, names: Mapping[str, Node]) -> Iterator[dict[str, object]]:
    """One for each entity that the claim is about; where none is named, the subjects, else who speaks."""
    article = next(iter(index.nodes(claim.id, KG.article)), "")
    propositions = index.nodes(claim.id, KG.proposition)
    subjects = [subject for proposition in propositions for subject in index.nodes(proposition, RDF.subject)]
    for candidates in (index.nodes(claim.id, KG.about), subjects, index.nodes(claim.id, KG.claimer)):
        about = sorted({each for each in candidates if each in names})
        if about:
            break
    for entity in about:
        record = _record(
            claim.id,
            "Documentation",
            {
                "document": [_id(article)],
                "entity": [_id(entity)],
                "role": [claim.stance] if claim.stance else [],
                "summary": [claim.words] if claim.words else [],
                "description": [f"{claim.speaker}: {claim.content}"],
                "date": [claim.issued] if claim.issued else [],
                "recordId": [claim.id],
            },
        )
        yield record | {"id": _id(claim.id, entity)}
