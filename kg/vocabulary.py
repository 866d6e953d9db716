"""Every namespace and term the program writes or reads, once.

Terms of ours are declared in ``ontology/incident-kg.ttl``; the others are the standard vocabularies named in
the contract: SEM, GAF, NIF, PROV-O, schema.org, SKOS, WGS84, DCTERMS, VoID and DCAT.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, SKOS, VOID, XSD, DefinedNamespace

__all__ = [
    "BASE_IRI", "DCAT", "DCTERMS", "FORMATS", "GAF", "KG", "LEXINFO", "NIF", "ONTOLEX", "PREFIXES", "PROV", "RDF",
    "RDFS", "SCHEMA", "SD", "SEM", "SEMAPV", "SKOS", "SSSOM", "SYNSEM", "VOID", "WGS84", "XSD",
]  # fmt: skip

BASE_IRI = "https://w3id.org/incident-kg/id/"


class Terms(Namespace):
    """A namespace that makes each of its terms once: rdflib's makes, and checks, a new IRI at each mention."""

    def __getattr__(self, name: str) -> URIRef:
        """The term of this name, from then on an attribute."""
        found = super().__getattr__(name)
        setattr(self, name, found)
        return found


KG = Terms("https://w3id.org/incident-kg/ontology#")
SCHEMA = Terms("https://schema.org/")
ONTOLEX = Namespace("http://www.w3.org/ns/lemon/ontolex#")
SYNSEM = Namespace("http://www.w3.org/ns/lemon/synsem#")
LEXINFO = Namespace("http://www.lexinfo.net/ontology/3.0/lexinfo#")
SSSOM = Terms("https://w3id.org/sssom/")
SEMAPV = Terms("https://w3id.org/semapv/vocab/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
WGS84 = Terms("http://www.w3.org/2003/01/geo/wgs84_pos#")


class SEM(DefinedNamespace):
    """Simple Event Model, http://semanticweb.cs.vu.nl/2009/11/sem/ ."""

    _NS = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    Actor: URIRef
    Event: URIRef
    Object: URIRef
    Place: URIRef
    hasActor: URIRef
    hasPlace: URIRef
    hasTimeStamp: URIRef
    subEventOf: URIRef


class GAF(DefinedNamespace):
    """Grounded Annotation Framework, http://groundedannotationframework.org/ ."""

    _NS = Namespace("http://groundedannotationframework.org/gaf#")
    Mention: URIRef
    denotedBy: URIRef


class NIF(DefinedNamespace):
    """NLP Interchange Format, core ontology."""

    _NS = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
    Context: URIRef
    OffsetBasedString: URIRef
    anchorOf: URIRef
    beginIndex: URIRef
    endIndex: URIRef
    isString: URIRef
    referenceContext: URIRef


PREFIXES = {
    "dcat": str(DCAT), "dcterms": str(DCTERMS), "gaf": str(GAF), "kg": str(KG), "nif": str(NIF), "prov": str(PROV),
    "rdf": str(RDF), "rdfs": str(RDFS), "schema": str(SCHEMA), "sem": str(SEM), "semapv": str(SEMAPV),
    "skos": str(SKOS), "sssom": str(SSSOM), "void": str(VOID),
    "wd": "http://www.wikidata.org/entity/", "wgs84": str(WGS84), "xsd": str(XSD),
}  # fmt: skip
"""Prefix → namespace of every Turtle file; the instance prefixes come from :mod:`kg.minting`."""
