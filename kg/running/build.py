"""The main job: read, extract, merge, export; safe to run again, and to be killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import KgError
from kg.graphs import write_bytes
from kg.graphs.reading import read_marks
from kg.knowledge import load_knowledge
from kg.minting import Minter
from kg.running.extracting import Options, checked_sources, extract_sources
from kg.running.jobs import Setup
from kg.running.layout import Layout
from kg.running.limits import cores, spare_collector
from kg.running.report import BuildReport, Progress
from kg.running.staging import writing
from kg.running.state import State, with_state
from kg.running.workers import Workers
from kg.vocabulary import BASE_IRI


def build(
    sources: Sequence[Path],
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    model: str | None = None,
    ontology: Path | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    batch: int | None = None,
    timeout: float | None = None,
) -> BuildReport:
    """Extract, merge and export in one go. The folder then holds exactly the articles of ``sources``.

    ``decisions`` is an SSSOM table, see :func:`kg.running.merging.merge_directory`; ``workers``, ``batch`` and
    ``timeout`` as in :class:`kg.running.extracting.Options`.

    Raises:
        KgError: nothing could be read, the folder cannot be written, or another process is at work there.
    """
    from kg.running.merging import Decided, Merge
    from kg.running.page import page_of

    layout, minter = Layout(out), Minter(base_iri)
    if decisions is not None:
        Decided.read(layout, decisions, minter)  # better refused now than when the folder is there
    checked_sources(sources)

    def work(state: State) -> BuildReport:
        decided, setup = Decided.read(layout, decisions, minter), Setup.of(base_iri, model, ontology)
        rows = decided.rows
        with Workers(setup, workers or cores(), reads=True, decisions=rows) as helpers:
            helpers.start()
            knowledge = load_knowledge(ontology, base_iri)
            spare_collector()
            merge, options = Merge(state, knowledge, decided, helpers), Options(batch, timeout)
            helpers.meanwhile = merge.ahead
            found = extract_sources(sources, state, helpers, options, knowledge, progress, merge.take)
            _remove_others(state)
            with state.staging.together() as write:
                merged = merge.finish(write, progress)
                articles = merged.report.articles
                page = page_of(state.connection, merged.parts, merged.head, articles, knowledge.minter, merge.lay)
                write([page], state.layout.page)
        return replace(merged.report, articles=state.kept(), read=found.read, refusals=found.refusals)

    return with_state(layout, work)


def extract(
    sources: Sequence[Path],
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    model: str | None = None,
    ontology: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    batch: int | None = None,
    timeout: float | None = None,
) -> BuildReport:
    """One Turtle file an article, beside those that are there already; the arguments as for :func:`build`.

    Raises:
        KgError: nothing could be read, the folder cannot be written, or another process is at work there.
    """
    checked_sources(sources)

    def work(state: State) -> BuildReport:
        setup = Setup.of(base_iri, model, ontology)
        with Workers(setup, workers or cores(), reads=True, decisions=None) as readers:
            readers.start()
            knowledge = load_knowledge(ontology, base_iri)
            found = extract_sources(sources, state, readers, Options(batch, timeout), knowledge, progress)
        return BuildReport(state.layout, state.kept(), found.read, 0, found.refusals)

    return with_state(Layout(out), work)


def _remove_others(state: State) -> None:
    """Remove the graphs of articles that the sources no longer have; only what a build wrote is removed by one."""
    for path in state.layout.extracted():
        if not state.kept(path.stem):
            mark = state.fingerprint(path.stem)
            if read_marks(path)[0] if mark is None else mark:
                with writing(state.layout.directory):
                    path.unlink()


def export_page(out: Path) -> Path:
    """Write ``graph.html`` of ``graph.ttl``.

    Raises:
        KgError: there is no ``graph.ttl``, it cannot be read, or it is too large for one page.
    """
    from kg.running.page import MOST_BYTES, page_of_turtle

    layout = Layout(out)
    if not layout.graph.is_file():
        raise KgError(f"{layout.graph}: is not there; run `kg merge {out}` first")
    if layout.graph.stat().st_size > MOST_BYTES:
        raise KgError(f"{layout.graph}: is too large for one page; `kg build` writes one of the incidents most told of")
    try:
        page = page_of_turtle(layout.graph.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise KgError(f"{layout.graph}: cannot be read as Turtle ({error}); build it again") from error
    write_bytes(page, layout.page)
    return layout.page
