"""Finds utterances: who says, thinks, accuses, denies, doubts or demands what, in which words.

The parts are those of the attribution literature (PARC, PolNeAR): source, cue and content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rdflib import URIRef
from spacy.tokens import Span, Token

from kg.extraction.cast import Cast, Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.modality import Modality, modality
from kg.extraction.syntax import (
    SUBJECTS,
    agent,
    clause,
    direct_object,
    is_passive,
    paragraph,
    preposition_object,
    prepositions,
    subject,
    tidy,
)
from kg.knowledge import Cue, Lexicon
from kg.vocabulary import KG

_CAUTION = frozenset(("caution", "restraint", "patience", "calm"))
_ONGOING = frozenset(("continue", "begin", "start", "keep", "go", "proceed", "stop", "switch", "rush"))
_UNREAL = frozenset(("would", "could", "should", "might", "may", "must", "shall", "can"))


@dataclass(frozen=True)
class Utterance:
    """One utterance of one claimer. ``top`` heads the content; ``span`` is the whole, from speaker to last word."""

    claimer: Occurrence
    cue: Span
    span: Span
    content: Span
    top: Token
    polarity: str
    modality: Modality
    event: URIRef
    accused: Occurrence | None = None
    relays: tuple[Occurrence, ...] = ()
    relayed_by: tuple[Occurrence, ...] = field(default=())


class AttributionFinder:
    """Finds the utterances of one parsed article."""

    def __init__(self, lexicon: Lexicon, cast: Cast, coreference: Coreference) -> None:
        self.lexicon, self.cast, self.coreference, self.doc = lexicon, cast, coreference, cast.doc
        self.last: tuple[Occurrence, ...] = ()

    def find(self) -> list[Utterance]:
        """Every utterance in the order of its cue; one a claimer where several speak together."""
        found: list[Utterance] = []
        for token in self.doc:
            cue = self.lexicon.cues.get((token.lemma_.lower(), token.pos_))
            if cue is None and token.tag_.startswith("VB"):
                cue = self.lexicon.cues.get((token.lemma_.lower(), "VERB"))
            if token.lower_ == "according":
                cue = self.lexicon.cues.get(("accord", "VERB"))
            if cue is None:
                continue
            utterances = list(self._read(token, cue))
            if utterances:
                self.last = tuple(u.claimer for u in utterances)
            found += utterances
        return _innermost(found)

    def _read(self, token: Token, cue: Cue) -> Iterator[Utterance]:
        if cue.frame == "according":
            yield from self._according(token, cue)
        elif cue.frame in ("noun", "hedge"):
            yield from self._noun(token, cue)
        elif cue.frame != "decline" and self._is_real(token):
            yield from self._verb(token, cue)

    # -- verbs ---------------------------------------------------------------------------------------------------------

    def _is_real(self, verb: Token) -> bool:
        """Whether the verb tells of an utterance that was made: not *did not say*, *could say*, *to say*."""
        if verb.dep_ in ("amod", "compound"):
            return False
        for child in verb.children:
            if child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_ in _UNREAL):
                return False
            if child.dep_ == "aux" and child.lower_ == "to" and verb.head.lemma_ not in _ONGOING:
                return False
            if child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless"):
                return False
        return True

    def _verb(self, verb: Token, cue: Cue) -> Iterator[Utterance]:
        speakers = self._speakers(verb)
        if not speakers:
            return
        reading = self._content(verb, cue)
        if reading is None:
            return
        top, content, polarity, event, accused = reading
        certainty = self._certainty(verb, top, cue)
        if polarity == "asserts" and self._calls_untrue(top):
            polarity = "denies"
        relays = tuple(self._cited(verb))
        relayed = tuple(self._reported_by(verb))
        for speaker in speakers:
            span = self._whole(speaker, verb, content)
            yield Utterance(
                speaker,
                self._cue_span(verb, top, cue),
                span,
                content,
                top,
                polarity,
                certainty,
                event,
                accused,
                relays,
                relayed,
            )

    def _content(self, verb: Token, cue: Cue) -> tuple[Token, Span, str, URIRef, Occurrence | None] | None:
        """Content head, content, polarity, event class and who is accused; None where the frame is not filled."""
        polarity, event = cue.polarity, cue.event
        called_for = next(prepositions(verb, "for", "on"), None) if cue.lemma == "call" else None
        if called_for is not None and direct_object(verb) is None:
            return called_for, self._span(called_for), polarity, KG.Demand, None
        if cue.frame in ("clause", "either"):
            top = self._clause(verb) or (direct_object(verb) if cue.frame == "either" else None)
            return None if top is None else (top, self._span(top, verb), polarity, event, None)
        if cue.frame == "accuse":
            return self._accusation(verb, polarity, event)
        if cue.frame == "hedged":
            return self._hedged(verb, polarity, event)
        if cue.frame == "describe":
            return self._description(verb, polarity, event)
        top = direct_object(verb) or self._clause(verb) or next(prepositions(verb, "against", "for", "about"), None)
        if top is None:
            return None
        if cue.frame == "demand":
            asked = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp")), None)
            if top.lemma_.lower() in _CAUTION:
                polarity, event = "questions", KG.Caution
            elif cue.lemma == "ask" and asked is None:
                return None
        rest = [c for c in verb.children if c.dep_ == "prep" and c.i > top.i]
        called = next((n for c in rest if c.lower_ == "as" and (n := preposition_object(c)) is not None), None)
        if called is not None and polarity == "denies":
            # "dismissing it as a fabrication" says that it is a fabrication
            return called, self._span(called), "asserts", event, None
        end = max([top.right_edge.i + 1, *(c.right_edge.i + 1 for c in rest)]) if rest else top.right_edge.i + 1
        return top, tidy(self.doc[top.left_edge.i : end]), polarity, event, None

    def _clause(self, verb: Token) -> Token | None:
        """The clause or quotation that a verb of saying governs, or that it is inserted into."""
        for child in verb.children:
            if (
                child.dep_ in ("ccomp", "xcomp", "acomp")
                and child.i != verb.i
                and (child.dep_ == "ccomp" or child.i > verb.i)
            ):
                return child
        if verb.dep_ in ("parataxis", "ccomp", "conj", "dep") and verb.head != verb:
            outer = verb.head
            if outer.pos_ in ("VERB", "AUX") and self._inserted(verb, outer):
                return outer
        inside = [c for c in verb.children if c.dep_ in ("advcl", "dep", "parataxis", "dobj", "intj") and _in_quotes(c)]
        return inside[0] if inside else None

    def _inserted(self, verb: Token, outer: Token) -> bool:
        """*The plane, he said, went down*: a comma or quotation mark stands between, and no content of its own."""
        between = self.doc[min(verb.i, outer.i) : max(verb.i, outer.i)]
        return verb.dep_ == "parataxis" or (verb.dep_ in ("ccomp", "dep") and any(t.is_quote for t in between))

    def _accusation(
        self, verb: Token, polarity: str, event: URIRef
    ) -> tuple[Token, Span, str, URIRef, Occurrence | None] | None:
        target = direct_object(verb)
        if target is None:
            target = next((c for c in verb.children if c.dep_ == "nsubj" and is_passive(verb)), None)
        if verb.lemma_ in ("hold", "charge") and not any(
            c.lemma_ in ("responsible", "accountable", "liable") or (c.lower_ == "with" and verb.lemma_ == "charge")
            for c in verb.subtree
        ):
            return None
        accused = self.coreference.actor(target) if target is not None else None
        if target is None:
            return None
        end = max(
            [
                target.right_edge.i + 1,
                *(
                    c.right_edge.i + 1
                    for c in verb.children
                    if c.dep_ in ("prep", "oprd", "acomp", "xcomp", "ccomp") and c.i > target.i
                ),
            ]
        )
        top = next(
            (
                n
                for c in verb.children
                if c.dep_ == "prep" and c.i > target.i and (n := preposition_object(c)) is not None
            ),
            target,
        )
        return top, tidy(self.doc[target.left_edge.i : end]), polarity, event, accused

    def _hedged(self, verb: Token, polarity: str, event: URIRef) -> tuple[Token, Span, str, URIRef, None] | None:
        """*investigating the possibility that …*, *promoting the theory that …*, *considering whether …*."""
        noun = direct_object(verb)
        if noun is not None and (noun.lemma_.lower(), "NOUN") in self.lexicon.cues:
            top = next(
                (c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp") and c.pos_ in ("VERB", "AUX")), noun
            )
            return top, tidy(clause(noun)), polarity, event, None
        content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
        return None if content is None else (content, self._span(content), polarity, event, None)

    def _description(self, verb: Token, polarity: str, event: URIRef) -> tuple[Token, Span, str, URIRef, None] | None:
        """*called the crash a "tragic incident"*, *described as*."""
        parts = [
            c
            for c in verb.children
            if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "acomp", "attr") and c.i > verb.i
        ]
        parts = [c for c in parts if c.dep_ != "prep" or c.lower_ == "as"]
        bare = len(parts) == 1 and parts[0].dep_ == "dobj"
        if not parts or (bare and not any(c.dep_ == "appos" or c.is_quote for c in parts[0].children)):
            return None
        start, end = min(p.left_edge.i for p in parts), max(p.right_edge.i + 1 for p in parts)
        return parts[-1], tidy(self.doc[start:end]), polarity, event, None

    def _speakers(self, verb: Token) -> list[Occurrence]:
        """The actors whose utterance the verb tells: its subject, or the agent of a passive."""
        source = agent(verb) if is_passive(verb) else subject(verb)
        if source is None:
            return []
        found = [o for t in [source, *source.conjuncts] for o in self._speaker(t)]
        if not found and verb.dep_ == "conj":
            # "X said that the plane was shot down and criticized Y": the second verb is X's too
            saying = next(
                (a for a in verb.ancestors if (a.lemma_.lower(), "VERB") in self.lexicon.cues and a.pos_ == "VERB"),
                None,
            )
            found = self._speakers(saying) if saying is not None else []
        return list(dict.fromkeys(found))

    def _speaker(self, token: Token) -> list[Occurrence]:
        """Who speaks through a noun: the actor it names, or who stands behind a finding or statement."""
        examples = [o for n in self._examples(token) if (o := self.coreference.actor(n)) is not None]
        if examples:
            return examples
        inquirer = agent(token) if (token.lemma_.lower(), "NOUN") in self.lexicon.triggers else None
        actor = (self.coreference.actor(inquirer) if inquirer is not None else None) or self.coreference.actor(token)
        if actor is not None:
            return [actor]
        lemma = token.lemma_.lower()
        is_claim = (lemma, "NOUN") in self.lexicon.cues
        if lemma not in self.lexicon.documents and not is_claim:
            return []
        inner = [
            o
            for c in token.children
            if c.dep_ in ("poss", "compound", "nmod")
            or (c.dep_ in ("prep", "agent") and c.lower_ in ("from", "by", "of"))
            for t in ([c] if c.dep_ not in ("prep", "agent") else [n for n in [preposition_object(c)] if n is not None])
            for x in [t, *t.conjuncts]
            if (o := self.coreference.actor(x)) is not None
        ]
        if inner:
            return inner
        demonstrative = any(c.dep_ == "det" and c.lower_ in ("this", "that", "these", "those") for c in token.children)
        return list(self.last) if demonstrative else []

    def _examples(self, token: Token) -> list[Token]:
        """*services, such as X*: the one that is named."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "as" and any(c.lower_ == "such" for c in child.children):
                noun = preposition_object(child)
                return [noun, *noun.conjuncts] if noun is not None else []
        return []

    def _certainty(self, verb: Token, top: Token, cue: Cue) -> Modality:
        """The weakest of what the cue, the words around it and the content's own head say."""
        inner = modality(top, self.lexicon.modality, top=top)
        outer = modality(
            verb, {k: v for k, v in self.lexicon.modality.items() if v in ("possible", "probable")}, top=verb
        )
        hedge = self.lexicon.cues.get((top.head.lemma_.lower(), "NOUN"))
        found = replace(inner, conditional=False).weaker(cue.certainty).weaker(outer.certainty)
        return found.weaker(hedge.certainty) if hedge is not None and cue.frame == "hedged" else found

    def _calls_untrue(self, top: Token) -> bool:
        """*This is false*: the content itself calls what it answers untrue."""
        words = [top, *(c for c in top.children if c.dep_ in ("acomp", "attr", "oprd"))]
        return any(self.lexicon.modality.get(w.lemma_.lower()) == "false" for w in words)

    # -- other cues ----------------------------------------------------------------------------------------------------

    def _according(self, token: Token, cue: Cue) -> Iterator[Utterance]:
        to = next((c for c in token.children if c.lower_ == "to"), None)
        source = preposition_object(to) if to is not None else None
        if source is None:
            return
        top = token.head if token.head.pos_ in ("VERB", "AUX") else token.sent.root
        phrase = clause(token)
        sentence = tidy(token.sent)
        before, after = self.doc[sentence.start : phrase.start], self.doc[phrase.end : sentence.end]
        content = tidy(max(before, after, key=len))
        if not len(content):
            return
        for source_token in [source, *source.conjuncts]:
            for speaker in self._speaker(source_token):
                yield Utterance(
                    speaker,
                    self.doc[token.i : token.i + 2],
                    sentence,
                    content,
                    top,
                    cue.polarity,
                    self._certainty(top, top, cue),
                    cue.event,
                )

    def _noun(self, noun: Token, cue: Cue) -> Iterator[Utterance]:
        """*the ministry's claim*, *claims from the ministry that …*, *speculation … shared by bloggers*."""
        governor = noun.head
        governing = self.lexicon.cues.get((governor.lemma_.lower(), "VERB"))
        if cue.frame == "hedge" or (
            noun.dep_ == "dobj" and governing is not None and governing.frame in ("hedged", "object")
        ):
            return
        if any(
            (c := self.lexicon.cues.get((a.lemma_.lower(), "VERB"))) and c.frame == "decline" for a in noun.ancestors
        ):
            return
        speakers = self._holders(noun)
        content_head = next(
            (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.pos_ in ("VERB", "AUX")), None
        )
        if content_head is None and noun.dep_ in ("nsubj", "attr") and governor.lemma_ == "be":
            content_head = next((c for c in governor.children if c.dep_ == "ccomp"), None)
        whole = tidy(clause(governor)) if governor.pos_ in ("VERB", "AUX") else tidy(clause(noun))
        top = content_head or next(prepositions(noun, "of", "about", "regarding", "for", "on", "against"), noun)
        if self.coreference.actor(top) in speakers and top is not noun:
            top = noun
        content = self._span(top) if top is not noun else self.doc[noun.left_edge.i : noun.i + 1]
        for speaker in speakers:
            span = self._whole(speaker, noun, content) if content_head is not None or top is not noun else whole
            yield Utterance(
                speaker,
                self.doc[noun.i : noun.i + 1],
                span,
                content,
                top,
                cue.polarity,
                self._certainty(noun, top, cue),
                cue.event,
            )

    def _holders(self, noun: Token) -> list[Occurrence]:
        """Whose claim it is: the possessor, *from* or *by* whom, by whom it is shared, *in* which state."""
        found: list[Token] = [c for c in noun.children if c.dep_ == "poss"]
        if (
            noun.dep_ == "dobj"
            and noun.head.lemma_.lower() in self.lexicon.light_verbs
            and (giver := subject(noun.head)) is not None
        ):
            found.append(giver)
        found += list(prepositions(noun, "from", "by"))
        verb = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else None
        for token in [noun, *([verb] if verb is not None else [])]:
            for child in token.children:
                if child.dep_ in ("acl", "advcl") and (by := agent(child)) is not None:
                    found.append(by)
        actors = [o for t in found for x in [t, *t.conjuncts] if (o := self.coreference.actor(x)) is not None]
        if not actors:
            for place in prepositions(noun, "in"):
                occurrence = self.cast.at(place)
                if occurrence is None or KG.Country not in occurrence.draft.types:
                    continue
                state = self.cast.drafts.get(("state", occurrence.draft.country))
                if state is not None:
                    actors.append(replace(occurrence, draft=state))
        return list(dict.fromkeys(actors))

    # -- chains --------------------------------------------------------------------------------------------------------

    def _cited(self, verb: Token) -> Iterator[Occurrence]:
        """Whom the speaker cites: *media, citing sources in the capital*."""
        source = subject(verb)
        for token in [verb, *([source] if source is not None else [])]:
            for child in token.children:
                if child.dep_ in ("acl", "advcl") and child.lemma_.lower() in ("cite", "quote"):
                    noun = direct_object(child)
                    for x in [noun, *noun.conjuncts] if noun is not None else []:
                        found = self.coreference.actor(x)
                        if found is not None:
                            yield found

    def _reported_by(self, verb: Token) -> Iterator[Occurrence]:
        """Through whom the utterance came: *…, as reported by news outlets*."""
        for token in verb.subtree:
            if (
                token.dep_ == "advcl"
                and token.lemma_ in ("report", "quote", "cite")
                and any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children)
            ):
                by = agent(token)
                found = self.coreference.actor(by) if by is not None else None
                if found is not None:
                    yield found

    # -- spans ---------------------------------------------------------------------------------------------------------

    def _span(self, top: Token, verb: Token | None = None) -> Span:
        """The words of a content, without the verb that it is governed by or wrapped around."""
        start, end = top.left_edge.i, top.right_edge.i + 1
        if verb is not None and start <= verb.i < end:
            if verb.i > top.i:
                end = min(verb.left_edge.i, end)
            else:
                start = max(verb.right_edge.i + 1, start)
        span = self.doc[start : max(end, start + 1)]
        return tidy(self._to_quotes(span))

    def _to_quotes(self, span: Span) -> Span:
        """Reach out to the opening quotation mark where the words before it belong to the same quotation."""
        start, end = span.start, span.end
        here = paragraph(self.doc[start])
        closing = end < len(self.doc) and (
            self.doc[end].is_quote or (end + 1 < len(self.doc) and self.doc[end + 1].is_quote)
        )
        closing = closing or any(t.is_quote for t in self.doc[max(start, end - 2) : end])
        if closing:
            opening = next(
                (
                    t.i
                    for t in reversed(list(self.doc[max(0, start - 120) : start]))
                    if t.is_quote and paragraph(t) == here
                ),
                None,
            )
            inner = sum(1 for t in self.doc[start:end] if t.is_quote)
            if opening is not None and inner <= 1 and not _closes(self.doc[opening]):
                start = opening
        return self.doc[start:end]

    def _whole(self, speaker: Occurrence, cue: Token, content: Span) -> Span:
        in_sentence = cue.sent.start <= speaker.head < cue.sent.end
        shared = cue.dep_ in ("conj", "advcl", "xcomp") and speaker.head < cue.i and self._speaks_before(speaker, cue)
        subjects = [c.left_edge.i for c in cue.children if c.dep_ in SUBJECTS and c.left_edge.i <= speaker.head]
        starts = [content.start, cue.i, *([speaker.start, *subjects] if in_sentence and not shared else [])]
        ends = [content.end, cue.i + 1, *([speaker.end] if in_sentence and not shared else [])]
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
        elif top.lemma_.lower() in _CAUTION and top.i - verb.i <= 3:
            end = top.i + 1
        return self.doc[verb.i : end]


