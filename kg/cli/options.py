"""Arguments and options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.vocabulary import BASE_IRI

Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE...", help="Files or folders: .txt, .md, .html, .jsonl.", show_default=False),
]
SourceUris = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files or folders: .txt, .md, .html, .jsonl; with --engine spark .jsonl and .parquet, by path or URI.",
        show_default=False,
    ),
]
OutUri = Annotated[
    str, typer.Option("--out", metavar="DIR", help="Folder to write to; with --engine spark a URI.", show_default=False)
]


class Engine(StrEnum):
    """What runs the stages."""

    LOCAL = "local"
    SPARK = "spark"


EngineOption = Annotated[Engine, typer.Option("--engine", help="One machine, or many with Apache Spark.")]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", help="Spark's cluster.", show_default="the one that the environment names"),
]
Settings = Annotated[
    list[str] | None, typer.Option("--conf", metavar="KEY=VALUE", help="A setting of Spark.", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.", show_default=False)]
_DIRECTORY = typer.Argument(metavar="DIR", help="Folder that `kg build` wrote.", show_default=False)
Directory = Annotated[Path, _DIRECTORY]
OptionalDirectory = Annotated[Path | None, _DIRECTORY]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
Model = Annotated[
    str | None, typer.Option("--model", help="spaCy pipeline, by name or path.", show_default="the best one installed")
]
BaseIri = Annotated[
    str, typer.Option("--base-iri", help="Namespace of the instances; ends with / or #.", callback=lambda v: _base(v))
]

Ontology = Annotated[
    Path | None,
    typer.Option(
        "--ontology", metavar="DIR", help="Ontology of another domain.", show_default="those that are shipped"
    ),
]

Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="SSSOM table of what people decided to be one, or not; kept in DIR until another is given.",
        show_default="those that DIR keeps",
    ),
]

Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=256, help="Processes that read articles.", show_default="one a core"),
]

Batch = Annotated[
    int | None,
    typer.Option("--batch", min=1, max=1024, help="Articles that one is handed at once.", show_default="16"),
]

Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        min=0.01,
        metavar="SECONDS",
        help="Time after which an article is given up and left out.",
        show_default="60 s, and 2 s more for each 1,000 characters",
    ),
]

DEFAULT_BASE = BASE_IRI


def _base(value: str) -> str:
    if (
        not value.startswith(("http://", "https://"))
        or not value.endswith(("/", "#"))
        or any(c in value for c in ' <>"{}|\\^`')
    ):
        raise typer.BadParameter("an http(s) IRI that ends with / or #, as https://example.org/id/")
    return value
