"""The endpoint about itself.

SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.vocabulary import DCTERMS, FORMATS, RDF, SD, VOID, XSD

_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "RDF_XML", "JSON-LD",
)  # fmt: skip


def service_description(endpoint: str, triples: int) -> tuple[ox.Triple, ...]:
    """What is served at the endpoint's address, without blank nodes."""
    service, dataset, default = (ox.NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "default"))
    told: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (service, RDF.type, _node(SD.Service)),
        (service, SD.endpoint, ox.NamedNode(endpoint)),
        (service, SD.supportedLanguage, _node(SD.SPARQL11Query)),
        (service, SD.defaultDataset, dataset),
        (dataset, RDF.type, _node(SD.Dataset)),
        (dataset, SD.defaultGraph, default),
        (
            dataset,
            DCTERMS.description,
            ox.Literal("By default the merged graph; each article's under its IRI.", language="en"),
        ),
        (default, RDF.type, _node(SD.Graph)),
        (default, VOID.triples, ox.Literal(str(triples), datatype=_node(XSD.integer))),
    ]
    told += ((service, SD.resultFormat, _node(FORMATS[each])) for each in _WRITTEN)
    return tuple(ox.Triple(subject, _node(predicate), value) for subject, predicate, value in told)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
