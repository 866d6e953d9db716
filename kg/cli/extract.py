"""``kg extract``: one Turtle file per article."""

from __future__ import annotations

import typer

from kg.cli.build import refused
from kg.cli.options import DEFAULT_BASE, BaseIri, Batch, Model, Ontology, Out, Quiet, Sources, Timeout, Workers
from kg.cli.progress import progress_bar


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("extract", epilog="Example:  kg extract article.txt --out out")(run)


def run(
    sources: Sources,
    out: Out,
    model: Model = None,
    ontology: Ontology = None,
    base_iri: BaseIri = DEFAULT_BASE,
    workers: Workers = None,
    batch: Batch = None,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> None:
    """Write one Turtle file per article, on its own a valid graph: what that article says."""
    from kg.running import extract

    with progress_bar(quiet) as progress:
        report = extract(
            sources,
            out,
            base_iri=base_iri,
            model=model,
            ontology=ontology,
            progress=progress,
            workers=workers,
            batch=batch,
            timeout=timeout,
        )
    refused(report.refusals, report.unheeded)
    typer.echo(f"{report.articles} articles ({report.read} read anew)")
    typer.echo(str(report.layout.articles))
    if report.refusals:
        raise typer.Exit(1)
