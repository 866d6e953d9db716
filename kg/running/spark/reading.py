"""JSON lines and Parquet from any Hadoop file system → a table of checked articles, and one of refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from kg.errors import KgError
from kg.knowledge.dependence import Dependence
from kg.model import Article
from kg.reading import Refusal
from kg.reading.jsonlines import article_of, article_of_line
from kg.reading.metadata import KEYS
from kg.running.fingerprint import fingerprint
from kg.running.jobs import Setup
from kg.running.spark.frames import Row, mapped
from kg.running.spark.tools import Job, extractor_of

_LINES = (".jsonl", ".jsonl.gz", ".jsonl.bz2", ".jsonl.zst")
_PARQUET = ".parquet"
_CHECKED = "id string, told string, fingerprint string, source string, start bigint, line bigint, reason string"


def read_articles(spark: SparkSession, sources: Sequence[str], job: Job) -> DataFrame:
    """A row an article, as ``told`` for :func:`article_read`, and a row a refusal, with its ``reason`` and no ``told``.

    Of articles with one id the first is read, by the name of the file and the place in it.

    Raises:
        KgError: a source is not there, or there is no file of articles.
    """
    files = sorted({file for source in sources for file in _files(spark, source)})
    lines = [file for file in files if file.endswith(_LINES)]
    tables = [file for file in files if file.endswith(_PARQUET)]
    if not lines and not tables:
        raise KgError(f"no article could be read: no .jsonl or .parquet file in {', '.join(sources)}")
    place = ["_metadata.file_path as path", "_metadata.file_block_start as start"]
    found: DataFrame | None = None
    if lines:
        text = spark.read.option("lineSep", "\n").text(lines)
        found = mapped(text.selectExpr("cast(value as binary) as value", *place), partial(_of_lines, job), _CHECKED)
    if tables:
        table = spark.read.option("mergeSchema", "true").parquet(*tables)
        columns = ", ".join(column for column in ("id", "text", *KEYS) if column in table.columns)
        as_json = table.selectExpr(f"cast(to_json(struct({columns})) as binary) as value", *place)
        rows = mapped(as_json, partial(_of_rows, job), _CHECKED)
        found = rows if found is None else found.unionByName(rows)
    assert found is not None  # noqa: S101 - one of the two lists is not empty
    first = F.row_number().over(Window.partitionBy("id", F.col("told").isNull()).orderBy("source", "start", "line"))
    again = F.concat(F.lit("a second article with the id '"), F.col("id"), F.lit("'; give each its own"))
    second = F.col("told").isNotNull() & (F.col("first") > 1)
    return (
        found.withColumn("first", first)
        .withColumn("reason", F.when(second, again).otherwise(F.col("reason")))
        .withColumn("told", F.when(second, F.lit(None)).otherwise(F.col("told")))
        .select("id", "told", "fingerprint", "source", "reason")
    )


def article_written(article: Article) -> str:
    """An article as JSON."""
    day = None if article.published is None else article.published.isoformat()
    told = [article.id, article.text, article.title, article.url, article.publisher, day, article.language]
    return json.dumps(told, ensure_ascii=False)


def article_read(told: str) -> Article:
    """The inverse of :func:`article_written`."""
    import datetime as dt

    identifier, text, title, url, publisher, day, language = json.loads(told)
    return Article(identifier, text, title, url, publisher, day and dt.date.fromisoformat(day), language)


def _files(spark: SparkSession, source: str) -> list[str]:
    """The files that a source is or holds, at any depth; a file that is named must be of a known kind."""
    try:
        listed = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        paths = [str(row.path) for row in listed.select("path").collect()]
    except AnalysisException as error:
        raise KgError(f"{source}: is not there, or cannot be read; check the URI") from error
    return [path for path in paths if path.endswith((*_LINES, _PARQUET))]


def _of_lines(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    before, number = ("", 0), 0
    for row in rows:
        place = (row["path"], row["start"])
        before, number = place, number + 1 if place == before else 1
        where = "" if row["start"] == 0 else f" after byte {row['start']}"
        source = f"{row['path']}, line {number}{where}"
        if row["value"].strip():
            yield from _checked(job, row, number, source, article_of_line)


def _of_rows(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows, start=1):
        source = f"{row['path']}, a row after byte {row['start']}"
        yield from _checked(job, row, number, source, lambda v, s, r: article_of(json.loads(v), s, r))


@cache
def _dependence(setup: Setup) -> Dependence:
    return Dependence(extractor_of(setup).knowledge)


def _checked(job: Job, row: Row, number: int, source: str, read: Any) -> Iterator[tuple[Any, ...]]:
    refusals: list[Refusal] = []
    article: Article | None = read(row["value"], source, refusals)
    if article is not None:
        extractor = extractor_of(job.setup)
        ontology = _dependence(job.setup).digest(f"{article.title or ''} {article.text}")
        mark = fingerprint(article, extractor.model, job.setup.base_iri, ontology)
        yield article.id, article_written(article), mark, row["path"], row["start"], number, None
    for refusal in refusals:
        yield None, None, None, refusal.source, row["start"], number, refusal.reason
