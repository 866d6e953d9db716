"""The model as RDF, and back."""

from kg.graphs.lines import Triple
from kg.graphs.merged import Terms, Used, head_triples, part_triples, used_terms
from kg.graphs.reading import read_extraction
from kg.graphs.turtle import turtle, write_bytes, write_turtle
from kg.graphs.writing import extraction_triples, undisputed

__all__ = [
    "Terms",
    "Triple",
    "Used",
    "extraction_triples",
    "head_triples",
    "part_triples",
    "read_extraction",
    "turtle",
    "undisputed",
    "used_terms",
    "write_bytes",
    "write_turtle",
]
