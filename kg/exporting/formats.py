"""The merged graph in other formats, each sorted and written whole or not at all."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from kg.errors import KgError
from kg.graphs import write_bytes

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SUFFIX = {"ntriples": "nt", "nquads": "nq", "trig": "trig", "graphml": "graphml"}


def export(directory: Path, format_: str) -> Path:
    """Write ``graph.nt``, ``graph.nq``, ``graph.trig`` or ``graph.graphml`` beside ``graph.ttl``; return its path.

    In N-Quads and TriG each article's own graph is a named graph with the article's IRI, and the merged graph is the
    named graph ``…/graph/merged``: nothing stands in the default graph, where a store that unites all graphs would mix
    what one article says into what all say.

    Raises:
        KgError: there is no ``graph.ttl``, or it cannot be read.
    """
    source = directory / "graph.ttl"
    triples = _read(source)
    target = directory / f"graph.{_SUFFIX[format_]}"
    if format_ == "ntriples":
        write_bytes("".join(sorted(f"{t} .\n" for t in triples)).encode(), target)
    elif format_ == "graphml":
        write_bytes(_graphml(triples), target)
    else:
        quads = _quads(directory, triples)
        if format_ == "nquads":
            write_bytes("".join(sorted(f"{q} .\n" for q in quads)).encode(), target)
        else:
            ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q)))
            write_bytes(ox.serialize(ordered, format=ox.RdfFormat.TRIG) or b"", target)
    return target


def _read(path: Path) -> list[ox.Triple]:
    if not path.is_file():
        raise KgError(f"{path}: is not there; run `kg build SOURCE --out {path.parent}` first")
    try:
        return [t.triple for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise KgError(f"{path}: cannot be read as Turtle ({error}); build it again") from error


def _quads(directory: Path, merged: list[ox.Triple]) -> list[ox.Quad]:
    base = next(_text(t.subject) for t in merged if "/activity/" in str(t.subject)).split("activity/")[0]
    quads = [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(f"{base}graph/merged")) for t in merged]
    for path in sorted((directory / "articles").glob("*.ttl")):
        graph = ox.NamedNode(f"{base}article/{path.stem}")
        quads += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in _read(path)]
    return quads


def _graphml(triples: list[ox.Triple]) -> bytes:
    """Nodes with label and class, and one edge for each triple between two of them."""
    rows = sorted((_text(t.subject), _text(t.predicate), _text(t.object)) for t in triples)
    labels = {s: o for s, p, o in rows if p == _LABEL}
    classes = {s: o.rsplit("#", 1)[-1] for s, p, o in rows if p == f"{_RDF}type" and s in labels}
    network: nx.MultiDiGraph = nx.MultiDiGraph()
    for iri in sorted(labels):
        network.add_node(iri, label=_ILLEGAL.sub("", labels[iri]), type=classes.get(iri, ""))
    for subject, predicate, value in rows:
        if subject in labels and value in labels:
            network.add_edge(subject, value, label=predicate.rsplit("#", 1)[-1])
    out = BytesIO()
    nx.write_graphml(network, out)
    return out.getvalue()


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
