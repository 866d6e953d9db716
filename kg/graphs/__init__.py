"""The model as RDF, and back."""


from kg.graphs.reading import read_extraction
from kg.graphs.turtle import Triple, write_bytes, write_turtle
from kg.graphs.writing import extraction_triples, undisputed

__all__ = [
    "Triple", "extraction_triples", "read_extraction", "undisputed", "write_bytes", "write_turtle",
]  # fmt: skip
