"""The description of the data set: ``dataset.ttl``, in VoID and DCAT."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, SKOS, VOID, XSD

from kg.graphs import Triple
from kg.minting import Minter
from kg.model import Decision
from kg.running.fingerprint import tool_version
from kg.running.parts import Parts
from kg.vocabulary import GAF, KG, NIF, SCHEMA, SEM

_GEONAMES = "Places: GeoNames (https://www.geonames.org/), CC BY 4.0. Countries: Wikidata identifiers, CC0."
_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


def describe(parts: Parts, head: int, decisions: Iterable[Decision], minter: Minter, model: str) -> Iterator[Triple]:
    """The data set, its distribution, its inputs with their hashes, and what made it.

    ``head`` is the number of triples that the graph has beside its parts.
    """
    dataset = URIRef(f"{minter.base_iri}dataset")
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    yield dataset, DCTERMS.title, Literal("Incident knowledge graph", lang="en")
    yield (
        dataset,
        DCTERMS.description,
        Literal("Claims of news articles, attributed to their speakers, not verified.", lang="en"),
    )
    yield dataset, DCTERMS.license, _LICENCE
    yield dataset, DCTERMS.rights, Literal(_GEONAMES, lang="en")
    yield dataset, VOID.triples, Literal(str(parts.triples() + head), datatype=XSD.integer)
    yield dataset, VOID.dataDump, URIRef(f"{minter.base_iri}graph.ttl")
    for vocabulary in (KG, SEM._NS, GAF._NS, NIF._NS, SCHEMA, PROV._NS, SKOS._NS):
        yield dataset, VOID.vocabulary, URIRef(str(vocabulary))
    for class_, count in parts.classes().items():
        part = URIRef(f"{minter.base_iri}dataset/{class_.rsplit('#', 1)[-1]}")
        yield dataset, VOID.classPartition, part
        yield part, RDF.type, VOID.Dataset
        yield part, VOID["class"], class_
        yield part, VOID.entities, Literal(str(count), datatype=XSD.integer)
    yield from _provenance(dataset, minter, model)
    for each in parts.inputs():
        yield dataset, PROV.wasDerivedFrom, each.iri
        yield each.iri, KG.sha256, Literal(each.sha256)
        yield each.iri, DCTERMS.identifier, Literal(each.identifier)
    rows = list(decisions)
    if rows:
        source = URIRef(f"{minter.base_iri}dataset/decisions")
        yield dataset, PROV.wasDerivedFrom, source
        yield source, DCTERMS.title, Literal("What people decided of the alignment", lang="en")
        table = "\n".join(f"{d.subject} {d.object} {d.same}" for d in rows)
        yield source, KG.sha256, Literal(hashlib.sha256(table.encode()).hexdigest())


def _provenance(dataset: URIRef, minter: Minter, model: str) -> Iterator[Triple]:
    """The build and the program; its time only where SOURCE_DATE_EPOCH gives it."""
    activity, agent = URIRef(f"{minter.base_iri}activity/build"), URIRef(f"{minter.base_iri}dataset/program")
    yield dataset, PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.wasAssociatedWith, agent
    yield agent, RDF.type, PROV.SoftwareAgent
    yield agent, RDFS.label, Literal(f"incident-kg {tool_version()}")
    yield agent, SCHEMA.softwareVersion, Literal(tool_version())
    yield agent, SCHEMA.softwareRequirements, Literal(model)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        moment = dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
        yield dataset, DCTERMS.issued, Literal(moment.isoformat(), datatype=XSD.dateTime)
