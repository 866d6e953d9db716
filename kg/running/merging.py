"""The articles' graphs of a folder to one graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rdflib import Literal

from kg.alignment.decisions import Decisions, decision_rows, read_decisions, sssom_table
from kg.graphs import merged_triples
from kg.graphs.records import decode
from kg.graphs.turtle import turtle
from kg.knowledge import load_knowledge
from kg.merging import merge
from kg.minting import Minter
from kg.model import Kind
from kg.running.description import describe
from kg.running.fingerprint import tool_version
from kg.running.layout import Layout
from kg.running.report import BuildReport, Progress
from kg.running.state import State, with_state
from kg.vocabulary import BASE_IRI, PREFIXES, SCHEMA

Write = Callable[[bytes, Path], None]
"""Writes a file that appears together with others, see :meth:`kg.running.staging.Staging.together`."""


def merge_directory(
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    ontology: Path | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Merge the articles' graphs of a folder into ``graph.ttl`` and ``dataset.ttl``.

    ``decisions`` is an SSSOM table of what people decided. It replaces the one that the folder keeps as
    ``decisions.sssom.tsv``; without it that one holds.

    Raises:
        KgError: there are no articles' graphs, one cannot be read, the decisions cannot be followed, or another process
            is at work there.
    """
    layout = Layout(out)
    layout.extracted()

    def work(state: State) -> BuildReport:
        with state.staging.together() as write:
            return merge_state(state, write, base_iri, ontology, decisions, progress)

    return with_state(layout, work)


def merge_state(
    state: State,
    write: Write,
    base_iri: str,
    ontology: Path | None,
    decisions: Path | None,
    progress: Progress | None,
) -> BuildReport:
    """:func:`merge_directory` for whoever has the state already; ``write`` is handed the files."""
    layout, knowledge = state.layout, load_knowledge(ontology, base_iri)
    minter, taxonomy = knowledge.minter, knowledge.taxonomy
    state.sync(minter)
    table = decisions if decisions is not None else layout.decisions
    kept = decisions is not None or table.is_file()
    decided = read_decisions(table, known_prefixes(minter)) if kept else Decisions()
    extractions = [decode(found.record, minter) for found in state.records()]
    if progress is not None:
        progress("merging", 0, len(extractions))
    merged = merge(extractions, knowledge, decided)
    told = (taxonomy.ancestors, taxonomy.labels, taxonomy.phases, taxonomy.order)
    models = ", ".join(sorted(set(state.models()) - {""})) or "not known"
    made_with = Literal(f"incident-kg {tool_version()}, language model {models}")
    made = (minter.iri(Kind.ACTIVITY, "merge"), SCHEMA.softwareVersion, made_with)
    triples = list({*merged_triples(merged, minter, *told), made})
    prefixes = PREFIXES | minter.prefixes()
    write(turtle(describe(merged, minter, triples, models), prefixes), layout.dataset)
    if decisions is not None:
        kept_table = sssom_table(decision_rows(decided.rows, str), known_prefixes(minter), minter.base_iri)
        write(kept_table.encode(), layout.decisions)
    write(turtle(triples, prefixes), layout.graph)
    return BuildReport(layout, len(extractions), 0, len(triples), (), merged.unheeded)


def known_prefixes(minter: Minter) -> dict[str, str]:
    """The prefixes that a table of decisions may use without declaring them."""
    return minter.prefixes() | {prefix: PREFIXES[prefix] for prefix in ("skos", "semapv")}
