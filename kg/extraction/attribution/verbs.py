"""Reads verbs of saying, thinking, wanting, accusing and denying by their syntactic frames."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef
from spacy.tokens import Span, Token

from kg.extraction.attribution.certainty import certainty
from kg.extraction.attribution.chains import CITING, cited, reported_by
from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Reading, Utterance
from kg.extraction.cast import Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.modality import Modality
from kg.extraction.syntax import (
    SUBJECTS,
    direct_object,
    is_passive,
    particle_lemma,
    preposition_object,
    prepositions,
    tidy,
)
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG

_CAUTION = frozenset(("caution", "restraint", "patience", "calm"))
_ONGOING = frozenset(("continue", "begin", "start", "keep", "go", "proceed", "stop", "switch", "rush"))
_SHORTEST = 4
"""Tokens that are left of a content without its speaker."""
_NOBODY = ("nobody", "none", "one")
_EMPTY = ("PART", "ADP", "PUNCT", "DET", "SPACE")
_REFUSING = ("decline", "refuse")
_SEEMING = ("seem", "appear")
_WH = ("WP", "WRB", "WDT")
_UNREAL = frozenset(("would", "could", "should", "might", "may", "must", "shall", "can"))
_IMPERSONAL = ("clause", "either", "accuse", "describe")
_SPOKEN = ("clause", "ask")
_ABOUT = ("about", "of", "against", "regarding", "over")


class VerbReader:
    """Reads the utterances that one verb tells."""

    def __init__(
        self, lexicon: Lexicon, coreference: Coreference, sources: SourceFinder, contents: ContentFinder
    ) -> None:
        self.lexicon, self.coreference, self.sources, self.contents = lexicon, coreference, sources, contents
        self.doc = coreference.cast.doc

    def read(self, verb: Token, cue: Cue) -> Iterator[Utterance]:
        """One utterance a speaker; none where the verb tells of none, or the frame is not filled."""
        silence = self._is_silence(verb, cue)
        if not self._is_real(verb, cue, unsaid=silence):
            return
        reading = self._silence(verb) if silence else self._reading(verb, cue)
        if reading is None or not any(t.pos_ not in _EMPTY for part in reading.content for t in part):
            return
        speakers = self.sources.of_verb(verb, speakers_only=cue.by_evidence) or self._unnamed(verb, cue)
        yield from self._told(verb, cue, reading, speakers)

    def predicate(self, word: Token, cue: Cue) -> Iterator[Utterance]:
        """*X is certain that C*, *X was convinced that C*: the subject thinks so."""
        copula = word if word.pos_ == "VERB" else word.head
        clauses = (c for t in (word, copula) for c in t.children if c.dep_ in ("ccomp", "xcomp") and c.i > word.i)
        top = next((c for c in clauses if any(t.dep_ in SUBJECTS for t in c.children)), None)
        holder = next((c for c in copula.children if c.dep_ in SUBJECTS), None)
        if top is None or holder is None or not self._is_real(copula, cue):
            return
        reading = Reading(top, self.contents.parts(top, word), cue.polarity, cue.event)
        yield from self._told(word, cue, reading, self.sources.behind(holder, word, speakers_only=True))

    def _told(self, verb: Token, cue: Cue, reading: Reading, speakers: list[Occurrence]) -> Iterator[Utterance]:
        held = certainty(verb, reading.top, cue, self.lexicon)
        if verb.dep_ == "xcomp" and verb.head.lemma_ in _SEEMING:
            held = held.weaker("probable")
        polarity = self._polarity(verb, reading)
        if self._supposes(reading.top):
            held = held.weaker("possible")
        if polarity == "denies" and reading.top.pos_ == "NOUN":
            held = Modality(cue.certainty)  # *rejected the suggestion* is no suggestion
        relays, relayed = tuple(cited(verb, self.coreference)), tuple(reported_by(verb, self.coreference))
        if reading.quoted is not None:
            speakers, relayed = self.sources.behind(reading.quoted, verb), tuple(speakers)
        for speaker in speakers:
            content = _before(speaker, verb, reading.content)
            yield Utterance(
                speaker,
                self._cue_span(verb, reading.top, cue),
                self._whole(speaker, verb, content),
                content,
                reading.top,
                polarity,
                held,
                reading.event,
                reading.accused,
                relays,
                relayed,
                cue.revises,
            )

    def _unnamed(self, verb: Token, cue: Cue) -> list[Occurrence]:
        """*The plane is believed to have …*, *it was said that …*: somebody says so, and the article names nobody."""
        spoken_of = next((c for c in verb.children if c.dep_ in ("nsubjpass", "expl")), None)
        if spoken_of is None or spoken_of.tag_ in _WH or spoken_of.lower_ in _NOBODY:
            return []
        told = any(c.dep_ == "auxpass" for c in verb.children)
        return self.sources.unsaid(verb) if told and cue.frame in _IMPERSONAL and cue.event != KG.Finding else []

    def _is_real(self, verb: Token, cue: Cue, *, unsaid: bool = False) -> bool:
        """Whether the verb tells of an utterance made: not *did not say*, *could say*, *to say*, *if he says*.

        What was left ``unsaid`` (*did not respond*) may be negated.
        """
        if verb.dep_ in ("amod", "compound") or self._counts(verb) or (verb.tag_ == "VBG" and verb.lemma_ in CITING):
            return False
        shared = verb.head.children if verb.dep_ == "conj" and not _has_own_subject(verb) else ()
        if any(c.dep_ == "aux" and c.lower_ in _UNREAL for c in (*verb.children, *shared)):
            return False
        for child in verb.children:
            if child.dep_ == "neg" and cue.certainty != "probable" and not unsaid:
                return False
            if child.dep_ == "aux" and child.lower_ == "to" and not self._done(verb):
                return False
            if child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless"):
                return False
        return not self._avoided(verb)

    def _done(self, verb: Token) -> bool:
        """Whether an infinitive tells of a deed done: *went on to say*, *seemed to say*, *wrote to ask*."""
        above = verb.head
        if above.lemma_ in (*_ONGOING, *_SEEMING):
            return True
        plain = above.tag_ in ("VBD", "VBZ", "VBP") and not any(c.dep_ == "neg" for c in above.children)
        return verb.dep_ == "advcl" and plain and (above.lemma_.lower(), "VERB") not in self.lexicon.cues

    def _avoided(self, verb: Token) -> bool:
        """*stopped short of saying*, *without saying*; of *quoted X as saying* the first verb tells it."""
        before = verb.head if verb.dep_ == "pcomp" else None
        if before is None:
            return False
        short = before.lower_ == "of" and before.nbor(-1).lower_ in ("short", "instead")
        return short or before.lower_ == "without" or (before.lower_ == "as" and before.head.lemma_ in CITING)

    def _is_silence(self, verb: Token, cue: Cue) -> bool:
        """*declined to comment*, *did not respond to a request*, *remained silent*."""
        if cue.frame == "decline":
            return True
        return self.lexicon.silence.get(verb.lemma_.lower(), False) and any(c.dep_ == "neg" for c in verb.children)

    def _counts(self, verb: Token) -> bool:
        """*claiming 38 lives*: nobody claims anything."""
        lost = direct_object(verb)
        counted = ("verb-object", verb.lemma_.lower()) in self.lexicon.quantities
        return counted and lost is not None and lost.lemma_.lower() in self.lexicon.people

    def _polarity(self, verb: Token, reading: Reading) -> str:
        """*Does not believe* denies; to say *this is false* does too."""
        polarity = reading.polarity
        if polarity == "asserts" and any(c.dep_ == "neg" for c in verb.children):
            return "denies"
        if polarity == "asserts" and self._calls(reading.top, "false", negated="true"):
            return "denies"
        if polarity == "asserts" and self._calls(reading.top, "open", negated="known"):
            return "open"
        return polarity

    # -- frames --------------------------------------------------------------------------------------------------------

    def _reading(self, verb: Token, cue: Cue) -> Reading | None:
        called_for = next(prepositions(verb, "for", "on"), None) if verb.lemma_ == "call" else None
        if called_for is not None and direct_object(verb) is None:
            return self._phrase(called_for, "asserts", KG.Demand, also=self._asked(verb))
        if verb.lemma_ in CITING and (quoted := self._quoted_as_saying(verb, cue)) is not None:
            return quoted
        match cue.frame:
            case "clause":
                return self._clause(verb, cue)
            case "either":
                return self._clause(verb, cue) or self._object(verb, cue)
            case "accuse":
                return self._accusation(verb, cue)
            case "hedged":
                return self._hedged(verb, cue)
            case "describe":
                return self._description(verb, cue)
            case "demand":
                return self._demand(verb, cue)
            case "topic":
                return self._object(verb, cue) or self._about(verb, cue)
            case "wish":
                return self._clause(verb, cue) or self._object(verb, cue)
            case "ask":
                return self._clause(verb, cue)
            case "target":
                return self._target(verb, cue)
            case "takesBack":
                return self._claimed(verb, cue)
            case "object":
                return self._denied(verb, cue)
        return None

    def _clause(self, verb: Token, cue: Cue) -> Reading | None:
        """What the punctuation shows to be said, else the clause that the parser ties to the verb."""
        content = self.contents.laid_out(verb) if cue.frame in _SPOKEN and not is_passive(verb) else ()
        top = self.contents.clause_of(verb)
        if top is not None and top.dep_ == "xcomp" and verb.lemma_ in _ONGOING:
            return None  # *continues to reject*: the second verb tells it
        if top is not None and top.dep_ == "xcomp" and cue.by_evidence:
            return None  # *proved to be*
        raised = self._passive_object(verb) if top is not None and top.dep_ == "xcomp" and top.i > verb.i else None
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

    def _silence(self, verb: Token) -> Reading | None:
        """What one does not say, or on what; a refusal of anything else is opposition."""
        told = (
            self._asked(verb)
            or direct_object(verb)
            or self._complement(verb)
            or next((n for n in prepositions(verb, "from", "to", "on", "about") if n.i > verb.i), None)
        )
        if told is None or verb.dep_ in ("amod", "compound"):
            return None
        words = self.doc[min(verb.i, told.left_edge.i) : told.right_edge.i + 1]
        silent = any(t.lemma_.lower() in self.lexicon.silence for t in words)
        if not silent and verb.lemma_ not in _REFUSING:
            return None
        begin = max(verb.i + 1, min(told.left_edge.i, told.head.i if told.dep_ in ("pobj", "pcomp") else told.i))
        content = self.contents.phrase(begin, told.right_edge.i + 1)
        return Reading(told, content, "open", KG.NoComment if silent else KG.Opposition)

    def _complement(self, verb: Token) -> Token | None:
        return next((c for c in verb.children if c.dep_ in ("acomp", "oprd")), None)

    def _quoted_as_saying(self, verb: Token, cue: Cue) -> Reading | None:
        """*the agency quoted X as saying that C*: X says C, the agency relays it."""
        quoted = self._passive_object(verb) if is_passive(verb) else direct_object(verb)
        for as_ in (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"):
            saying = preposition_object(as_)
            if quoted is not None and saying is not None and saying.tag_ == "VBG":
                content = self.contents.laid_out(saying) or ()
                top = self.contents.clause_of(saying)
                content = content or (self.contents.parts(top, saying) if top is not None else ())
                return Reading(top or saying, content, cue.polarity, cue.event, quoted=quoted) if content else None
        return None

    def _object(self, verb: Token, cue: Cue) -> Reading | None:
        top = direct_object(verb) or self._passive_object(verb)
        if top is not None and top.ent_type_ in ("DATE", "TIME"):
            return None
        if top is not None and verb.lemma_ in self.lexicon.light_verbs and (top.lemma_, "NOUN") in self.lexicon.cues:
            return None  # *offers an explanation*: the noun tells it
        as_ = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i), None)
        also = as_ or self._asked(verb)
        return self._phrase(top, cue.polarity, cue.event, also=also or self._adjoining(verb, top)) if top else None

    def _adjoining(self, verb: Token, top: Token) -> Token | None:
        """*from the generals* of *cited his endorsements from the generals*, where the parser hangs it on the verb."""
        following = self.doc[top.right_edge.i + 1] if top.right_edge.i + 1 < len(self.doc) else None
        if following is None or following.dep_ != "prep" or following.head != verb or top.i < verb.i:
            return None
        return None if any(t.ent_type_ in ("DATE", "TIME") for t in following.subtree) else following

    def _passive_object(self, verb: Token) -> Token | None:
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)

    def _about(self, verb: Token, cue: Cue) -> Reading | None:
        top = next(prepositions(verb, *_ABOUT), None)
        return self._phrase(top, cue.polarity, cue.event) if top is not None else None

    def _phrase(self, top: Token, polarity: str, event: URIRef, also: Token | None = None) -> Reading:
        start, end = self.contents.noun(top)
        if also is not None and also.i > top.i:
            end = also.right_edge.i + 1
        return Reading(top, self.contents.phrase(start, end), polarity, event)

    def _asked(self, verb: Token) -> Token | None:
        return next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i), None)

    def _demand(self, verb: Token, cue: Cue) -> Reading | None:
        """*urges Y to do Z*: all of it is what is asked for."""
        top = direct_object(verb) or self.contents.clause_of(verb) or next(prepositions(verb, "for", "against"), None)
        asked = self._asked(verb)
        if top is None and not self.contents.laid_out(verb):
            return None
        if top is not None and top.lemma_.lower() in _CAUTION:
            return self._phrase(top, "questions", KG.Caution)
        if self._is_question(verb, asked):
            content = self.contents.laid_out(verb) or (self.contents.parts(asked, verb) if asked is not None else ())
            return Reading(asked or verb, content, "open", KG.Question) if content else None
        if cue.lemma == "ask" and asked is None:
            return None
        if top is not None and asked is not None and asked.i > top.i:
            return Reading(
                asked,
                self.contents.phrase(min(top.left_edge.i, asked.left_edge.i), asked.right_edge.i + 1),
                cue.polarity,
                cue.event,
            )
        content = self.contents.laid_out(verb) or (self.contents.parts(top, verb) if top is not None else ())
        return Reading(top or verb, content, cue.polarity, cue.event) if content else None

    def _is_question(self, verb: Token, asked: Token | None) -> bool:
        """*asked whether …*, *"…?" he asked*."""
        if verb.lemma_ != "ask":
            return False
        wh = asked is not None and any(c.tag_ in _WH or c.lower_ in ("whether", "if") for c in asked.children)
        said = self.contents.laid_out(verb)
        return wh or bool(said and any(t.text == "?" for part in said for t in part[-2:]))

    def _target(self, verb: Token, cue: Cue) -> Reading | None:
        """*attacks Y for Z*: Y with what follows it. A verb that tells of a deed as well needs a person who speaks."""
        top = direct_object(verb) or self._passive_object(verb)
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

    def _claimed(self, verb: Token, cue: Cue) -> Reading | None:
        """*withdrew the claim that C*, *promotes the theory that C*: an object that is a claim itself, not *troops*."""
        noun = direct_object(verb)
        if noun is None or (noun.lemma_.lower(), "NOUN") not in self.lexicon.cues:
            return None
        clauses = (c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp") and c.pos_ in ("VERB", "AUX"))
        top = next(clauses, noun)
        return Reading(top, self.contents.phrase(noun.left_edge.i, noun.right_edge.i + 1), cue.polarity, cue.event)

    def _denied(self, verb: Token, cue: Cue) -> Reading | None:
        top = direct_object(verb) or self.contents.clause_of(verb) or self._passive_object(verb)
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
            return self._phrase(called, "asserts", cue.event)
        end = max([top.right_edge.i + 1, *(c.right_edge.i + 1 for c in rest)])
        return Reading(top, self.contents.phrase(top.left_edge.i, end), cue.polarity, cue.event)

    def _accusation(self, verb: Token, cue: Cue) -> Reading | None:
        target = direct_object(verb) or (self._passive_object(verb) if is_passive(verb) else None)
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

    def _hedged(self, verb: Token, cue: Cue) -> Reading | None:
        """*investigating the possibility that …*, *promoting the theory that …*, *considering whether …*."""
        if (reading := self._claimed(verb, cue)) is not None:
            return reading
        content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        return Reading(content, self.contents.parts(content, verb), cue.polarity, cue.event) if content else None

    def _description(self, verb: Token, cue: Cue) -> Reading | None:
        """*called the crash a "tragic incident"*, *described as*."""
        kept = ("dobj", "oprd", "ccomp", "xcomp", "prep", "acomp", "attr")
        parts = [c for c in verb.children if c.dep_ in kept and c.i > verb.i and (c.dep_ != "prep" or c.lower_ == "as")]
        if verb.dep_ == "acl" and is_passive(verb):
            return None  # *a fund called …* has a name, and nobody calls it so
        if parts and any(c.tag_ in ("WDT", "WP") and c.dep_ == "dobj" for c in verb.children):
            return self._phrase(parts[-1], cue.polarity, cue.event)  # *what he described as an accident*
        participle = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
        if not is_passive(verb) and (participle or not any(p.dep_ != "prep" for p in parts)):
            return None  # the headline *Pilot hailed as hero*
        bare = len(parts) == 1 and parts[0].dep_ == "dobj"
        if not parts or (bare and not any(c.dep_ == "appos" or c.is_quote for c in parts[0].children)):
            return None
        start, end = min(p.left_edge.i for p in parts), max(p.right_edge.i + 1 for p in parts)
        return Reading(parts[-1], self.contents.phrase(start, end), cue.polarity, cue.event)

    # -- stance --------------------------------------------------------------------------------------------------------

    def _calls(self, top: Token, effect: str, *, negated: str) -> bool:
        """*This is false*, *it is not known*: what the content itself says of the truth of what it answers."""
        if top.pos_ in ("NOUN", "PROPN"):
            return False  # *dismissed it as a fabrication* says that it is one
        words = [top, *(c for c in top.children if c.dep_ in ("acomp", "attr", "oprd", "pobj"))]
        effects = {self.lexicon.modality.get(w.lemma_.lower()) for w in words}
        denied = any(c.dep_ == "neg" for c in top.children)
        return (effect in effects and not denied) or (negated in effects and denied)

    def _supposes(self, top: Token) -> bool:
        """*if it was a bomb, …*; *"that would be an act of war"*: said of what may be."""
        wording = any(c.dep_ == "aux" and c.lower_ == "would" for c in top.children)
        if wording and self.contents.quotations.around(top) is not None:
            return True
        clauses = (c for c in top.children if c.dep_ == "advcl")
        return any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for c in clauses for m in c.children)

    # -- spans ---------------------------------------------------------------------------------------------------------

    def _whole(self, speaker: Occurrence, cue: Token, content: tuple[Span, ...]) -> Span:
        in_sentence = cue.sent.start <= speaker.head < cue.sent.end
        shared = cue.dep_ in ("conj", "advcl", "xcomp") and speaker.head < cue.i and self._speaks_before(speaker, cue)
        own = in_sentence and not shared
        subjects = [c.left_edge.i for c in cue.children if c.dep_ in SUBJECTS and c.left_edge.i <= speaker.head]
        starts = [content[0].start, cue.i, *([speaker.start, *subjects] if own else [])]
        ends = [content[-1].end, cue.i + 1, *([speaker.end] if own else [])]
        return tidy(self.doc[min(starts) : max(ends)])

    def _speaks_before(self, speaker: Occurrence, cue: Token) -> bool:
        """Whether another cue stands between the speaker and this one: *he said … and accused …*."""
        return any(
            (t.lemma_.lower(), "VERB") in self.lexicon.cues for t in self.doc[speaker.end : cue.i] if t.pos_ == "VERB"
        )

    def _cue_span(self, verb: Token, top: Token, cue: Cue) -> Span:
        end = verb.i + 1
        if cue.frame == "hedged" and (noun := direct_object(verb)) is not None:
            end = noun.i + 1
        elif (top.lemma_.lower() in _CAUTION and 0 < top.i - verb.i <= 3) or self._particle(verb):
            end = top.i + 1 if top.lemma_.lower() in _CAUTION else verb.i + 2
        return self.doc[verb.i : end]

    def _particle(self, verb: Token) -> bool:
        """*pointed out*, *called for*: the word right after the verb belongs to the cue."""
        following = self.doc[verb.i + 1] if verb.i + 1 < len(self.doc) else None
        if following is None or following.head != verb:
            return False
        return following.dep_ == "prt" or (verb.lemma_ == "call" and following.lower_ in ("for", "on"))


def _has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in (*SUBJECTS, "aux") for c in verb.children)


def _before(speaker: Occurrence, verb: Token, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """A content that runs up to its cue, without the speaker who stands between: *C, X, who knows, said*."""
    last = content[-1]
    if not (last.start < speaker.start < last.end <= verb.i) or speaker.start - last.start < _SHORTEST:
        return content
    return (*content[:-1], tidy(last.doc[last.start : speaker.start]))
