"""Leads pronouns and bare role nouns back to the actor they stand for."""

from __future__ import annotations

from kg.extraction.cast import Cast, Occurrence
from kg.extraction.parse import Token
from kg.extraction.syntax import SUBJECTS, paragraph, sentence_number, subject
from kg.knowledge import Taxonomy
from kg.model import Kind
from kg.vocabulary import KG

_PERSONAL = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
_PEOPLE = (KG.Officials, KG.Experts, KG.Witnesses)
_IMPERSONAL = frozenset(("it", "its", "they", "them", "their", "we", "us", "our"))


class Coreference:
    """Resolves who speaks or acts where the text only has a pronoun."""

    def __init__(self, cast: Cast, taxonomy: Taxonomy) -> None:
        self.cast, self.taxonomy = cast, taxonomy

    def actor(self, token: Token) -> Occurrence | None:
        """The actor that a token names or stands for."""
        if token.tag_ in ("WDT", "WP"):
            clause = next((a for a in token.ancestors if a.dep_ in ("relcl", "acl")), None)
            return self.actor(clause.head) if clause is not None and clause.head.tag_ not in ("WDT", "WP") else None
        renamed = self._renamed(token)
        if renamed is not None:
            return _standing_for(renamed, token)
        occurrence = self.cast.speaker(token)
        if occurrence is not None:
            return occurrence if occurrence.draft.kind is Kind.ACTOR else None
        antecedent: Occurrence | None = None
        if token.lower_ in _PERSONAL:
            antecedent = self._before(token, person=True)
        elif token.lower_ in _IMPERSONAL and token.pos_ == "PRON":
            antecedent = self._governing_subject(token) or self._before(token, person=False)
            if antecedent is not None and token.lower_ in ("it", "its") and self._is_several(antecedent):
                antecedent = None
        else:
            return self._apposition(token)
        return _standing_for(antecedent, token) if antecedent is not None else None

    def _is_several(self, occurrence: Occurrence) -> bool:
        """*officials*, *three experts*: people, for whom *it* never stands."""
        people = any(c in occurrence.draft.types for c in _PEOPLE)
        return people or self.cast.doc[occurrence.head].tag_ == "NNS"

    def _renamed(self, token: Token) -> Occurrence | None:
        """*the minister*, *the aviation expert*: a person named shortly before, called by role."""
        if token.tag_ != "NN" or token.dep_ not in SUBJECTS or not any(c.lower_ == "the" for c in token.children):
            return None
        held = self.cast.latent.get(token.i)
        known = self.cast.at(token)
        draft = held[0] if held is not None else known.draft if known is not None and known.form == "nominal" else None
        if draft is None or not any(c in draft.types for c in (KG.Person, KG.Officials, KG.Experts)):
            return None
        if known is not None and len(draft.spans) > 1:
            return None
        before = self._before(token, person=True)
        near = before is not None and sentence_number(token) - sentence_number(self.cast.doc[before.head]) <= 3
        return before if near else None

    def _apposition(self, token: Token) -> Occurrence | None:
        """*the designer, Anna Berg*; *the airline* by its name beside it."""
        for child in token.children:
            found = self.cast.at(child) if child.dep_ in ("appos", "compound", "nmod") else None
            if found is None or found.draft.kind is not Kind.ACTOR:
                continue
            if child.dep_ == "appos" or (child.i > token.i and KG.Person in found.draft.types):
                return found
        return None

    def _governing_subject(self, token: Token) -> Occurrence | None:
        """*It* of *the navy said it shot down …* is the navy."""
        verb = token.head
        if token.dep_ not in SUBJECTS or verb.dep_ not in ("ccomp", "advcl", "conj"):
            return None
        above = subject(verb.head)
        if above is None or above == token or above.pos_ == "PRON":
            return None
        found = self.cast.speaker(above)
        return found if found is not None and found.draft.kind is Kind.ACTOR else None

    def _before(self, token: Token, *, person: bool) -> Occurrence | None:
        """The nearest suitable actor before the token, subjects first, not beyond the paragraph before."""
        quoted = any(t.is_quote for t in self.cast.doc[token.sent.start : token.i])
        candidates = [
            o
            for o in self.cast.before(token.sent.start if quoted else token.i)
            if o.draft.kind is Kind.ACTOR
            and o.draft.key[0] != "source"  # type: ignore[index]
            and (KG.Person in o.draft.types) == person
            and paragraph(token) - paragraph(self.cast.doc[o.head]) <= 4
        ]
        if not candidates:
            return self._latent_person(token) if person else None
        return max(candidates, key=lambda o: (self._rank(o, token), o.head))

    def _latent_person(self, token: Token) -> Occurrence | None:
        """The last person whom the text names by a role alone: *the photographer*."""
        heads = [i for i, (draft, *_) in self.cast.latent.items() if i < token.i and KG.Person in draft.types]
        return self.cast.speaker(self.cast.doc[max(heads)]) if heads else None

    def _rank(self, occurrence: Occurrence, token: Token) -> int:
        """Sentences back count most; a subject counts as half a sentence nearer."""
        head = self.cast.doc[occurrence.head]
        sentences = sentence_number(token) - sentence_number(head)
        top = head.head.i if head.dep_ in ("compound", "poss") else head.i
        is_subject = self.cast.doc[top].dep_ in SUBJECTS
        return -2 * min(sentences, 8) + (3 if is_subject else 0)


def _standing_for(antecedent: Occurrence, token: Token) -> Occurrence:
    """The pronoun or role noun itself, as words for what it stands for."""
    return Occurrence(token.i, token.i + 1, token.i, antecedent.draft, "pronoun")
