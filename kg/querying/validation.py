"""Checks what was built: the SHACL shapes, the words of every fact, and that a second, stricter parser reads it too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import KgError
from kg.paths import ontology_dir
from kg.querying.grounding import gaps
from kg.querying.render import printable
from kg.querying.store import GRAPH_FILE, graph_file, shorten

_SHAPES = "shapes.ttl"
_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "turtle12": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "json-ld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
_EXPORTS = {
    "graph.nt": "nt", "graph.nq": "nquads", "graph.trig": "trig", "graph.jsonld": "json-ld",
    "rdf12/graph.ttl": "turtle12",
}  # fmt: skip


def validate(directory: Path) -> list[str]:
    """Every finding in the files of a folder that ``kg build`` wrote, one line each; none where all is well.

    Raises:
        KgError: there is no merged graph, or the shapes cannot be read.
    """
    path = graph_file(directory)
    findings: list[str] = []
    with _quiet_rdflib():
        for file in [*sorted(directory.glob("*.ttl")), *sorted((directory / "articles").glob("*.ttl"))]:
            graph, broken = import_gate(file)
            findings += (f"{file.relative_to(directory)}: {finding}" for finding in broken)
            if file == path and graph is not None:
                findings += (f"{GRAPH_FILE}: {finding}" for finding in shape_findings(graph))
            if graph is not None:
                findings += (f"{file.relative_to(directory)}: {finding}" for finding in grounding_findings(graph))
        for name, form in _EXPORTS.items():
            if (directory / name).is_file():
                findings += (f"{name}: {finding}" for finding in import_gate(directory / name, form)[1])
    return findings


def import_gate(path: Path, form: str = "turtle") -> tuple[Graph | None, list[str]]:
    """The file as rdflib reads it, and what keeps it from being read alike by both parsers.

    ``form`` is a format by rdflib's name. What is RDF 1.2 is read by pyoxigraph alone, as rdflib knows none.
    """
    findings: list[str] = []
    graph, count = None, None
    if form != "turtle12":
        try:
            graph = Dataset() if form in ("nquads", "trig") else Graph()
            graph.parse(path, format=form)
        except Exception as error:
            graph = None
            findings.append(f"rdflib cannot read it: {printable(str(error))}")
    try:
        count = len(set(ox.parse(path=str(path), format=_FORMATS[form])))
    except (OSError, SyntaxError, ValueError) as error:
        findings.append(f"pyoxigraph cannot read it: {printable(str(error))}")
    if graph is not None:
        statements = list(graph.quads() if isinstance(graph, Dataset) else graph)
        if count not in (None, len(statements)):
            findings.append(f"rdflib reads {len(statements)} triples, pyoxigraph {count}")
        blank = {term for statement in statements for term in statement[:3] if isinstance(term, BNode)}
        if blank:
            findings.append(f"{len(blank)} blank nodes; a second import would duplicate them")
    return graph, findings


def shape_findings(graph: Graph) -> list[str]:
    """What in the merged graph the shapes of ``ontology/shapes.ttl`` object to, sorted."""
    path = ontology_dir() / _SHAPES
    try:
        shapes = Graph().parse(path, format="turtle")
    except Exception as error:
        raise KgError(f"{path}: the shapes cannot be read ({printable(str(error))}); install again") from error
    _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none", meta_shacl=False)
    if not isinstance(report, Graph):
        raise KgError(f"{path}: the shapes cannot be applied ({printable(str(text))})")
    prefixes = _prefixes(graph)
    return sorted(
        {_line(report, result, shapes, prefixes) for result in report.subjects(RDF.type, SH.ValidationResult)}
    )


def grounding_findings(graph: Graph) -> list[str]:
    """The propositions whose subject or object the words of a claim neither tell nor lead back to, sorted."""
    prefixes = _prefixes(graph)
    return sorted(
        f"{_term(proposition, prefixes)}: its {side} {_term(value, prefixes)} has no words in {_term(claim, prefixes)}"
        for proposition, side, value, claim in gaps(graph)
    )


def _prefixes(graph: Graph) -> dict[str, str]:
    return {prefix: str(namespace) for prefix, namespace in graph.namespaces() if prefix}


def _line(report: Graph, result: Node, shapes: Graph, prefixes: dict[str, str]) -> str:
    focus = report.value(result, SH.focusNode)
    value = report.value(result, SH.value)
    message = min((str(each) for each in report.objects(result, SH.resultMessage)), default="violates a shape")
    if isinstance(value, URIRef) and (None, SH.targetNode, focus) in shapes:
        focus, value = value, None  # the shape was asked of a class for all its nodes
    found = f" ({_term(value, prefixes)})" if value is not None and value != focus else ""
    return f"{_term(focus, prefixes)}: {printable(message)}{found}"


def _term(term: Node | None, prefixes: dict[str, str]) -> str:
    if isinstance(term, URIRef):
        return shorten(str(term), prefixes)
    words = printable(str(term))
    return f'"{words[:80]}"' if isinstance(term, Literal) else words


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Without rdflib's warnings on literals that are ill-typed: the shapes report them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
