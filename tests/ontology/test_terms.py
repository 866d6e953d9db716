"""Every term is explained, shown by an example, declared once, and used as it is declared."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, SDO, SKOS
from rdflib.term import Node

from kg.minting import Minter
from kg.vocabulary import KG, ONTOLEX, PREFIXES, SYNSEM
from tests.ontology.conftest import ROOT

KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
FAMILIES = {KG.Actor, KG.System, KG.Place, KG.Event}
WIKIDATA = "http://www.wikidata.org/entity/"


def ours(graph: Graph) -> list[URIRef]:
    """The terms that the graph declares."""
    declared = {s for s in graph.subjects(RDF.type, None) if isinstance(s, URIRef) and s in KG}
    return sorted(declared)


def names(graph: Graph) -> set[Node]:
    """Every term of ours that stands anywhere in the graph."""
    return {term for triple in graph for term in triple if isinstance(term, URIRef) and term in KG}


def example(text: str) -> Graph:
    """An example, read with the prefixes of a graph and of the lexicon."""
    prefixes = PREFIXES | Minter().prefixes() | {"ontolex": str(ONTOLEX), "synsem": str(SYNSEM)}
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    return Graph().parse(data=head + text, format="turtle")


def test_every_term_has_a_label_an_explanation_and_an_example(ontology: Graph) -> None:
    for term in ours(ontology):
        assert len(list(ontology.objects(term, RDFS.label))) == 1, term
        comments = [str(comment) for comment in ontology.objects(term, RDFS.comment)]
        assert len(comments) == 1 and comments[0].endswith("."), (term, comments)
        assert (term, SKOS.example, None) in ontology, term


def test_every_example_is_turtle_about_its_term_unless_it_is_words(ontology: Graph) -> None:
    declared = set(ours(ontology))
    for term in declared:
        for text in ontology.objects(term, SKOS.example):
            if isinstance(text, Literal) and text.language is None:
                assert term in names(example(str(text))) <= declared, text


def test_every_term_is_of_one_kind_and_in_one_chapter(ontology: Graph) -> None:
    for term in ours(ontology):
        kinds = [kind for kind in ontology.objects(term, RDF.type) if kind in KINDS]
        assert len(kinds) <= 1, (term, kinds)
        chapters = list(ontology.objects(term, DCTERMS.subject))
        family = FAMILIES & set(ontology.transitive_objects(term, RDFS.subClassOf))
        assert len(chapters) + len(family) == 1, term
        assert all((chapter, RDF.type, SKOS.Concept) in ontology for chapter in chapters), chapters


def test_every_term_in_use_is_declared(ontology: Graph, data: Graph) -> None:
    used = names(data) | names(Graph().parse(ROOT / "ontology" / "shapes.ttl"))
    files = [*(ROOT / "kg").rglob("*.rq"), ROOT / "ontology" / "shapes.ttl", *(ROOT / "docs").rglob("*.md")]
    for path in files:
        used |= {KG[name] for name in re.findall(r"\bkg:(\w+)", path.read_text(encoding="utf-8"))}
    for path in (ROOT / "kg").rglob("*.py"):
        used |= {KG[name] for name in re.findall(r"\bKG\.(\w+)", path.read_text(encoding="utf-8"))}
    invented = {KG[name] for name in ("ShipIncident", "ShippingLine", "shipName")}  # docs/new-domain.md tells of them
    assert used - set(ours(ontology)) <= invented


def test_terms_of_other_vocabularies_in_use_are_declared_as_theirs(ontology: Graph, built: Path) -> None:
    graph = Graph()
    for path in (built / "graph.ttl", *sorted((built / "articles").glob("*.ttl"))):
        graph.parse(path, format="turtle")
    used = {p for p in graph.predicates()} | set(graph.objects(None, RDF.type))
    foreign = {t for t in used if isinstance(t, URIRef) and t not in KG and t not in RDF and t not in RDFS}
    for term in foreign:
        (home,) = ontology.objects(term, RDFS.isDefinedBy)
        assert str(term).startswith(str(home)), (term, home)


def test_values_are_of_the_declared_type(ontology: Graph, data: Graph) -> None:
    for subject, predicate, value in data:
        if predicate not in KG or (predicate, RDF.type, OWL.AnnotationProperty) in ontology:
            continue
        literal = (predicate, RDF.type, OWL.DatatypeProperty) in ontology
        assert isinstance(value, Literal) == literal, (subject, predicate, value)
        if isinstance(value, Literal):
            found = value.datatype or (RDF.langString if value.language else XSD.string)
            assert found == ontology.value(predicate, RDFS.range, default=found), (subject, predicate, value)


def test_the_version_is_the_programs(ontology: Graph) -> None:
    for iri in ontology.subjects(RDF.type, OWL.Ontology):
        assert [str(v) for v in ontology.objects(iri, OWL.versionInfo)] == [version("incident-kg")]
        assert list(ontology.objects(iri, OWL.versionIRI)) == [URIRef(f"{iri}/{version('incident-kg')}")]


def test_what_other_vocabularies_call_a_term_is_a_term_of_theirs(ontology: Graph) -> None:
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch)
    targets = {target for relation in relations for target in ontology.objects(None, relation)}
    for vocabulary in (PROV, SDO, SKOS):
        assert all(t in vocabulary for t in targets if str(t).startswith(str(vocabulary._NS)))
    assert {str(t).split("#")[0].rsplit("/", 1)[0] for t in targets} >= {"https://schema.org", WIKIDATA.rstrip("/")}


def test_every_identifier_of_wikidata_has_the_page_where_it_was_read(ontology: Graph) -> None:
    matched = {s for p in (SKOS.exactMatch, SKOS.closeMatch) for s, o in ontology.subject_objects(p) if WIKIDATA in o}
    assert matched
    for term in matched:
        assert (term, DCTERMS.source, None) in ontology, term
