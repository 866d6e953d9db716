"""Articles to records, in ``mapInPandas``: what costs nearly all the time, and needs nothing of other articles."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

from kg.graphs.canonical import canonical
from kg.graphs.records import encode
from kg.merging.telling import without_words
from kg.model import Article, Kind
from kg.running.limits import seconds_for
from kg.running.spark.frames import settings
from kg.running.spark.reading import article_read
from kg.running.spark.tools import Job, extractor_of, knowledge_of

if TYPE_CHECKING:
    import pandas as pd

BATCH = 32
"""Articles that go to Python at once."""

A_TASK = 256
"""Articles of a task: what is lost with a worker that dies is at most so many, one minute's work."""

_MOST_TASKS = 20_000

RECORDS = (
    "id string, article string, fingerprint string, model string, record binary, lean binary, words bigint, "
    "notes array<string>, refusal string"
)
"""``record`` is an article as :mod:`kg.graphs.records` writes it, ``lean`` the same without its
words, ``notes`` what of it was not read as it stands."""


def known_records(spark: SparkSession, path: str) -> DataFrame:
    """The records that a run before has left; none where there was no run."""
    try:
        return spark.read.schema(RECORDS).parquet(path)
    except AnalysisException:
        return spark.createDataFrame([], RECORDS)


def extract(articles: DataFrame, path: str, job: Job) -> tuple[DataFrame, int]:
    """Read the articles of which ``path`` has no record yet, add their records there, and give those of all.

    The second value is how many were read.
    """
    spark = articles.sparkSession
    key = ["id", "fingerprint"]
    missing = articles.join(known_records(spark, path).select(*key), key, "left_anti")
    count = missing.count()
    if count:
        parts = max(spark.sparkContext.defaultParallelism, min(_MOST_TASKS, -(-count // A_TASK)))
        spread = missing.select("id", "told", "fingerprint").repartition(parts, "id")
        with settings(spark, spark__sql__execution__arrow__maxRecordsPerBatch=str(BATCH)):
            spread.mapInPandas(partial(_extracted, job), RECORDS).write.mode("append").parquet(path)
    records = known_records(spark, path)
    return records.join(articles.select(*key), key, "left_semi").dropDuplicates(key), count


def _extracted(job: Job, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    import pandas as pd

    names = [field.split(" ")[0] for field in RECORDS.split(", ")]
    for frame in frames:
        articles = [article_read(told) for told in frame["told"]]
        rows = _rows(articles, list(frame["fingerprint"]), job)
        yield pd.DataFrame(rows, columns=names)


def _rows(articles: Sequence[Article], marks: Sequence[str], job: Job) -> list[tuple[Any, ...]]:
    """The rows of a batch; where one article fails, each on its own, so that the others are not lost."""
    try:
        return list(_read(articles, marks, job))
    except Exception as failure:
        if len(articles) > 1:
            pairs = zip(articles, marks, strict=True)
            return [row for article, mark in pairs for row in _rows([article], [mark], job)]
        seconds = seconds_for(len(articles[0].text), timeout=job.timeout)
        reason = (
            f"took longer than {seconds:g} s to read; split it, or give it more with --timeout SECONDS"
            if isinstance(failure, TimeoutError)
            else f"the extraction failed ({type(failure).__name__}: {failure}); please report it with the text"
        )
        model = extractor_of(job.setup).model
        return [(articles[0].id, None, marks[0], model, None, None, 0, [], reason)]


def _read(articles: Sequence[Article], marks: Sequence[str], job: Job) -> Iterator[tuple[Any, ...]]:
    extractor, minter = extractor_of(job.setup), knowledge_of(job.setup).minter
    with _patience(seconds_for(sum(len(article.text) for article in articles), len(articles), job.timeout)):
        extractor.notes.clear()
        for article, mark, found in zip(articles, marks, list(extractor.extract(articles)), strict=True):
            extraction = canonical(found, minter)
            record, lean = encode(extraction), encode(without_words(extraction))
            iri = str(minter.iri(Kind.ARTICLE, article.id))
            notes = sorted({note.reason for note in extractor.notes if note.article == article.id})
            yield article.id, iri, mark, extractor.model, record, lean, len(article.text.split()), notes, None


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Raise TimeoutError where the block takes longer."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
