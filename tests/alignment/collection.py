"""A seeded collection of news-like local entities whose real-world entities are known.

It measures entity alignment across articles at any size. Every name is coined from syllables; only the countries and
their demonyms are real. The matcher that is measured must not read the tables below, nor may they follow the matcher.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import gcd
from pathlib import Path
from random import Random
from typing import ClassVar

from rdflib import URIRef

from kg.minting import slug
from kg.model import Entity, Kind
from kg.vocabulary import BASE_IRI, KG

PER_ARTICLE = 40
PER_REAL = 8
CANONICAL = 0.42
FULL_WEIGHT = 30
"""What the weights of its variants fall short of this goes to the canonical name too, which comes to 55 % in all."""
CONTEXT = 0.6
CONTEXT_OF_HARD = 0.9
CONTEXT_OF_GENERIC = 0.97
VAGUE_ORGANISATION = 0.2
VAGUE_CLASS = 0.1
ORGAN_LINK = 0.25
TYPO = 0.01
HOMONYM_COPIES = 0.005
GENERIC = 0.025

Rules = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Article:
    """What one article names; ``truth`` has the real-world entity of each, None where it is context only."""

    iri: URIRef
    entities: tuple[Entity, ...]
    truth: tuple[int | None, ...]


@dataclass(frozen=True)
class Scores:
    """Precision, recall and their harmonic mean, 0.0 to 1.0."""

    precision: float
    recall: float
    f1: float


# ---- languages ------------------------------------------------------------------------------------------------------
def _rules(words: str) -> Rules:
    """``a>b c>d`` as replacements, in lower case and with a capital; ``_`` stands for a space."""
    pairs = [pair.replace("_", " ").split(">") for pair in words.split()]
    capitals = [(old.title(), new.capitalize()) for old, new in pairs if old.title().isascii() == old.isascii()]
    return tuple(dict.fromkeys([*((old, new) for old, new in pairs), *capitals]))


def _respell(words: str, rules: Rules) -> str:
    for old, new in rules:
        words = words.replace(old, new)
    return words


_VOWELS = "aeiouyáéíóúıöüåäøæ"
_SURPLUS = re.compile(r"^(?:s(?=s)|m(?=m))|(.)(?=\1\1)")


@dataclass(frozen=True)
class _Language:
    """A phonology and the house styles that write its names in other ways than the canonical one."""

    onsets: str
    nuclei: str
    codas: str
    surnames: str
    given: str
    towns: str
    houses: tuple[Rules, ...] = ()
    article: str = ""
    surname_first: bool = False

    def stem(self, rng: Random, syllables: int) -> str:
        onsets, nuclei, codas = self.onsets.split(), self.nuclei.split(), self.codas.split()
        parts = []
        for _ in range(syllables):
            parts += [rng.choice(onsets), rng.choice(nuclei)]
            if rng.random() < 0.3:
                parts.append(rng.choice(codas))
        return "".join(parts)

    def coin(self, rng: Random, pool: str, most: int) -> str:
        """A new word for a pool (surnames, given, towns), of up to ``most`` syllables and an ending."""
        if self.surname_first:
            return self.stem(rng, 1 if pool == "surnames" else most).capitalize()
        ending = rng.choice(getattr(self, pool).split())
        stem = self.stem(rng, rng.randint(1, most))
        if ending[0] in _VOWELS:
            stem = stem.rstrip(_VOWELS)
        word = _SURPLUS.sub("", stem + ending).capitalize()
        return self.article + word if self.article and pool != "given" and rng.random() < 0.4 else word


_PLAIN = "ø>o å>a æ>ae ä>a ö>o ü>u ş>s ç>c ğ>g ı>i á>a é>e í>i ó>o ú>u ñ>n"
_LANGUAGES = {
    "slavic": _Language(
        "b v g d zh z k l m n p r s t kh ch sh st dr kr vl tr gr", "a o e i u ya yu", "n r l ks m v",
        "ov ev yev enko sky in ich uk yuk ikhin", "slav mir iy an im gor ey ya iana",
        "ovsk grad evo ino iysk horod yarsk",
        (_rules("kh>h ks>x yev>ev ya>ia yu>iu sky>skiy iy>y zh>j"),
         _rules("kh>ch g>h sky>skyi iy>i ya>ja yu>ju yev>iev zh>ž")),
    ),
    "arabic": _Language(
        "m h k q s sh r n f b j d t z kh gh w y l mm ss", "a a i u", "m d r l n q s",
        "i awi ani iri ab ouri udi", "id ud ir im ad an eem", "a iya abad in ut",
        (_rules("al->el- u>ou q>k ss>s"), _rules("al->al_ mm>m sh>ch gh>g ee>i"), _rules("al->Al- q>k j>dj ss>s")),
        article="al-",
    ),
    "turkic": _Language(
        "b k t s ş ç d g y m n r l", "a e ı i o ö u ü", "n r l k t ş ğ", "oğlu bekov er man can demir gül türk",
        "an et gül ay im bek", "köy şehir bulak tepe hisar ova", (_rules(_PLAIN), _rules("ş>sh ç>ch ğ>gh ö>o ü>u ı>y")),
    ),
    "chinese": _Language(
        "zh x q ch sh l w h g j m f t y z b d n", "ao i ang en un uan ei ing ian iang u ong a", "n ng", "", "", "",
        (_rules("zh>ch x>hs q>ch"),), surname_first=True,
    ),
    "spanish": _Language(
        "b c d f g l m n p r s t v ll ch br tr", "a e i o u á é ia", "n r l s",
        "ez ero oza ales ondo eda ía ón ñez", "o a el io ina án", "illa ona ares ledo ó uña", (_rules(_PLAIN),),
    ),
    "english": _Language(
        "b br c cl d dr f g gr h l m p r s st t th w wh", "a e i o u ea oo ai", "n l r ck ld nt rd",
        "son ton ley ford man worth field well er by", "y in en a ard ie el", "ton ville ham bury port field mouth",
        (),
    ),
    "nordic": _Language(
        "b d f g h j k l m n r s t v sk sv st", "a e i o å ä ö ø æ", "n r l nd rk",
        "sen sson berg dal vik lund strøm gård", "e a ulf rik mund hild", "vik fjord by stad sund ås øya",
        (_rules(_PLAIN), _rules("ø>oe å>aa æ>ae ä>ae ö>oe")),
    ),
}  # fmt: skip

_STATES = {
    "slavic": "ru Russian ua Ukrainian by Belarusian pl Polish bg Bulgarian rs Serbian cz Czech sk Slovak hr Croatian",
    "arabic": "eg Egyptian sa Saudi iq Iraqi sy Syrian jo Jordanian ma Moroccan dz Algerian tn Tunisian ly Libyan "
    "ye Yemeni qa Qatari kw Kuwaiti om Omani lb Lebanese",
    "turkic": "tr Turkish kz Kazakhstani az Azerbaijani uz Uzbekistani kg Kyrgyz tm Turkmen",
    "chinese": "cn Chinese tw Taiwanese sg Singaporean",
    "spanish": "es Spanish mx Mexican ar Argentinian cl Chilean co Colombian pe Peruvian ve Venezuelan ec Ecuadorian "
    "uy Uruguayan cu Cuban bo Bolivian py Paraguayan",
    "english": "us American gb British au Australian ca Canadian ph Philippine ie Irish za South_African "
    "jm Jamaican ng Nigerian ke Kenyan gh Ghanaian",
    "nordic": "no Norwegian se Swedish dk Danish ee Estonian fi Finnish",
}


@dataclass(frozen=True)
class _Country:
    name: str
    demonym: str
    language: str


def _countries() -> list[_Country]:
    table = Path(__file__).parents[2] / "ontology" / "reference" / "territories.tsv"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    known = {row[0]: (row[1], row[-1].split("|")) for row in rows}
    found = []
    for language, states in _STATES.items():
        words = states.split()
        for code, demonym in zip(words[::2], words[1::2], strict=True):
            name, others = known[code]
            demonym = demonym.replace("_", " ")
            if demonym not in others:
                raise ValueError(f"{demonym!r} is no name of {name} in {table.name}; it has {others}")
            found.append(_Country(name, demonym, language))
    return found


# ---- words ----------------------------------------------------------------------------------------------------------
def _list(words: str, at: str | None = None) -> tuple[str, ...]:
    return tuple(words.split(at))


_TITLES = {
    "surgeon": "Dr.", "physician": "Dr.", "general": "Gen.", "colonel": "Col.", "admiral": "Adm.", "judge": "Judge",
    "president": "President", "prime minister": "Prime Minister", "defence minister": "Minister", "senator": "Sen.",
    "foreign minister": "Minister", "physicist": "Professor", "historian": "Professor", "ambassador": "Ambassador",
    "pilot": "Captain", "captain": "Captain", "governor": "Governor", "mayor": "Mayor", "prosecutor": "Prosecutor",
    "bishop": "Bishop", "lawyer": "Mr.", "journalist": "Ms.", "engineer": "Mr.", "investigator": "Inspector",
    "activist": "Ms.", "economist": "Dr.", "analyst": "Dr.", "businessman": "Mr.", "novelist": "Ms.", "actress": "Ms.",
    "footballer": "Mr.", "singer": "Ms.", "film director": "Mr.", "diplomat": "Mr.", "spokeswoman": "Ms.",
    "police chief": "Chief", "trade unionist": "Mr.", "banker": "Mr.", "rescue worker": "Mr.", "cyclist": "Ms.",
}  # fmt: skip
_SIDES = _list("Northern Southern Eastern Western Central United National First Royal Great Blue Golden")
_LANDS = _list("Coast Valley Island Star River Mountain Lake Cross Bridge Gate Harbour Crown Horizon")
_TRADES = _list(
    "Shipping|Steel Works|Mining|Energy|Aluminium|Oil|Gas|Motor Industries|Chemical Industries|Foods|Telecom|Bank|"
    "Insurance|Defence Systems|Aviation Services|Logistics|Timber|Electric|Construction|Software|Pharmaceuticals",
    "|",
)
_TOPICS = _list(
    "Defence|Marine|Transport|Labour|Energy|Health|Justice|Finance|Culture|Foreign Affairs|Internal Affairs|Water|"
    "Rail Safety|Food Safety|Civil Aviation|Nuclear Safety|Fisheries|Forestry|Customs|Space Research|Harbour Control|"
    "Trade and Industry|Roads and Bridges|Emergency Services",
    "|",
)
_TROOPS = ("Air Defence", "Guards", "Motor Rifle", "Marine", "Artillery", "Tank", "Airborne", "Signals", "Engineer")
_GENERIC = (
    *((f"Ministry of {topic}", KG.Ministry, "ministry") for topic in _TOPICS[:11]),
    ("Civil Aviation Authority", KG.Agency, "regulator"), ("Air Accident Investigation Bureau", KG.Agency, "agency"),
    ("Central Bank", KG.Agency, "central bank"), ("Coast Guard", KG.Agency, "agency"),
    ("Border Guard Service", KG.Agency, "agency"), ("National Guard", KG.ArmedForces, "force"),
    ("Air Force", KG.ArmedForces, "force"), ("Supreme Court", KG.Court, "court"),
    ("Constitutional Court", KG.Court, "court"), ("Agency for Food Safety", KG.Agency, "agency"),
    ("State News Agency", KG.NewsMedia, "news agency"),
)  # fmt: skip
_ORGANS = (KG.Ministry, KG.Agency, KG.ArmedForces, KG.Court)
_SPELLINGS = _rules(
    "Defence>Defense Organisation>Organization Labour>Labor Harbour>Harbor Centre>Center Aluminium>Aluminum"
)
_NUMBERS = _rules(
    "Airlines>Airline Industries>Industry Services>Service Systems>System Works>Work Foods>Food Mining>Mines "
    "Affairs>Affair Telecom>Telecoms Fisheries>Fishery Brothers>Brother Forces>Force Sons>Son"
)
_AIRLINES = ("Airways", "Airlines", "Air")
_FIRMS = ("", "", " Group", " Corporation", " Holding")
_OFFICES = ("Authority", "Agency", "Office", "Service", "Administration", "Board")
_PAPERS = ("Times", "Post", "Herald", "Tribune", "Daily News", "Gazette", "Observer", "Evening Star")
_UNITS = ("Brigade", "Regiment", "Division", "Battalion")
_BENCHES = ("District Court", "City Court", "Court of Appeal", "High Court", "Regional Court")
_REGIONS = ("region", "province", "district", "oblast", "county")
_SITES = ("dam", "air base", "power plant", "mine", "bridge", "refinery", "training ground", "railway station")
_PREFIXES = ("Saint ", "New ", "Port ", "Upper ", "North ", "Old ", "Saint-", "Nova-")
_FORES = _list("Storm Iron Sky Night Sea Fire Wind Thunder Frost Star Steel Stone Grey Swift Cloud Sun")
_AFTS = _list("hawk lance fall wing fang bolt shield arrow spear talon blade fox strike runner crest watch")
_SYSTEMS = (
    (KG.AircraftModel, "aircraft"), (KG.AirDefenceSystem, "air defence system"), (KG.Missile, "missile"),
    (KG.Drone, "drone"),
)  # fmt: skip
_LITTLE = frozenset(_list("of for and the & on"))
_COMMON = frozenset(
    word
    for phrases in (
        _SIDES, _LANDS, _TRADES, _TOPICS, _TROOPS, _AIRLINES, _FIRMS, _OFFICES, _PAPERS, _UNITS, _BENCHES, _REGIONS,
        _SITES, _PREFIXES, _LITTLE, [name for name, _, _ in _GENERIC], ["Radio Sons Brothers International Airport"],
    )
    for phrase in phrases
    for word in phrase.split()
)  # fmt: skip
_CODE = re.compile(r"(?<=[^\W\d])-(?=\d)")


# ---- the real world -------------------------------------------------------------------------------------------------
Variants = list[tuple[int, str, bool]]
"""Weight, words, and whether the words alone hardly tell who is meant."""


@dataclass(slots=True, eq=False)
class _Real(ABC):
    """One thing of the real world."""

    kind: ClassVar[Kind] = Kind.ACTOR
    vagueness: ClassVar[float] = VAGUE_CLASS

    name: str
    language: _Language
    country: _Country
    cls: URIRef
    role: str
    hard: bool = field(default=False, kw_only=True)

    @property
    def vague(self) -> tuple[URIRef, ...]:
        """The classes that an article gives it that does not know better."""
        return ()

    @abstractmethod
    def variants(self) -> Variants:
        """The other ways to write it."""

    def extras(self, rng: Random, label: str) -> list[str]:
        """What else an article calls it that writes ``label`` first."""
        return [self.name] if label != self.name and rng.random() < 0.15 else []

    def spellings(self, words: str, weight: int) -> Variants:
        """The words by each house style; only what is coined is spelt otherwise."""
        houses, parts = self.language.houses, words.split(" ")
        return [
            (weight * 2 // len(houses), " ".join(w if w in _COMMON else _respell(w, house) for w in parts), False)
            for house in houses
        ]


@dataclass(slots=True, eq=False)
class _Person(_Real):
    given: str
    middle: str
    surname: str

    def variants(self) -> Variants:
        name, middle, surname = self.name, self.middle, self.surname
        found = self.spellings(name, 9)
        first = self.given
        if self.language.surname_first:
            joined = first.replace("-", "")
            halves = first.replace("-", " ").title()
            found += [(9, f"{surname} {first}", False), (9, f"{joined} {surname}", False)]
            found += [(5, f"{first} {surname}", False), (5, f"{surname} {halves}", False)]
        elif middle:
            full = f"{first} {middle} {surname}"
            found += [(7, f"{first} {middle[0]}. {surname}", False), (5, full, False)]
            found += self.spellings(full, 2)
        title = _TITLES[self.role]
        return [*found, (4, f"{title} {name}", False), (2, f"{first[0]}. {surname}", True), (1, surname, True)]

    def extras(self, rng: Random, label: str) -> list[str]:
        found = _Real.extras(self, rng, label)
        if rng.random() < 0.55:
            found.append(self.surname)
        if rng.random() < 0.1:
            found.append(f"{_TITLES[self.role]} {self.surname}")
        return found


@dataclass(slots=True, eq=False)
class _Organisation(_Real):
    vagueness = VAGUE_ORGANISATION

    generic: bool = False

    @property
    def vague(self) -> tuple[URIRef, ...]:
        return (KG.Organisation,)

    @property
    def acronym(self) -> str:
        """Its initials, empty under three letters."""
        letters = [word[0] for word in self.name.split() if word not in _LITTLE]
        return "".join(letters).upper() if len(letters) > 2 else ""

    def variants(self) -> Variants:
        name = self.name
        words = name.split()
        found = [(5, f"the {name}", False), (2, f"The {name}", False)]
        found += self.spellings(name, 3)
        if acronym := self.acronym:
            found.append((12, acronym, True))
        head, of, tail = name.partition(" of ")
        if of:
            found.append((7, f"{tail} {head}", False))
        elif len(words) > 2 and self.cls in _ORGANS:
            found.append((5, f"{' '.join(words[1:])} of {words[0]}", False))
        if not of and len(words) > 2 and words[-2] not in _LITTLE:
            found.append((6, " ".join(words[:-1]), True))
        if len(words) > 3 and not of:
            found.append((2, " ".join(words[1:]), True))
        found += [(4, name.replace(" & ", " and "), False), (4, name.replace(" and ", " & "), False)]
        for weight, swaps in ((8, _SPELLINGS), (4, _NUMBERS)):
            for old, new in swaps:
                if old in words:
                    found.append((weight, name.replace(old, new), False))
        if self.generic:
            country = self.country
            found += [(14, f"{country.demonym} {name}", False), (6, f"{name} of {country.name}", False)]
        return found

    def extras(self, rng: Random, label: str) -> list[str]:
        acronym = self.acronym
        if acronym and label == acronym:
            return [self.name] if rng.random() < 0.7 else []
        found = _Real.extras(self, rng, label)
        if acronym and rng.random() < 0.25:
            found.append(acronym)
        return found


@dataclass(slots=True, eq=False)
class _Place(_Real):
    kind = Kind.PLACE

    stem: str
    noun: str

    @property
    def vague(self) -> tuple[URIRef, ...]:
        return (KG.Site,)

    def variants(self) -> Variants:
        stem, noun, name = self.stem, self.noun, self.name
        found = self.spellings(name, 9)
        if "Saint" in stem:
            found += [(9, name.replace("Saint", "St."), False), (6, name.replace("Saint", "St"), False)]
        if "-" in stem:
            found.append((9, name.replace("-", " "), False))
        elif " " in stem:
            found.append((5, name.replace(stem, stem.replace(" ", "-")), False))
        if not noun:
            return [*found, (3, f"city of {stem}", False)]
        found += [(5, f"{stem} {noun.title()}", False), (5, f"the {name}", False)]
        if self.cls == KG.Region:
            found.append((5, f"{noun} of {stem}", False))
        elif self.cls == KG.Airport:
            found += [(7, f"{stem} Airport", False), (5, f"{stem} airport", False)]
        return found


@dataclass(slots=True, eq=False)
class _System(_Real):
    kind = Kind.SYSTEM

    @property
    def vague(self) -> tuple[URIRef, ...]:
        return (KG.System,) if self.cls == KG.AircraftModel else (KG.WeaponSystem, KG.System)

    def variants(self) -> Variants:
        name = self.name
        spaced = _CODE.sub(" ", name)
        found = [(8, spaced, False), (6, _CODE.sub("", name), False)]
        return [*found, (5, f"{name} {self.role}", False), (3, f"{spaced} {self.role}", False)]

    def extras(self, rng: Random, label: str) -> list[str]:
        found = _Real.extras(self, rng, label)
        if rng.random() < 0.12:
            found.append(f"{self.name} {self.role}")
        return found


class _World:
    """Makes real things whose canonical names differ, but for the homonyms and the generic organisations."""

    def __init__(self, rng: Random, size: int) -> None:
        self.rng = rng
        self.countries = _countries()
        self.taken: set[tuple[type, str]] = set()
        self.towns: list[_Place] = []
        pools: tuple[tuple[str, int, int], ...] = (
            ("surnames", 2, 150 + size // 60), ("given", 2, 120), ("towns", 2, 100 + size // 100),
        )  # fmt: skip
        self.pools = {
            (name, pool): tuple(dict.fromkeys(language.coin(rng, pool, most) for _ in range(number)))
            for name, language in _LANGUAGES.items()
            for pool, most, number in pools
        }
        self.families = [self._family() for _ in range(max(8, size // 40))]

    def things(self, number: int) -> list[_Real]:
        makers = (self._person, self._organisation, self._place, self._system)
        shares = (0.4, 0.7, 0.9, 1.0)
        order = [makers[next(i for i, share in enumerate(shares) if n < share * number)] for n in range(number)]
        self.rng.shuffle(order)
        made: dict[Callable[[], _Real], list[_Real]] = {maker: [] for maker in makers}
        things = []
        for maker in order:
            sort = made[maker]
            thing = self._homonym(self.rng.choice(sort)) if sort and self.rng.random() < HOMONYM_COPIES else maker()
            sort.append(thing)
            things.append(thing)
        return things

    def _homonym(self, other: _Real) -> _Real:
        """Another thing of the same name: in another country, with another role if a person."""
        other.hard = True
        country = self.rng.choice([country for country in self.countries if country != other.country])
        role = other.role
        if isinstance(other, _Person):
            role = self.rng.choice([role for role in _TITLES if role != other.role])
        return replace(other, country=country, role=role)

    def _country(self) -> tuple[_Country, _Language, str]:
        country = self.rng.choice(self.countries)
        language = self.rng.choice(list(_LANGUAGES)) if self.rng.random() < 0.1 else country.language
        return country, _LANGUAGES[language], language

    def _pick(self, language: str, pool: str) -> str:
        """A name of the pool, the first ones more often."""
        names = self.pools[language, pool]
        return names[int(len(names) * self.rng.random() ** 2)]

    def _new(self, sort: type, name: str) -> bool:
        key = (sort, name.lower())
        return key not in self.taken and not self.taken.add(key)

    def _person(self) -> _Person:
        rng = self.rng
        while True:
            country, language, tongue = self._country()
            given, surname = self._pick(tongue, "given"), self._pick(tongue, "surnames")
            if language.surname_first:
                given, middle = f"{language.stem(rng, 1)}-{language.stem(rng, 1)}".capitalize(), ""
                name = f"{surname} {given.replace('-', '')}"
            else:
                middle = self._pick(tongue, "given") if rng.random() < 0.7 else ""
                name = f"{given} {surname}"
            if self._new(_Person, name):
                return _Person(name, language, country, KG.Person, rng.choice(list(_TITLES)), given, middle, surname)

    def _organisation(self) -> _Organisation:
        rng = self.rng
        country, language, tongue = self._country()
        if rng.random() < GENERIC:
            name, cls, role = rng.choice(_GENERIC)
            if self._new(_Organisation, f"{name} {country.name}"):
                return _Organisation(name, language, country, cls, role, True, hard=True)
        while True:
            name, cls, role = self._named_organisation(tongue)
            if self._new(_Organisation, name):
                return _Organisation(name, language, country, cls, role)

    def _named_organisation(self, tongue: str) -> tuple[str, URIRef, str]:
        rng, choice = self.rng, self.rng.choice
        town, surname, second = (self._pick(tongue, pool) for pool in ("towns", "surnames", "surnames"))
        lead = choice((town, town, surname, f"{choice(_SIDES)} {choice(_LANDS)}", f"{choice(_SIDES)} {town}"))
        roll = rng.random()
        if roll < 0.1:
            return choice((f"{lead} {choice(_AIRLINES)}", f"Air {town}")), KG.Airline, "airline"
        if roll < 0.45:
            trade = choice(_TRADES)
            end = choice(_FIRMS)
            pair = choice((f"{surname} & {second}", f"{surname} and Sons", f"{surname} Brothers {trade}"))
            role = choice(("company", "manufacturer", "conglomerate", "firm"))
            return choice((f"{lead} {trade}{end}", f"{lead} {trade}{end}", pair)), KG.Company, role
        if roll < 0.67:
            role = choice(("agency", "regulator", "authority"))
            return f"{town} {choice(_TOPICS)} {choice(_OFFICES)}", KG.Agency, role
        if roll < 0.8:
            paper = choice(_PAPERS)
            return choice((f"{lead} {paper}", f"{lead} {paper}", f"Radio {town}")), KG.NewsMedia, "newspaper"
        if roll < 0.9:
            number, unit = rng.randint(1, 160), choice(_UNITS)
            ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            numbered = f"{number}{ending} {choice(_TROOPS)} {unit}"
            return choice((numbered, f"{town} {choice(_TROOPS)} {unit}")), KG.ArmedForces, "unit"
        return f"{lead} {choice(_BENCHES)}", KG.Court, "court"

    def _place(self) -> _Place:
        rng = self.rng
        while True:
            roll = rng.random()
            country, language, tongue = self._country()
            if roll < 0.5:
                stem = self._stem(language, tongue)
                if self._new(_Place, stem):
                    self.towns.append(_Place(stem, language, country, KG.City, "city", stem, ""))
                    return self.towns[-1]
                continue
            if self.towns and rng.random() < 0.6:
                town = rng.choice(self.towns)
                stem, country, language = town.stem, town.country, town.language
            else:
                stem = self._stem(language, tongue)
            if roll < 0.7:
                cls, noun = KG.Region, rng.choice(_REGIONS)
            elif roll < 0.82:
                cls, noun = KG.Airport, "International Airport"
            else:
                cls, noun = KG.Site, rng.choice(_SITES)
            if self._new(_Place, f"{stem} {noun}"):
                return _Place(f"{stem} {noun}", language, country, cls, noun, stem, noun)

    def _stem(self, language: _Language, tongue: str) -> str:
        rng = self.rng
        name = self._pick(tongue, "towns") if rng.random() < 0.3 else language.coin(rng, "towns", 3)
        roll = rng.random()
        if roll < 0.05:
            return f"{name}-{language.coin(rng, 'towns', 2)}"
        return f"{rng.choice(_PREFIXES)}{name}" if roll < 0.2 else name

    def _family(self) -> tuple[str, URIRef, str, _Country]:
        rng = self.rng
        roll = rng.random()
        if roll < 0.3:
            name = "".join(rng.choice("ABDFGHKLMNPRSTVXZ") for _ in range(rng.randint(1, 3)))
        elif roll < 0.6:
            name = rng.choice(_FORES) + rng.choice(_AFTS)
        else:
            language = rng.choice(list(_LANGUAGES.values()))
            name = language.coin(rng, "given", 2)
        return (name, *rng.choice(_SYSTEMS), rng.choice(self.countries))

    def _system(self) -> _System:
        rng = self.rng
        while True:
            family, cls, noun, country = rng.choice(self.families)
            code = len(family) < 4 and family.isupper()
            number = rng.randint(2, 400) if code else rng.randint(1, 12)
            suffix = rng.choice(("", "", "", "M", "A", "B", "K", "ER"))
            name = family if not code and rng.random() < 0.15 else f"{family}-{number}{suffix}"
            if self._new(_System, name):
                return _System(name, _LANGUAGES[country.language], country, cls, noun)


# ---- articles -------------------------------------------------------------------------------------------------------
def _counts(size: int, number: int, most: int) -> list[int]:
    """How many local entities each of ``number`` real ones has: Zipf's law between 1 and ``most``, ``size`` in all."""

    def counts(scale: float) -> list[int]:
        return [min(most, max(1, int(scale / rank))) for rank in range(1, number + 1)]

    low, high = 0.0, float(number * most + 1)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(counts(middle)) <= size else (low, middle)
    found = counts(low)
    missing = size - sum(found)
    while missing:
        for i in range(number):
            if missing and found[i] < most:
                found[i] += 1
                missing -= 1
    return found


