"""Finds the words that tell of an event."""

from __future__ import annotations

from kg.extraction.names import Name
from kg.extraction.parse import Doc, Token
from kg.extraction.syntax import particle_lemma
from kg.knowledge import Lexicon, Trigger

_COMPLEMENTS = ("acomp", "oprd", "attr", "advmod", "xcomp", "advcl", "prep")
_PLAIN = ("off", "over", "away")
"""Particles that change nothing: *vanished off the coast*."""
_NAMING = ("reference", "ORG", "PERSON", "GPE", "LOC", "FAC")
"""Senses of names in which no word tells of an event: *Downing Street*."""


class TriggerFinder:
    """Looks tokens up in the event lexicon, each once."""

    def __init__(self, lexicon: Lexicon, doc: Doc, names: list[Name]) -> None:
        self.triggers, self.words, self.doc = lexicon.triggers, lexicon.eventful, doc
        self._named = {i for n in names if n.sense in _NAMING and n.end - n.start > 1 for i in range(n.start, n.end)}
        self._known: dict[int, Trigger | None] = {}

    def at(self, token: Token) -> Trigger | None:
        """The entry for a token, with its particle or complement, or the word before it."""
        if token.i not in self._known:
            self._known[token.i] = self._look_up(token)
        return self._known[token.i]

    def _look_up(self, token: Token) -> Trigger | None:
        if token.lemma_.lower() not in self.words and token.lower_ not in self.words:
            return None
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            return self._verb(token)
        return self._noun(token) if token.pos_ in ("NOUN", "PROPN") and token.i not in self._named else None

    def _verb(self, token: Token) -> Trigger | None:
        lemma, with_particle = token.lemma_.lower(), particle_lemma(token)
        plain = with_particle.removeprefix(f"{lemma} ") in _PLAIN
        found = self.triggers.get((with_particle, "VERB")) or (self.triggers.get((lemma, "VERB")) if plain else None)
        complements = (c.lower_ for c in token.children if c.dep_ in _COMPLEMENTS)
        keys = ((f"{lemma} {word}", "VERB") for word in complements)
        return next((t for key in keys if (t := self.triggers.get(key)) is not None), found)

    def _noun(self, token: Token) -> Trigger | None:
        lemma = token.lemma_.lower()
        before = self.doc[token.i - 1].lower_ if token.i else ""
        after = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
        keys = (f"{before} {lemma}", f"{before} {token.lower_}", lemma, token.lower_, f"{lemma}-{after}")
        return next((t for key in keys if (t := self.triggers.get((key, "NOUN"))) is not None), None)
