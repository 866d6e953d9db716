"""Parts of the merged graph as lines of N-Triples, and with them the terms of the ontology that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from kg.graphs import part_triples, used_terms
from kg.graphs.lines import Said, by_line, quads
from kg.minting import Minter
from kg.model import Part

LINES = "role string, text string"
"""Under *line* a line of N-Triples with its point; under a field of :class:`kg.graphs.Used` a term."""

LINE = "line"


def triple_lines(said: Iterable[Said]) -> Iterator[str]:
    """The lines of triples, each once."""
    return (line.decode() for line in by_line(quads(said)))


def lines_of(part: Part, minter: Minter) -> Iterator[tuple[str, str]]:
    """The rows of a part."""
    yield from ((LINE, line) for line in triple_lines(part_triples(part, minter)))
    for role, terms in asdict(used_terms(part)).items():
        yield from ((role, str(term)) for term in sorted(terms))
