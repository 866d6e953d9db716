"""The words that carry meaning for the extraction, read from ``ontology/lexicon``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import URIRef

from kg.knowledge.cues import Cue, read_cues
from kg.knowledge.tables import read_table
from kg.knowledge.triggers import Trigger, read_triggers
from kg.vocabulary import KG


@dataclass(frozen=True)
class Noun:
    """A head noun: the class of what it names and its role (source, actor, title, vehicle, system, place)."""

    class_: URIRef
    role: str


@dataclass(frozen=True)
class Lexicon:
    """All tables. Keys are lemmas in lower case; cues and triggers are keyed by (lemma, part of speech)."""

    cues: dict[tuple[str, str], Cue]
    nouns: dict[str, Noun]
    triggers: dict[tuple[str, str], Trigger]
    quantities: dict[tuple[str, str], URIRef]
    people: frozenset[str]
    modality: dict[str, str]
    comparisons: frozenset[tuple[str, str]]
    responsibility: dict[tuple[str, str], str]
    travel: frozenset[str]
    leaving: frozenset[str]
    going_to_places: frozenset[str]
    silence: dict[str, bool]
    documents: frozenset[str]
    light_verbs: frozenset[str]
    addressed: frozenset[str]
    bounds: dict[str, str]
    """What makes a number a bound: *at least* → ``least``; else ``most`` or ``about``."""
    particles: frozenset[str]
    titles: frozenset[str]
    duties: frozenset[str]
    """What organs of states are for, *defence*, or their rank, *supreme*."""
    short_words: dict[str, str]
    spellings: dict[str, str]
    """How groups of letters are heard, see ``spellings.tsv``."""

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words with which a cue may begin: most words of a text are none."""
        return frozenset(lemma.split()[0] for lemma, _ in self.cues) | self.light_verbs | {"according"}

    @cached_property
    def noun_ends(self) -> frozenset[str]:
        """The last words of the entries of ``nouns``, however far back one begins."""
        starts = ((noun, [0, *(m.end() for m in re.finditer("[ -]", noun))]) for noun in self.nouns)
        return frozenset(noun[start:] for noun, places in starts for start in places)

    @cached_property
    def eventful(self) -> frozenset[str]:
        """The words that may be part of an entry of the event lexicon."""
        return frozenset(word for lemma, _ in self.triggers for word in lemma.replace("-", " ").split())

    @cached_property
    def weakening(self) -> dict[str, str]:
        """The words of ``modality`` that make a clause less than certain."""
        return {word: effect for word, effect in self.modality.items() if effect in ("possible", "probable")}


def read_lexicon(folders: Iterable[Path]) -> Lexicon:
    """Read every table of the folders; a word of a later one replaces that of an earlier."""
    folders = list(folders)

    def files(name: str) -> list[Path]:
        return [path for folder in folders if (path := folder / name).is_file()]

    def rows(name: str) -> Iterator[dict[str, str]]:
        return (row for path in files(name) for row in read_table(path))

    return Lexicon(
        cues=read_cues(files("cues.ttl")),
        nouns={r["noun"]: Noun(KG[r["class"]], r["role"]) for r in rows("nouns.tsv")},
        triggers=read_triggers(files("events.ttl")),
        quantities={(r["where"], r["lemma"]): KG[r["property"]] for r in rows("quantities.tsv")},
        people=frozenset(r["noun"] for r in rows("people.tsv")),
        modality={r["lemma"]: r["effect"] for r in rows("modality.tsv")},
        comparisons=frozenset((r["lemma"], r["pos"]) for r in rows("comparisons.tsv")),
        responsibility={(r["lemma"], r["pos"]): r["who"] for r in rows("responsibility.tsv")},
        documents=frozenset(r["noun"] for r in rows("documents.tsv")),
        light_verbs=frozenset(r["lemma"] for r in rows("light-verbs.tsv")),
        travel=frozenset(r["lemma"] for r in rows("travel.tsv")),
        leaving=frozenset(r["lemma"] for r in rows("travel.tsv") if r["object"] == "origin"),
        going_to_places=frozenset(r["lemma"] for r in rows("travel.tsv") if r["object"]),
        silence={r["lemma"]: r["negated"] == "yes" for r in rows("silence.tsv")},
        addressed=frozenset(r["noun"] for r in rows("addressed.tsv")),
        bounds={r["words"]: r["bound"] for r in rows("bounds.tsv")},
        particles=frozenset(r["word"] for r in rows("naming.tsv") if r["use"] == "particle"),
        titles=frozenset(r["word"] for r in rows("naming.tsv") if r["use"] == "title"),
        duties=frozenset(r["word"] for r in rows("naming.tsv") if r["use"] == "duty"),
        short_words={r["word"]: r["full"] for r in rows("naming.tsv") if r["use"] == "short"},
        spellings={r["written"]: r["heard"] for r in rows("spellings.tsv")},
    )
