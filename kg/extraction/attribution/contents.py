"""Which words are what somebody says: clauses, what stands around an inserted cue, and whole quotations."""

from __future__ import annotations

from kg.extraction.attribution.quotations import Quotation, Quotations
from kg.extraction.parse import Doc, Span, Token
from kg.extraction.syntax import SUBJECTS, paragraph, tidy
from kg.knowledge import Lexicon

_NEAR = 14
"""Tokens that may stand between a quotation and the one that goes on with it: *the minister said in an interview.*"""
_ADJUNCT = 7
"""Tokens from a cue to the *that* of its clause, an adjunct between."""
_LEADING = ("asked", "pressed", "questioned", "speaking")
"""Words that open an aside on how it came to be said: *Asked for comment, "A," he said*."""
_SUBORDINATE = ("while", "although", "though", "if", "when", "as", "because", "since", "after", "before")
"""Words that open a clause which a main clause must follow: *While "A," he said, B*."""
_ADJUNCTS = ("prep", "npadvmod", "advmod", "dative", "prt", "agent")


class ContentFinder:
    """Finds the spans of a content, given its cue."""

    def __init__(self, lexicon: Lexicon, doc: Doc, quotations: Quotations) -> None:
        self.lexicon, self.doc, self.quotations = lexicon, doc, quotations

    def clause_of(self, verb: Token) -> Token | None:
        """The clause or quotation that a verb of saying governs, or that it is inserted into."""
        for child in verb.children:
            if child.dep_ == "ccomp" or (child.dep_ in ("xcomp", "acomp") and child.i > verb.i):
                return child
        outer = verb.head
        if (
            verb.dep_ in ("parataxis", "ccomp", "conj", "dep", "advcl")
            and outer != verb
            and self._inserted(verb, outer)
        ):
            return outer
        if (later := self._after_adjunct(verb)) is not None:
            return later
        inside = (
            c for c in verb.children if c.dep_ in ("advcl", "dep", "parataxis", "dobj", "intj", "npadvmod", "oprd")
        )
        return next((c for c in inside if self.quotations.around(c) is not None), None)

    def _after_adjunct(self, verb: Token) -> Token | None:
        """*said at the time that C*, *told X that C*: the clause that the parser hangs on what stands between."""
        for child in verb.children:
            named = child.dep_ == "dobj" and child.pos_ == "PROPN"  # whom one told; a name needs no clause to tell it
            if child.i < verb.i or not (named or child.dep_ in ("prep", "npadvmod")):
                continue
            that = next((t for t in child.subtree if t.lower_ == "that" and t.i > child.i), None)
            if that is not None and that.i - verb.i <= _ADJUNCT and self._opens_clause(that):
                return that.head
        return None

    def clause_after(self, noun: Token) -> Token | None:
        """*claims from the capital that C*: the clause after a noun of saying, wherever the parser hangs it."""
        following = self.doc[noun.i + 1 : min(noun.i + 1 + _ADJUNCT, noun.sent.end)]
        that = next((t for t in following if t.lower_ == "that"), None)
        before = self.doc[noun.i + 1 : that.i] if that is not None else ()
        near = all(t.dep_ in ("prep", "pobj", "compound", "amod", "det", "advmod", "agent", "poss") for t in before)
        return that.head if that is not None and near and self._opens_clause(that) else None

    def _opens_clause(self, that: Token) -> bool:
        """Whether *that* opens a clause with a subject of its own."""
        above = that.head
        verbal = above.pos_ in ("VERB", "AUX") and above.i > that.i
        return verbal and any(c.dep_ in SUBJECTS and c != that for c in above.children)

    def parts(self, top: Token, cue: Token) -> tuple[Span, ...]:
        """The words of a clause, without the cue that governs it or is wrapped into it, out to its quotation marks."""
        start, end = top.left_edge.i, top.right_edge.i + 1
        speech, rest = self._speech(cue)
        if cue.i > top.i and not cue.is_ancestor(top):  # inserted: *X, he said, Y*
            before, after = self.doc[start : max(speech, start)], self.doc[min(rest, end) : end]
            return self._quoted([s for s in (before, after) if len(tidy(s)) > 1] or [self.doc[start:end]], cue)
        if cue.i > top.i:
            start = self._sentence_start(cue) if self._is_final(cue, rest) else start
            return self._quoted([self.doc[start : max(min(end, speech), start + 1)]], cue)
        start = max(start, cue.i + 1)
        if top.dep_ == "relcl":  # the clause of *said at the time that …*
            start = next((t.i for t in self.doc[start : top.i] if t.lower_ == "that"), start)
        start = next((c.i for c in top.children if c.dep_ == "mark" and c.lower_ == "that" and c.i > start), start)
        end = min([end, *(c.left_edge.i for c in top.children if self._kept_back(c))])
        return self._quoted([self.doc[start : self._reach(top, cue, end)]], cue)

    def _kept_back(self, verb: Token) -> bool:
        """*… but did not provide details*: the article's word on the speaker, though the parser joins it to his own."""
        if verb.dep_ != "conj" or self._marks(verb):
            return False
        kept = any(c.dep_ == "dobj" and c.lemma_.lower() in self.lexicon.silence for c in verb.children)
        return kept and any(c.dep_ == "neg" for c in verb.children)

    def laid_out(self, cue: Token) -> tuple[Span, ...]:
        """What the punctuation alone shows to be the content; none where it does not.

        *"A," the minister said. "B."* · *A, the minister said, B.* · *A, said the minister today.* · *He said: "A."*
        """
        speech, rest = self._speech(cue)
        start, end = self._sentence_start(cue), cue.sent.end
        quotation = self.quotations.around(speech - 1) or self.quotations.around(max(speech - 2, 0))
        stopped = quotation is not None and any(t.text in (".", "!", "?") for t in self.doc[quotation.end : speech])
        if (
            quotation is not None
            and not stopped
            and not self._governs_next(cue)
            and self._leads_to(quotation, cue)
            and self._between(quotation.end, speech)
        ):
            told = self._told(start, speech) and self.doc[start].lower_ not in _LEADING
            start = min(start, quotation.start) if quotation.start <= start or told else quotation.start
            goes_on = self.doc[start].lower_ in _SUBORDINATE and self.doc[min(rest, end - 1)].text == ","
            return self._quoted([self.doc[start:speech], *([self.doc[rest:end]] if goes_on else [])], cue)
        comma = self.doc[speech - 1].text == "," and self._marks_none(start, speech)
        comma = comma and self.doc[start].lower_ not in _LEADING
        if comma and speech - start > 1 and self.doc[min(rest, end - 1)].text == "," and end - rest > 2:
            return self._quoted([self.doc[start:speech], self.doc[rest:end]], cue)
        before = speech - start > 2 and self._told(start, speech) and self.doc[speech - 1].text in (",", "”", '"', "''")
        before = before and not self._follows(cue) and cue.dep_ != "relcl"
        if before and self._is_final(cue, rest):
            return self._quoted([self.doc[start:speech]], cue)
        after = self.quotations.after(cue.i + 1)
        if after is not None and after.start <= rest + 1 and self._opens_after(after, cue):
            return (tidy(self.doc[after.start : after.end]),)
        return ()

    def noun(self, noun: Token) -> tuple[int, int]:
        """The tokens of a noun phrase, without a relative clause that only adds to it: *…, which he visited*."""
        added = (c.left_edge for c in noun.subtree if c.dep_ == "relcl" and c.left_edge.i > noun.i)
        commas = [left.i - 1 for left in added if self.doc[left.i - 1].text == "," and left.tag_ == "WDT"]
        return noun.left_edge.i, min([noun.right_edge.i + 1, *commas])

    def phrase(self, start: int, end: int) -> tuple[Span, ...]:
        """Tokens as a content, reaching to the quotation marks that close around them."""
        return (self._whole_marks(tidy(self.doc[start:end])),)

    def _inserted(self, verb: Token, outer: Token) -> bool:
        """*The plane, he said, went down*: a comma or quotation mark stands between, and no content of its own."""
        if outer.pos_ not in ("VERB", "AUX"):
            return False
        between = self.doc[min(verb.i, outer.i) : max(verb.i, outer.i)]
        if any(t.text == ";" for t in between):
            return False
        return verb.dep_ == "parataxis" or (verb.dep_ != "conj" and any(t.is_quote for t in between))

    def _speech(self, cue: Token) -> tuple[int, int]:
        """The tokens of the cue with its speaker and adjuncts: *the ministry said*, *said the minister on Monday*."""
        near = [c for c in cue.children if abs(c.i - cue.i) < 40]
        before = [
            c.left_edge.i for c in near if c.i < cue.i and c.dep_ in (*SUBJECTS, "aux", "advmod", "neg", "auxpass")
        ]
        start = cue.i
        for left in sorted(before, reverse=True):
            if not any(self._marks(t) for t in self.doc[left:start]):
                start = left
        after = [c for c in near if c.i > cue.i and c.dep_ in (*SUBJECTS, *_ADJUNCTS)]
        end = cue.i + 1
        for child in sorted(after, key=lambda c: c.i):
            if child.left_edge.i <= end + 1 and not any(self._marks(t) for t in self.doc[end : child.right_edge.i + 1]):
                end = max(end, child.right_edge.i + 1)
        return start, end

    def _marks(self, token: Token) -> bool:
        return self.quotations.around(token) is not None

    def _between(self, start: int, end: int) -> bool:
        """Whether only punctuation stands between."""
        return all(t.is_punct or t.is_space for t in self.doc[start:end])

    def _leads_to(self, quotation: Quotation, cue: Token) -> bool:
        """Whether a quotation goes on into the cue: *"…," he said*, not *"…." He said*."""
        inner = self.doc[max(quotation.end - 2, quotation.start)]
        same = paragraph(self.doc[quotation.end - 1]) == paragraph(cue)
        return same and (inner.text != "." or cue.sent.start < quotation.end)

    def _opens_after(self, quotation: Quotation, cue: Token) -> bool:
        """Whether a comma or colon leads from the cue to a quotation, or it ends the sentence that the cue governs."""
        before = self.doc[quotation.start - 1]
        led = before.text in (",", ":") or (before == cue and quotation.end >= cue.sent.end - 2)
        return led and paragraph(before) == paragraph(cue)

    def _follows(self, cue: Token) -> bool:
        """Whether the content comes after the cue: *…, adding that*, *After the crash, the ministry said it had …*."""
        following = cue.doc[cue.i + 1].lower_ if cue.i + 1 < len(cue.doc) else ""
        governed = any(c.dep_ in ("ccomp", "xcomp") and c.i > cue.i for c in cue.children)
        return governed or following in ("that", "whether", "how") or cue.dep_ == "advcl"

    def _governs_next(self, cue: Token) -> bool:
        """*On “The Example Show,” he said she would …*: what is said stands right after the cue, unquoted."""
        clauses = (c for c in cue.children if c.dep_ == "ccomp" and c.left_edge.i == cue.i + 1)
        return any(self.quotations.around(c.left_edge) is None for c in clauses)

    def _told(self, start: int, end: int) -> bool:
        """Whether a clause with a subject stands there."""
        return any(t.dep_ in SUBJECTS and start <= t.head.i < end for t in self.doc[start:end])

    def _marks_none(self, start: int, end: int) -> bool:
        return not any(self._marks(t) for t in self.doc[start:end])

    def _sentence_start(self, cue: Token) -> int:
        start: int = cue.sent.start
        while start < cue.i and (self.doc[start].is_space or self.doc[start].text in ("”", "-", "–", "—", "•", "*")):
            start += 1
        return start

    def _is_final(self, cue: Token, rest: int) -> bool:
        """Whether nothing but the cue's own words follows to the end of the sentence."""
        return cue.i < cue.sent.end and all(t.is_punct or t.is_space for t in self.doc[rest : cue.sent.end])

    def _reach(self, top: Token, cue: Token, end: int) -> int:
        """Where what follows *said that* ends: with the sentence, unless the parser puts the rest beside the cue."""
        after = [c for c in cue.children if c.left_edge.i > top.i]
        end = max([end, *(c.right_edge.i + 1 for c in after if c.dep_ == "conj" and _continues(c, cue))])
        if cue.dep_ != "ROOT" or top.dep_ not in ("ccomp", "xcomp"):
            return end
        others = [c for c in after if c.dep_ == "conj" and not self._own_pronoun(c) and not _continues(c, cue)]
        kept = ("advcl", "prep", "cc") if others else ("advcl", "prep")
        beside = [c.left_edge.i for c in after if c in others or c.dep_ in kept]
        return max(end, min([cue.sent.end, *beside]))

    def _own_pronoun(self, verb: Token) -> bool:
        """*they said that A, but they knew B*: the second clause is theirs as well."""
        return any(c.dep_ in SUBJECTS and c.pos_ == "PRON" for c in verb.children)

    # -- quotations ----------------------------------------------------------------------------------------------------

    def _quoted(self, spans: list[Span], cue: Token) -> tuple[Span, ...]:
        """Widen each part to the quotation it lies in, and go on with the quotation that follows the cue."""
        parts: list[Span] = []
        for span in spans:
            trimmed = tidy(span)
            if not len(trimmed):
                continue
            quotation = self._covering(trimmed, cue)
            wide = self._widened(trimmed, quotation) if quotation is not None else self._whole_marks(trimmed)
            wide = self._without_stop(self._without(wide, cue))
            if len(wide) and (not parts or wide.start >= parts[-1].end):
                parts.append(wide)
        following = self._continued(parts[-1], cue) if parts else None
        if following is not None:
            parts.append(tidy(self.doc[following.start : following.end]))
        return tuple(parts)

    def _without_stop(self, span: Span) -> Span:
        """A full stop is the sentence's, not the content's, unless the quotation marks hold it."""
        if len(span) > 1 and span[-1].text == "." and not self._marks(span[-1]):
            return span[:-1]
        return span

    def _without(self, span: Span, cue: Token) -> Span:
        """The part on this side of the cue: no content holds its own cue."""
        if not span.start <= cue.i < span.end:
            return span
        speech, rest = self._speech(cue)
        return tidy(self.doc[span.start : speech]) if speech - span.start > 2 else tidy(self.doc[rest : span.end])

    def _covering(self, span: Span, cue: Token) -> Quotation | None:
        """The quotation in which a part begins or ends; never one that holds the cue too."""
        for i in (span.start, span.end - 1):
            found = self.quotations.around(i)
            if found is not None and not found.start <= cue.i < found.end:
                return found
        return None

    def _widened(self, span: Span, quotation: Quotation) -> Span:
        start = min(span.start, quotation.start) if quotation.start <= span.start else span.start
        end = quotation.end if quotation.start < span.end <= quotation.end else span.end
        return tidy(self.doc[start:end])

    def _continued(self, part: Span, cue: Token) -> Quotation | None:
        """The quotation right after the cue, in its paragraph: *"A," they said. "B"*."""
        if part.end > cue.i or self.quotations.around(part.end - 1) is None:
            return None
        following = self.quotations.after(cue.i + 1)
        if following is None or paragraph(self.doc[following.start]) != paragraph(cue):
            return None
        if self.doc[following.end - 2].text == ",":
            return None  # it leads to a speaker of its own
        rest = self._speech(cue)[1]
        if self._between(rest, following.start) or self._between(cue.sent.end, following.start):
            return following
        near = following.start - cue.i <= _NEAR and self.doc[following.start - 1].text in (",", ":", ".")
        return following if near and following.start < cue.sent.end else None

    def _whole_marks(self, span: Span) -> Span:
        """Reach the marks of a quotation that a span cuts through: what it opens it closes."""
        start, end = span.start, span.end
        opening, closing = self.quotations.around(start), self.quotations.around(end - 1)
        if opening is not None and start - opening.start == 1 and opening.end <= end + 2:
            start = opening.start
        if closing is not None and start <= closing.start and closing.end <= self.doc[end - 1].sent.end + 1:
            end = max(end, closing.end)
        return self.doc[start:end]


def _continues(verb: Token, cue: Token) -> bool:
    """*wants to build A, grow B*: a bare infinitive goes on with the content of a finite cue."""
    return verb.tag_ == "VB" and cue.tag_ in ("VBD", "VBZ", "VBP", "VBN")
