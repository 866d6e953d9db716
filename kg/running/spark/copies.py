"""Which articles are copies, as :mod:`kg.merging.copies` finds it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from kg.graphs.records import decode
from kg.merging.copies import (
    CANDIDATE,
    CONTAINMENT,
    EARLIEST,
    FEWEST_SHINGLES,
    SAMPLE,
    containment,
    name_of,
    originals,
    shingles,
)
from kg.running.spark.components import components
from kg.running.spark.frames import Row, Shelf, mapped
from kg.running.spark.tools import Job, knowledge_of

_TEXTS = "name string, article string, shingles binary, sample array<bigint>, length int"


def find_copies(articles: DataFrame, job: Job, shelf: Shelf) -> DataFrame:
    """``article string, original string``: the copies among ``articles``, with their records."""
    texts = shelf.keep("texts", mapped(articles.select("record"), partial(_texts, job), _TEXTS))
    samples = texts.select("name", F.explode("sample").alias("hash"))
    in_order = F.row_number().over(Window.partitionBy("hash").orderBy("name"))
    earliest = samples.withColumn("place", in_order).where(F.col("place") <= EARLIEST)
    others = earliest.select("hash", F.col("name").alias("other"))
    shared = samples.join(others, "hash").where("other < name").groupBy("name", "other").count()
    one = texts.select("name", "length", F.col("shingles").alias("own"))
    two = texts.select(
        F.col("name").alias("other"), F.col("length").alias("other_length"), F.col("shingles").alias("their")
    )
    shorter = F.least("length", "other_length")
    likely = shared.join(one, "name").join(two, "other").where(F.col("count") >= CANDIDATE * shorter / SAMPLE)
    pairs = shelf.keep("copy-pairs", mapped(likely, _verified, "later string, earlier string"))
    found = components(pairs, "later", "earlier")
    tied = pairs.join(found, pairs["later"] == found["node"]).groupBy("component")
    together = tied.agg(F.collect_list(F.struct("later", "earlier")).alias("pairs"))
    return shelf.keep("copies", mapped(together, _originals, "article string, original string"))


def _texts(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    minter = knowledge_of(job.setup).minter
    for row in rows:
        extraction = decode(row["record"], minter)
        found = shingles(extraction.article.text)
        if len(found) >= FEWEST_SHINGLES:
            sample = found[found % SAMPLE == 0].tolist()
            name = name_of(extraction.iri, extraction.article)
            yield name, str(extraction.iri), found.tobytes(), sample, len(found)


def _verified(rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        own, their = (np.frombuffer(row[column], np.int64) for column in ("own", "their"))
        if containment(own, their) >= CONTAINMENT:
            yield row["name"], row["other"]


def _originals(rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        found = originals((pair["later"], pair["earlier"]) for pair in row["pairs"])
        yield from ((copy.partition(" ")[2], original.partition(" ")[2]) for copy, original in found.items())
