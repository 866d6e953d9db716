"""What stance a speaker takes, and how sure he is: what the cue, the words around it and the content say together."""

from __future__ import annotations

from dataclasses import replace

from kg.extraction.attribution.quotations import Quotations
from kg.extraction.attribution.utterance import Reading
from kg.extraction.modality import Modality, modality
from kg.extraction.parse import Token
from kg.knowledge import Cue, Lexicon


def certainty(word: Token, top: Token, cue: Cue, lexicon: Lexicon) -> Modality:
    """The weakest of what the cue, the words that modify it and the head of the content say.

    *Promotes the theory that* is as sure as a theory.
    """
    inner = modality(top, lexicon.modality, top=top)
    found = replace(inner, conditional=False).weaker(cue.certainty)
    for modifier in word.children:
        if modifier.dep_ in ("aux", "advmod", "amod"):
            found = found.weaker(lexicon.weakening.get(modifier.lemma_.lower(), "certain"))
    hedge = lexicon.cues.get((top.head.lemma_.lower(), "NOUN")) if cue.frame == "hedged" else None
    return found.weaker(hedge.certainty) if hedge is not None else found


def polarity(verb: Token, reading: Reading, lexicon: Lexicon) -> str:
    """*Does not believe* denies; to say *this is false* does too."""
    told = reading.polarity
    if told == "asserts" and any(c.dep_ == "neg" for c in verb.children):
        return "denies"
    if told == "asserts" and calls_untrue(reading.top, lexicon):
        return "denies"
    if told == "asserts" and _calls(reading.top, lexicon, "open", negated="known"):
        return "open"
    return told


def calls_untrue(top: Token, lexicon: Lexicon) -> bool:
    """*The report is false*, *it is not true*."""
    return _calls(top, lexicon, "false", negated="true")


def _calls(top: Token, lexicon: Lexicon, effect: str, *, negated: str) -> bool:
    """*This is false*, *it is not known*: what the content itself says of the truth of what it answers."""
    if top.pos_ in ("NOUN", "PROPN"):
        return False  # *dismissed it as a fabrication* says that it is one
    own = [] if top.pos_ == "VERB" and effect == "false" else [top]  # *judges lied* is no lie
    words = [*own, *(c for c in top.children if c.dep_ in ("acomp", "attr", "oprd", "pobj"))]
    effects = {lexicon.modality.get(w.lemma_.lower()) for w in words}
    denied = any(c.dep_ == "neg" for c in top.children)
    return (effect in effects and not denied) or (negated in effects and denied)


def supposes(top: Token, quotations: Quotations) -> bool:
    """*if it was a bomb, …*; *"that would be an act of war"*: said of what may be."""
    wording = any(c.dep_ == "aux" and c.lower_ == "would" for c in top.children)
    if wording and quotations.around(top) is not None:
        return True
    you = ("you", "we")  # *if you like*
    clauses = (c for c in top.children if c.dep_ == "advcl" and not any(s.lower_ in you for s in c.children))
    return any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for c in clauses for m in c.children)
