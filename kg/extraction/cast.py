"""The cast of one article: every entity with the words that name it, as a draft that later steps complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.extraction.parse import Doc, Token
from kg.model import Kind

_NAMED = ("person", "organisation", "reference")
"""Keys of what the text calls by a name."""


@dataclass(eq=False)
class Draft:
    """One entity of the article. ``country`` is the ISO code of the state it belongs to, where its name says so."""

    key: Hashable
    kind: Kind
    types: set[URIRef]
    names: Counter[str] = field(default_factory=Counter)
    spans: set[tuple[int, int]] = field(default_factory=set)
    links: set[tuple[URIRef, Draft]] = field(default_factory=set)
    country: str | None = None
    canonical: str | None = None

    @property
    def label(self) -> str:
        """The name by which the article calls it: the most frequent, then the longest, of its names."""
        if self.canonical:
            return self.canonical
        return min(self.names, key=lambda name: (-self.names[name], -len(name), name), default=str(self.kind))


@dataclass(frozen=True)
class Occurrence:
    """Tokens ``start`` (inclusive) to ``end`` (exclusive), headed by ``head``, that name ``draft``."""

    start: int
    end: int
    head: int
    draft: Draft
    form: str
    """``name``, ``nominal`` or ``pronoun``."""


class Cast:
    """All drafts of an article and where they occur."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = list(doc)
        """The tokens of the text, made once: a Doc makes a new one at each access."""
        self.drafts: dict[Hashable, Draft] = {}
        self.occurrences: list[Occurrence] = []
        self.latent: dict[int, tuple[Draft, int, int]] = {}
        self._by_head: dict[int, Occurrence] = {}
        self._covering: dict[int, list[Occurrence]] = {}

    def draft(self, key: Hashable, kind: Kind, types: Iterable[URIRef], country: str | None = None) -> Draft:
        """The draft of this key, made at its first mention."""
        found = self.drafts.get(key)
        if found is None:
            found = self.drafts[key] = Draft(key, kind, set(types), country=country)
        else:
            found.types |= set(types)
        return found

    def occur(self, draft: Draft, start: int, end: int, head: int, form: str) -> Occurrence:
        """Note that the tokens name the draft."""
        span = self.doc[start:end]
        occurrence = Occurrence(start, end, head, draft, form)
        draft.spans.add((span.start_char, span.end_char))
        if form != "pronoun":
            called = form == "name" or draft.key[0] not in _NAMED  # type: ignore[index]
            draft.names[" ".join(span.text.split())] += called  # *the judge* is no name of one who has a name
        self.occurrences.append(occurrence)
        for i in range(start, end):
            self._covering.setdefault(i, []).append(occurrence)
        known = self._by_head.get(head)
        if known is None or (end - start) >= (known.end - known.start):
            self._by_head[head] = occurrence
        return occurrence

    def at(self, token: Token | int) -> Occurrence | None:
        """The largest occurrence headed by the token."""
        return self._by_head.get(token if isinstance(token, int) else token.i)

    def speaker(self, token: Token) -> Occurrence | None:
        """The occurrence headed by the token; a group that the article names by its role enters the cast here."""
        known = self.at(token)
        if known is not None or token.i not in self.latent:
            return known
        draft, start, end = self.latent.pop(token.i)
        draft = self.drafts.setdefault(draft.key, draft)
        return self.occur(draft, start, end, token.i, "nominal")

    def rename(self, draft: Draft, target: Draft) -> None:
        """Let everything that names ``draft`` name ``target``."""
        del self.drafts[draft.key]
        moved = [o for o in self.occurrences if o.draft is draft]
        self.occurrences = [o for o in self.occurrences if o.draft is not draft]
        for occurrence in moved:
            for i in range(occurrence.start, occurrence.end):
                self._covering[i].remove(occurrence)
            self.occur(target, occurrence.start, occurrence.end, occurrence.head, occurrence.form)

    def within(self, start: int, end: int) -> list[Occurrence]:
        """The occurrences that lie wholly inside the tokens, in order."""
        inside = [o for i in range(start, end) for o in self._covering.get(i, ()) if o.start == i and o.end <= end]
        return sorted(inside, key=lambda o: (o.start, -o.end))

    def before(self, token: int, reach: int = 1_500) -> list[Occurrence]:
        """The occurrences headed by one of the ``reach`` tokens before a token, in order."""
        tokens = range(max(0, token - reach), token)
        return [o for i in tokens for o in self._covering.get(i, ()) if o.head == i]

    def covering(self, token: Token) -> Occurrence | None:
        """The largest occurrence that holds the token."""
        return max(self._covering.get(token.i, ()), key=lambda o: (o.end - o.start, -o.start), default=None)