def _typo(rng: Random, words: str) -> str:
    """One letter after the first left out, doubled, swapped with the next or replaced."""
    spots = [i for i in range(1, len(words) - 1) if words[i].isalpha() and words[i + 1].isalpha()]
    if len(spots) < 4:
        return words
    i = rng.choice(spots)
    put = rng.choice(("", words[i] * 2, words[i + 1] + words[i], rng.choice("aeiorstn")))
    return words[:i] + put + words[i + (2 if len(put) == 2 and put[0] != put[1] else 1) :]


class _Writer:
    """Writes one article."""

    def __init__(self, rng: Random, number: int) -> None:
        self.rng = rng
        self.number = number
        self.used: set[str] = set()
        self.context: dict[tuple[Kind, str], Entity] = {}

    def iri(self, kind: Kind, label: str) -> URIRef:
        stem = f"{BASE_IRI}{kind}/{self.number}.{slug(label)}"
        iri, again = stem, 1
        while iri in self.used:
            again += 1
            iri = f"{stem}-{again}"
        self.used.add(iri)
        return URIRef(iri)

    def state(self, kind: Kind, cls: URIRef, country: _Country) -> URIRef:
        """The article's own entity for the country, made when first needed."""
        key = (kind, country.name)
        if key not in self.context:
            self.context[key] = Entity(self.iri(kind, country.name), kind, (cls,), country.name)
        return self.context[key].iri

    def entity(self, real: _Real) -> Entity:
        rng = self.rng
        label, hard = real.name, real.hard
        if rng.random() >= CANONICAL:
            variants = [variant for variant in real.variants() if variant[1] != label]
            spare = FULL_WEIGHT - sum(variant[0] for variant in variants)
            if spare > 0:
                variants.append((spare, label, False))
            _, label, alone = rng.choices(variants, [variant[0] for variant in variants])[0]
            hard = hard or alone
        names = real.extras(rng, label)
        if rng.random() < TYPO:
            label = _typo(rng, label)
        generic = isinstance(real, _Organisation) and real.generic
        told = rng.random() < (CONTEXT_OF_GENERIC if generic else CONTEXT_OF_HARD if hard else CONTEXT)
        links: tuple[tuple[URIRef, URIRef], ...] = ()
        if told and real.kind == Kind.PLACE:
            links = ((KG.within, self.state(Kind.PLACE, KG.Country, real.country)),)
        elif told and (real.kind == Kind.ACTOR or real.hard):
            names.append(f"{real.country.demonym} {real.role}")
        if real.cls in _ORGANS and rng.random() < ORGAN_LINK:
            links = ((KG.organOf, self.state(Kind.ACTOR, KG.State, real.country)),)
        vague = real.vague
        cls = rng.choice(vague) if vague and rng.random() < real.vagueness else real.cls
        others = tuple(dict.fromkeys(name for name in names if name != label))
        return Entity(self.iri(real.kind, label), real.kind, (cls,), label, others, links=links)


