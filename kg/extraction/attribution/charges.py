"""Reads what is charged, demanded, denied or called: verbs whose object is not what is said but what it is about."""

from __future__ import annotations

from rdflib import URIRef

from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Reading
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Token
from kg.extraction.syntax import (
    QUESTION_WORDS,
    asked,
    direct_object,
    is_passive,
    particle_lemma,
    passive_subject,
    preposition_object,
    prepositions,
)
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG

CAUTION = frozenset(("caution", "restraint", "patience", "calm"))
"""What one calls for who takes no side."""


class ChargeReader:
    """Fills the frames of demands, denials, accusations and descriptions."""

    def __init__(
        self, lexicon: Lexicon, coreference: Coreference, sources: SourceFinder, contents: ContentFinder
    ) -> None:
        self.lexicon, self.coreference, self.sources, self.contents = lexicon, coreference, sources, contents

    def whole(self, top: Token, polarity: str, event: URIRef, also: Token | None = None) -> Reading:
        """A noun phrase as what is said, with what follows it."""
        start, end = self.contents.noun(top)
        if also is not None and also.i > top.i:
            end = also.right_edge.i + 1
        return Reading(top, self.contents.phrase(start, end), polarity, event)

    def demand(self, verb: Token, cue: Cue) -> Reading | None:
        """*urges Y to do Z*: all of it is what is asked for."""
        top = direct_object(verb) or self.contents.clause_of(verb) or next(prepositions(verb, "for", "against"), None)
        done = asked(verb)
        if top is None and not self.contents.laid_out(verb):
            return None
        if top is not None and top.lemma_.lower() in CAUTION:
            return self.whole(top, "questions", KG.Caution)
        if self._is_question(verb, done):
            content = self.contents.laid_out(verb) or (self.contents.parts(done, verb) if done is not None else ())
            return Reading(done or verb, content, "open", KG.Question) if content else None
        if cue.lemma == "ask" and done is None:
            return None
        if top is not None and done is not None and done.i > top.i:
            return Reading(
                done,
                self.contents.phrase(min(top.left_edge.i, done.left_edge.i), done.right_edge.i + 1),
                cue.polarity,
                cue.event,
            )
        content = self.contents.laid_out(verb) or (self.contents.parts(top, verb) if top is not None else ())
        return Reading(top or verb, content, cue.polarity, cue.event) if content else None

    def _is_question(self, verb: Token, asked: Token | None) -> bool:
        """*asked whether …*, *"…?" he asked*."""
        if verb.lemma_ != "ask":
            return False
        wh = asked is not None and any(
            c.tag_ in QUESTION_WORDS or c.lower_ in ("whether", "if") for c in asked.children
        )
        said = self.contents.laid_out(verb)
        return wh or bool(said and any(t.text == "?" for part in said for t in part[-2:]))

    def target(self, verb: Token, cue: Cue) -> Reading | None:
        """*attacks Y for Z*: Y with what follows it. A verb that tells of a deed as well needs a person who speaks."""
        top = direct_object(verb) or passive_subject(verb)
        if top is None or is_passive(verb):
            return None
        if (particle_lemma(verb), "VERB") in self.lexicon.triggers and not self._by_person(verb):
            return None
        end = max(
            [
                top.right_edge.i + 1,
                *(c.right_edge.i + 1 for c in verb.children if c.dep_ == "prep" and c.lower_ in ("for", "as", "over")),
            ]
        )
        return Reading(top, self.contents.phrase(top.left_edge.i, end), cue.polarity, cue.event)

    def _by_person(self, verb: Token) -> bool:
        return any(KG.Person in o.draft.types for o in self.sources.of_verb(verb))

    def claimed(self, verb: Token, cue: Cue) -> Reading | None:
        """*withdrew the claim that C*, *promotes the theory that C*: an object that is a claim itself, not *troops*."""
        noun = direct_object(verb)
        if noun is None or (noun.lemma_.lower(), "NOUN") not in self.lexicon.cues:
            return None
        clauses = (c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp") and c.pos_ in ("VERB", "AUX"))
        top = next(clauses, noun)
        return Reading(top, self.contents.phrase(noun.left_edge.i, noun.right_edge.i + 1), cue.polarity, cue.event)

    def denied(self, verb: Token, cue: Cue) -> Reading | None:
        """*denies N*, *denies that C*; to dismiss N as M says that it is M."""
        top = direct_object(verb) or self.contents.clause_of(verb) or passive_subject(verb)
        top = top or next(prepositions(verb, "against", "for", "about", "at"), None)
        if top is None or (cue.polarity == "questions" and is_passive(verb)):
            return None
        if top.dep_ in ("ccomp", "xcomp"):
            return Reading(top, self.contents.parts(top, verb), cue.polarity, cue.event)
        rest = [
            c for c in verb.children if c.dep_ == "prep" and c.i > top.i and c.lower_ in ("as", "of", "for", "about")
        ]
        called = next((n for c in rest if c.lower_ == "as" and (n := preposition_object(c)) is not None), None)
        if called is not None and cue.polarity == "denies":
            # "dismissing it as a fabrication" says that it is a fabrication
            return self.whole(called, "asserts", cue.event)
        end = max([top.right_edge.i + 1, *(c.right_edge.i + 1 for c in rest)])
        return Reading(top, self.contents.phrase(top.left_edge.i, end), cue.polarity, cue.event)

    def accusation(self, verb: Token, cue: Cue) -> Reading | None:
        """*accuses Y of C*, *holds Y responsible for C*."""
        target = direct_object(verb) or (passive_subject(verb) if is_passive(verb) else None)
        if target is None:
            return None
        if verb.lemma_ in ("hold", "charge") and not any(
            c.lemma_ in ("responsible", "accountable", "liable") or (c.lower_ == "with" and verb.lemma_ == "charge")
            for c in verb.subtree
        ):
            return None
        after = [c for c in verb.children if c.dep_ in ("prep", "oprd", "acomp", "xcomp", "ccomp") and c.i > target.i]
        end = max([target.right_edge.i + 1, *(c.right_edge.i + 1 for c in after)])
        charged = (n for c in after if c.dep_ == "prep" and (n := preposition_object(c)) is not None)
        return Reading(
            next(charged, target),
            self.contents.phrase(target.left_edge.i, end),
            cue.polarity,
            cue.event,
            self.coreference.actor(target),
        )

    def hedged(self, verb: Token, cue: Cue) -> Reading | None:
        """*investigating the possibility that …*, *promoting the theory that …*, *considering whether …*."""
        if (reading := self.claimed(verb, cue)) is not None:
            return reading
        content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        return Reading(content, self.contents.parts(content, verb), cue.polarity, cue.event) if content else None

    def description(self, verb: Token, cue: Cue) -> Reading | None:
        """*called the crash a "tragic incident"*, *described as*."""
        kept = ("dobj", "oprd", "ccomp", "xcomp", "prep", "acomp", "attr")
        parts = [c for c in verb.children if c.dep_ in kept and c.i > verb.i and (c.dep_ != "prep" or c.lower_ == "as")]
        if verb.dep_ == "acl" and is_passive(verb):
            return None  # *a fund called …* has a name, and nobody calls it so
        if parts and any(c.tag_ in ("WDT", "WP") and c.dep_ == "dobj" for c in verb.children):
            return self.whole(parts[-1], cue.polarity, cue.event)  # *what he described as an accident*
        participle = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
        if not is_passive(verb) and (participle or not any(p.dep_ != "prep" for p in parts)):
            return None  # the headline *Pilot hailed as hero*
        bare = len(parts) == 1 and parts[0].dep_ == "dobj"
        if not parts or (bare and not any(c.dep_ == "appos" or c.is_quote for c in parts[0].children)):
            return None
        start, end = min(p.left_edge.i for p in parts), max(p.right_edge.i + 1 for p in parts)
        return Reading(parts[-1], self.contents.phrase(start, end), cue.polarity, cue.event)
