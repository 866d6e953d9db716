"""docs/reference.md is what the ontology says."""

from __future__ import annotations

import subprocess
import sys

from rdflib import RDF, Graph
from rdflib.namespace import SKOS

from tests.ontology.conftest import ROOT
from tests.ontology.test_terms import ours

PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def test_the_page_is_made_from_the_ontology() -> None:
    made = subprocess.run([sys.executable, ROOT / "docs" / "make_reference.py"], capture_output=True, check=True)
    assert made.stdout.decode("utf-8") == PAGE, "run: python docs/make_reference.py > docs/reference.md"


def test_every_term_stands_on_it_once(ontology: Graph) -> None:
    for term in ours(ontology):
        name = term.split("#")[1]
        assert PAGE.count(f"- [`kg:{name}`]") + PAGE.count(f"### `kg:{name}`\n") == 1, name


def test_every_chapter_is_a_heading(ontology: Graph) -> None:
    for part in ontology.subjects(RDF.type, SKOS.Concept):
        assert f"## {ontology.value(part, SKOS.prefLabel)}\n" in PAGE
