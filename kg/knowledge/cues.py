"""Reads the words that introduce claims: OntoLex-Lemon entries (https://www.w3.org/2016/05/ontolex/).

An entry has a verb and its nominalisations as forms, a syntactic frame that tells where speaker and content stand, and
a sense that refers to the class of speech event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from kg.vocabulary import KG, LEXINFO, ONTOLEX, SYNSEM

_POS = {str(LEXINFO.verb): "VERB", str(LEXINFO.noun): "NOUN"}
_TELLING = ("noun", "hedge", "either", "object", "accuse")
"""Frames whose nominalisations tell of a claim by themselves (*its denial*); others need content (*the view that*)."""


@dataclass(frozen=True)
class Cue:
    """A word that introduces what somebody says; ``frame`` tells where its content stands.

    ``polarity`` is asserts, denies, questions or open, ``certainty`` certain, probable or possible: what the word alone
    conveys. ``event`` is the class of the speech event. ``by_evidence``: a thing may do it as well as a speaker.
    """

    lemma: str
    frame: str
    polarity: str
    certainty: str
    event: URIRef
    by_evidence: bool = False


def read_cues(path: Path) -> dict[tuple[str, str], Cue]:
    """Every cue by lemma and part of speech (VERB or NOUN)."""
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return {(cue.lemma, pos): cue for pos, cue in _cues(store)}


def _cues(store: ox.Store) -> Iterator[tuple[str, Cue]]:
    for entry, *_ in store.quads_for_pattern(None, _node(ONTOLEX.sense), None):
        sense = _object(store, entry, ONTOLEX.sense)
        frame = _text(store, entry, SYNSEM.synBehavior).rsplit("/", 1)[-1]
        polarity, certainty = _text(store, sense, KG.polarity), _text(store, sense, KG.certainty)
        event = URIRef(_text(store, sense, ONTOLEX.reference))
        evident = any(store.quads_for_pattern(sense, _node(KG.byEvidence), None))
        for property_ in (ONTOLEX.canonicalForm, ONTOLEX.otherForm):
            for *_, form, _ in store.quads_for_pattern(entry, _node(property_), None):
                pos, lemma = _POS[_text(store, form, LEXINFO.partOfSpeech)], _text(store, form, ONTOLEX.writtenRep)
                own = frame if pos == "VERB" or frame == "hedge" else "noun" if frame in _TELLING else "bound"
                yield pos, Cue(lemma, own, polarity, certainty, event, evident)


def _object(store: ox.Store, subject: Any, property_: URIRef) -> Any:
    return next(iter(store.quads_for_pattern(subject, _node(property_), None))).object


def _text(store: ox.Store, subject: Any, property_: URIRef) -> str:
    return str(_object(store, subject, property_).value)


def _node(iri: URIRef) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
