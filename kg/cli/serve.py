"""``kg serve``: the graph over HTTP, on this machine only."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.options import Directory, Quiet
from kg.errors import KgError


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve", epilog="Example:  kg serve out --port 8765")(run)


def run(
    directory: Directory,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; 0: any.")] = 8765,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="Time of one answer.")] = 10,
    max_rows: Annotated[int, typer.Option("--max-rows", min=1, help="Rows or triples of one answer.")] = 10_000,
    max_memory: Annotated[
        int, typer.Option("--max-memory", min=256, metavar="MIB", help="Memory of one query.")
    ] = 2048,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Queries side by side.")] = 2,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors", metavar="ORIGIN", help="A site whose pages may read the answers, or *.", show_default="none"
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Serve the graph of DIR on 127.0.0.1: SPARQL 1.1, read-only, with a page to ask it and one for each entity."""
    from kg.serving.limits import Limits
    from kg.serving.server import serve

    origins = [_origin(each) for each in cors or []]
    limits = Limits(timeout, max_rows, max_memory, workers)

    def say(line: str) -> None:
        if not quiet:
            sys.stderr.write(f"kg: {line}\n")

    serve(directory, port, limits, origins, lambda address: typer.echo(address), say)


def _origin(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if value != "*" and (scheme not in ("http", "https") or not rest or set(rest) & set("/?#@ ")):
        raise KgError(f"--cors {value[:80]!r}: give an origin, as https://example.org, or *")
    return value
