"""Compiles ``ontology/`` and the packaged gazetteers into what the stages look things up in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import URIRef

from kg.knowledge import gazetteer
from kg.knowledge.cues import Cue
from kg.knowledge.lexicon import Lexicon, Noun, read_lexicon
from kg.knowledge.reference import ReferenceEntity, read_reference
from kg.knowledge.taxonomy import IncidentKind, Taxonomy
from kg.knowledge.triggers import Trigger
from kg.minting import Minter
from kg.model import Kind, Value
from kg.paths import ontology_folders
from kg.vocabulary import BASE_IRI, KG, SKOS

__all__ = [
    "Cue",
    "IncidentKind",
    "Knowledge",
    "Lexicon",
    "Noun",
    "ReferenceEntity",
    "Taxonomy",
    "Trigger",
    "load_knowledge",
]


@dataclass(frozen=True)
class Knowledge:
    """Everything that the program knows beforehand. ``by_name`` keys are casefolded names."""

    taxonomy: Taxonomy
    lexicon: Lexicon
    reference: dict[URIRef, ReferenceEntity]
    by_name: dict[str, tuple[ReferenceEntity, ...]]
    minter: Minter
    digest: str
    """SHA-256 over the files of the ontology that matter to what is built."""
    grammar_digest: str
    """The same without the entries of the reference data."""
    folders: tuple[Path, ...] = ()

    def model(self, name: str) -> Path:
        """The file of an alignment model, ``entities`` or ``incidents``: the domain's own, else the general one."""
        paths = [folder / "alignment" / f"{name}.json" for folder in self.folders]
        return next((path for path in reversed(paths) if path.is_file()), paths[0])

    def named(self, name: str, kind: Kind | None = None) -> tuple[ReferenceEntity, ...]:
        """The reference entities of this name, of one kind or of any."""
        found = self.by_name.get(name.casefold(), ())
        return tuple(entity for entity in found if kind is None or entity.kind == kind)

    def families(self, model: Value) -> Iterator[URIRef]:
        """What the reference data hold a model to be a variant of (``skos:broader``), the nearest first."""
        seen: set[Value] = set()
        while isinstance(model, URIRef) and model in self.reference and model not in seen:
            seen.add(model)
            parents = [URIRef(parent) for parent in self.reference[model].values(SKOS.broader)]
            yield from parents
            model = parents[0] if parents else model

    @cached_property
    def models_digest(self) -> str:
        """SHA-256 over the alignment models."""
        paths = (self.model(name) for name in ("entities", "incidents"))
        return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()

    @cached_property
    def operator_codes(self) -> dict[str, str]:
        """The codes with which designators begin, *AB* of *AB123*, and the ISO code of their operator's state or ""."""
        prefixes = [kind.prefix for kind in self.taxonomy.incident_kinds if kind.prefix is not None]
        actors = [entity for entity in self.reference.values() if entity.kind is Kind.ACTOR]
        codes = {code: a for a in actors for prefix in prefixes if (code := a.text(prefix))}
        return {code: self.home(actor) for code, actor in codes.items()}

    def home(self, entity: ReferenceEntity) -> str:
        """The ISO code of the state that an entity belongs to, or ""."""
        country = gazetteer.country(entity.text(KG.stateName) or "")
        return country.code if country is not None else ""


def load_knowledge(domain: Path | None = None, base_iri: str = BASE_IRI) -> Knowledge:
    """Compile the general ontology and, on top of it, one of a domain: by default those that come with the program.

    Raises:
        KgError: a table has a broken row, or ``domain`` is no folder of an ontology.
    """
    folders = ontology_folders(domain)
    minter = Minter(base_iri)
    reference = read_reference(folders, minter)
    by_name: dict[str, list[ReferenceEntity]] = {}
    for entity in reference.values():
        for name in sorted({n.casefold() for n in entity.names}):
            by_name.setdefault(name, []).append(entity)
    return Knowledge(
        taxonomy=Taxonomy(path for folder in folders for path in sorted(folder.glob("*.ttl"))),
        lexicon=read_lexicon([folder / "lexicon" for folder in folders]),
        reference=reference,
        by_name={name: tuple(entities) for name, entities in by_name.items()},
        minter=minter,
        digest=_digest(folders, set()),
        grammar_digest=_digest(folders, {"reference"}),
        folders=tuple(folders),
    )


def _digest(folders: list[Path], left_out: set[str]) -> str:
    """The general ontology's own files and the domain's, but for the Turtle in folders of some names.

    The shapes only check what was built, and the mappings to other vocabularies say nothing of articles.
    """
    left_out = left_out | {"vocabularies"}
    own = [p for p in sorted(folders[0].rglob("*")) if p.stem != "shapes" and "domains" not in p.parts]
    files = [*own, *(p for folder in folders[1:] for p in sorted(folder.rglob("*")))]
    digest = hashlib.sha256()
    for path in files:
        if path.suffix == ".tsv" or (path.suffix == ".ttl" and path.parent.name not in left_out):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
