"""Python functions over the rows of Spark's tables, and tables that are kept between stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

Row = dict[str, Any]
Function = Callable[[Iterator[Row]], Iterable[tuple[Any, ...]]]
"""From the rows of a part of a table to rows of another; picklable, and known to the executors by its name."""

_ARROW = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "double": pa.float64(),
    "binary": pa.binary(),
    "array<string>": pa.list_(pa.string()),
    "array<bigint>": pa.list_(pa.int64()),
}
_TOGETHER = 1_000
"""Rows that go back to Spark at once."""


def mapped(frame: DataFrame, function: Function, schema: str) -> DataFrame:
    """The rows that a function makes of those of each part; ``schema`` is as *name type, name type*."""
    return frame.mapInArrow(partial(_batches, function, schema), schema)


def _batches(function: Function, schema: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    fields = [field.split(" ", 1) for field in schema.split(", ")]
    arrow = pa.schema([(name, _ARROW[type_]) for name, type_ in fields])
    rows = chain.from_iterable(batch.to_pylist() for batch in batches)
    some: list[tuple[Any, ...]] = []

    def batch() -> pa.RecordBatch:
        columns = zip(*some, strict=True)
        return pa.RecordBatch.from_arrays(
            [pa.array(c, f.type) for c, f in zip(columns, arrow, strict=True)], schema=arrow
        )

    for row in function(rows):
        some.append(row)
        if len(some) == _TOGETHER:
            yield batch()
            some = []
    if some:
        yield batch()


def by_key(frame: DataFrame, key: str, *values: str) -> DataFrame:
    """The values of each key, each once and sorted, in a column ``values``."""
    value = F.struct(*values) if len(values) > 1 else F.col(values[0])
    return frame.groupBy(key).agg(F.array_sort(F.collect_set(value)).alias("values"))


@contextmanager
def settings(spark: SparkSession, **values: str) -> Iterator[None]:
    """Settings of a session that hold for what is computed in the block; dots are written as two underscores."""
    told = {name.replace("__", "."): value for name, value in values.items()}
    before = {name: spark.conf.get(name, None) for name in told}
    for name, value in told.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, earlier in before.items():
            if earlier is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, earlier)


class Shelf:
    """Keeps the tables between the stages in a folder that all machines reach.

    A table that is kept is computed once, whatever reads it, and an executor that is lost takes nothing of it along.
    """

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark, self.folder = spark, folder.rstrip("/")

    def keep(self, name: str, frame: DataFrame) -> DataFrame:
        """The same table, computed."""
        path = f"{self.folder}/{name}"
        frame.write.mode("overwrite").parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)

    def empty(self, schema: str) -> DataFrame:
        """A table without rows."""
        return self.spark.createDataFrame([], schema)
