"""What an article's graph depends on, as one hash: only articles whose hash has changed are read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.model import Article


def fingerprint(article: Article, model: str, base_iri: str, ontology: str) -> str:
    """SHA-256 of the article's text and metadata, the language model, the ontology's digest and the program."""
    parts = (
        article.id,
        article.text,
        article.title,
        article.url,
        article.publisher,
        article.published,
        article.language,
        model,
        base_iri,
        ontology,
        program_digest(),
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


@cache
def program_digest() -> str:
    """SHA-256 over the program's own modules."""
    package = Path(__file__).resolve().parent.parent
    stages = [
        p for room in ("extraction", "graphs", "knowledge", "model") for p in sorted((package / room).rglob("*.py"))
    ]
    digest = hashlib.sha256()
    for path in stages:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tool_version() -> str:
    """The version of the installed program."""
    return version("incident-kg")
