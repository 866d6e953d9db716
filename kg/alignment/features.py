"""What is compared of an article's entity: its names, classes, countries and roles, as one row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from kg.alignment.marks import Texts, differ, unrelated
from kg.alignment.names import Forms, Namer
from kg.alignment.rows import HINT
from kg.knowledge import Knowledge, gazetteer
from kg.model import Entity, Kind
from kg.vocabulary import KG

_DEPTH = 3
_SHORT, _LONG = 5, 8
"""Letters: shorter names have no beginning, longer ones are no acronym."""
_WIDER = {KG.Site: KG.Place, KG.Publisher: KG.Organisation}
"""What says little of a thing, and what it is compared as: any place may be a site, any organisation publish."""
_NEVER = (KG.AnonymousSource, KG.Witnesses)
"""Classes of whom no name tells: *experts* of one article are not those of another."""


@dataclass(frozen=True)
class Marks:
    """What no two names of one thing differ in, where both tell it: country and model or number; and the classes."""

    countries: Texts
    designators: Texts
    classes: Texts
    above: Texts

    def contradicts(self, other: Marks) -> bool:
        """Whether two have no country or designator in common, or no class of the one is of the other or above it."""
        return (
            differ(self.countries, other.countries)
            or differ(self.designators, other.designators)
            or unrelated(self.classes, self.above, other.classes, other.above)
        )


@dataclass(frozen=True)
class EntityFeatures:
    """One row of the table that Splink compares; a column a field, each text folded, each list sorted.

    ``kind`` keeps apart what is never compared; ``name`` is the name that says most, ``names`` all that tell.
    ``blocks`` are the keys of which two rows must share one to be compared at all.
    """

    kind: str
    name: str | None
    heard_name: str | None
    reference: str | None = None
    names: Texts = ()
    heard: Texts = ()
    bags: Texts = ()
    letters: Texts = ()
    """Names of one short word, of what has no longer name: they may be initials."""
    cores: Texts = ()
    skeletons: Texts = ()
    shorts: Texts = ()
    acronyms: Texts = ()
    surnames: Texts = ()
    words: Texts = ()
    designators: Texts = ()
    classes: Texts = ()
    above: Texts = ()
    """The classes with all above them."""
    countries: Texts = ()
    roles: Texts = ()
    blocks: Texts = ()
    alone: str = ""
    """The entity's IRI where it is the only one of its row: a decision names it, or its article has a nameless twin."""

    @property
    def telling(self) -> Marks:
        """What of it may forbid."""
        return Marks(self.countries, self.designators, self.classes, self.above)


