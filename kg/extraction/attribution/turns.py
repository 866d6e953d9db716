"""Who speaks by the layout of the page: the turns of a transcript (*SMITH: …*), signed quotations (*"…" — Smith*)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.attribution.certainty import supposes
from kg.extraction.attribution.quotations import Quotations
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.utterance import Utterance
from kg.extraction.cast import Cast
from kg.extraction.modality import Modality
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import SUBJECTS, tidy
from kg.vocabulary import KG

_LONGEST_NAME = 4
_LONGEST_HEADING = 30
_DASHES = ("—", "–", "―", "--")
_NAME = re.compile(r"[A-Z][\w.'’-]*")


class TurnReader:
    """Reads the utterances that no verb or noun introduces, only a name and a mark."""

    def __init__(self, cast: Cast, sources: SourceFinder, quotations: Quotations) -> None:
        self.cast, self.doc, self.sources, self.quotations = cast, cast.doc, sources, quotations

    def read(self, found: list[Utterance]) -> Iterator[Utterance]:
        """The turns of every transcript, the headings and signed quotations, and what goes on with those found."""
        lines = list(_lines(self.cast))
        turns = [(name, line) for line in lines if (name := self._named_turn(line)) is not None]
        if len({name.text for name, _ in turns}) > 1 and len(turns) > 2:  # a lone *Photo: …* is no dialogue
            for name, line in turns:
                yield from self._utterance(name, self.doc[name.end], self.doc[name.end + 1 : line.end])
        for line in lines:
            yield from self._headline(line)
        for before, line in zip([self.doc[0:0], *lines], lines, strict=False):
            yield from self._signed(before, line)
        yield from self._continued(lines, found)

    def _continued(self, lines: list[Span], found: list[Utterance]) -> Iterator[Utterance]:
        """A paragraph that is all quotation and names nobody: whoever spoke last in the one before goes on."""
        last: Utterance | None = None
        ordered = sorted(found, key=lambda u: u.span.start)
        for line in lines:
            here = [u for u in ordered if u.span.start < line.end and u.span.end > line.start]
            quotation = self.quotations.around(line.start)
            whole = quotation is not None and quotation.start == line.start and quotation.end >= line.end - 1
            if here:
                last = here[-1]
            elif whole and last is not None and last.claimer.form != "unsaid":
                content = self.doc[line.start : min(line.end, quotation.end if quotation is not None else line.end)]
                speaker = replace(last.claimer, start=line.start, end=line.start)
                cue = self.doc[line.start : line.start + 1]
                held = Modality("possible" if supposes(content.root, self.quotations) else "certain")
                last = Utterance(speaker, cue, content, (content,), content.root, "asserts", held, KG.Statement)
                yield last
            else:
                last = None

    def _named_turn(self, line: Span) -> Span | None:
        """*SMITH* of *SMITH: …*: a name in capitals, or one that the cast knows."""
        for token in line[: _LONGEST_NAME + 1]:
            if token.text == ":":
                name = self.doc[line.start : token.i]
                return name if len(name) and name.text.isupper() and line.end - token.i > 2 else None
        return None

    def _headline(self, line: Span) -> Iterator[Utterance]:
        """*Ministry: the plane was not hit*: a heading that names an actor, a colon, and a clause."""
        colon = next((t for t in line[: _LONGEST_NAME + 1] if t.text == ":"), None)
        if colon is None or len(line) > _LONGEST_HEADING or line[-1].text in (".", ":") or colon.i == line.start:
            return
        name, rest = self.doc[line.start : colon.i], self.doc[colon.i + 1 : line.end]
        actor = self.sources.coreference.actor(name.root)
        told = any(t.dep_ in SUBJECTS for t in rest)
        if actor is not None and actor.form == "name" and not name.text.isupper() and told:
            yield from self._utterance(name, colon, rest)

    def _signed(self, before: Span, line: Span) -> Iterator[Utterance]:
        """*"…" — A. Smith*, on the line of the quotation or on the next."""
        dash = next((t for t in reversed(list(line)) if t.text in _DASHES), None)
        if dash is None or not 0 < line.end - dash.i - 1 <= _LONGEST_NAME:
            return
        name = tidy(self.doc[dash.i + 1 : line.end])
        if not len(name) or not all(_NAME.fullmatch(t.text) or t.is_punct for t in name):
            return
        words = tidy(self.doc[line.start : dash.i]) if dash.i > line.start + 1 else tidy(before)
        quotation = self.quotations.around(words.start) if len(words) else None
        if quotation is not None:
            yield from self._utterance(name, dash, self.doc[quotation.start : min(quotation.end, dash.i)])

    def _utterance(self, name: Span, mark: Token, content: Span) -> Iterator[Utterance]:
        content = tidy(content)
        for speaker in self.sources.behind(name.root) if len(content) else ():
            start, end = min(name.start, content.start), max(name.end, content.end)
            whole, cue = self.doc[start:end], self.doc[mark.i : mark.i + 1]
            speaker = replace(speaker, start=name.start, end=name.end)
            yield Utterance(speaker, cue, whole, (content,), content.root, "asserts", Modality(), KG.Statement)


def _lines(cast: Cast) -> Iterator[Span]:
    """The lines of a text that hold words."""
    start, doc = 0, cast.doc
    for token in cast.tokens:
        text = token.text
        if text.isspace() and "\n" in text:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]
