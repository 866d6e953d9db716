"""The merged graph in an in-memory store, and the prefixes that name its terms."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.minting import Minter
from kg.vocabulary import BASE_IRI, NIF, PREFIXES, RDF

GRAPH_FILE = "graph.ttl"
MERGED = ox.DefaultGraph()
"""Where the merged graph stands; a store may hold what each article says in graphs beside it."""


def graph_file(directory: Path) -> Path:
    """The merged graph of a folder that ``kg build`` wrote.

    Raises:
        KgError: it is not there.
    """
    path = directory / GRAPH_FILE
    if not path.is_file():
        raise KgError(f"{path}: no such file; write it with `kg build SOURCE... --out {directory}`")
    return path


def open_store(directory: Path) -> ox.Store:
    """Load ``graph.ttl`` of a folder that ``kg build`` wrote.

    Raises:
        KgError: the file is not there or is no Turtle.
    """
    path = graph_file(directory)
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (OSError, SyntaxError, ValueError) as error:
        raise KgError(f"{path}: cannot be read as Turtle ({' '.join(str(error).split())}); build it again") from error
    return store


def base_iri(store: ox.Store) -> str:
    """The namespace that the instances of a graph stand in: what precedes ``article/`` in an article's IRI."""
    contexts = store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(NIF.Context)), MERGED)
    for quad in contexts:
        if isinstance(quad.subject, ox.NamedNode) and "article/" in quad.subject.value:
            return quad.subject.value.rsplit("article/", 1)[0]
    return BASE_IRI


def graph_prefixes(store: ox.Store) -> dict[str, str]:
    """Prefix → namespace, of the vocabularies and of each kind of instance."""
    return PREFIXES | Minter(base_iri(store)).prefixes()


def shorten(iri: str, prefixes: dict[str, str]) -> str:
    """``prefix:local`` where a prefix fits and the rest needs no slash, else the IRI."""
    for prefix, namespace in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri


def expand(name: str, prefixes: dict[str, str]) -> ox.NamedNode | None:
    """The IRI that ``name`` writes, whole, in ``<>`` or with a known prefix; None where it writes none."""
    text = name.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        text = prefixes[prefix] + local
    elif "://" not in text:
        return None
    try:
        return ox.NamedNode(text)
    except ValueError:
        return None