class Describer:
    """Makes the features of entities."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.namer = knowledge, Namer(knowledge)

    def features(
        self, entity: Entity, others: Mapping[URIRef, Entity], reference: URIRef | None, *, alone: bool = False
    ) -> EntityFeatures | None:
        """The row of an entity, with the entities of its article by IRI; None where nothing tells it from others.

        ``alone`` makes a row of it in any case, of which it is the only entity.
        """
        person = KG.Person in entity.types
        kind = "person" if person else str(entity.kind)
        countries = self.countries(entity, others) if entity.kind is not Kind.SYSTEM else set[str]()
        told = self._telling(entity, countries)
        forms = [self.namer.forms(name, kind) for name in told]
        forms = [f for f in forms if f.folded and not (person and " " not in f.folded)]
        surnames = self._surnames(entity, forms) if person else set[str]()
        if not (forms or surnames or reference or alone):
            return None
        main = max(forms, key=lambda f: (len(f.folded), f.folded), default=None)
        name, heard = (main.folded, main.heard) if main else (None, None)
        types = {_WIDER.get(t, t) for t in entity.types} - ({KG.Organisation} if len(entity.types) > 1 else set())
        made = {
            "names": {f.folded for f in forms},
            "heard": {f.heard for f in forms},
            "bags": {f.bag for f in forms} - {""},
            "letters": {f.folded for f in forms if len(f.folded) < _LONG and all(" " not in g.folded for g in forms)},
            "cores": {f.core for f in forms} - {""},
            "skeletons": {f.skeleton for f in forms} - {""},
            "shorts": {s for f in forms for s in f.shorts},
            "acronyms": {f.acronym for f in forms} - {""},
            "surnames": surnames,
            "words": {word for f in forms for word in f.heard.split()} if person else set(),
        }
        return EntityFeatures(
            kind=str(entity.kind),
            name=name,
            heard_name=heard,
            reference=reference,
            designators=_sorted(self._designators(forms, entity)),
            classes=_sorted(_short(t) for t in types),
            above=_sorted(_short(a) for t in types for a in self.knowledge.taxonomy.ancestors(t)),
            countries=_sorted(countries),
            roles=_sorted(self._roles(entity, told)),
            blocks=_sorted(_blocks(str(entity.kind), forms, made)),
            alone=str(entity.iri) if alone else "",
            **{column: _sorted(values) for column, values in made.items()},
        )

    def _telling(self, entity: Entity, countries: set[str]) -> list[str]:
        """The names that can tell the entity from others: the proper ones, else those with a capital.

        What every state has, *the Supreme Court*, is told by no name where the country is not.
        """
        if any(self.knowledge.taxonomy.any_is_a(entity.types, class_) for class_ in _NEVER):
            return []
        proper = self.namer.names(entity)
        if not countries and self.knowledge.taxonomy.any_is_a(entity.types, KG.StateOrgan):
            proper = [name for name in proper if self._has_own(name)]
            return proper
        if entity.kind is Kind.SYSTEM:
            return proper  # *Ruritanian missile* is no name of a missile
        return proper or [name for name in (entity.label, *entity.names) if self._distinguished(name)]

    def _has_own(self, name: str) -> bool:
        """Whether a name of an organ of some state has a word that is none for what it is or does."""
        return bool(set(self.namer.words(name)) - self.namer.generic - self.knowledge.lexicon.duties)

    def _distinguished(self, name: str) -> bool:
        """*Ruritanian investigators*, and not *Experts*."""
        first = name[:1].isupper() and self.namer.words(name)[:1] != [] and not self._common(name)
        return first or any(c.isupper() for c in name[1:])

    def _common(self, name: str) -> bool:
        return " ".join(self.namer.words(name)) in self.knowledge.lexicon.nouns

    def _surnames(self, entity: Entity, forms: list[Forms]) -> set[str]:
        """Of a person whom the article calls by one name only."""
        if forms:
            return set()
        words = self.namer.words(entity.label, "person")
        return {self.namer.heard(words[-1])} if len(words) == 1 and len(words[0]) > 2 else set()

    def _designators(self, forms: list[Forms], entity: Entity) -> set[str]:
        """What must agree: the model of a system, *-* for a bare family; the numbers in any other name."""
        if entity.kind is Kind.SYSTEM:
            return {f.designator or "-" for f in forms}
        numbers = (" ".join("".join(c for c in w if c.isdigit()) for w in f.folded.split()) for f in forms)
        return {" ".join(n.split()) for n in numbers} - {""}

    def countries(self, entity: Entity, others: Mapping[URIRef, Entity], depth: int = _DEPTH) -> set[str]:
        """ISO codes of the countries that the names of an entity tell, or of what it lies in or belongs to."""
        names = (entity.label, *entity.names)
        if KG.Person in entity.types:  # *Ruritanian pilot* tells of a person's country, the own name does not
            names = tuple(name for name in names if not self.namer.is_proper(name))
        found = {c for name in names for c in _countries_in(name)}
        if entity.kind is Kind.PLACE and not found and (town := gazetteer.city(entity.label)) is not None:
            found.add(town.country)
        for predicate, target in entity.links:
            if predicate in (KG.within, KG.organOf) and isinstance(target, URIRef) and target in others and depth:
                found |= self.countries(others[target], others, depth - 1)
        return found

    def _roles(self, entity: Entity, told: list[str]) -> set[str]:
        """The nouns by which the article calls the entity beside its names: *surgeon* of *Ruritanian surgeon*."""
        names = [name.split() for name in (entity.label, *entity.names) if name not in told and name[-1:].islower()]
        return {self.namer.singular(words[-1]) for words in names if words[-1].islower()}


def _countries_in(name: str) -> Iterator[str]:
    words = name.replace(",", " ").split()
    taken = set[int]()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            span = set(range(start, start + length))
            country = gazetteer.country(" ".join(words[start : start + length])) if not span & taken else None
            if country is not None:
                taken |= span
                yield country.code


def _blocks(kind: str, forms: list[Forms], made: Mapping[str, set[str]]) -> Iterator[str]:
    """Keys by which rows meet: any form in common, or the beginnings or ends of the words (a misprint spoils one)."""
    yield from (f"{kind} heard {text}" for text in made["heard"])
    for hint, values in (
        ("heard", made["heard"] | made["cores"] | made["shorts"]),
        ("surname", made["words"] | made["surnames"]),
        ("skeleton", made["skeletons"]),
        ("letters", made["acronyms"] | made["letters"]),
        ("bag", made["bags"]),
        ("begins", {" ".join(word[:3] for word in f.heard.split()) for f in forms if len(f.heard) > _SHORT}),
        ("ends", {" ".join(word[-3:] for word in f.heard.split()) for f in forms if len(f.heard) > _SHORT}),
    ):
        yield from (f"{HINT}{kind} {hint} {text}" for text in values)


def _short(class_: URIRef) -> str:
    return class_.rsplit("#", 1)[-1]


def _sorted(values: Iterable[str]) -> Texts:
    return tuple(sorted(set(values)))
