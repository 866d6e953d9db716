"""``kg merge``: align what the articles name."""

from __future__ import annotations

import typer

from kg.cli.options import DEFAULT_BASE, BaseIri, Directory, Ontology, Quiet
from kg.cli.progress import progress_bar


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("merge", epilog="Example:  kg merge out")(run)


def run(
    directory: Directory, ontology: Ontology = None, base_iri: BaseIri = DEFAULT_BASE, quiet: Quiet = False
) -> None:
    """Align what the articles of DIR name into one graph, graph.ttl."""
    from kg.running import Layout, merge_directory

    with progress_bar(quiet) as progress:
        triples = merge_directory(directory, base_iri=base_iri, ontology=ontology, progress=progress)
    layout = Layout(directory)
    typer.echo(f"{len(layout.extracted())} articles, {triples} triples")
    typer.echo(str(layout.graph))
