"""Mints IRIs from content: readable, stable, the same for the same input whatever the order."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from rdflib import URIRef

from kg.model.terms import Kind
from kg.vocabulary import BASE_IRI

_MAX_SLUG = 60


@lru_cache(maxsize=16_384)
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


class Minter:
    """Mints the IRIs of one graph below its base IRI."""

    def __init__(self, base_iri: str = BASE_IRI) -> None:
        self.base_iri = base_iri

    def iri(self, kind: Kind, local: str) -> URIRef:
        """The IRI of ``local`` (already safe) in the namespace of its kind."""
        iri = self.base_iri + kind + "/" + local  # not formatted, which takes long for a member of an enumeration
        return str.__new__(URIRef, iri)  # safe already: nothing for URIRef to check

    def kind(self, iri: str) -> Kind | None:
        """The kind whose namespace an IRI is in."""
        kind = iri.removeprefix(self.base_iri).partition("/")[0]
        return Kind(kind) if kind in set(Kind) else None

    def named(self, kind: Kind, name: str) -> URIRef:
        """A readable IRI from a name."""
        return self.iri(kind, slug(name))

    def free(self, kind: Kind, name: str, taken: Container[URIRef], *content: object) -> URIRef:
        """A readable IRI from a name; with a hash of the content where the name's is taken."""
        iri = self.named(kind, name)
        return iri if iri not in taken else self.iri(kind, f"{slug(name)}-{digest(*content)[:6]}")

    def hashed(self, kind: Kind, *parts: object) -> URIRef:
        """An IRI from content that has no name."""
        return self.iri(kind, digest(*parts, length=16))

    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, one a kind."""
        return {str(kind): f"{self.base_iri}{kind}/" for kind in Kind}
