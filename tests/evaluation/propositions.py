"""Draws propositions for review by hand: ``python -m tests.evaluation.propositions DIR [--number N] [--seed S]``.

Prints one Markdown table row a proposition: what it says, who claims it with which stance, the article's id and the
offsets of the words (the words themselves are left out: the articles are not ours to copy). With ``--words`` the words
are shown, for whoever reads them. Articles' graphs are read, not the merged one: what one article says.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS
from rdflib.term import Node

from kg.vocabulary import KG, NIF

Row = tuple[str, str, str, str, str, str, str]


def propositions(path: Path) -> list[Row]:
    """Article, subject, predicate, object, claimer with stance, offsets and words of each proposition of each claim."""
    graph = Graph().parse(path, format="turtle")
    rows = []
    for claim in graph.subjects(RDF.type, KG.Claim):
        mention = graph.value(claim, PROV.wasDerivedFrom)
        offsets = f"{graph.value(mention, NIF.beginIndex)}-{graph.value(mention, NIF.endIndex)}"
        stance = str(graph.value(claim, KG.epistemic)).rsplit("#", 1)[-1]
        claimer = f"{_name(graph, graph.value(claim, KG.claimer))}, {stance}"
        article = str(graph.value(graph.value(claim, KG.article), DCTERMS.identifier))
        words = " ".join(str(graph.value(mention, NIF.anchorOf)).split())
        for proposition in graph.objects(claim, KG.proposition):
            subject, value = (graph.value(proposition, p) for p in (RDF.subject, RDF.object))
            predicate = str(graph.value(proposition, RDF.predicate)).replace("#", "/").rsplit("/", 1)[-1]
            rows.append((article, _name(graph, subject), predicate, _name(graph, value), claimer, offsets, words))
    return sorted(rows)


def _name(graph: Graph, node: Node | None) -> str:
    label = graph.value(node, SKOS.prefLabel) if isinstance(node, URIRef) else None
    text = str(label if label is not None else node)
    return " ".join((f"“{text}”" if isinstance(node, Literal) else text).split()).replace("|", "\\|")


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", type=Path, help="folder that `kg build` wrote")
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=8243)
    parser.add_argument("--words", action="store_true")
    arguments = parser.parse_args()
    rows = [row for path in sorted((arguments.directory / "articles").glob("*.ttl")) for row in propositions(path)]
    sample = sorted(random.Random(arguments.seed).sample(rows, min(arguments.number, len(rows))))  # noqa: S311 - no secret
    for number, row in enumerate(sample, start=1):
        sys.stdout.write("| " + " | ".join([str(number), *(row if arguments.words else row[:-1])]) + " |\n")


if __name__ == "__main__":
    main()
