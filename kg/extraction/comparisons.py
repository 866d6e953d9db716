"""Sentences in which an article sets one incident beside another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.incidents import Incident, IncidentFinder
from kg.extraction.parse import Doc, Span, Token
from kg.extraction.syntax import tidy
from kg.knowledge import Lexicon


@dataclass(frozen=True)
class Compared:
    """Two incidents, and the sentence that compares them."""

    first: Incident
    second: Incident
    span: Span


def find_comparisons(doc: Doc, incidents: IncidentFinder, lexicon: Lexicon) -> Iterator[Compared]:
    """Every comparing sentence that names two incidents, or one beside the article's main incident."""
    main = incidents.main
    for sentence in doc.sents:
        cues = [t for t in sentence if (t.lemma_.lower(), t.pos_) in lexicon.comparisons]
        if not cues or main is None:
            continue
        spoken = incidents.of_sentence(sentence)
        others = [i for i in spoken if i is not main]
        if others and (main in spoken or _links(cues, others[0], incidents)):
            first, second = (main, others[0]) if main.number < others[0].number else (others[0], main)
            yield Compared(first, second, tidy(sentence))


def _links(cues: list[Token], other: Incident, incidents: IncidentFinder) -> bool:
    """Whether a cue governs the phrase that names the other incident: *recalling the 2014 disaster*."""
    return any(incidents.at.get(t.i) is other for cue in cues for t in cue.subtree)
