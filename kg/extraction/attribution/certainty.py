"""How sure a speaker is: what the cue, the words around it and the content's own head say together."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.modality import Modality, modality
from kg.knowledge import Cue, Lexicon


def certainty(word: Token, top: Token, cue: Cue, lexicon: Lexicon) -> Modality:
    """The weakest of what the cue, the words that modify it and the head of the content say.

    *Promotes the theory that* is as sure as a theory.
    """
    inner = modality(top, lexicon.modality, top=top)
    outer = modality(word, lexicon.weakening, top=word)
    found = replace(inner, conditional=False).weaker(cue.certainty).weaker(outer.certainty)
    hedge = lexicon.cues.get((top.head.lemma_.lower(), "NOUN")) if cue.frame == "hedged" else None
    return found.weaker(hedge.certainty) if hedge is not None else found
