"""Reads the utterances that verbs of saying, thinking, wanting, accusing and denying tell."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.attribution.certainty import calls_untrue, certainty, polarity, supposes
from kg.extraction.attribution.chains import cited, is_relay, reported_by
from kg.extraction.attribution.charges import CAUTION
from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.frames import FrameReader
from kg.extraction.attribution.reality import is_silence, is_told
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Reading, Utterance
from kg.extraction.cast import Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.modality import Modality
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import QUESTION_WORDS, SEEMING, SUBJECTS, clause, direct_object, is_pointed_at, subject, tidy
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG

_SHORTEST = 4
"""Tokens that are left of a content without its speaker."""
_ABOUT_SOMEBODY = (KG.Accusation, KG.Criticism, KG.Praise, KG.Opposition)
_NOBODY = ("nobody", "none", "one")
_RECIPROCAL = ("each", "other", "one", "another")
_EMPTY = ("PART", "ADP", "PUNCT", "DET", "SPACE")
_IMPERSONAL = ("clause", "either", "accuse", "describe")


class VerbReader:
    """Reads the utterances that one verb tells."""

    def __init__(
        self, lexicon: Lexicon, coreference: Coreference, sources: SourceFinder, contents: ContentFinder
    ) -> None:
        self.lexicon, self.coreference, self.sources, self.contents = lexicon, coreference, sources, contents
        self.doc = coreference.cast.doc
        self.frames = FrameReader(lexicon, coreference, sources, contents)

    def read(self, verb: Token, cue: Cue) -> Iterator[Utterance]:
        """One utterance a speaker; none where the verb tells of none, or the frame is not filled."""
        silence = is_silence(verb, cue, self.lexicon)
        if not is_told(verb, cue, self.lexicon, unsaid=silence):
            return
        reading = self.frames.silence(verb) if silence else self.frames.fill(verb, cue)
        telling = [t for part in (reading.content if reading is not None else ()) for t in part if t.pos_ not in _EMPTY]
        if reading is None or all(t.lower_ in _RECIPROCAL for t in telling):
            return
        speakers = self.sources.of_verb(verb, speakers_only=cue.by_evidence) or self._unnamed(verb, cue)
        yield from self._told(verb, cue, reading, speakers)

    def predicate(self, word: Token, cue: Cue) -> Iterator[Utterance]:
        """*X is certain that C*, *X was convinced that C*: the subject thinks so."""
        copula = word if word.pos_ == "VERB" else word.head
        clauses = (c for t in (word, copula) for c in t.children if c.dep_ in ("ccomp", "xcomp") and c.i > word.i)
        top = next((c for c in clauses if any(t.dep_ in SUBJECTS for t in c.children)), None)
        holder = next((c for c in copula.children if c.dep_ in SUBJECTS), None)
        if top is None or holder is None or not is_told(copula, cue, self.lexicon):
            return
        reading = Reading(top, self.contents.parts(top, word), cue.polarity, cue.event)
        yield from self._told(word, cue, reading, self.sources.behind(holder, word, speakers_only=True))

    def _told(self, verb: Token, cue: Cue, reading: Reading, speakers: list[Occurrence]) -> Iterator[Utterance]:
        held = certainty(verb, reading.top, cue, self.lexicon)
        if verb.dep_ == "xcomp" and verb.head.lemma_ in SEEMING:
            held = held.weaker("probable")
        stance = polarity(verb, reading, self.lexicon)
        if supposes(reading.top, self.contents.quotations):
            held = held.weaker("possible")
        if stance == "denies" and reading.top.pos_ == "NOUN":
            held = Modality(cue.certainty)  # *rejected the suggestion* is no suggestion
        relays, relayed = tuple(cited(verb, self.coreference)), tuple(reported_by(verb, self.coreference))
        if reading.quoted is not None:
            speakers, relayed = self.sources.behind(reading.quoted, verb), tuple(speakers)
        for speaker in speakers:
            content = _with_cue(verb, reading, _without_relay(_before(speaker, verb, reading.content)))
            yield Utterance(
                speaker,
                self._cue_span(verb, reading.top, cue),
                self._whole(speaker, verb, content),
                content,
                reading.top,
                stance,
                held,
                reading.event,
                _other(reading.accused, speaker),
                relays,
                relayed,
                cue.revises,
                self._untrue(reading.top) if stance == "denies" else None,
            )

    def _untrue(self, top: Token) -> Span | None:
        """The noun phrase that a content calls untrue; *this claim* leads nowhere without the words about it."""
        thing = subject(top) if calls_untrue(top, self.lexicon) else None
        if thing is None or thing.pos_ not in ("NOUN", "PROPN") or is_pointed_at(thing):
            return None
        return tidy(clause(thing))

    def _unnamed(self, verb: Token, cue: Cue) -> list[Occurrence]:
        """*The plane is believed to have …*, *it was said that …*: somebody says so, and the article names nobody."""
        spoken_of = next((c for c in verb.children if c.dep_ in ("nsubjpass", "expl")), None)
        if spoken_of is None or spoken_of.tag_ in QUESTION_WORDS or spoken_of.lower_ in _NOBODY:
            return []
        told = any(c.dep_ == "auxpass" for c in verb.children)
        return self.sources.unsaid(verb) if told and cue.frame in _IMPERSONAL and cue.event != KG.Finding else []

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
        elif (top.lemma_.lower() in CAUTION and 0 < top.i - verb.i <= 3) or self._particle(verb):
            end = top.i + 1 if top.lemma_.lower() in CAUTION else verb.i + 2
        return self.doc[verb.i : end]

    def _particle(self, verb: Token) -> bool:
        """*pointed out*, *called for*: the word right after the verb belongs to the cue."""
        following = self.doc[verb.i + 1] if verb.i + 1 < len(self.doc) else None
        if following is None or following.head != verb:
            return False
        return following.dep_ == "prt" or (verb.lemma_ == "call" and following.lower_ in ("for", "on"))


def _before(speaker: Occurrence, verb: Token, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """A content that runs up to its cue, without the speaker who stands between: *C, X, who knows, said*."""
    last = content[-1]
    if not (last.start < speaker.start < last.end <= verb.i) or speaker.start - last.start < _SHORTEST:
        return content
    return (*content[:-1], tidy(last.doc[last.start : speaker.start]))


def _without_relay(content: tuple[Span, ...]) -> tuple[Span, ...]:
    """A content without *…, as reported by news outlets*, which is the article's own."""
    last = content[-1]
    relay = next((t.left_edge.i for t in last if is_relay(t) and t.left_edge.i > last.start + _SHORTEST), None)
    return content if relay is None else (*content[:-1], tidy(last.doc[last.start : relay]))


def _other(accused: Occurrence | None, speaker: Occurrence) -> Occurrence | None:
    """Whom the speaker accuses: never himself by a pronoun, which then stands for somebody else."""
    own = accused is not None and accused.form == "pronoun" and accused.draft is speaker.draft
    return None if own else accused


def _with_cue(verb: Token, reading: Reading, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Whom one blames says nothing without the verb: *blamed the ministry* is what is told."""
    governed = reading.top.head == verb and reading.top.pos_ in ("NOUN", "PROPN", "PRON")
    bare = governed and reading.event in _ABOUT_SOMEBODY
    return (verb.doc[verb.i : content[-1].end],) if bare and 0 < content[0].start - verb.i <= 2 else content
