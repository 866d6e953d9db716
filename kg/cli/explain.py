"""``kg explain``: why the graph says what it says."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import Directory


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("explain", epilog="Example:  kg explain out actor:some-airline")(run)


def run(
    directory: Directory,
    term: Annotated[str, typer.Argument(metavar="IRI", help="An IRI, a prefixed name as actor:x, or a name.")],
) -> None:
    """Say why an entity is one entity, why a fact is asserted or disputed, and from which words."""
    from kg.querying.explanation import explain
    from kg.querying.store import open_store

    typer.echo(explain(open_store(directory), term))
