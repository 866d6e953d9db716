"""The command line: one verb a file. Heavy imports happen inside the verbs, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from kg.cli import build, explain, export, extract, merge, query, serve, validate
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="Who says what: a knowledge graph from news articles that tell of one disaster and do not agree.",
    epilog="Example:  kg build seeds --out out  and then  kg query --list",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (build, extract, merge, export, query, validate, explain, serve):
    verb.register(app)


def main() -> None:
    """Run the command line; an error is one line on stderr and exit code 2."""
    code: object = 0
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted; run the same command again to go on")
    except (BrokenPipeError, SystemExit) as error:  # whoever read the output has enough: Typer exits with 1
        if getattr(error, "code", 1) != 1:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _fail((f"{error.filename}: " if error.filename else "") + (error.strerror or str(error)))
    except Exception as error:
        if not hasattr(error, "format_message"):  # bad usage; Typer keeps the class to itself
            raise
        context = getattr(error, "ctx", None)
        verb = context.command_path if context else "kg"
        _fail(f"{error.format_message().replace('Value error, ', '').rstrip('.')}; `{verb} --help` has an example")
    sys.exit(int(code) if isinstance(code, int) else 0)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"kg: {' '.join(message.split())}\n")
    sys.exit(2)
