"""Reads sources into articles; what cannot be read is refused with one clear line, and the rest is read."""

from kg.reading.refusal import Refusal
from kg.reading.sources import count_articles, iter_articles, read_sources, source_files

__all__ = ["Refusal", "count_articles", "iter_articles", "read_sources", "source_files"]
