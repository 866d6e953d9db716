"""How sure a clause is: modal verbs, hedges, negation and conditions that hold over a token."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.parse import Token
from kg.model import Epistemic

_RANK = {"certain": 0, "probable": 1, "possible": 2}
_STEPS = 6


@dataclass(frozen=True)
class Modality:
    """What holds over a token. ``certainty`` is certain, probable or possible."""

    certainty: str = "certain"
    negated: bool = False
    conditional: bool = False

    def weaker(self, certainty: str) -> Modality:
        """With the weaker of both certainties."""
        weakest = max(self.certainty, certainty, key=_RANK.__getitem__)
        return Modality(weakest, self.negated, self.conditional)


def modality(token: Token, effects: dict[str, str], top: Token | None = None) -> Modality:
    """Read the modality off the words between the token and ``top`` (by default the root of its sentence)."""
    found = Modality()
    current = token
    for _ in range(_STEPS):
        for word in _scope(current):
            effect = effects.get(word.lemma_.lower()) or effects.get(word.lower_)
            if effect in _RANK:
                found = found.weaker(effect)
            elif effect == "negated":
                found = Modality(found.certainty, not found.negated, found.conditional)
            elif effect == "conditional":
                found = Modality(found.certainty, found.negated, True)
        if current.head == current or current == top or current.head == top:
            break
        current = current.head
    return found


def _scope(token: Token) -> list[Token]:
    """The words that modify a token and the token itself, when it is a hedging noun or verb."""
    kept = ("aux", "advmod", "neg", "mark", "amod", "det", "preconj")
    predicates = [
        c
        for c in token.children
        if token.lemma_ == "be" and c.dep_ in ("attr", "acomp") and not any(n.lower_ == "no" for n in c.children)
    ]
    modifiers = [m for p in predicates for m in p.children if m.dep_ in ("amod", "advmod")]
    clauses = [c for p in predicates for c in p.children if c.dep_ == "relcl"]  # *a disaster that could spread*
    modifiers += [m for c in clauses for m in c.children if m.dep_ in ("aux", "advmod")]
    return [token, *(c for c in token.children if c.dep_ in kept), *predicates, *modifiers]


def stance(polarity: str, modality_: Modality) -> Epistemic:
    """The five-valued stance of a polarity (asserts, denies, questions, open) under a modality."""
    if polarity in ("questions", "open") or modality_.conditional:
        return Epistemic.UNKNOWN
    certain = modality_.certainty == "certain"
    if polarity == "denies":
        return Epistemic.FALSE_CERTAIN if certain else Epistemic.FALSE_UNCERTAIN
    return Epistemic.TRUE_CERTAIN if certain else Epistemic.TRUE_UNCERTAIN
