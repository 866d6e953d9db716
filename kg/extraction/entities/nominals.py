"""Casts noun phrases that describe an actor, a system or a place: *Ruritanian officials*, *a stray missile*."""

from __future__ import annotations

from collections.abc import Hashable

from kg.extraction.cast import Cast, Draft
from kg.extraction.entities.apposition import Namesakes
from kg.extraction.entities.heads import HeadNouns
from kg.extraction.entities.named import state
from kg.extraction.names import Name
from kg.extraction.parse import Token
from kg.knowledge import Knowledge, Noun, gazetteer
from kg.model import Kind
from kg.vocabulary import KG

_VAGUE = frozenset(
    (
        *("several", "other", "many", "various", "such", "own", "few", "some", "multiple", "same", "additional"),
        *("more", "further", "certain"),
    )
)


class NominalCaster:
    """Turns the noun phrases of one text into drafts of its cast."""

    def __init__(self, knowledge: Knowledge, cast: Cast, names: list[Name], heads: HeadNouns) -> None:
        self.knowledge, self.cast, self.doc = knowledge, cast, cast.doc
        self.heads = heads
        self.namesakes = Namesakes(knowledge.taxonomy, cast)
        self.name_at = {i: name for name in names for i in range(name.start, name.end)}

    def add(self) -> None:
        """Cast every phrase whose head noun the lexicon knows."""
        for token in self.cast.tokens:
            nominal = token.pos_ in ("NOUN", "PROPN") or token.tag_ in ("NN", "NNS")
            if nominal or self.heads.misread_subject(token):
                self._add_nominal(token)

    def _add_nominal(self, head: Token) -> None:
        noun, entry_start = self.heads.entry(head)
        named = self.name_at.get(head.i)
        if noun is None or (named is not None and named.sense not in ("demonym", "ORG", "PRODUCT", "LAW", "EVENT")):
            return
        if head.dep_ == "compound" and self.heads.entry(head.head)[0] is not None and head.head.i > head.i:
            return
        following = self.doc[head.i + 1] if head.i + 1 < head.sent.end else None
        if following is not None and self.heads.misread_subject(following) and self.heads.entry(following)[1] <= head.i:
            return
        kind = self.knowledge.taxonomy.kind(noun.class_)
        if kind is None or noun.role == "vehicle" or (noun.role == "title" and self._titles_a_person(head)):
            return
        start = min(entry_start, _phrase_start(head))
        if kind is Kind.ACTOR and (beside := self.namesakes.beside(head, noun)) is not None:
            self.cast.occur(beside, start, head.i + 1, head.i, "nominal")
            return
        countries = self._countries(start, head.i + 1)
        modifiers = self._modifiers(start, entry_start)
        if kind is Kind.PLACE and (not countries or head.dep_ in ("appos", "attr") or self._names_its_place(head)):
            return
        if kind is Kind.SYSTEM and (weapon := self._named_system(start, head.i)) is not None:
            self.cast.occur(weapon, start, head.i + 1, head.i, "nominal")
        elif self.knowledge.taxonomy.is_a(noun.class_, KG.Government) or noun.class_ == KG.State:
            country = gazetteer.country_of(countries[0]) if countries else None
            if country is not None:
                self.cast.occur(state(self.cast, country), start, head.i + 1, head.i, "nominal")
        else:
            self._occur_nominal(head, noun, kind, (start, entry_start), countries, modifiers)

    def _occur_nominal(
        self, head: Token, noun: Noun, kind: Kind, starts: tuple[int, int], countries: list[str], modifiers: list[str]
    ) -> None:
        taxonomy = self.knowledge.taxonomy
        start, entry_start = starts
        telling = bool(countries or modifiers) or head.i > entry_start
        definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)
        if not telling and definite and (earlier := self._earlier(head, kind) or self.namesakes.before(head, noun)):
            self.cast.occur(earlier, start, head.i + 1, head.i, "nominal")
            return
        group = any(taxonomy.is_a(noun.class_, c) for c in (KG.Group, KG.InvestigationBody, KG.Agency))
        key: Hashable = (
            "nominal",
            str(noun.class_),
            head.lemma_.lower() if group or not (countries or modifiers) else "",
            tuple(sorted(countries)),
            tuple(sorted(modifiers)),
            self._number(head) if group and countries else "",
        )
        inquiry = (
            taxonomy.is_a(noun.class_, KG.InvestigationBody)
            and (head.lemma_.lower(), "NOUN") in self.knowledge.lexicon.triggers
        )
        if kind is Kind.ACTOR and (inquiry or not (countries or modifiers)):
            known = self.cast.drafts.get(key) or next((d for d, *_ in self.cast.latent.values() if d.key == key), None)
            draft = known or Draft(key, kind, {noun.class_}, country=countries[0] if countries else None)
            self.cast.latent[head.i] = (draft, start, head.i + 1)
            return
        draft = self.cast.draft(key, kind, [noun.class_], countries[0] if countries else None)
        self.cast.occur(draft, start, head.i + 1, head.i, "nominal")

    def _earlier(self, head: Token, kind: Kind) -> Draft | None:
        """What *the ministry* leads back to: the last phrase with the same head."""
        earlier = [
            o
            for o in self.cast.before(head.i)
            if o.form == "nominal" and self.doc[o.head].lemma_ == head.lemma_ and o.draft.kind is kind
        ]
        return max(earlier, key=lambda o: o.head).draft if earlier else None

    def _number(self, head: Token) -> str:
        """*three officials* are others than *officials*."""
        return next((t.lower_ for t in head.lefts if t.dep_ == "nummod"), "")

    def _named_system(self, start: int, end: int) -> Draft | None:
        """The name in a phrase that says what kind of system it is."""
        inside = [o for o in self.cast.within(start, end) if o.form == "name" and o.draft.kind is Kind.SYSTEM]
        return inside[0].draft if inside else None

    def _names_its_place(self, head: Token) -> bool:
        return any(
            c.dep_ == "prep" and c.lower_ == "of" and any(n.i in self.name_at for n in c.children)
            for c in head.children
        )

    def _titles_a_person(self, head: Token) -> bool:
        following = self.name_at.get(head.i + 1)
        if following is not None and following.sense == "PERSON":
            return True
        if head.dep_ == "appos":
            return True
        return any(
            c.dep_ == "appos" and (n := self.name_at.get(c.i)) is not None and n.sense == "PERSON"
            for c in head.children
        )

    def _countries(self, start: int, end: int) -> list[str]:
        found = []
        for i in range(start, end):
            name = self.name_at.get(i)
            if name is not None and name.country is not None and name.country.code not in found:
                found.append(name.country.code)
        for child in self.doc[end - 1].children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from", "in"):
                for noun in child.children:
                    name = self.name_at.get(noun.i)
                    inner = name or next((n for t in noun.lefts if (n := self.name_at.get(t.i))), None)
                    if inner is not None and inner.country is not None and inner.country.code not in found:
                        found.append(inner.country.code)
        return found

    def _modifiers(self, start: int, entry_start: int) -> list[str]:
        """The telling words before the entry: names of other kinds and plain modifiers, demonyms aside."""
        words = []
        for token in self.doc[start:entry_start]:
            name = self.name_at.get(token.i)
            if name is not None and name.country is not None:
                continue
            if token.is_punct or token.tag_ in ("POS", "DT", "PRP$", "RB", "RBS", "CD") or token.pos_ in ("ADV", "DET"):
                continue
            if token.tag_ in ("VBN", "VBG") and self.doc[token.i - 1].text != "-":
                continue
            if token.lower_ in _VAGUE:
                continue
            words.append(token.lower_)
        return words


def _phrase_start(head: Token) -> int:
    """Where the noun phrase starts, its articles and pronouns left out."""
    lefts = [
        t
        for t in head.lefts
        if t.dep_ in ("amod", "compound", "nmod", "poss", "nummod", "quantmod", "punct", "npadvmod")
    ]
    start = min((t.left_edge.i for t in lefts), default=head.i)
    doc = head.doc
    while start < head.i and (
        doc[start].pos_ in ("DET", "PUNCT", "SPACE", "ADV")
        or doc[start].tag_ in ("PRP$", "VBN", "VBG")
        or doc[start].lower_ in _VAGUE
    ):
        start += 1
    return start
