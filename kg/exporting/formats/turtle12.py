"""Turtle of RDF 1.2 (https://www.w3.org/TR/rdf12-turtle/): the merged graph with each proposition as a triple term.

A proposition's IRI is the reifier: ``proposition:1 rdf:reifies <<( subject predicate object )>>``, which describes the
triple and asserts nothing. All that ``graph.ttl`` holds stands beside it, ``rdf:subject``, ``rdf:predicate`` and
``rdf:object`` among it, so that a question written for one file is answered by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.exporting.formats.source import Index, Source
from kg.graphs.lines import by_line
from kg.graphs.turtle import directives, statements
from kg.vocabulary import KG, RDF

_REIFIES = ox.NamedNode(f"{RDF}reifies")  # of RDF 1.2, which rdflib's namespace does not know
_VERSION = b'VERSION "1.2"\n'


def turtle12(source: Source) -> Mapping[str, bytes]:
    """``rdf12/graph.ttl``, in a folder of its own: a reader of RDF 1.1 stops at its first line."""
    lines = by_line([*source.merged.values(), *_reified(source.index)])
    body = statements(lines, source.prefixes)
    return {"rdf12/graph.ttl": _VERSION + directives(source.prefixes) + body}


def _reified(index: Index) -> Iterator[ox.Quad]:
    for proposition in index.subjects(RDF.type, KG.Proposition):
        for subject in index.nodes(proposition, RDF.subject):
            for predicate in index.nodes(proposition, RDF.predicate):
                for value in index.predicates(proposition).get(str(RDF.object), []):
                    said = ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)
                    yield ox.Quad(ox.NamedNode(proposition), _REIFIES, said)
