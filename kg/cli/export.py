"""``kg export``: the graph in another format."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import Directory, Quiet


class Format(StrEnum):
    """The formats that can be written."""

    HTML = "html"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    GEOJSON = "geojson"
    FTM = "ftm"
    SSSOM = "sssom"
    TURTLE12 = "turtle12"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export", epilog="Example:  kg export out --format trig")(run)


def run(
    directory: Directory,
    format_: Annotated[Format, typer.Option("--format", help="What to write.", show_default=False)],
    quiet: Quiet = False,
) -> None:
    """Write the merged graph of DIR in another format, beside graph.ttl."""
    if format_ is Format.HTML:
        from kg.running import export_page

        typer.echo(str(export_page(directory)))
        return
    from kg.exporting.formats import export

    typer.echo(str(export(directory, format_)))
