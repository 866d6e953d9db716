"""``kg merge``: align what the articles name."""

from __future__ import annotations

import typer

from kg.cli.build import refused
from kg.cli.options import DEFAULT_BASE, BaseIri, Decisions, Directory, Ontology, Quiet
from kg.cli.progress import progress_bar


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("merge", epilog="Example:  kg merge out")(run)


def run(
    directory: Directory,
    ontology: Ontology = None,
    decisions: Decisions = None,
    base_iri: BaseIri = DEFAULT_BASE,
    quiet: Quiet = False,
) -> None:
    """Align what the articles of DIR name into one graph, graph.ttl."""
    from kg.running import merge_directory

    with progress_bar(quiet) as progress:
        report = merge_directory(
            directory, base_iri=base_iri, ontology=ontology, decisions=decisions, progress=progress
        )
    refused(report.refusals, report.unheeded)
    typer.echo(f"{report.articles} articles, {report.triples} triples")
    typer.echo(str(report.layout.graph))
