"""Looks up the head nouns of phrases: what class of thing they name."""

from __future__ import annotations

from kg.extraction.cast import Cast
from kg.extraction.parse import Token
from kg.extraction.syntax import SUBJECTS
from kg.knowledge import Lexicon, Noun


class HeadNouns:
    """The entries of the noun lexicon for the tokens of one text."""

    def __init__(self, lexicon: Lexicon, cast: Cast) -> None:
        self.nouns, self.ends, self.doc = lexicon.nouns, lexicon.noun_ends, cast.doc
        self._lower = [token.lower_ for token in cast.tokens]
        self._sentence_start = [start for s in cast.doc.sents for start in [s.start] * len(s)]

    def entry(self, head: Token) -> tuple[Noun | None, int]:
        """The longest entry of the lexicon that ends at the token, and where it starts."""
        nouns, lemma = self.nouns, head.lemma_.lower()
        lasts = [last for last in (lemma, self._lower[head.i]) if last in self.ends]
        for length in (3, 2, 1) if lasts else ():
            start = head.i - length + 1
            if start < self._sentence_start[head.i]:
                continue
            words = self._lower[start : head.i]
            for last in lasts:
                found = nouns.get(" ".join([*words, last])) or nouns.get("-".join([*words, last]))
                if found is not None:
                    return found, start
        return self._hyphenated(head, lemma)

    def _hyphenated(self, head: Token, lemma: str) -> tuple[Noun | None, int]:
        """*anti-aircraft missile*, which the tokenizer takes apart at its hyphens."""
        first = max(head.i - 6, self._sentence_start[head.i])
        if lemma in self.ends and "-" in self._lower[first : head.i]:
            for start in range(head.i - 2, first - 1, -1):
                text = self.doc[start : head.i].text.lower() + " " + lemma
                found = self.nouns.get(text)
                if found is not None:
                    return found, start
        return None, head.i

    def misread_subject(self, token: Token) -> bool:
        """*reports* of *Media reports, citing sources, suggested …*, which the tagger takes for a verb."""
        return token.pos_ == "VERB" and token.dep_ in SUBJECTS and self.entry(token)[0] is not None
