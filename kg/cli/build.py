"""``kg build``: extract, merge and export in one go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.options import (
    DEFAULT_BASE,
    BaseIri,
    Batch,
    Decisions,
    Engine,
    EngineOption,
    Master,
    Model,
    Ontology,
    OutUri,
    Quiet,
    Settings,
    SourceUris,
    Timeout,
    Workers,
)
from kg.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Decision
    from kg.reading import Refusal
    from kg.running import BuildReport
    from kg.running.spark.build import SparkReport


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("build", epilog="Example:  kg build articles/ more.jsonl --out out")(run)


def run(
    sources: SourceUris,
    out: OutUri,
    model: Model = None,
    ontology: Ontology = None,
    decisions: Decisions = None,
    base_iri: BaseIri = DEFAULT_BASE,
    workers: Workers = None,
    batch: Batch = None,
    timeout: Timeout = None,
    engine: EngineOption = Engine.LOCAL,
    master: Master = None,
    conf: Settings = None,
    quiet: Quiet = False,
) -> None:
    """Extract, merge and export in one go; safe to run again, only changed articles are read again.

    A build that was stopped or killed goes on where it was when the same command is run again. Exit code 1 where some
    source was refused and the others were built.
    """
    if engine is Engine.SPARK:
        if workers is not None or batch is not None:
            raise typer.BadParameter("--workers and --batch are for one machine; give Spark --conf KEY=VALUE")
        _on_spark(sources, out, model, ontology, decisions, base_iri, timeout, master, conf or [], quiet)
        return
    if master is not None or conf:
        raise typer.BadParameter("--master and --conf are for --engine spark")
    from kg.running import build

    with progress_bar(quiet) as progress:
        report = build(
            [Path(source) for source in sources],
            Path(out),
            base_iri=base_iri,
            model=model,
            ontology=ontology,
            decisions=decisions,
            progress=progress,
            workers=workers,
            batch=batch,
            timeout=timeout,
        )
    layout = report.layout
    _told(report, (layout.graph, layout.page, layout.dataset))


def _on_spark(
    sources: list[str],
    out: str,
    model: str | None,
    ontology: Path | None,
    decisions: Path | None,
    base_iri: str,
    timeout: float | None,
    master: str | None,
    conf: list[str],
    quiet: bool,
) -> None:
    from kg.running.spark.build import build_on_spark

    if any("=" not in setting for setting in conf):
        raise typer.BadParameter("a setting of Spark is KEY=VALUE, as --conf spark.executor.memory=4g")

    silent = quiet or not sys.stderr.isatty()

    def progress(stage: str) -> None:
        if not silent:
            sys.stderr.write(f"{stage}\n")

    report = build_on_spark(
        sources,
        out,
        master=master,
        settings=dict(setting.split("=", 1) for setting in conf),
        base_iri=base_iri,
        model=model,
        ontology=ontology,
        decisions=decisions,
        timeout=timeout,
        progress=progress,
        silent=silent,
    )
    _told(report, (f"{report.out}/{name}" for name in ("graph.nq", "graph.parquet")))


def _told(report: BuildReport | SparkReport, written: Iterable[Path | str]) -> None:
    """Say what a build did and wrote; exit code 1 where something was left out."""
    refused(report.refusals, report.unheeded)
    typer.echo(f"{report.articles} articles ({report.read} read anew), {report.triples} triples")
    for path in written:
        typer.echo(str(path))
    if report.refusals:
        raise typer.Exit(1)


def refused(refusals: Iterable[Refusal], unheeded: Iterable[Decision]) -> None:
    """Say what was left out and why, one line each."""
    for refusal in refusals:
        sys.stderr.write(f"kg: left out: {refusal}\n")
    for decision in unheeded:
        sys.stderr.write(
            f"kg: not followed: {decision.subject} {decision}; no article has both, or one follows another\n"
        )
