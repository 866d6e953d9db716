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
from kg.running.extracting import Extracted, Options, checked_sources, extract_sources
from kg.running.layout import Layout
from kg.running.reader import Setup
from kg.running.report import BuildReport, Progress
from kg.running.staging import writing
from kg.running.state import State, with_state
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
    from kg.alignment.decisions import read_decisions
    from kg.running.merging import known_prefixes, merge_state
    from kg.running.page import page_of

    if decisions is not None:
        read_decisions(decisions, known_prefixes(Minter(base_iri)))  # better refused now than after the extraction
    options = _options(base_iri, model, ontology, workers, batch, timeout)
    checked_sources(sources)

    def work(state: State) -> BuildReport:
        knowledge = load_knowledge(ontology, base_iri)
        found = extract_sources(sources, state, options, knowledge, progress)
        _remove_others(state)
        with state.staging.together() as write:
            merged = merge_state(state, write, knowledge, ontology, decisions, progress, workers)
            page = page_of(state.connection, merged.parts, merged.head, merged.minter)
            write([page], state.layout.page)
        return replace(merged.report, articles=state.kept(), read=found.read, refusals=found.refusals)

    return with_state(Layout(out), work)


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
    options = _options(base_iri, model, ontology, workers, batch, timeout)
    checked_sources(sources)

    def work(state: State) -> BuildReport:
        found: Extracted = extract_sources(sources, state, options, load_knowledge(ontology, base_iri), progress)
        return BuildReport(state.layout, state.kept(), found.read, 0, found.refusals)

    return with_state(Layout(out), work)


def _options(
    base_iri: str,
    model: str | None,
    ontology: Path | None,
    workers: int | None,
    batch: int | None,
    timeout: float | None,
) -> Options:
    folder = None if ontology is None else str(ontology.resolve())
    return Options(Setup(base_iri, model, folder), workers, batch, timeout)


def _remove_others(state: State) -> None:
    """Remove the graphs of articles that the sources no longer have; only what a build wrote is removed by one."""
    for path in state.layout.extracted():
        if not state.kept(path.stem):
            mark = state.fingerprint(path.stem)
            if read_marks(path)[0] if mark is None else mark:
                with writing(state.layout.directory):
                    path.unlink()


def export_page(out: Path) -> Path:
    """Write ``graph.html`` of ``graph.ttl``; of a large collection's, the page that a build would write.

    Raises:
        KgError: there is no ``graph.ttl``, or it is too large for one page and the state of its build is gone.
    """
    from kg.running.page import MOST_BYTES, page_of_turtle

    layout = Layout(out)
    if not layout.graph.is_file():
        raise KgError(f"{layout.graph}: is not there; run `kg merge {out}` first")
    if layout.graph.stat().st_size > MOST_BYTES:
        raise KgError(f"{layout.graph}: is too large for one page; `kg build` writes one of the incidents most told of")
    write_bytes(page_of_turtle(layout.graph.read_bytes()), layout.page)
    return layout.page