def _in_quotes(token: Token) -> bool:
    return any(t.is_quote for t in token.doc[max(0, token.left_edge.i - 1) : token.right_edge.i + 2])


def _closes(mark: Token) -> bool:
    """Whether a quotation mark closes: white space follows it."""
    return bool(mark.whitespace_) or mark.text in ("”", "’")


def _innermost(found: list[Utterance]) -> list[Utterance]:
    """Of *A reported that B said …* keep what B said, relayed by A."""
    kept: list[Utterance] = []
    carried: dict[int, list[Occurrence]] = {}
    spoken = [u for u in found if u.cue[0].pos_ == "VERB"]
    found = [
        u
        for u in found
        if u.cue[0].pos_ != "NOUN" or not any(o.content.start <= u.cue.start < o.content.end for o in spoken)
    ]
    by_cue: dict[int, list[Utterance]] = {}
    for utterance in found:
        by_cue.setdefault(utterance.cue.start, []).append(utterance)
    for outer in found:
        inner = [
            u
            for u in by_cue.get(outer.top.i, ())
            if u is not outer
            and u.claimer.draft is not outer.claimer.draft
            and outer.content.start <= u.cue.start < outer.content.end
            and (u.claimer.form == "name" or u.claimer.end - u.claimer.start > 1 or len(outer.relayed_by))
        ]
        if inner:
            carried.setdefault(outer.top.i, []).append(outer.claimer)
        else:
            kept.append(outer)
    return [replace(u, relayed_by=(*u.relayed_by, *carried.get(u.cue.start, ()))) for u in kept]
