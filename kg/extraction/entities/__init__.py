"""Builds the cast: names and descriptive noun phrases become actors, systems and places."""

from __future__ import annotations

from kg.extraction.cast import Cast
from kg.extraction.entities.heads import HeadNouns
from kg.extraction.entities.named import NameCaster
from kg.extraction.entities.nominals import NominalCaster
from kg.extraction.names import Name
from kg.extraction.parse import Doc
from kg.knowledge import Knowledge

__all__ = ["build_cast"]


def build_cast(knowledge: Knowledge, doc: Doc, names: list[Name]) -> Cast:
    """The cast of one parsed text: its names first, then the phrases that describe."""
    cast = Cast(doc)
    heads = HeadNouns(knowledge.lexicon, cast)
    NameCaster(knowledge, cast, names, heads).add()
    NominalCaster(knowledge, cast, names, heads).add()
    return cast
