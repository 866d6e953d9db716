"""Reads sources into articles; what cannot be read is refused with one clear line, and the rest is read."""

from kg.reading.refusal import Refusal
from kg.reading.sources import read_sources

__all__ = ["Refusal", "read_sources"]
