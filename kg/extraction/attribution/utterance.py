"""One utterance: the parts of the attribution literature (PARC, PolNeAR) are source, cue and content."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from kg.extraction.cast import Occurrence
from kg.extraction.modality import Modality
from kg.extraction.parse import Span, Token


@dataclass(frozen=True)
class Utterance:
    """One utterance of one claimer. ``top`` heads the content; ``span`` is the whole, from speaker to last word.

    ``content`` has more than one part where the cue stands in its midst: *"A," he said. "B."*
    """

    claimer: Occurrence
    cue: Span
    span: Span
    content: tuple[Span, ...]
    top: Token
    polarity: str
    modality: Modality
    event: URIRef
    accused: Occurrence | None = None
    relays: tuple[Occurrence, ...] = ()
    relayed_by: tuple[Occurrence, ...] = ()
    revises: bool = False
    """Whether the claimer takes back what he said before."""
    denied: Span | None = None
    """What the content itself calls untrue: *the report* of *said that the report was false*."""

    def holds(self, token: int) -> bool:
        """Whether a token is part of the content."""
        return any(part.start <= token < part.end for part in self.content)

    @property
    def words(self) -> str:
        """What is asserted or denied, as one line; an ellipsis where the cue cuts into it."""
        if self.denied is not None:
            return " ".join(self.denied.text.split())
        return " … ".join(" ".join(part.text.split()) for part in self.content)


@dataclass(frozen=True)
class Reading:
    """What a cue governs: the content's head and parts, and what frame and words make of it."""

    top: Token
    content: tuple[Span, ...]
    polarity: str
    event: URIRef
    accused: Occurrence | None = None
    quoted: Token | None = None
    """Whom the subject of the cue quotes: *the agency quoted X as saying*."""
