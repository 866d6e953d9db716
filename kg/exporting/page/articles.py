"""The inputs: articles, and the records of the reference data as one more source."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from rdflib import URIRef

from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import ArticleRecord, Ref
from kg.vocabulary import DCTERMS, KG, NIF, RDF, SCHEMA


def read_articles(lookup: Lookup) -> list[ArticleRecord]:
    """Every input, the articles before the reference records."""
    contexts = lookup.instances(NIF.Context, SCHEMA.NewsArticle)
    identifiers = {c: lookup.text(c, DCTERMS.identifier) or str(c).rstrip("/").rsplit("/", 1)[-1] for c in contexts}
    names = short_names(list(identifiers.values()))
    records = [_article(lookup, context, identifiers[context], names) for context in contexts]
    return sorted(records, key=lambda record: (record.reference, record.id))


def short_names(identifiers: list[str]) -> dict[str, str]:
    """The first part of each identifier where no other begins with it, else the whole."""
    heads = Counter(_head(identifier) for identifier in identifiers)
    return {i: _head(i) if _head(i) and heads[_head(i)] == 1 else i for i in identifiers}


def safe_url(url: str) -> str:
    """The address if it is one of the web, else nothing: no other scheme ever becomes a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _head(identifier: str) -> str:
    return re.split(r"[_.]", identifier, maxsplit=1)[0]


def _article(lookup: Lookup, context: URIRef, identifier: str, names: dict[str, str]) -> ArticleRecord:
    reference = lookup.has(context, RDF.type, KG.ReferenceRecord)
    publisher = lookup.iri(context, SCHEMA.publisher)
    source = lookup.text(context, SCHEMA.url) or str(
        lookup.iri(context, SCHEMA.url) or lookup.iri(context, DCTERMS.source) or ""
    )
    publisher_ref = Ref(lookup.id(publisher), lookup.label(publisher)) if publisher else Ref(None, "publisher unknown")
    original = lookup.iri(context, KG.copyOf)
    return ArticleRecord(
        id=lookup.id(context),
        name=publisher_ref.text if reference else f"article {names[identifier]}",
        identifier=identifier,
        title=lookup.text(context, DCTERMS.title),
        publisher=publisher_ref,
        issued=lookup.text(context, DCTERMS.issued),
        url=safe_url(source),
        language=lookup.text(context, SCHEMA.inLanguage),
        sha256=lookup.text(context, KG.sha256),
        reference=reference,
        claims=sum(lookup.has(s, RDF.type, KG.Claim) for s in lookup.subjects(KG.article, context)),
        copy_of=lookup.id(original) if original else None,
    )
