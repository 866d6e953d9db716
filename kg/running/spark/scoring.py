"""Scores pairs of rows with Splink on its Spark backend: the same models, and the weights that DuckDB gives.

The models of ``ontology/alignment`` hold conditions in DuckDB's SQL. sqlglot reads them; what Spark calls by another
name is renamed. The likeness of two names by Jaro and Winkler is DuckDB's own also here: the one that Splink brings for
Spark (in a jar) gives other figures, and so other levels, for six pairs of misspelt names in a thousand.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import sqlglot
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from sqlglot import exp

from kg.alignment.features import EntityFeatures
from kg.alignment.incidents import IncidentFeatures
from kg.alignment.rows import features_read
from kg.alignment.scoring import ALL_NAMES, LEAST_WEIGHT, Model
from kg.running.spark.components import splink_on
from kg.running.spark.frames import Row, mapped, settings

PAIRS = "left bigint, right bigint, weight double, levels string"
TYPES: dict[str, Any] = {"entities": EntityFeatures, "incidents": IncidentFeatures}
"""Space → the dataclass of its features."""

_ALIKE, _APART = "kg_jaro_winkler", "kg_damerau_levenshtein"
_RENAMED: dict[type[exp.Expression], str] = {exp.JarowinklerSimilarity: _ALIKE, exp.ArrayOverlaps: "arrays_overlap"}


def score(rows: DataFrame, space: str, model: Model) -> DataFrame:
    """The pairs of rows that share a key and weigh enough, as :func:`kg.alignment.scoring.score` gives them.

    Args:
        rows: ``row bigint, features string, keys array<bigint>, several boolean``. One of several entities is scored
            against a copy of itself as well.
        space: *entities* or *incidents*.
        model: the Splink model.
    """
    from splink import Linker

    spark = rows.sparkSession
    logging.getLogger("splink").setLevel(logging.ERROR)
    _register(spark)
    table = mapped(rows, partial(_columns, space), _schema(space)).localCheckpoint()
    database = splink_on(spark)
    translated = settings_for_spark(model.settings, {n for n, t in _fields(space) if t.startswith("array")})
    linker = Linker(database.register(table), translated, log_level=logging.ERROR, validate_settings=False)
    for column in model.adjusted:
        lookup = table.where(f"unique_id >= 0 and {column} is not null").groupBy(column).count()
        shares = lookup.select(column, (F.col("count") / F.lit(float(ALL_NAMES))).alias(f"tf_{column}"))
        linker.table_management.register_term_frequency_lookup(database.register(shares), column)
    # One expression of so many conditions is more code than a method of the Java machine may have: it is interpreted.
    with settings(spark, spark__sql__codegen__wholeStage="false", spark__sql__codegen__factoryMode="NO_CODEGEN"):
        predicted = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
    found = predicted.as_spark_dataframe()
    gammas = F.array(*(F.col(f"gamma_{name}").cast("int").cast("string") for name in model.comparisons))
    bits = F.array(*(_bits(name, found.columns).cast("string") for name in model.comparisons))
    levels = F.array_join(F.zip_with(gammas, bits, lambda gamma, weight: F.concat(gamma, F.lit(":"), weight)), " ")
    twins = F.col("unique_id_l") == -F.col("unique_id_r")
    greatest = F.greatest("unique_id_l", "unique_id_r")
    left = F.when(twins, greatest).otherwise(F.least("unique_id_l", "unique_id_r"))
    return found.select(
        left.alias("left"), greatest.alias("right"), F.col("match_weight").alias("weight"), levels.alias("levels")
    )


def settings_for_spark(told: dict[str, Any], lists: set[str]) -> dict[str, Any]:
    """A model with its conditions in Spark's SQL; ``lists`` are the columns that hold several texts."""
    found = copy.deepcopy(told)
    found["sql_dialect"] = "spark"
    for rule in found["blocking_rules_to_generate_predictions"]:
        rule["blocking_rule"] = for_spark(rule["blocking_rule"], lists)
        rule["sql_dialect"] = "spark"
    for comparison in found["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level["sql_condition"] != "ELSE":
                level["sql_condition"] = for_spark(level["sql_condition"], lists)
    return found


def for_spark(condition: str, lists: set[str]) -> str:
    """A condition of DuckDB's SQL in Spark's."""

    def renamed(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Length):
            column = node.this.name.removesuffix("_l").removesuffix("_r")
            return exp.Anonymous(this="size" if column in lists else "length", expressions=[node.this])
        if type(node) in _RENAMED:
            return exp.Anonymous(this=_RENAMED[type(node)], expressions=[node.this, node.expression])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein":
            return exp.Anonymous(this=_APART, expressions=node.expressions)
        return node

    return str(sqlglot.parse_one(condition, read="duckdb").transform(renamed).sql(dialect="spark"))


def _bits(comparison: str, columns: list[str]) -> Any:
    """The bits that a comparison adds."""
    bits, adjustment = F.col(f"mw_{comparison}"), f"mw_tf_adj_{comparison}"
    return bits + F.col(adjustment) if adjustment in columns else bits


def _register(spark: SparkSession) -> None:
    """Give the session DuckDB's functions under names of ours."""
    for name, function in ((_ALIKE, _alike), (_APART, _apart)):
        spark.udf.register(name, F.pandas_udf(function, "double"))


def _alike(one: pd.Series, two: pd.Series) -> pd.Series:
    return _duckdb("jaro_winkler_similarity", one, two)


def _apart(one: pd.Series, two: pd.Series) -> pd.Series:
    return _duckdb("damerau_levenshtein", one, two)


def _duckdb(function: str, one: pd.Series, two: pd.Series) -> pd.Series:
    """A function of DuckDB on each pair of two columns of texts."""
    import duckdb

    pairs = pa.table({"one": pa.array(one, pa.string()), "two": pa.array(two, pa.string())})
    with duckdb.connect() as connection:
        connection.register("pairs", pairs)
        return connection.sql(f"SELECT {function}(one, two)::DOUBLE AS found FROM pairs").to_df()["found"]  # noqa: S608


def _fields(space: str) -> list[tuple[str, str]]:
    """The columns of a space with their types in Spark."""
    from dataclasses import fields

    many = {f.name for f in fields(TYPES[space]) if f.type == "Texts"}
    return [
        (f.name, "array<string>" if f.name in many else "string") for f in fields(TYPES[space]) if f.name != "blocks"
    ]


def _schema(space: str) -> str:
    columns = [f"{name} {type_}" for name, type_ in _fields(space)]
    return ", ".join(["unique_id bigint", *columns, "blocks array<bigint>"])


def _columns(space: str, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as Splink takes them, those of several entities with a copy of which the number is negative."""
    names = [name for name, _ in _fields(space)]
    for row in rows:
        features = features_read(TYPES[space], row["features"])
        columns = [getattr(features, name) for name in names]
        number, keys = row["row"], row["keys"] or []
        yield number, *columns, [*keys, *([number] if row["several"] else [])]
        if row["several"]:
            yield -number, *columns, [number]
