"""Casts names: persons, organisations, places, and states that are an actor or a place."""

from __future__ import annotations

from kg.extraction.cast import Cast, Draft
from kg.extraction.entities.heads import HeadNouns
from kg.extraction.names import Name, direction_before
from kg.extraction.parse import Span, Token
from kg.extraction.syntax import SUBJECTS
from kg.knowledge import Knowledge, Noun, ReferenceEntity, gazetteer
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG

_NO_ACTOR = ("WORK_OF_ART", "LAW", "PRODUCT", "EVENT")
_FULL_NAME = (2, 3)
"""Tokens of a person's full name."""
_LAND = ("city", "region", "LOC", "GPE", "FAC")


class NameCaster:
    """Turns the names of one text into drafts of its cast."""

    def __init__(self, knowledge: Knowledge, cast: Cast, names: list[Name], heads: HeadNouns) -> None:
        self.knowledge, self.cast, self.doc, self.names = knowledge, cast, cast.doc, names
        self.heads = heads
        spans = (self.doc[n.start : n.end] for n in names if n.sense == "PERSON")
        self.things = {span.text: entry for span in spans if (entry := self._thing_before(span)) is not None}
        """Names that the text somewhere calls a thing, and what it calls them."""
        self.name_at = {i: name for name in names for i in range(name.start, name.end)}

    def add(self) -> None:
        """Cast every name, then lead short names to the long ones."""
        for name in self.names:
            self._add_name(name)
        self._join_short_names()

    def _add_name(self, name: Name) -> None:
        span = self.doc[name.start : name.end]
        if name.reference is not None and self._is_maker(name.reference, span):
            draft = self.cast.draft(("organisation", slug(span.text)), Kind.ACTOR, [KG.Company])
        elif name.reference is not None:
            entity = name.reference
            draft = self.cast.draft(("reference", entity.iri), entity.kind, entity.types)
        elif span.root.dep_ == "compound" and name.sense in ("country", "capital", "GPE"):
            return
        elif name.sense in ("country", "capital") and name.country is not None:
            draft = self._country_or_capital(span, name.sense, name.country)
        elif name.sense in ("city", "region") or name.sense in ("GPE", "LOC", "FAC"):
            draft = self._place(name, span)
        elif name.sense == "PERSON" and (entry := self.things.get(span.text)) is not None:
            draft = self.cast.draft(("system", slug(span.text)), Kind.SYSTEM, [entry.class_])
        elif self._is_person(name, span):
            draft = self.cast.draft(("person", slug(span.text)), Kind.ACTOR, [KG.Person])
        elif name.sense == "ORG":
            noun = self.heads.entry(span[-1])[0]
            class_ = (
                noun.class_ if noun and self.knowledge.taxonomy.kind(noun.class_) is Kind.ACTOR else KG.Organisation
            )
            draft = self.cast.draft(("organisation", slug(_plain(span))), Kind.ACTOR, [class_])
        else:
            return
        self.cast.occur(draft, span.start, span.end, span.root.i, "name")

    def _is_person(self, name: Name, span: Span) -> bool:
        """Whether the name is a person's; where the recogniser takes one who speaks for a work or a law, he is."""
        if any(t.tag_ == "POS" for t in span):
            return False
        if name.sense == "PERSON":
            return len(span) > 1 or span.start == 0 or self.doc[span.start - 1].lower_ != "the"  # *the Alba* is a ship
        verb = span.root.head
        speaks = span.root.dep_ in SUBJECTS and (verb.lemma_.lower(), "VERB") in self.knowledge.lexicon.cues
        full = len(span) in _FULL_NAME and all(t.is_alpha and t.is_title for t in span)
        return name.sense in _NO_ACTOR and speaks and full

    def _thing_before(self, span: Span) -> Noun | None:
        """*the ferry Alba*: the noun before a name tells that it is no person's."""
        before = self.doc[span.start - 1] if span.start > span[0].sent.start else None
        entry = self.heads.entry(before)[0] if before is not None and before.text.islower() else None
        return entry if entry is not None and entry.role in ("vehicle", "system") else None

    def _is_maker(self, entity: ReferenceEntity, span: Span) -> bool:
        """A maker's name is that of its vehicles too: *Example* that says so is the company."""
        head, cues = span.root, self.knowledge.lexicon.cues
        speaks = head.dep_ in SUBJECTS and (head.head.lemma_.lower(), "VERB") in cues
        return entity.text(KG.manufacturerName) == span.text and (speaks or head.dep_ == "poss")

    def _country_or_capital(self, span: Span, sense: str, country: gazetteer.Country) -> Draft:
        direction = direction_before(span[0])
        if direction is not None:
            draft = self.cast.draft(
                ("place", slug(f"{direction.text} {span.text}")), Kind.PLACE, [KG.Region], country.code
            )
            draft.canonical = f"{direction.lower_} {span.text}"
            return draft
        if not self._acts(span):
            if sense == "capital":
                return self.cast.draft(("city", slug(span.text)), Kind.PLACE, [KG.City], country.code)
            return self.cast.draft(("country", country.code), Kind.PLACE, [KG.Country], country.code)
        return state(self.cast, country)

    def _acts(self, span: Span) -> bool:
        """Whether a country's or capital's name stands for its government: by its place in the sentence."""
        head = span.root
        if head.dep_ == "conj" and head.head != head:
            other = self.name_at.get(head.head.i)
            head = head.head if other is not None else head
        if head.dep_ in ("pobj", "pcomp"):
            preposition = head.head
            if preposition.lower_ in ("by", "with", "against"):
                return True
            governor = preposition.head
            if preposition.lower_ == "from":
                lemma = governor.lemma_.lower()
                lexicon = self.knowledge.lexicon
                return (lemma, "NOUN") in lexicon.cues or lemma in lexicon.addressed or lemma == "hear"
            if preposition.lower_ == "to" and governor.lower_ == "according":
                return True
            if preposition.lower_ in ("to", "between"):
                return governor.pos_ == "NOUN" and governor.lemma_ not in self.knowledge.lexicon.travel
            if preposition.lower_ == "of":
                return (governor.lemma_.lower(), "NOUN") in self.knowledge.lexicon.cues
            return False
        if head.dep_ in ("nsubj", "nsubjpass", "agent", "dobj", "dative", "poss", "ROOT", "attr"):
            if head.dep_ == "dobj" and head.head.lemma_.lower() in self.knowledge.lexicon.going_to_places:
                return False
            return not (head.dep_ == "poss" and self._of_land(head.head))
        return False

    def _of_land(self, noun: Token) -> bool:
        """*its capital*, *its airspace*, *its Northern Province*: the state's land rather than its government."""
        name = self.name_at.get(noun.i)
        if name is not None and (name.sense in _LAND or (name.reference and name.reference.kind is Kind.PLACE)):
            return True
        entry = self.knowledge.lexicon.nouns.get(noun.lemma_.lower())
        return entry is not None and entry.role == "place"

    def _place(self, name: Name, span: Span) -> Draft:
        code = name.country.code if name.country else None
        direction = direction_before(span[0])
        text = f"{direction.text} {span.text}" if direction is not None else span.text
        class_ = {"city": KG.City, "region": KG.Region, "GPE": KG.City, "FAC": KG.Site}.get(name.sense, KG.Region)
        return self.cast.draft(("place", slug(_plain_text(text))), Kind.PLACE, [class_], code)

    def _join_short_names(self) -> None:
        """*Berg* is *Anna Berg*, and *CIB* the *Central Inquiry Board (CIB)*."""
        self._add_surnames()
        people = [d for d in self.cast.drafts.values() if (d.key[0] == "person")]  # type: ignore[index]
        full: dict[str, Draft] = {}
        for draft in people:
            name = next(iter(draft.names))
            if " " in name:
                full.setdefault(_folded(name.split()[-1]), draft)
        initials: dict[str, list[Draft]] = {}
        for draft in self.cast.drafts.values():
            if draft.kind is Kind.ACTOR:
                initials.setdefault(_initials(draft.label), []).append(draft)
        for draft in list(self.cast.drafts.values()):
            if draft.kind is not Kind.ACTOR or draft.key[0] not in ("person", "organisation"):  # type: ignore[index]
                continue
            name = next(iter(draft.names))
            target = full.get(_folded(name)) if " " not in name else None
            if target is None and draft.key[0] == "organisation" and name.isupper():  # type: ignore[index]
                target = self._abbreviated(draft, name, initials)
            if target is not None and target is not draft:
                self.cast.rename(draft, target)
                initials.setdefault(_initials(target.label), []).append(target)

    def _abbreviated(self, draft: Draft, name: str, initials: dict[str, list[Draft]]) -> Draft | None:
        """The first other actor of the cast whose label has these initials; a rename may have changed a label."""
        order = self.cast.drafts
        fitting = {id(d): d for d in initials.get(name, ()) if d is not draft and order.get(d.key) is d}
        fitting = {i: d for i, d in fitting.items() if _initials(d.label) == name}
        if len(fitting) < 2:
            return next(iter(fitting.values()), None)
        return next(d for d in order.values() if id(d) in fitting)

    def _add_surnames(self) -> None:
        """Names that the recogniser missed: the last word of a person's full name, standing alone."""
        surnames = {
            name.split()[-1]: d
            for d in self.cast.drafts.values()
            if d.key[0] == "person"  # type: ignore[index]
            for name in d.names
            if " " in name
        }
        for token in self.cast.tokens:
            if (
                token.text in surnames
                and token.pos_ == "PROPN"
                and token.i not in self.name_at
                and self.cast.covering(token) is None
            ):
                self.cast.occur(surnames[token.text], token.i, token.i + 1, token.i, "name")


def state(cast: Cast, country: gazetteer.Country) -> Draft:
    """The state as an actor."""
    draft = cast.draft(("state", country.code), Kind.ACTOR, [KG.State], country.code)
    draft.canonical = country.name
    return draft


def _plain(span: Span) -> str:
    return _plain_text(span.text)


def _plain_text(text: str) -> str:
    return text.removeprefix("the ").removeprefix("The ")


def _folded(name: str) -> str:
    return slug(name)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())
