"""Builds the cast: names and descriptive noun phrases become actors, systems and places."""

from __future__ import annotations

from collections.abc import Hashable

from rdflib import URIRef
from spacy.tokens import Doc, Span, Token

from kg.extraction.cast import Cast, Draft, Occurrence
from kg.extraction.names import Name, direction_before
from kg.extraction.syntax import SUBJECTS
from kg.knowledge import Knowledge, Noun, ReferenceEntity, gazetteer
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG

_VAGUE = frozenset(
    [
        "several",
        "other",
        "many",
        "various",
        "such",
        "own",
        "few",
        "some",
        "multiple",
        "same",
        "additional",
        "more",
        "further",
        "certain",
    ]
)
_LAND = ("city", "region", "LOC", "GPE", "FAC")
_LONGEST_ASIDE = 14
"""Tokens from a phrase in apposition to the comma that closes it."""
_NEAR = 300
"""Tokens within which *the airline* is the one named last."""


class CastBuilder:
    """Turns the names and noun phrases of one parsed text into a cast."""

    def __init__(self, knowledge: Knowledge, doc: Doc, names: list[Name]) -> None:
        self.knowledge, self.doc, self.names = knowledge, doc, names
        self.cast = Cast(doc)
        self.name_at = {i: name for name in names for i in range(name.start, name.end)}
        self.lower = [token.lower_ for token in doc]
        self.sentence_start = [start for s in doc.sents for start in [s.start] * len(s)]

    def build(self) -> Cast:
        """The cast of the article."""
        for name in self.names:
            self._add_name(name)
        self._join_short_names()
        for token in self.cast.tokens:
            if token.pos_ in ("NOUN", "PROPN") or token.tag_ in ("NN", "NNS") or self._misread_subject(token):
                self._add_nominal(token)
        return self.cast

    # -- names ---------------------------------------------------------------------------------------------------

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
        elif name.sense == "PERSON" and not any(t.tag_ == "POS" for t in span):
            draft = self.cast.draft(("person", slug(span.text)), Kind.ACTOR, [KG.Person])
        elif name.sense == "ORG":
            noun = self._noun(span[-1])[0]
            class_ = noun.class_ if noun and self._kind(noun.class_) is Kind.ACTOR else KG.Organisation
            draft = self.cast.draft(("organisation", slug(_plain(span))), Kind.ACTOR, [class_])
        else:
            return
        self.cast.occur(draft, span.start, span.end, span.root.i, "name")

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
        return self.state(country)

    def state(self, country: gazetteer.Country) -> Draft:
        """The state as an actor."""
        draft = self.cast.draft(("state", country.code), Kind.ACTOR, [KG.State], country.code)
        draft.canonical = country.name
        return draft

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
        for draft in list(self.cast.drafts.values()):
            if draft.kind is not Kind.ACTOR or draft.key[0] not in ("person", "organisation"):  # type: ignore[index]
                continue
            name = next(iter(draft.names))
            target = full.get(_folded(name)) if " " not in name else None
            if target is None and draft.key[0] == "organisation" and name.isupper():  # type: ignore[index]
                target = next(
                    (
                        d
                        for d in self.cast.drafts.values()
                        if d is not draft and d.kind is Kind.ACTOR and _initials(d.label) == name
                    ),
                    None,
                )
            if target is not None and target is not draft:
                self.cast.rename(draft, target)

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

    # -- noun phrases --------------------------------------------------------------------------------------------

    def _noun(self, head: Token) -> tuple[Noun | None, int]:
        """The longest entry of the lexicon that ends at the token, and where it starts."""
        nouns, lemma = self.knowledge.lexicon.nouns, head.lemma_.lower()
        for length in (3, 2, 1):
            start = head.i - length + 1
            if start < self.sentence_start[head.i]:
                continue
            words = self.lower[start : head.i]
            for last in (lemma, self.lower[head.i]):
                found = nouns.get(" ".join([*words, last])) or nouns.get("-".join([*words, last]))
                if found is not None:
                    return found, start
        return self._hyphenated(head, lemma)

    def _hyphenated(self, head: Token, lemma: str) -> tuple[Noun | None, int]:
        """*anti-aircraft missile*, which the tokenizer takes apart at its hyphens."""
        first = max(head.i - 6, self.sentence_start[head.i])
        if "-" in self.lower[first : head.i]:
            for start in range(head.i - 2, first - 1, -1):
                text = self.doc[start : head.i].text.lower() + " " + lemma
                found = self.knowledge.lexicon.nouns.get(text)
                if found is not None:
                    return found, start
        return None, head.i

    def _misread_subject(self, token: Token) -> bool:
        """*reports* of *Media reports, citing sources, suggested …*, which the tagger takes for a verb."""
        return token.pos_ == "VERB" and token.dep_ in SUBJECTS and self._noun(token)[0] is not None

    def _add_nominal(self, head: Token) -> None:
        noun, entry_start = self._noun(head)
        named = self.name_at.get(head.i)
        if noun is None or (named is not None and named.sense not in ("demonym", "ORG", "PRODUCT", "LAW", "EVENT")):
            return
        if head.dep_ == "compound" and self._noun(head.head)[0] is not None and head.head.i > head.i:
            return
        following = self.doc[head.i + 1] if head.i + 1 < head.sent.end else None
        if following is not None and self._misread_subject(following) and self._noun(following)[1] <= head.i:
            return
        kind = self._kind(noun.class_)
        if kind is None or noun.role == "vehicle" or (noun.role == "title" and self._titles_a_person(head)):
            return
        start = min(entry_start, _phrase_start(head))
        if kind is Kind.ACTOR and (beside := self._namesake(head, noun)) is not None:
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
                self.cast.occur(self.state(country), start, head.i + 1, head.i, "nominal")
        else:
            self._occur_nominal(head, noun, kind, (start, entry_start), countries, modifiers)

    def _namesake(self, head: Token, noun: Noun) -> Draft | None:
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
        human = not self.knowledge.taxonomy.is_a(noun.class_, KG.Organisation)
        if head.dep_ == "conj" and (first := self.cast.at(head.head)) is not None and first.form == "nominal":
            return first.draft if human and KG.Person in first.draft.types else None  # *an analyst and former pilot*
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

    def _name_after(self, head: Token, noun: Noun) -> Draft | None:
        """*the carrier Example Air*, *the agency ABC*: the noun tells what kind of organisation the name is."""
        if not self.knowledge.taxonomy.is_a(noun.class_, KG.Organisation) or head.tag_ != "NN":
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

    def _occur_nominal(
        self, head: Token, noun: Noun, kind: Kind, starts: tuple[int, int], countries: list[str], modifiers: list[str]
    ) -> None:
        taxonomy = self.knowledge.taxonomy
        start, entry_start = starts
        telling = bool(countries or modifiers) or head.i > entry_start
        definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)
        if not telling and definite and (earlier := self._earlier(head, kind) or self._named_before(head, noun)):
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

    def _named_before(self, head: Token, noun: Noun) -> Draft | None:
        """*the airline*, *the agency*: the last such organisation that the text names."""
        taxonomy = self.knowledge.taxonomy
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

    def _kind(self, class_: URIRef) -> Kind | None:
        return self.knowledge.taxonomy.kind(class_)

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


def _is_actor_name(occurrence: Occurrence) -> bool:
    return occurrence.form == "name" and occurrence.draft.kind is Kind.ACTOR


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


def _plain(span: Span) -> str:
    return _plain_text(span.text)


def _plain_text(text: str) -> str:
    return text.removeprefix("the ").removeprefix("The ")


def _folded(name: str) -> str:
    return slug(name)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())
