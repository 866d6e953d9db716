"""Compiles ``ontology/`` and the packaged gazetteers into what the stages look things up in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.knowledge.cues import Cue
from kg.knowledge.lexicon import Lexicon, Noun, Trigger, read_lexicon
from kg.knowledge.reference import ReferenceEntity, read_reference
from kg.knowledge.taxonomy import Taxonomy
from kg.minting import Minter
from kg.model import Kind
from kg.paths import ontology_dir
from kg.vocabulary import BASE_IRI

__all__ = ["Cue", "Knowledge", "Lexicon", "Noun", "ReferenceEntity", "Taxonomy", "Trigger", "load_knowledge"]


@dataclass(frozen=True)
class Knowledge:
    """Everything that the program knows beforehand. ``by_name`` keys are casefolded names."""

    taxonomy: Taxonomy
    lexicon: Lexicon
    reference: dict[URIRef, ReferenceEntity]
    by_name: dict[str, tuple[ReferenceEntity, ...]]
    minter: Minter

    def named(self, name: str, kind: Kind | None = None) -> tuple[ReferenceEntity, ...]:
        """The reference entities of this name, of one kind or of any."""
        found = self.by_name.get(name.casefold(), ())
        return tuple(entity for entity in found if kind is None or entity.kind == kind)


def load_knowledge(folder: Path | None = None, base_iri: str = BASE_IRI) -> Knowledge:
    """Compile the ontology of ``folder``, by default the one that comes with the program.

    Raises:
        KgError: a table has a broken row.
    """
    folder = folder or ontology_dir()
    minter = Minter(base_iri)
    reference = read_reference(folder / "reference", minter)
    by_name: dict[str, list[ReferenceEntity]] = {}
    for entity in reference.values():
        for name in sorted({n.casefold() for n in entity.names}):
            by_name.setdefault(name, []).append(entity)
    return Knowledge(
        taxonomy=Taxonomy(sorted(folder.glob("*.ttl"))),
        lexicon=read_lexicon(folder / "lexicon"),
        reference=reference,
        by_name={name: tuple(entities) for name, entities in by_name.items()},
        minter=minter,
    )
