"""The articles' graphs of a folder to one graph, of which only what has changed is made anew."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.alignment.decisions import Decisions, decision_rows, read_decisions, sssom_table
from kg.graphs import Terms, Triple, head_triples, turtle
from kg.knowledge import Knowledge, load_knowledge
from kg.merging import Collection
from kg.merging.articles import Brought
from kg.minting import Minter
from kg.model import Kind
from kg.running.description import describe
from kg.running.fingerprint import tool_version
from kg.running.graph_file import GraphFile
from kg.running.jobs import Setup
from kg.running.layout import Layout
from kg.running.limits import cores
from kg.running.parts import Parts
from kg.running.report import BuildReport, Progress
from kg.running.spread import Spread
from kg.running.staging import Write
from kg.running.state import State, with_state
from kg.running.worker import Work
from kg.running.workers import Workers
from kg.vocabulary import BASE_IRI, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exporting.page.layout import Positions, View

_TABLES = """
CREATE TABLE IF NOT EXISTS merged_article(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merged_with(digest TEXT NOT NULL);
"""
_TOGETHER = 1_000
"""Parts in one transaction: SQLite is slow where it has to look for a page among too many that wait to be written."""
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
        decided = Decided.read(layout, decisions, knowledge.minter)
        setup = Setup.of(base_iri, None, ontology)
        with (
            Workers(setup, workers or cores(), reads=False, decisions=decided.rows) as helpers,
            state.staging.together() as write,
        ):
            return Merge(state, knowledge, decided, helpers).finish(write, progress).report

    return with_state(layout, work)


@dataclass(frozen=True)
class Decided:
    """What people decided, and whether that is new to the folder, which then keeps it."""

    rows: Decisions
    new: bool

    @classmethod
    def read(cls, layout: Layout, table: Path | None, minter: Minter) -> Decided:
        """The table, or without one what the folder keeps.

        Raises:
            KgError: it cannot be followed.
        """
        path = table if table is not None else layout.decisions
        known = table is not None or path.is_file()
        return cls(read_decisions(path, known_prefixes(minter)) if known else Decisions(), table is not None)


@dataclass(frozen=True)
class Merged:
    """What a merge has left in the state."""

    report: BuildReport
    parts: Parts
    head: bytes
    """The Turtle of what the parts have in common, with the prefixes."""


class Merge:
    """The merge of a folder: it may take in articles while others are read, and is brought to its end by ``finish``."""

    def __init__(self, state: State, knowledge: Knowledge, decided: Decided, workers: Workers) -> None:
        self.state, self.knowledge, self.decided = state, knowledge, decided
        self._minter, self._execute = knowledge.minter, state.connection.execute
        self._prefixes = PREFIXES | knowledge.minter.prefixes()
        _begin(state.connection, knowledge, decided.rows)
        self._work = Spread(workers, lambda: Work(knowledge, decided.rows))
        self._parts = Parts(state.connection, knowledge.minter, self._prefixes)
        self._file = GraphFile(state.connection, self._parts, state.layout.graph)
        self._collection = Collection(state.connection, knowledge, decided.rows, self._record, self._work)

    def ahead(self) -> None:
        """Do what takes long and can be done before the articles are read."""
        for name in ("splink.backends.duckdb", "kg.exporting.page"):
            import_module(name)
        self._collection.ahead()

    def lay(self, views: Iterable[View]) -> list[Positions]:
        """Where the nodes of each view of the page stand."""
        return self._work.lay(views)

    def take(self, identifier: str, sha256: str, brought: Brought) -> None:
        """Take in what an article brings; ``sha256`` is that of its graph."""
        self._collection.take(brought)
        self._execute("INSERT OR REPLACE INTO merged_article VALUES (?, ?)", (identifier, sha256))

    def finish(self, write: Write, progress: Progress | None) -> Merged:
        """Merge what has changed in the folder; ``write`` is handed the files.

        Raises:
            KgError: an article's graph cannot be read, or a process that helps was ended.
        """
        state, minter, decisions = self.state, self._minter, self.decided.rows
        state.sync(minter)
        self._take_others(progress)
        for number, (name, part) in enumerate(self._collection.settle()):
            if self._parts.put(name, part):
                self._file.touch(name)
            if number % _TOGETHER == 0:
                self._parts.flush()
                state.connection.commit()
            if progress is not None:
                progress("merging", number, 0)
        self._parts.flush()
        models = ", ".join(sorted(set(state.models()) - {""})) or "not known"
        triples = _head(self._parts, decisions, models, self.knowledge)
        description = turtle(describe(self._parts, len(triples), decisions.rows, minter, models), self._prefixes)
        state.connection.commit()
        write([description], state.layout.dataset)
        if self.decided.new:
            table = sssom_table(decision_rows(decisions.rows, str), known_prefixes(minter), minter.base_iri)
            write([table.encode()], state.layout.decisions)
        head = turtle(triples, self._prefixes)
        write(self._file.pieces(head), state.layout.graph, self._file.note)
        (articles,) = self._execute("SELECT count(*) FROM merged_article").fetchone()
        count = self._parts.triples() + len(triples)
        report = BuildReport(state.layout, articles, 0, count, (), tuple(self._collection.unheeded()))
        return Merged(report, self._parts, head)

    def _take_others(self, progress: Progress | None) -> None:
        """Take in the articles whose graphs are not those that were merged last, and forget those that are gone."""
        gone = "SELECT id FROM merged_article WHERE id NOT IN (SELECT id FROM article) ORDER BY id"
        for (identifier,) in self._execute(gone).fetchall():
            self._collection.remove(self._minter.iri(Kind.ARTICLE, identifier))
            self._execute("DELETE FROM merged_article WHERE id = ?", (identifier,))
        query = "SELECT id, sha256 FROM article EXCEPT SELECT id, sha256 FROM merged_article ORDER BY id"
        changed = self._execute(query).fetchall()
        self.state.connection.executemany("INSERT OR REPLACE INTO merged_article VALUES (?, ?)", changed)
        records = (self._record(self._minter.iri(Kind.ARTICLE, identifier)) for identifier, _ in changed)
        for number, brought in enumerate(self._work.bring(records), start=1):
            self._collection.take(brought)
            if progress is not None:
                progress("comparing", number, len(changed))

    def _record(self, iri: URIRef) -> bytes:
        identifier = iri.removeprefix(self._minter.iri(Kind.ARTICLE, ""))
        (record,) = self._execute("SELECT record FROM article WHERE id = ?", (identifier,)).fetchone()
        return bytes(record)


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


def known_prefixes(minter: Minter) -> dict[str, str]:
    """The prefixes that a table of decisions may use without declaring them."""
    return minter.prefixes() | {prefix: PREFIXES[prefix] for prefix in ("skos", "semapv")}
