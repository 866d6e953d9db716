"""``kg build``: extract, merge and export in one go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from kg.cli.options import (
    DEFAULT_BASE,
    BaseIri,
    Batch,
    Decisions,
    Model,
    Ontology,
    Out,
    Quiet,
    Sources,
    Timeout,
    Workers,
)
from kg.cli.progress import progress_bar

if TYPE_CHECKING:
    from kg.running import BuildReport


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("build", epilog="Example:  kg build articles/ more.jsonl --out out")(run)


def run(
    sources: Sources,
    out: Out,
    model: Model = None,
    ontology: Ontology = None,
    decisions: Decisions = None,
    base_iri: BaseIri = DEFAULT_BASE,
    workers: Workers = None,
    batch: Batch = None,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> None:
    """Extract, merge and export in one go; safe to run again, only changed articles are read again.

    A build that was stopped or killed goes on where it was when the same command is run again. Exit code 1 where some
    source was refused and the others were built.
    """
    from kg.running import build

    with progress_bar(quiet) as progress:
        report = build(
            sources,
            out,
            base_iri=base_iri,
            model=model,
            ontology=ontology,
            decisions=decisions,
            progress=progress,
            workers=workers,
            batch=batch,
            timeout=timeout,
        )
    refused(report)
    layout = report.layout
    typer.echo(f"{report.articles} articles ({report.read} read anew), {report.triples} triples")
    for path in (layout.graph, layout.page, layout.dataset):
        typer.echo(str(path))
    if report.refusals:
        raise typer.Exit(1)


def refused(report: BuildReport) -> None:
    """Say what was left out and why, one line each."""
    for refusal in report.refusals:
        sys.stderr.write(f"kg: left out: {refusal}\n")
    for decision in report.unheeded:
        sys.stderr.write(
            f"kg: not followed: {decision.subject} {decision}; no article has both, or one follows another\n"
        )
