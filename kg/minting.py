"""Mints IRIs from content: readable, stable, the same for the same input whatever the order."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from rdflib import URIRef

from kg.model.terms import Kind
from kg.vocabulary import BASE_IRI

_MAX_SLUG = 60


def slug(words: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, at most 60 characters; a hash where nothing is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['’]s?(?![a-z0-9])", "", plain)
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(plain) > _MAX_SLUG:
        return f"{plain[:_MAX_SLUG].rstrip('-')}-{digest(words)}"
    return plain or digest(words)


def digest(*parts: object, length: int = 8) -> str:
    """A short hash of the parts, in hexadecimal."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def is_local(iri: str) -> bool:
    """Whether an IRI is that of one article's entity, ``actor/ARTICLE.name``: those of merged ones have no dot."""
    return "." in iri.rsplit("/", 1)[-1]


class Minter:
    """Mints the IRIs of one graph below its base IRI."""

    def __init__(self, base_iri: str = BASE_IRI) -> None:
        self.base_iri = base_iri

    def iri(self, kind: Kind, local: str) -> URIRef:
        """The IRI of ``local`` (already safe) in the namespace of its kind."""
        return URIRef(f"{self.base_iri}{kind}/{local}")

    def named(self, kind: Kind, name: str) -> URIRef:
        """A readable IRI from a name."""
        return self.iri(kind, slug(name))

    def hashed(self, kind: Kind, *parts: object) -> URIRef:
        """An IRI from content that has no name."""
        return self.iri(kind, digest(*parts, length=16))

    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, one a kind."""
        return {str(kind): f"{self.base_iri}{kind}/" for kind in Kind}
