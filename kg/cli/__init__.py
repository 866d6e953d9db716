"""The command line: one verb a file. Heavy imports happen inside the verbs, so that ``--help`` is quick."""

from __future__ import annotations

import sys

import typer

from kg.cli import build, explain, export, extract, merge, query, serve, validate
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="Who says what: a knowledge graph from news articles that tell of one disaster and do not agree.",
    epilog="Example:  kg build seeds --out out  and then  kg query out --list",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (build, extract, merge, export, query, validate, explain, serve):
    verb.register(app)


def main() -> None:
    """Run the command line; an error is one line on stderr and exit code 2."""
    try:
        app()
    except KgError as error:
        sys.stderr.write(f"kg: {' '.join(str(error).split())}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("kg: interrupted; run the same command again to go on\n")
        sys.exit(2)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"kg: {where}{error.strerror or error}\n")
        sys.exit(2)
