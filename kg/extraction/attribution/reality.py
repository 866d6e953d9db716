"""Whether a verb of saying tells of an utterance that was made, or of one that was not."""

from __future__ import annotations

from kg.extraction.attribution.chains import CITING
from kg.extraction.parse import Token
from kg.extraction.syntax import SEEMING, SUBJECTS, direct_object
from kg.knowledge import Cue, Lexicon

ONGOING = frozenset(("continue", "begin", "start", "keep", "go", "proceed", "stop", "switch", "rush"))
"""Verbs after which an infinitive tells of a deed."""
_UNREAL = frozenset(("would", "could", "should", "might", "may", "must", "shall", "can"))


def is_told(verb: Token, cue: Cue, lexicon: Lexicon, *, unsaid: bool = False) -> bool:
    """Whether the verb tells of an utterance made: not *did not say*, *could say*, *to say*, *if he says*.

    What was left ``unsaid`` (*did not respond*) may be negated.
    """
    if verb.dep_ in ("amod", "compound") or _counts(verb, lexicon) or (verb.tag_ == "VBG" and verb.lemma_ in CITING):
        return False
    if any(c.dep_ == "aux" and c.lower_ in _UNREAL for v in _coordinated(verb) for c in v.children):
        return False
    for child in verb.children:
        if child.dep_ == "neg" and cue.certainty != "probable" and not unsaid:
            return False
        if child.dep_ == "aux" and child.lower_ == "to" and not _done(verb, lexicon):
            return False
        if child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless"):
            return False
    return not _avoided(verb)


def _done(verb: Token, lexicon: Lexicon) -> bool:
    """Whether an infinitive tells of a deed done: *went on to say*, *seemed to say*, *wrote to ask*."""
    above = verb.head
    if above.lemma_ in (*ONGOING, *SEEMING):
        return True
    plain = above.tag_ in ("VBD", "VBZ", "VBP") and not any(c.dep_ == "neg" for c in above.children)
    return verb.dep_ == "advcl" and plain and (above.lemma_.lower(), "VERB") not in lexicon.cues


def _avoided(verb: Token) -> bool:
    """*stopped short of saying*, *without saying*; of *quoted X as saying* the first verb tells it."""
    before = verb.head if verb.dep_ == "pcomp" else None
    if before is None:
        return False
    short = before.lower_ == "of" and before.nbor(-1).lower_ in ("short", "instead")
    return short or before.lower_ == "without" or (before.lower_ == "as" and before.head.lemma_ in CITING)


def is_silence(verb: Token, cue: Cue, lexicon: Lexicon) -> bool:
    """*declined to comment*, *did not respond to a request*, *remained silent*."""
    if cue.frame == "decline":
        return True
    return lexicon.silence.get(verb.lemma_.lower(), False) and any(c.dep_ == "neg" for c in verb.children)


def _counts(verb: Token, lexicon: Lexicon) -> bool:
    """*claiming 38 lives*: nobody claims anything."""
    lost = direct_object(verb)
    counted = ("verb-object", verb.lemma_.lower()) in lexicon.quantities
    return counted and lost is not None and lost.lemma_.lower() in lexicon.people


def _coordinated(verb: Token) -> list[Token]:
    """The verb and those before it whose subject and auxiliary it shares: *should arm them and treat …*."""
    verbs = [verb]
    while verbs[-1].dep_ == "conj" and not _has_own_subject(verbs[-1]) and verbs[-1].head.pos_ in ("VERB", "AUX"):
        verbs.append(verbs[-1].head)
    return verbs


def _has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in (*SUBJECTS, "aux") for c in verb.children)
