"""What of the ontology the reading of an article depends on, so that a change elsewhere in it costs nothing.

It is all of the grammar (classes, properties, lexicon, tables), and of the reference data the entries that the text may
name: those of which the words of some name, or of some other text or number, are all begun by words of the article.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from rdflib import Literal, URIRef

from kg.knowledge import Knowledge, ReferenceEntity

_PART = re.compile(r"[^\W\d_]++|\d++")
_ACCENTS = dict.fromkeys(code for code in range(0x20000) if unicodedata.combining(chr(code)))
"""What combines with the letter before it; it all lies in the first two planes."""
_LETTERS = 4
"""Letters by which words are told: what follows may be inflected, *Ruritanians*, or spelled in another way."""


class Dependence:
    """Tells what articles depend on."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._grammar = knowledge.grammar_digest
        self._entries = {
            iri: hashlib.sha256(repr(entry).encode()).digest() for iri, entry in knowledge.reference.items()
        }
        self._links = {iri: _links(entry) & knowledge.reference.keys() for iri, entry in knowledge.reference.items()}
        self._begun: dict[str, list[tuple[frozenset[str], URIRef]]] = {}
        """Each name by the rarest of its parts."""
        names = [(parts, iri) for iri, entry in knowledge.reference.items() for parts in _names(entry)]
        counts: dict[str, int] = {}
        for parts, _ in names:
            for part in parts:
                counts[part] = counts.get(part, 0) + 1
        for parts, iri in names:
            self._begun.setdefault(min(parts, key=lambda part: (counts[part], part)), []).append((parts, iri))

    def digest(self, text: str) -> str:
        """SHA-256 of what the reading of a text depends on."""
        found = set(self._named(text))
        open_ = list(found)
        while open_:
            beside = self._links[open_.pop()] - found
            found |= beside
            open_ += beside
        digest = hashlib.sha256(self._grammar.encode())
        for iri in sorted(found, key=str):
            digest.update(self._entries[iri])
        return digest.hexdigest()

    def _named(self, text: str) -> Iterable[URIRef]:
        there = _parts(text)
        for part in there & self._begun.keys():
            yield from (iri for parts, iri in self._begun[part] if parts <= there)


def _names(entry: ReferenceEntity) -> set[frozenset[str]]:
    """The parts of each name and of each other text or number of an entry."""
    told = [*entry.names, *(str(value) for _, value in entry.facts if isinstance(value, Literal))]
    return {parts for text in told if (parts := frozenset(_parts(text)))}


def _parts(text: str) -> set[str]:
    """The beginnings of the words of a text, and of the numbers within them, without case and accents."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_ACCENTS)
    return {part[:_LETTERS] for part in _PART.findall(plain)}


def _links(entry: ReferenceEntity) -> set[URIRef]:
    return {value for _, value in entry.facts if isinstance(value, URIRef)}
