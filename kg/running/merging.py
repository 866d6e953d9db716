"""The articles' graphs of a folder to one graph, of which only what has changed is made anew."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rdflib import URIRef

from kg.alignment.decisions import Decisions, decision_rows, read_decisions, sssom_table
from kg.graphs import Terms, Triple, head_triples, turtle
from kg.knowledge import Knowledge, load_knowledge
from kg.merging import Collection
from kg.minting import Minter
from kg.model import Kind
from kg.running.description import describe
from kg.running.fingerprint import tool_version
from kg.running.layout import Layout
from kg.running.limits import cores
from kg.running.parts import Parts
from kg.running.report import BuildReport, Progress
from kg.running.spread import Spread
from kg.running.state import State, with_state
from kg.vocabulary import BASE_IRI, PREFIXES

Write = Callable[[Iterable[bytes], Path], None]
"""Writes a file that appears together with others, see :meth:`kg.running.staging.Staging.together`."""

_TABLES = """
CREATE TABLE IF NOT EXISTS merged_article(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merged_with(digest TEXT NOT NULL);
"""
_OURS = ("align_", "copy_", "merge_", "merged_", "part", "shuffle")
"""What the names of all tables of the merge begin with."""


def merge_directory(
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    ontology: Path | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> BuildReport:
    """Merge the articles' graphs of a folder into ``graph.ttl`` and ``dataset.ttl``.

    ``decisions`` is an SSSOM table of what people decided. It replaces the one that the folder keeps as
    ``decisions.sssom.tsv``; without it that one holds. ``workers`` is the number of processes, None for one a core.

    Raises:
        KgError: there are no articles' graphs, one cannot be read, the decisions cannot be followed, or another process
            is at work there.
    """
    layout = Layout(out)
    layout.extracted()

    def work(state: State) -> BuildReport:
        knowledge = load_knowledge(ontology, base_iri)
        with state.staging.together() as write:
            return merge_state(state, write, knowledge, ontology, decisions, progress, workers).report

    return with_state(layout, work)


@dataclass(frozen=True)
class Merged:
    """What a merge has left in the state."""

    report: BuildReport
    parts: Parts
    head: bytes
    """The Turtle of what the parts have in common, with the prefixes."""
    minter: Minter


def merge_state(
    state: State,
    write: Write,
    knowledge: Knowledge,
    ontology: Path | None,
    decisions: Path | None,
    progress: Progress | None,
    workers: int | None,
) -> Merged:
    """:func:`merge_directory` for whoever has the state already, and has loaded ``knowledge`` from ``ontology``.

    ``write`` is handed the files.
    """
    layout, minter, connection = state.layout, knowledge.minter, state.connection
    state.sync(minter)
    table = decisions if decisions is not None else layout.decisions
    kept = decisions is not None or table.is_file()
    decided = read_decisions(table, known_prefixes(minter)) if kept else Decisions()
    prefixes = PREFIXES | minter.prefixes()
    _begin(connection, knowledge, decided)
    parts = Parts(connection, minter, prefixes)
    with closing(Spread(knowledge, decided, ontology, workers or cores())) as spread:
        collection = Collection(connection, knowledge, decided, lambda iri: _record(state, iri, minter), spread.do)
        _put_changed(state, collection, spread, minter, progress)
        for number, (name, part) in enumerate(collection.settle()):
            parts.put(name, part)
            if progress is not None:
                progress("merging", number, 0)
    parts.flush()
    models = ", ".join(sorted(set(state.models()) - {""})) or "not known"
    triples = _head(parts, decided, models, knowledge)
    description = turtle(describe(parts, len(triples), decided.rows, minter, models), prefixes)
    connection.commit()
    write([description], layout.dataset)
    if decisions is not None:
        kept_table = sssom_table(decision_rows(decided.rows, str), known_prefixes(minter), minter.base_iri)
        write([kept_table.encode()], layout.decisions)
    head = turtle(triples, prefixes)
    write(chain([head], parts.turtle()), layout.graph)
    (articles,) = connection.execute("SELECT count(*) FROM merged_article").fetchone()
    count = parts.triples() + len(triples)
    report = BuildReport(layout, articles, 0, count, (), tuple(collection.unheeded()))
    return Merged(report, parts, head, minter)


def _head(parts: Parts, decisions: Decisions, models: str, knowledge: Knowledge) -> set[Triple]:
    taxonomy = knowledge.taxonomy
    terms = Terms(taxonomy.ancestors, taxonomy.labels, taxonomy.phases, taxonomy.order)
    made_with = f"incident-kg {tool_version()}, language model {models}"
    rules = knowledge.models_digest
    return set(head_triples(parts.used(), decisions.rows, rules, made_with, terms, knowledge.minter))


def _begin(connection: sqlite3.Connection, knowledge: Knowledge, decisions: Decisions) -> None:
    """Forget what was merged with another ontology, other models or other decisions."""
    told = "\x1f".join((knowledge.minter.base_iri, knowledge.digest, knowledge.models_digest, repr(decisions.rows)))
    digest = hashlib.sha256(told.encode()).hexdigest()
    connection.executescript(_TABLES)
    if connection.execute("SELECT digest FROM merged_with").fetchall() != [(digest,)]:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            if name.startswith(_OURS):
                connection.execute(f"DROP TABLE {name}")
        connection.commit()
        connection.executescript(_TABLES)
        connection.execute("INSERT INTO merged_with VALUES (?)", (digest,))


def _put_changed(
    state: State, collection: Collection, spread: Spread, minter: Minter, progress: Progress | None
) -> None:
    """Put the articles whose graphs are not those that were merged last."""
    execute = state.connection.execute
    gone = execute("SELECT id FROM merged_article WHERE id NOT IN (SELECT id FROM article) ORDER BY id").fetchall()
    for (identifier,) in gone:
        collection.remove(minter.iri(Kind.ARTICLE, identifier))
        execute("DELETE FROM merged_article WHERE id = ?", (identifier,))
    changed = execute(
        "SELECT id, sha256 FROM article EXCEPT SELECT id, sha256 FROM merged_article ORDER BY id"
    ).fetchall()
    execute_many = state.connection.executemany
    execute_many("INSERT OR REPLACE INTO merged_article VALUES (?, ?)", changed)
    records = (_record(state, minter.iri(Kind.ARTICLE, identifier), minter) for identifier, _ in changed)
    for number, brought in enumerate(spread.bring(records), start=1):
        collection.take(brought)
        if progress is not None:
            progress("comparing", number, len(changed))


def _record(state: State, iri: URIRef, minter: Minter) -> bytes:
    identifier = iri.removeprefix(minter.iri(Kind.ARTICLE, ""))
    (record,) = state.connection.execute("SELECT record FROM article WHERE id = ?", (identifier,)).fetchone()
    return bytes(record)


def known_prefixes(minter: Minter) -> dict[str, str]:
    """The prefixes that a table of decisions may use without declaring them."""
    return minter.prefixes() | {prefix: PREFIXES[prefix] for prefix in ("skos", "semapv")}
