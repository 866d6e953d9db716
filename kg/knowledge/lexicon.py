"""The words that carry meaning for the extraction, read from ``ontology/lexicon``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.knowledge.cues import Cue, read_cues
from kg.knowledge.tables import read_table
from kg.vocabulary import KG


@dataclass(frozen=True)
class Noun:
    """A head noun: the class of what it names and its role (source, actor, title, vehicle, system, place)."""

    class_: URIRef
    role: str


@dataclass(frozen=True)
class Trigger:
    """A word that tells of an event; ``subject``, ``object`` and ``by`` name the roles its dependents fill."""

    lemma: str
    class_: URIRef
    loss: str
    subject: str
    object: str
    by: str


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
    documents: frozenset[str]
    light_verbs: frozenset[str]


def read_lexicon(folder: Path) -> Lexicon:
    """Read every table of ``folder``."""
    return Lexicon(
        cues=read_cues(folder / "cues.ttl"),
        nouns={r["noun"]: Noun(KG[r["class"]], r["role"]) for r in read_table(folder / "nouns.tsv")},
        triggers={
            (r["lemma"], r["pos"]): Trigger(r["lemma"], KG[r["class"]], r["loss"], r["subject"], r["object"], r["by"])
            for r in read_table(folder / "events.tsv")
        },
        quantities={(r["where"], r["lemma"]): KG[r["property"]] for r in read_table(folder / "quantities.tsv")},
        people=frozenset(r["noun"] for r in read_table(folder / "people.tsv")),
        modality={r["lemma"]: r["effect"] for r in read_table(folder / "modality.tsv")},
        comparisons=frozenset((r["lemma"], r["pos"]) for r in read_table(folder / "comparisons.tsv")),
        responsibility={(r["lemma"], r["pos"]): r["who"] for r in read_table(folder / "responsibility.tsv")},
        documents=frozenset(r["noun"] for r in read_table(folder / "documents.tsv")),
        light_verbs=frozenset(r["lemma"] for r in read_table(folder / "light-verbs.tsv")),
        travel=frozenset(r["lemma"] for r in read_table(folder / "travel.tsv")),
    )
