"""What can be compared of a name: its folded words, how it is heard, its short forms, acronym and designator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from anyascii import anyascii

from kg.knowledge import Knowledge, gazetteer
from kg.model import Entity

_APOSTROPHE = re.compile(r"['’`]|(?<=\b[a-z])\.(?=[a-z]\b)")
_GENITIVE = re.compile(r"['’]s?(?!\w)")
_PARTS = re.compile(r"[a-z]+|\d+")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?")
_VOWELS = re.compile(r"(?<!^)[aeiou]+")
_LEAST_ACRONYM = 3
_SAID = ("place", "system")
"""Kinds whose names may say what they are or leave it out."""
_LEAST_SKELETON = 3


@dataclass(frozen=True)
class Forms:
    """The comparable forms of one name; each is text of words separated by single spaces, or empty.

    ``heard`` is the same for all romanisations, *Ministry of X* turned to *X Ministry*; ``bag`` has its words in
    alphabetical order; ``skeleton`` is ``heard`` without its vowels, but for a mark where a word ends with one,
    where enough is left; ``core`` is ``heard`` without the words that say what a place or system is, *city*, *missile*;
    ``shorts`` are the shorter forms that may stand for the whole name; ``acronym`` its initials;
    ``designator`` the letters and digits that tell a model from its family.
    """

    folded: str
    heard: str
    bag: str
    skeleton: str
    core: str
    shorts: tuple[str, ...]
    acronym: str
    designator: str
    family: str


class Namer:
    """Makes the forms of names, by the tables ``naming`` and ``spellings`` of the lexicon."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.lexicon = knowledge.lexicon
        self.forms = lru_cache(maxsize=200_000)(self._forms)
        self.heard = cache(self._heard)

    @cached_property
    def _spelling(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.lexicon.spellings), key=lambda s: (-len(s), s))))

    @cached_property
    def generic(self) -> frozenset[str]:
        """The words of the lexicon's nouns, *missile* and *system*: alone they name a class."""
        return frozenset(word for noun in self.lexicon.nouns for word in noun.replace("-", " ").split())

    def is_proper(self, name: str) -> bool:
        """Whether the words hold a name: *Northern Fleet*, *FALCON missile*, not *Ruritanian officials*, *Experts*."""
        return any(
            (word[0].isupper() or any(c.isdigit() for c in word))
            and not _tells_where(word)
            and not (i == 0 and self.singular(word.lower()) in self.generic)
            for i, word in enumerate(_WORD.findall(name))
        )

    def names(self, entity: Entity) -> list[str]:
        """The proper names of an entity, its label first."""
        return [name for name in dict.fromkeys((entity.label, *entity.names)) if self.is_proper(name)]

    def words(self, name: str, kind: str = "") -> list[str]:
        """The telling words of a name in plain lower-case letters, without titles, particles, genitive and plural."""
        known = self.lexicon
        plain = _APOSTROPHE.sub("", anyascii(_GENITIVE.sub("", name)).lower())
        words = [known.short_words.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
        if kind != "person":
            words = [_country_of(word) for word in words]
        if kind == "person":
            while len(words) > 1 and (words[0] in known.titles or self.singular(words[0]) in known.nouns):
                words.pop(0)
        if "of" in words[1:-1] and kind != "system":
            words = [*words[words.index("of") + 1 :], *words[: words.index("of")]]  # *Ministry of X* is *X Ministry*
        if kind != "system":  # *An* of *An-26* is no article
            words = [word for word in words if word not in known.particles] or words
        return [self.singular(word) for word in words]

    @staticmethod
    def singular(word: str) -> str:
        """The word without the *s* of a plural."""
        return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

    def _heard(self, word: str) -> str:
        if any(c.isdigit() for c in word):
            return word
        heard = self._spelling.sub(lambda m: self.lexicon.spellings[m[0]], word)
        return re.sub(r"(.)\1+", r"\1", heard)

    def _forms(self, name: str, kind: str) -> Forms:
        """``kind`` is ``person``, ``system``, ``place`` or anything else."""
        words = self.words(name, kind)
        heard = [self.heard(word) for word in words]
        skeleton = [_VOWELS.sub(lambda m: "~" if m.end() == len(m.string) else "", word) for word in heard]
        told = sum(len(word) for word in skeleton) >= _LEAST_SKELETON + (len(words) > 1)
        designator, family = self._model(words) if kind == "system" else ("", "")
        acronym = "".join(word[0] for word in words) if kind != "person" else ""
        core = [self.heard(w) for w in words if w not in self.generic] if kind in _SAID else heard
        return Forms(
            folded=" ".join(words),
            heard=" ".join(heard),
            bag=" ".join(sorted(heard)) if len(heard) > 1 else "",
            skeleton=" ".join(skeleton) if told else "",
            core=" ".join(core),
            shorts=tuple(sorted(self._shorts(words, kind) - {" ".join(heard)})),
            acronym=acronym if len(acronym) >= _LEAST_ACRONYM else "",
            designator=designator,
            family=family,
        )

    def _shorts(self, words: list[str], kind: str) -> set[str]:
        heard = [self.heard(word) for word in words]
        if kind == "person":
            if len(words) < 2:
                return set()
            first, last = heard[0], heard[-1]
            return {f"{first} {last}", f"{first[:1]} {last}"}
        telling = [w for w in words if w not in self.generic]
        shorts = [[self.heard(w) for w in telling] if not all(_tells_where(w.title()) for w in telling) else []]
        if kind != "system" and len(heard) > 2:
            shorts.append(heard[:-1])
        return {" ".join(s) for s in shorts if s and not (len(s) == 1 and len(s[0]) < 4)}

    def _model(self, words: list[str]) -> tuple[str, str]:
        """*falcon m1 missile* as the model *m 1* of the family *falcon*."""
        parts = [p for w in words if w not in self.generic for p in _PARTS.findall(w)]
        telling = [len(part) < 3 or part.isdigit() for part in parts]
        designator = [part for part, tells in zip(parts, telling, strict=True) if tells]
        family = [part for part, tells in zip(parts, telling, strict=True) if not tells]
        return " ".join(designator), " ".join(sorted(family))


@cache
def _country_of(word: str) -> str:
    """The country's name for a demonym, where it is one word: *ruritania* of *ruritanian*."""
    country = gazetteer.country(word.title())
    name = country.name.lower() if country is not None else word
    return name if name.isascii() and name.isalpha() else word


@cache
def _tells_where(word: str) -> bool:
    """Whether a word is the name or demonym of a country, or a city's name."""
    return gazetteer.country(word) is not None or gazetteer.city(word) is not None
