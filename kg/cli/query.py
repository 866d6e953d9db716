"""``kg query``: SPARQL over the graph."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import OptionalDirectory
from kg.errors import KgError


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("query", epilog="Example:  kg query out casualties --format csv")(run)


def run(
    directory: OptionalDirectory = None,
    query: Annotated[
        str | None, typer.Argument(metavar="FILE.rq|NAME", help="A query file, or a shipped query.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.TABLE,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="Narrow a shipped query.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the shipped queries, name first.")] = False,
) -> None:
    """Ask the merged graph of DIR in SPARQL 1.1, or with one of the shipped queries."""
    from kg.querying.named import find_query, named_queries
    from kg.querying.render import render
    from kg.querying.run import run_query
    from kg.querying.store import open_store

    if list_:
        for shipped in named_queries():
            typer.echo(f"{shipped.name}\t{shipped.title}")
        return
    if directory is None or query is None:
        raise KgError("kg query: give a DIR, and a FILE.rq or a NAME; `kg query --list` lists the names")
    store = open_store(directory)
    text = _text(Path(query)) if query.endswith(".rq") else find_query(query).text
    result = run_query(store, text, _params(param or []))
    typer.echo(render(result, format_), nl=False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read as a query ({error})") from error


def _params(given: list[str]) -> dict[str, str]:
    pairs = dict(p.split("=", 1) for p in given if "=" in p)
    if len(pairs) != len(given):
        raise KgError("--param takes NAME=VALUE, each NAME once")
    return pairs
