"""What an article's graph depends on, as one hash: only articles whose hash has changed are read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.model import Article
from kg.paths import ontology_dir


def fingerprint(article: Article, model: str, base_iri: str) -> str:
    """SHA-256 of the article's text and metadata, the language model, the ontology and the program."""
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
        program_digest(),
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


@cache
def program_digest() -> str:
    """SHA-256 over the program's own modules and its ontology."""
    package = Path(__file__).resolve().parent.parent
    stages = [
        p for room in ("extraction", "graphs", "knowledge", "model") for p in sorted((package / room).glob("*.py"))
    ]
    ontology = [p for p in sorted(ontology_dir().rglob("*")) if p.suffix in (".ttl", ".tsv") and p.stem != "shapes"]
    digest = hashlib.sha256()
    for path in [*stages, *ontology]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tool_version() -> str:
    """The version of the installed program."""
    return version("incident-kg")