def collection(size: int, seed: int) -> Iterator[Article]:
    """Articles with ``size`` scored local entities in all, about 40 each; the same for the same seed.

    A real entity comes once an article at most. The real ones are laid out in a row, each as often as it is written,
    and dealt to the articles one by one, so that those that share an article tend to share others, as in news.
    """
    rng = Random(seed)  # noqa: S311
    articles = -(-size // PER_ARTICLE)
    number = min(size, max(size // PER_REAL, PER_ARTICLE))
    things = _World(rng, size).things(number)
    counts = _counts(size, number, min(articles, max(size // 500, 60)))
    rng.shuffle(counts)
    ends = list(accumulate(counts))
    step = next((s for s in range(int(articles * 0.618) or 1, articles) if gcd(s, articles) == 1), 1)
    for n in range(articles):
        cast = [bisect_right(ends, place) for place in range(n * step % articles, size, articles)]
        rng.shuffle(cast)
        writer = _Writer(rng, n)
        entities = [writer.entity(things[truth]) for truth in cast]
        context = writer.context.values()
        yield Article(URIRef(f"{BASE_IRI}article/{n}"), (*entities, *context), (*cast, *(None for _ in context)))


# ---- scores ---------------------------------------------------------------------------------------------------------
def _f1(precision: float, recall: float) -> Scores:
    return Scores(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def pairwise(truth: Sequence[int], found: Sequence[Hashable]) -> Scores:
    """Over the pairs of local entities that are said to be, or are, one and the same."""

    def pairs(groups: Sequence[Hashable] | Iterator[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    both, said, real = pairs(zip(truth, found, strict=True)), pairs(found), pairs(truth)
    return _f1(both / said if said else 1.0, both / real if real else 1.0)


def bcubed(truth: Sequence[int], found: Sequence[Hashable]) -> Scores:
    """The mean over local entities of how far their clusters agree (Bagga and Baldwin 1998)."""
    both, said, real = Counter(zip(truth, found, strict=True)), Counter(found), Counter(truth)
    precision = sum(n * n / said[cluster] for (_, cluster), n in both.items())
    recall = sum(n * n / real[thing] for (thing, _), n in both.items())
    return _f1(precision / len(truth), recall / len(truth)) if truth else Scores(1.0, 1.0, 1.0)
