"""The model as RDF, and back."""

from kg.graphs.merged import merged_triples
from kg.graphs.reading import read_extraction
from kg.graphs.turtle import Triple, turtle, write_bytes, write_turtle
from kg.graphs.writing import extraction_triples, undisputed

__all__ = [
    "Triple",
    "extraction_triples",
    "merged_triples",
    "read_extraction",
    "turtle",
    "undisputed",
    "write_bytes",
    "write_turtle",
]
