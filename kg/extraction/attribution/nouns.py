"""Reads *according to* and the nouns that carry a claim: *the theory that*, *accusations*, *its denial of*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.attribution.certainty import certainty
from kg.extraction.attribution.chains import CITING
from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Utterance
from kg.extraction.cast import Cast, Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import agent, clause, preposition_object, prepositions, subject, tidy
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG


class NounReader:
    """Reads the utterances that one noun, or one *according to*, tells."""

    def __init__(
        self, lexicon: Lexicon, cast: Cast, coreference: Coreference, sources: SourceFinder, contents: ContentFinder
    ) -> None:
        self.lexicon, self.cast, self.coreference = lexicon, cast, coreference
        self.sources, self.contents, self.doc = sources, contents, cast.doc

    def according(self, token: Token, cue: Cue) -> Iterator[Utterance]:
        """*C, according to X*: the rest of the sentence is the content."""
        to = next((c for c in token.children if c.lower_ == "to"), None)
        source = preposition_object(to) if to is not None else None
        if source is None:
            return
        top = token.head if token.head.pos_ in ("VERB", "AUX") else token.sent.root
        phrase = clause(token)
        sentence = tidy(token.sent)
        begin = top.left_edge.i if top.dep_ == "relcl" and top.i > phrase.end else sentence.start
        content = self._around(self.doc[begin : phrase.start], self.doc[phrase.end : sentence.end])
        if (told := self._retold(top)) is not None and told.start < phrase.start:
            content, top = [tidy(self.doc[told.start : min(told.end, phrase.start)])], told.root
        if not len(content[0]):
            return
        for source_token in [source, *source.conjuncts]:
            for speaker in self.sources.behind(source_token, token):
                yield Utterance(
                    speaker,
                    self.doc[token.i : token.i + 2],
                    sentence,
                    tuple(content),
                    top,
                    cue.polarity,
                    certainty(top, top, cue, self.lexicon),
                    cue.event,
                )

    def _around(self, before: Span, after: Span) -> list[Span]:
        """What stands around the cue: *A, according to X*; *A, according to X, B*; but *A and, according to X, B*."""
        first, second = tidy(before), tidy(after)
        if len(second) and second[0].lemma_.lower() in CITING:
            return [first]  # *A, according to X, citing Y*
        if len(first) and first[-1].dep_ == "cc" and len(second):
            return [second]
        if min(len(before), len(after)) > 2 and before[-1].text == "," and after[0].text == ",":
            return [first, second]
        return [max(first, second, key=len)]

    def _retold(self, top: Token) -> Span | None:
        """*C* of *They say C, according to X*, where nobody is known to say it but X."""
        cue, source = self.lexicon.cues.get((top.lemma_.lower(), "VERB")), subject(top)
        if cue is None or cue.frame != "clause" or source is None or source.pos_ != "PRON":
            return None
        told = self.contents.clause_of(top)
        return next(iter(self.contents.parts(told, top)), None) if told is not None else None

    def noun(self, noun: Token, cue: Cue) -> Iterator[Utterance]:
        """*the ministry's claim*, *claims from the ministry that …*, *speculation … shared by bloggers*."""
        governor = noun.head
        governing = self.lexicon.cues.get((governor.lemma_.lower(), "VERB"))
        if cue.frame == "hedge" or (
            noun.dep_ == "dobj" and governing is not None and governing.frame in ("hedged", "object", "takesBack")
        ):
            return
        if any(
            (c := self.lexicon.cues.get((a.lemma_.lower(), "VERB"))) and c.frame == "decline" for a in noun.ancestors
        ):
            return
        speakers = self._holders(noun)
        content_head = next(
            (
                c
                for c in noun.children
                if c.dep_ in ("acl", "ccomp", "relcl")
                and c.pos_ in ("VERB", "AUX")
                and (c.dep_ != "acl" or c.tag_ not in ("VBN", "VBG"))
            ),
            None,
        )
        if content_head is None and noun.dep_ in ("nsubj", "attr") and governor.lemma_ == "be":
            content_head = next((c for c in governor.children if c.dep_ == "ccomp"), None)
        content_head = content_head or self.contents.clause_after(noun)
        whole = tidy(clause(governor)) if governor.pos_ in ("VERB", "AUX") else tidy(clause(noun))
        top = content_head or next(prepositions(noun, "of", "about", "regarding", "for", "on", "against"), noun)
        if self.coreference.actor(top) in speakers and top is not noun:
            top = noun
        if top.dep_ == "pcomp" and any(c.tag_ == "WRB" for c in top.children):
            return  # *its account of how it fell* tells nothing
        if top is noun and (cue.frame == "bound" or not _tells(noun)):
            return
        content = self.contents.parts(top, noun) if top is not noun else ()
        content = content or (self.doc[noun.left_edge.i : noun.i + 1],)
        for speaker in speakers:
            starts, ends = [content[0].start, speaker.start, noun.i], [content[-1].end, speaker.end, noun.i + 1]
            same = noun.sent.start <= speaker.head < noun.sent.end
            span = tidy(self.doc[min(starts) : max(ends)]) if top is not noun and same else whole
            yield Utterance(
                speaker,
                self.doc[noun.i : noun.i + 1],
                span,
                content,
                top,
                cue.polarity,
                certainty(noun, top, cue, self.lexicon),
                cue.event,
            )

    def _owner_is_near(self, possessor: Token) -> bool:
        """Whether the sentence names whom *its* and *their* stand for."""
        owner = self.coreference.actor(possessor) if possessor.lower_ in ("its", "their") else None
        before = self.cast.within(possessor.sent.start, possessor.i)
        return owner is None or any(o.draft is owner.draft for o in before)

    def _holders(self, noun: Token) -> list[Occurrence]:
        """Whose claim it is: the possessor, *from* or *by* whom, by whom it is shared, *in* which state."""
        found: list[Token] = [c for c in noun.children if c.dep_ == "poss" and self._owner_is_near(c)]
        light = noun.dep_ == "dobj" and noun.head.lemma_.lower() in self.lexicon.light_verbs
        if light and (giver := subject(noun.head)) is not None:
            found.append(giver)
        that = next((t.i for t in self.doc[noun.i : noun.sent.end] if t.lower_ == "that"), noun.sent.end)
        found += [n for n in prepositions(noun, "from", "by") if n.i < that]
        verb = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else None
        for token in [noun, *([verb] if verb is not None else [])]:
            for child in token.children:
                if child.dep_ in ("acl", "advcl") and child.i < that and (by := agent(child)) is not None:
                    found.append(by)
        actors = self.sources.actors(found)
        if not actors:
            for place in prepositions(noun, "in"):
                occurrence = self.cast.at(place)
                if occurrence is None or KG.Country not in occurrence.draft.types:
                    continue
                state = self.cast.drafts.get(("state", occurrence.draft.country))
                if state is not None:
                    actors.append(replace(occurrence, draft=state))
        return list(dict.fromkeys(actors))


def _tells(noun: Token) -> bool:
    """Whether a noun without content says anything of it: *vague explanations*, but not *its claim*."""
    return any(c.dep_ in ("amod", "compound", "nmod") for c in noun.children)
