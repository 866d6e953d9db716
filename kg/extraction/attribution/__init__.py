"""Finds utterances: who says, thinks, wants, accuses, denies, doubts or demands what, in which words."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.attribution.chains import chained
from kg.extraction.attribution.contents import ContentFinder
from kg.extraction.attribution.nouns import NounReader
from kg.extraction.attribution.quotations import Quotations
from kg.extraction.attribution.sources import SourceFinder
from kg.extraction.attribution.turns import TurnReader
from kg.extraction.attribution.utterance import Utterance
from kg.extraction.attribution.verbs import VerbReader
from kg.extraction.cast import Cast
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Token
from kg.extraction.syntax import direct_object, is_passive, particle_lemma
from kg.knowledge import Cue, Lexicon

_RECENT = 6
"""Utterances that may still hold the next cue."""

__all__ = ["AttributionFinder", "Utterance"]


class AttributionFinder:
    """Finds the utterances of one parsed article."""

    def __init__(self, lexicon: Lexicon, cast: Cast, coreference: Coreference) -> None:
        self.lexicon, self.doc, self.tokens = lexicon, cast.doc, cast.tokens
        self.quotations = quotations = Quotations(cast.tokens)
        self.sources = SourceFinder(lexicon, cast, coreference, quotations)
        contents = ContentFinder(lexicon, cast.doc, quotations)
        self.verbs = VerbReader(lexicon, coreference, self.sources, contents)
        self.nouns = NounReader(lexicon, cast, coreference, self.sources, contents)
        self.turns = TurnReader(cast, self.sources, quotations)

    def find(self) -> list[Utterance]:
        """Every utterance in the order of its cue; one a claimer where several speak together."""
        found: list[Utterance] = []
        for token in self.tokens:
            cue = self._cue(token)
            utterances = list(self._read(token, cue)) if cue is not None else []
            if utterances and not any(u.holds(token.i) for u in found[-_RECENT:]):
                self.sources.last = tuple(u.claimer for u in utterances)
            found += utterances
        told = chained(found, self.quotations)
        return [*told, *self.turns.read(told)]

    def _cue(self, token: Token) -> Cue | None:
        """The entry for a token: *according*, a verb with its particle, a verb that the tagger misread, a noun."""
        lemma, lower = token.lemma_.lower(), token.lower_
        if lemma not in self.lexicon.telling and lower not in self.lexicon.telling:
            return None
        if lower == "according":
            return self.lexicon.cues.get(("accord", "VERB"))
        predicate = token.dep_ in ("acomp", "oprd") or (token.tag_ == "VBN" and is_passive(token))
        if predicate and (found := self.lexicon.cues.get((token.lower_, "ADJ"))) is not None:
            return found
        if token.pos_ == "VERB" or token.tag_.startswith("VB"):
            if lemma in self.lexicon.light_verbs and self._tells_nothing(token):
                lemma = "decline"
            return self.lexicon.cues.get((particle_lemma(token), "VERB")) or self.lexicon.cues.get((lemma, "VERB"))
        return self.lexicon.cues.get((lemma, token.pos_))

    def _tells_nothing(self, verb: Token) -> bool:
        """*made no mention of it*, *gave no answer*."""
        noun = direct_object(verb)
        silent = noun is not None and noun.lemma_.lower() in self.lexicon.silence
        return noun is not None and silent and any(c.lower_ == "no" for c in noun.lefts)

    def _read(self, token: Token, cue: Cue) -> Iterator[Utterance]:
        if cue.frame == "according":
            yield from self.nouns.according(token, cue)
        elif cue.frame == "predicate":
            yield from self.verbs.predicate(token, cue)
        elif cue.frame in ("noun", "bound", "hedge"):
            yield from self.nouns.noun(token, cue)
        else:
            yield from self.verbs.read(token, cue)
