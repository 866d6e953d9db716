"""What an article's graph depends on, as one hash: only articles whose hash has changed are read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.model import Article


def fingerprint(article: Article, model: str, base_iri: str, ontology: str) -> str:
    """SHA-256 of text, metadata, language model, what the article depends on of the ontology, and the program."""
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
    """SHA-256 over the modules that decide what an article's graph says."""
    return _digest("extraction", "graphs", "knowledge", "model", "minting.py", "vocabulary.py")


@cache
def state_digest() -> str:
    """SHA-256 over the modules that decide what the state database holds."""
    rooms = ("alignment", "merging", "running")
    return hashlib.sha256(f"{program_digest()} {_digest(*rooms)}".encode()).hexdigest()


def _digest(*rooms: str) -> str:
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in rooms:
        path = package / room
        for module in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(module.name.encode())
            digest.update(module.read_bytes())
    return digest.hexdigest()


def tool_version() -> str:
    """The version of the installed program."""
    return version("incident-kg")
