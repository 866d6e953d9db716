"""What hangs together, in a table of pairs: Splink's connected components on Spark."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def components(pairs: DataFrame, one: str, two: str) -> DataFrame:
    """``node``, ``component``: each node of some pair with the least of those that it hangs together with."""
    from splink.clustering import cluster_pairwise_predictions_at_threshold

    spark = pairs.sparkSession
    edges = pairs.select(F.col(one).alias("node_l"), F.col(two).alias("node_r")).where("node_l != node_r")
    nodes = edges.select(F.col("node_l").alias("node")).union(edges.select("node_r")).distinct()
    if edges.isEmpty():
        return nodes.select("node", F.col("node").alias("component"))
    database = splink_on(spark)
    tables = database.register(nodes), database.register(edges)
    found = cluster_pairwise_predictions_at_threshold(*tables, database, "node").as_spark_dataframe()
    return found.select("node", F.col("cluster_id").alias("component"))


def splink_on(spark: SparkSession) -> Any:
    """Splink's connection to a session; what it needs more than once it writes to the session's checkpoints."""
    from splink.backends.spark import SparkAPI

    options = {"break_lineage_method": "parquet", "register_udfs_automatically": False}
    return SparkAPI(spark_session=spark, **options)  # type: ignore[no-untyped-call]
