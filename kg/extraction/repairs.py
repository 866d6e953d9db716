"""Mends two readings of the parser that lose a sentence's verb of saying.

*The ministry claims that …* read as two nouns, and *X, a member, accused Y of …* read as *accused Y*: both leave a
sentence without a finite verb.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.extraction.syntax import FINITE
from kg.knowledge import Lexicon

_NOMINAL = ("NOUN", "PROPN")
_CLAUSES = ("acl", "relcl", "ccomp", "xcomp", "appos", "advcl", "dobj", "dep")
_BEGINNING = ("that", "to", "the", "a", "an", "his", "her", "its", "their", "how", "whether", "no")


def mend(doc: Doc, lexicon: Lexicon) -> None:
    """Give each sentence that lost its verb of saying that verb again, in place."""
    for sentence in list(doc.sents):
        root = sentence.root
        if root.pos_ in _NOMINAL and not any(t.tag_ in FINITE and t.dep_ in ("ROOT", "conj") for t in sentence):
            verb = _present(sentence, lexicon) or _past(sentence, lexicon)
            if verb is not None:
                _govern(verb, root)


def _present(sentence: Span, lexicon: Lexicon) -> Token | None:
    """*claims* of *X claims that …*: a plural right after the noun that heads the sentence, before a clause."""
    for token in sentence:
        if token.tag_ != "NNS" or (token.lemma_.lower(), "VERB") not in lexicon.cues or token.i + 1 >= sentence.end:
            continue
        before = token.i - 1
        named = before >= sentence.start and sentence.doc[before].pos_ in _NOMINAL
        top = token == sentence.root or token.head == sentence.root
        if named and top and token.nbor().lower_ in _BEGINNING:
            return token
    return None


def _past(sentence: Span, lexicon: Lexicon) -> Token | None:
    """*accused* of *X, a member, accused Y of …*: a participle after the comma that ends an aside to the first noun."""
    for token in sentence:
        if token.tag_ not in ("VBN", "VBD") or (token.lemma_.lower(), "VERB") not in lexicon.cues:
            continue
        aside = token.i > sentence.root.i + 1 and token.nbor(-1).text == ","
        if token.dep_ in ("amod", "acl") and token.head != sentence.root and aside:
            return token
    return None


def _govern(verb: Token, root: Token) -> None:
    """Make a word the verb of its sentence, with the noun before it as its subject and what follows as its object."""
    follows, above = verb.tag_ in ("VBN", "VBD"), verb.head
    subject = root if root != verb else verb.nbor(-1)
    followers = [t for t in (*root.children, *verb.children) if t.i > verb.i and t.dep_ in _CLAUSES]
    verb.head, verb.dep_ = verb, "ROOT"
    subject.head, subject.dep_ = verb, "nsubj"
    if follows and above != verb:
        above.head, above.dep_ = verb, "dobj"
    for token in followers:
        if token != verb and token != above:
            token.head = verb
            token.dep_ = "ccomp" if token.pos_ in ("VERB", "AUX") else token.dep_
    verb.pos_, verb.tag_ = "VERB", "VBD" if follows else "VBZ"
