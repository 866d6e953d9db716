"""Small questions to a dependency parse that several steps ask."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.parse import Span, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
FINITE = ("VBD", "VBZ", "VBP", "MD")
"""Tags of finite verbs."""
QUESTION_WORDS = ("WP", "WRB", "WDT")
"""Tags of *who*, *where*, *which*."""
_OF_TARGET = ("of", "for", "from")
"""Prepositions after which what is done is done by the object: *accused Y of firing*, *kept Y from firing*."""
_PARTICLES = ("prt",)
SEEMING = ("seem", "appear")
"""Verbs after which a participle or an infinitive is told as probable."""
DEMONSTRATIVES = ("this", "that", "these", "those")


def subject(verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one it shares with the verb it is coordinated or chained to."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep") and verb.head.pos_ in ("VERB", "AUX") and verb.head != verb:
        return subject(verb.head)
    if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        return verb.head
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):
        governor = verb.head.head
        target = direct_object(governor) or passive_subject(governor) if verb.head.lower_ in _OF_TARGET else None
        return target or subject(governor)
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: *was downed*, *a plane downed by*, *Asked why, she …*, *seemed intended to*."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    if verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_.startswith(SEEMING) for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children):
        return is_passive(verb.head)  # *were sentenced and ordered to pay*
    bare = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children)
    return verb.tag_ == "VBN" and (verb.dep_ == "acl" or (verb.dep_ == "advcl" and bare))


def direct_object(verb: Token) -> Token | None:
    """The direct object of a verb, shared ones included."""
    return next((c for c in verb.children if c.dep_ in ("dobj", "obj")), None)


def passive_subject(verb: Token) -> Token | None:
    """The subject of a passive, which is what its object would be."""
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def asked(verb: Token) -> Token | None:
    """The clause after a verb that says what is to be: *urged them to leave*."""
    return next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i), None)


def agent(verb: Token) -> Token | None:
    """The noun after *by* of a passive or of a nominalisation; of *not by X but by Y*, Y."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            told = (by for by in (child, *child.conjuncts) if by.i == 0 or by.nbor(-1).lower_ != "not")
            return next((noun for by in told if (noun := preposition_object(by)) is not None), None)
    return None


def is_pointed_at(noun: Token) -> bool:
    """Whether a noun leads back to what was told before: *this claim*."""
    return any(c.dep_ == "det" and c.lower_ in DEMONSTRATIVES for c in noun.children)


def before_or_after(verb: Token) -> Token | None:
    """*before* of *before V-ing* and *before switching to V-ing*: what V is told to come before or after."""
    if verb.dep_ != "pcomp":
        return None
    for above in verb.ancestors:
        if above.dep_ == "prep" and above.lower_ in ("before", "after"):
            return above
        if above.dep_ != "pcomp" and above.pos_ != "ADP":
            return None
    return None


def preposition_object(preposition: Token) -> Token | None:
    """The noun that a preposition governs."""
    return next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)


def prepositions(token: Token, *words: str) -> Iterator[Token]:
    """The nouns that depend on the token through one of the prepositions."""
    for child in token.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in words:
            noun = preposition_object(child)
            if noun is not None:
                yield noun


def conjuncts(token: Token) -> list[Token]:
    """The token and those coordinated with it."""
    return [token, *token.conjuncts]


def particle_lemma(verb: Token) -> str:
    """The lemma with its particle: *shoot down*."""
    particle = next((c for c in verb.children if c.dep_ in _PARTICLES), None)
    lemma = verb.lemma_.lower()
    return f"{lemma} {particle.lower_}" if particle is not None else lemma


def clause(token: Token) -> Span:
    """All that depends on the token, as one stretch of text."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def tidy(span: Span) -> Span:
    """The span without white space, dashes and punctuation at its ends; quotation marks stay."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (doc[start].is_space or (doc[start].is_punct and not doc[start].is_quote)):
        start += 1
    while end > start and (
        doc[end - 1].is_space
        or (doc[end - 1].is_punct and not doc[end - 1].is_quote and doc[end - 1].text not in (".", "!", "?"))
    ):
        end -= 1
    return doc[start:end]


def paragraph(token: Token) -> int:
    """The number of line breaks before the token: tokens of one paragraph share it."""
    return token.doc.paragraphs[token.i]


def sentence_number(token: Token) -> int:
    """The number of the token's sentence in its text."""
    return token.doc.sentence_numbers[token.i]


def text_between(first: Token, second: Token) -> str:
    """What stands between the paragraphs of two tokens, the first before the second."""
    text = first.doc.text
    return text[text.find("\n", first.idx) : text.rfind("\n", 0, second.idx)]
