"""Reads what a verb of saying governs, by its syntactic frame: clauses, objects, topics, and what is left unsaid."""

from __future__ import annotations

from kg.extraction.attribution.chains import CITING
from kg.extraction.attribution.charges import ChargeReader
from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.reality import ONGOING
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Reading
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Token
from kg.extraction.syntax import (
    asked,
    direct_object,
    is_passive,
    passive_subject,
    preposition_object,
    prepositions,
    tidy,
)
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG

_REFUSING = ("decline", "refuse")
_SPOKEN = ("clause", "ask")
_ABOUT = ("about", "of", "against", "regarding")


class FrameReader:
    """Fills the frames of the verbs of one text."""

    def __init__(
        self, lexicon: Lexicon, coreference: Coreference, sources: SourceFinder, contents: ContentFinder
    ) -> None:
        self.lexicon, self.contents, self.doc = lexicon, contents, coreference.cast.doc
        self.charges = ChargeReader(lexicon, coreference, sources, contents)

    def fill(self, verb: Token, cue: Cue) -> Reading | None:
        """What the verb says by the frame of its cue; None where the frame is not filled."""
        called_for = next(prepositions(verb, "for", "on"), None) if verb.lemma_ == "call" else None
        if called_for is not None and direct_object(verb) is None:
            return self.charges.whole(called_for, "asserts", KG.Demand, also=asked(verb) or _condition(verb))
        if verb.lemma_ in CITING and (quoted := self._quoted_as_saying(verb, cue)) is not None:
            return quoted
        match cue.frame:
            case "clause" | "ask":
                return self._clause(verb, cue)
            case "either" | "wish":
                return self._clause(verb, cue) or self._object(verb, cue)
            case "accuse":
                return self.charges.accusation(verb, cue)
            case "hedged":
                return self.charges.hedged(verb, cue)
            case "describe":
                return self.charges.description(verb, cue)
            case "demand":
                return self.charges.demand(verb, cue)
            case "topic":
                return self._object(verb, cue) or self._about(verb, cue)
            case "target":
                return self.charges.target(verb, cue)
            case "takesBack":
                return self.charges.claimed(verb, cue)
            case "object":
                return self.charges.denied(verb, cue)
        return None

    def _clause(self, verb: Token, cue: Cue) -> Reading | None:
        """What the punctuation shows to be said, else the clause that the parser ties to the verb."""
        content = self.contents.laid_out(verb) if cue.frame in _SPOKEN and not is_passive(verb) else ()
        top = self.contents.clause_of(verb)
        if top is not None and top.dep_ == "xcomp" and verb.lemma_ in ONGOING:
            return None  # *continues to reject*: the second verb tells it
        if top is not None and top.dep_ == "xcomp" and cue.by_evidence:
            return None  # *proved to be*
        raised = passive_subject(verb) if top is not None and top.dep_ == "xcomp" and top.i > verb.i else None
        if top is not None and raised is not None and raised.i < verb.i:
            spans = (
                self.doc[raised.left_edge.i : raised.right_edge.i + 1],
                self.doc[top.left_edge.i : top.right_edge.i + 1],
            )
            return Reading(top, tuple(tidy(s) for s in spans), cue.polarity, cue.event)
        if not content and top is not None:
            content = self.contents.parts(top, verb)
        if not content:
            return None
        inside = top is not None and any(part.start <= top.i < part.end for part in content)
        return Reading(top if inside and top is not None else content[0].root, content, cue.polarity, cue.event)

    def silence(self, verb: Token) -> Reading | None:
        """What one does not say, or on what; a refusal of anything else is opposition."""
        told = (
            asked(verb)
            or direct_object(verb)
            or self._complement(verb)
            or next((n for n in prepositions(verb, "from", "to", "on", "about") if n.i > verb.i), None)
        )
        if told is None or verb.dep_ in ("amod", "compound"):
            return None
        words = self.doc[min(verb.i, told.left_edge.i) : told.right_edge.i + 1]
        topic = next(prepositions(told, "of", "on", "about", "regarding"), None)
        if told.lemma_.lower() in self.lexicon.silence and told.pos_ in ("NOUN", "ADJ") and topic is not None:
            return Reading(topic, self.contents.phrase(topic.left_edge.i, topic.right_edge.i + 1), "open", KG.NoComment)
        silent = any(t.lemma_.lower() in self.lexicon.silence for t in words)
        if not silent and verb.lemma_ not in _REFUSING:
            return None
        begin = max(
            verb.i + 1,
            min(
                told.left_edge.i,
                told.head.i if told.dep_ in ("pobj", "pcomp") and told.head.lower_ != "from" else told.i,
            ),
        )
        content = self.contents.phrase(begin, told.right_edge.i + 1)
        return Reading(told, content, "open", KG.NoComment if silent else KG.Opposition)

    def _complement(self, verb: Token) -> Token | None:
        return next((c for c in verb.children if c.dep_ in ("acomp", "oprd")), None)

    def _quoted_as_saying(self, verb: Token, cue: Cue) -> Reading | None:
        """*the agency quoted X as saying that C*: X says C, the agency relays it."""
        quoted = passive_subject(verb) if is_passive(verb) else direct_object(verb)
        for as_ in (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"):
            saying = preposition_object(as_)
            if quoted is not None and saying is not None and saying.tag_ == "VBG":
                content = self.contents.laid_out(saying) or ()
                top = self.contents.clause_of(saying)
                content = content or (self.contents.parts(top, saying) if top is not None else ())
                return Reading(top or saying, content, cue.polarity, cue.event, quoted=quoted) if content else None
        return None

    def _object(self, verb: Token, cue: Cue) -> Reading | None:
        top = direct_object(verb) or passive_subject(verb)
        if top is not None and top.ent_type_ in ("DATE", "TIME"):
            return None
        if top is not None and verb.lemma_ in self.lexicon.light_verbs and (top.lemma_, "NOUN") in self.lexicon.cues:
            return None  # *offers an explanation*: the noun tells it
        as_ = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i), None)
        also = as_ or asked(verb)
        return (
            self.charges.whole(top, cue.polarity, cue.event, also=also or self._adjoining(verb, top)) if top else None
        )

    def _adjoining(self, verb: Token, top: Token) -> Token | None:
        """*from the generals* of *cited his endorsements from the generals*, where the parser hangs it on the verb."""
        following = self.doc[top.right_edge.i + 1] if top.right_edge.i + 1 < len(self.doc) else None
        if following is None or following.dep_ != "prep" or following.head != verb or top.i < verb.i:
            return None
        return None if any(t.ent_type_ in ("DATE", "TIME") for t in following.subtree) else following

    def _about(self, verb: Token, cue: Cue) -> Reading | None:
        top = next(prepositions(verb, *_ABOUT), None)
        return self.charges.whole(top, cue.polarity, cue.event) if top is not None else None


def _condition(verb: Token) -> Token | None:
    """*if X did it* of *called for an inquiry if X did it*."""
    clauses = (c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i)
    return next((c for c in clauses if any(m.lower_ in ("if", "unless") for m in c.children)), None)
