"""Each shape catches the error that it is for, and the import gate what two parsers read differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from kg.errors import KgError
from kg.exporting.formats import export
from kg.querying.validation import grounding_findings, validate
from kg.vocabulary import KG


def edited(folder: Path, old: str, new: str) -> list[str]:
    """The findings after one edit of the graph, each time with the first occurrence."""
    path = folder / "graph.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return validate(folder)


def test_the_graph_conforms(folder: Path) -> None:
    assert validate(folder) == []


FELL = "kg:survivors 20 ."
"""The last fact of an incident of the fixture: more are put after it."""

DEFECTS = [
    # what is wrong, what is replaced in the good graph, by what, what is said
    ("a claim without claimer", "kg:claimer actor:freedonia ;", "", "claim:c3: a claim without a claimer"),
    ("a claim without mention", "claim:c3 a", "claim:x a kg:Claim . claim:c3 a", "claim:x: a claim without a mention"),
    ("a claim without words", 'nif:anchorOf "Freedonia accuses Ruritania"', 'nif:anchorOf ""', "mention has no words"),
    ("other words", 'Freedonia accuses Ruritania" .', 'Freedonia accused Ruritania" .', "text at its offsets"),
    ("other offsets", 'nif:beginIndex "0"^^', 'nif:beginIndex "1"^^', "text at its offsets"),
    ("a fact denied", FELL, "kg:survivors 20 ; kg:responsibleActor actor:ruritania .", "denies this proposition"),
    ("a fact contested", FELL, "kg:survivors 20 ; kg:responsibleActor actor:ruritania .", "contests this proposition"),
    ("a fact disputed", FELL, "kg:survivors 20 ; kg:responsibleActor actor:ruritania .", "in a conflict"),
    ("a value disputed", FELL, "kg:survivors 20 ; kg:fatalities 30 .", "in a conflict"),
    ("a fact not described", FELL, "kg:survivors 20 ; sem:hasPlace place:ulm .", "event:flight-12: no proposition"),
    ("a value not described", "kg:operator actor:northwind", "kg:operator actor:lumen", "no proposition describes"),
    ("a role not described", "kg:speaker actor:palace", "kg:speaker actor:lumen", "no-comment: no proposition"),
    ("a date that is none", 'hasTimeStamp "2020-05-03"', 'hasTimeStamp "2020-02-30"', "a date that is none"),
    ("a described date that is none", 'rdf:object "2020-05-03"', 'rdf:object "2020-02-30"', "fit its type"),
    ("a word for a date", 'rdf:object "2020-05-03"^^xsd:date', 'rdf:object "3 May"', "a date that is none: 3 May"),
    ("a day of issue that is none", 'dcterms:issued "2020-05-05"', 'dcterms:issued "2020-13-05"', "date of issue"),
    ("an actor without membership", "kg:cluster actor:freedonia", "kg:cluster actor:lumen", "freedonia: an entity"),
    ("a place without membership", " , kg:ReferenceEntity", "", "place:ruritania: an entity that no membership"),
    ("a number below zero", "kg:aboard 50", "kg:aboard -50", "event:flight-12: a negative number of people"),
    ("a described number below zero", "rdf:object 31", "rdf:object -31", "a negative number of people: -31"),
    ("too many survivors", FELL, "kg:survivors 51 .", "more dead and survivors than the 50 people aboard"),
    ("too many dead", FELL, "kg:survivors 20 ; kg:fatalities 31 .", "more dead and survivors than the 50"),
    ("no stance", "kg:epistemic kg:FalseCertain ;", "", "claim:c4: a claim without exactly one of the five stances"),
    ("two stances", "kg:epistemic kg:FalseCertain ;", "kg:epistemic kg:FalseCertain , kg:Unknown ;", "five stances"),
    ("a sixth stance", "kg:epistemic kg:FalseCertain ;", "kg:epistemic kg:Perhaps ;", "five stances"),
    ("nothing claimed", "claim:c3 a", "claim:x a kg:Claim . claim:c3 a", "claim:x: a claim without a proposition"),
    ("no name", 'skos:prefLabel "Freedonia"@en', 'skos:altLabel "Freedonia"@en', "preferred label"),
    ("two names", 'skos:prefLabel "Freedonia"@en', 'skos:prefLabel "Freedonia"@en , "The Land"@en', "preferred label"),
]


@pytest.mark.parametrize(("old", "new", "said"), [pytest.param(*defect, id=name) for name, *defect in DEFECTS])
def test_each_defect_is_found(folder: Path, old: str, new: str, said: str) -> None:
    findings = edited(folder, old, new)
    assert any(said in finding for finding in findings), findings
    assert all(finding.startswith("graph.ttl: ") and "\n" not in finding for finding in findings)


UNGROUNDED = [
    ("claim:d2 kg:groundedIn mention:two-44-74 , ", "claim:d2 kg:groundedIn ", "its subject event:flight-12"),
    ("mention:two-44-74 kg:antecedent mention:two-33-42 .", "", "its subject event:flight-12"),
    ("claim:d1 kg:groundedIn mention:two-0-8 , ", "claim:d1 kg:groundedIn ", "its object actor:ruritania"),
    ('mention:two-67-69 kg:readAs "31"', 'mention:two-67-69 kg:readAs "13"', 'its object "31"'),
    ("kg:contentMention mention:one-237-244 ;", "", 'its object "caution"'),
    ("prov:wasDerivedFrom mention:two-44-74", "prov:wasDerivedFrom mention:two-44-56", 'its object "31"'),
    ('nif:anchorOf "Flight 12" .', 'nif:anchorOf "It" .', "its subject event:flight-12"),
]


@pytest.mark.parametrize(("old", "new", "said"), UNGROUNDED)
def test_a_side_of_a_proposition_without_words_is_found(folder: Path, old: str, new: str, said: str) -> None:
    findings = edited(folder, old, new)
    assert [f for f in findings if f"{said} has no words in claim:" in f], findings
    assert all("\n" not in finding for finding in findings)


@pytest.mark.parametrize("file", ["graph.ttl", "articles/004_117fb3a89089d06c.ttl"])
@pytest.mark.parametrize("term", [KG.groundedIn, KG.antecedent, KG.readAs])
def test_every_proposition_of_the_seeds_has_words_until_they_are_taken_away(
    built: Path, file: str, term: URIRef
) -> None:
    graph = Graph().parse(built / file, format="turtle")
    assert grounding_findings(graph) == []
    graph.remove((None, term, None))
    assert grounding_findings(graph)


def test_a_reference_record_needs_no_words(built: Path) -> None:
    graph = Graph().parse(built / "graph.ttl", format="turtle")
    records = set(graph.subjects(RDF.type, KG.ReferenceRecord))
    assert records
    for record in records:
        graph.remove((record, RDF.type, KG.ReferenceRecord))
    assert grounding_findings(graph)


def test_us_is_a_name(folder: Path) -> None:
    assert not [f for f in edited(folder, 'nif:anchorOf "Flight 12" .', 'nif:anchorOf "US" .') if "no words" in f]


def test_a_blank_node_is_found(folder: Path) -> None:
    assert "graph.ttl: 1 blank nodes; a second import would duplicate them" in edited(
        folder, "activity:merge a", "activity:merge prov:used [] ; a"
    )


def test_every_file_passes_the_import_gate(folder: Path) -> None:
    articles = folder / "articles"
    articles.mkdir()
    (articles / "one.ttl").write_text("<urn:a> <urn:b> <urn:c>", encoding="utf-8")
    (articles / "two.ttl").write_text("<urn:a> <urn:b> [] .", encoding="utf-8")
    findings = validate(folder)
    assert [finding.split(":")[0] for finding in findings] == ["articles/one.ttl"] * 2 + ["articles/two.ttl"]
    assert {"rdflib", "pyoxigraph"} == {finding.split(": ")[1].split()[0] for finding in findings[:2]}


@pytest.mark.parametrize("format_", ["ntriples", "nquads", "trig", "jsonld", "turtle12"])
def test_every_exported_rdf_passes_the_import_gate(folder: Path, format_: str) -> None:
    path = export(folder, format_)
    assert validate(folder) == []
    path.write_bytes(path.read_bytes() + b"garbage\n")
    assert [f for f in validate(folder) if f.startswith(f"{path.relative_to(folder)}: pyoxigraph cannot read it")]


def test_what_only_one_parser_reads_is_found(folder: Path) -> None:
    (folder / "dataset.ttl").write_text('<urn:a> <urn:b> "x"@e_n , <urn:a b> .', encoding="utf-8")
    assert any("dataset.ttl: pyoxigraph cannot read it" in finding for finding in validate(folder))


def test_an_unreadable_graph_is_a_finding_and_a_missing_one_an_error(folder: Path) -> None:
    (folder / "graph.ttl").write_text("nonsense", encoding="utf-8")
    assert any("cannot read it" in finding for finding in validate(folder))
    (folder / "graph.ttl").unlink()
    with pytest.raises(KgError, match="kg build"):
        validate(folder)
