"""The words that introduce claims: a verb and its nominalisations share an entry, a frame and a sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.knowledge.ontolex import OntoLex
from kg.vocabulary import KG, ONTOLEX

_TELLING = ("noun", "hedge", "either", "object", "accuse")
"""Frames whose nominalisations tell of a claim by themselves (*its denial*); others need content (*the view that*)."""


@dataclass(frozen=True)
class Cue:
    """A word that introduces what somebody says; ``frame`` tells where its content stands.

    ``polarity`` is asserts, denies, questions or open, ``certainty`` certain, probable or possible: what the word alone
    conveys. ``event`` is the class of the speech event. ``by_evidence``: a thing may do it as well as a speaker;
    ``revises``: the speaker takes back what he said before.
    """

    lemma: str
    frame: str
    polarity: str
    certainty: str
    event: URIRef
    by_evidence: bool = False
    revises: bool = False


def read_cues(files: Iterable[Path]) -> dict[tuple[str, str], Cue]:
    """Every cue by lemma and part of speech (VERB, NOUN or ADJ)."""
    lexicon = OntoLex(files)
    found: dict[tuple[str, str], Cue] = {}
    for entry in lexicon.entries():
        sense = lexicon.sense(entry)
        frame = str(lexicon.frames(entry)[0].value).rsplit("/", 1)[-1]
        for form in lexicon.forms(entry):
            own = frame if form.pos != "NOUN" or frame == "hedge" else "noun" if frame in _TELLING else "bound"
            found[form.lemma, form.pos] = Cue(
                form.lemma,
                own,
                lexicon.text(sense, KG.polarity),
                lexicon.text(sense, KG.certainty),
                URIRef(lexicon.text(sense, ONTOLEX.reference)),
                lexicon.flag(sense, KG.byEvidence),
                lexicon.flag(sense, KG.revises),
            )
    return found
