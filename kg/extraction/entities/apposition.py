"""Finds whose name stands beside a phrase: *Anna Berg, an analyst*, *the carrier Example Air*, *the airline* again."""

from __future__ import annotations

from kg.extraction.cast import Cast, Draft, Occurrence
from kg.extraction.parse import Token
from kg.knowledge import Noun, Taxonomy
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG

_LONGEST_ASIDE = 14
"""Tokens from a phrase in apposition to the comma that closes it."""
_NEAR = 300
"""Tokens within which *the airline* is the one named last."""


class Namesakes:
    """Leads phrases to the names of one text."""

    def __init__(self, taxonomy: Taxonomy, cast: Cast) -> None:
        self.taxonomy, self.cast, self.doc = taxonomy, cast, cast.doc

    def beside(self, head: Token, noun: Noun) -> Draft | None:
        """The actor whose name stands beside a phrase for it, before or after, with or without commas."""
        return self._name_beside(head) or self._name_after(head, noun) or self._name_in_apposition(head, noun)

    def _name_beside(self, head: Token) -> Draft | None:
        """*the Observatory, a London-based group*: a phrase in apposition means the name beside it."""
        beside = self.cast.at(head.head) if head.dep_ == "appos" else None
        return beside.draft if beside is not None and _is_actor_name(beside) else None

    def _name_in_apposition(self, head: Token, noun: Noun) -> Draft | None:
        """*Anna Berg, an analyst, said*; *the judge, Anna Berg, said*: by the commas, however they are parsed."""
        if head.tag_ != "NN":
            return None
        human = not self.taxonomy.is_a(noun.class_, KG.Organisation)
        if human and (joined := self._joined(head)) is not None:
            return joined
        start = head.left_edge.i if head.left_edge.i <= head.i else head.i
        comma = self.doc[start - 1] if start > head.sent.start + 1 else None
        before = self.cast.covering(self.doc[start - 2]) if comma is not None and comma.text == "," else None
        closed = any(t.text in (",", ".", ")") for t in self.doc[head.i + 1 : head.i + _LONGEST_ASIDE])
        named = [o for o in (before,) if o is not None and o.end == start - 1 and closed]
        after = self.doc[head.i + 1 : head.i + 3]
        if len(after) == 2 and after[0].text == "," and (follows := self.cast.covering(after[1])) is not None:
            ends = self.doc[follows.end] if follows.end < len(self.doc) else None
            named += [follows] if follows.start == head.i + 2 and ends is not None and ends.text == "," else []
        named += [o for c in head.children if c.dep_ == "appos" and (o := self.cast.at(c)) is not None]
        fitting = (o for o in named if _is_actor_name(o) and human == (KG.Person in o.draft.types))
        return next((o.draft for o in fitting), None)

    def _joined(self, head: Token) -> Draft | None:
        """The person whom the phrase before *and* describes: *Anna Berg, an analyst and former pilot*."""
        start = head.left_edge.i
        and_ = self.doc[start - 1] if start > head.sent.start + 1 else None
        before = self.cast.covering(self.doc[start - 2]) if and_ is not None and and_.lower_ == "and" else None
        described = before is not None and before.form == "nominal" and before.end == start - 1
        return before.draft if before is not None and described and before.draft.key[0] == "person" else None  # type: ignore[index]

    def _name_after(self, head: Token, noun: Noun) -> Draft | None:
        """*the carrier Example Air*, *the agency ABC*: the noun tells what kind of organisation the name is."""
        if not self.taxonomy.is_a(noun.class_, KG.Organisation) or head.tag_ != "NN":
            return None
        end = head.i + 1
        while end < head.sent.end and self.doc[end].pos_ == "PROPN":
            end += 1
        if end == head.i + 1:
            return None
        known = self.cast.covering(self.doc[head.i + 1])
        if (
            known is not None
            and known.form == "name"
            and (known.start != head.i + 1 or known.draft.kind is not Kind.ACTOR)
        ):
            return None
        if known is not None and known.draft.key[0] != "person":  # type: ignore[index]
            known.draft.types |= {noun.class_}
            return known.draft
        words = self.doc[head.i + 1 : end]
        draft = self.cast.draft(("organisation", slug(words.text)), Kind.ACTOR, [noun.class_])
        self.cast.occur(draft, head.i + 1, end, words.root.i, "name")
        return draft

    def before(self, head: Token, noun: Noun) -> Draft | None:
        """*the airline*, *the agency*: the last such organisation that the text names."""
        taxonomy = self.taxonomy
        restricted = any(c.dep_ in ("relcl", "acl", "prep") for c in head.children)
        if head.tag_ != "NN" or restricted or not taxonomy.is_a(noun.class_, KG.Organisation):
            return None
        general = noun.class_ in (KG.Agency, KG.Company)  # what a name alone does not tell
        fitting = [
            o
            for o in self.cast.before(head.i, _NEAR)
            if o.form == "name"
            and (
                taxonomy.any_is_a(o.draft.types, noun.class_)
                or (general and o.draft.types & {KG.Organisation, KG.Regulator})
            )
        ]
        return max(fitting, key=lambda o: o.head).draft if fitting else None


def _is_actor_name(occurrence: Occurrence) -> bool:
    return occurrence.form == "name" and occurrence.draft.kind is Kind.ACTOR
