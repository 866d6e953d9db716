"""``kg validate``: SHACL shapes and the import gate."""

from __future__ import annotations

import typer

from kg.cli.options import Directory, Quiet


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("validate", epilog="Example:  kg validate out")(run)


def run(directory: Directory, quiet: Quiet = False) -> None:
    """Check the graph of DIR; each finding is a line, and the exit code is 1 where there is one."""
    from kg.querying.validation import validate

    findings = validate(directory)
    for finding in findings:
        typer.echo(finding)
    if findings:
        raise typer.Exit(1)
    typer.echo("conforms")
