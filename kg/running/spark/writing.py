"""The graphs as sorted N-Quads parts and as Parquet, the same quads as ``kg export --format nquads`` writes.

The parts in the order of their names, one after the other, are the whole in the order of its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from rdflib import Literal

from kg.graphs import extraction_triples
from kg.graphs.records import decode
from kg.running.spark.frames import Row, Shelf, mapped
from kg.running.spark.lines import LINE, triple_lines
from kg.running.spark.tools import Job, knowledge_of
from kg.vocabulary import KG

_GRAPHS = "text string, graph string"


def write_graphs(merged: DataFrame, head: list[str], records: DataFrame, out: str, job: Job, shelf: Shelf) -> int:
    """Write ``graph.nq`` and ``graph.parquet`` below ``out``; the number of triples of the merged graph.

    Args:
        merged: the parts of the merged graph, as :data:`kg.running.spark.lines.LINES`.
        head: the lines that they have in common.
        records: what was read of the articles; each has a graph of its own.
        out: a folder of any Hadoop file system.
        job: what the run is told.
        shelf: keeps tables.
    """
    name = f"{job.setup.base_iri}graph/merged"
    shared = shelf.spark.createDataFrame([(line,) for line in head], "text string")
    lines = merged.where(F.col("role") == LINE).select("text").union(shared).withColumn("graph", F.lit(name))
    own = mapped(records.select("record", "fingerprint", "model"), partial(_own, job), _GRAPHS)
    graphs = shelf.keep("graphs", lines.union(own))
    line = F.expr("substring(text, 1, length(text) - 1)")
    quads = graphs.select(F.concat(line, F.lit("<"), "graph", F.lit("> .")).alias("value"))
    quads.repartitionByRange("value").sortWithinPartitions("value").write.mode("overwrite").text(f"{out}/graph.nq")
    parts = F.split("text", " ", 3)
    columns = graphs.select(
        _inside(parts[0]).alias("subject"),
        _inside(parts[1]).alias("predicate"),
        F.regexp_replace(parts[2], r" \.$", "").alias("object"),
        "graph",
    )
    order = ["graph", "subject", "predicate", "object"]
    in_order = columns.repartitionByRange(*order).sortWithinPartitions(*order)
    in_order.write.mode("overwrite").parquet(f"{out}/graph.parquet")
    return int(graphs.where(F.col("graph") == name).count())


def _inside(term: Any) -> Any:
    """An IRI without its brackets."""
    return F.regexp_replace(term, "^<|>$", "")


def _own(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    """What each article says, in a graph of its own, with the marks that its Turtle bears on one machine."""
    minter = knowledge_of(job.setup).minter
    for row in rows:
        extraction = decode(row["record"], minter)
        marks = [
            (extraction.iri, KG.fingerprint, Literal(row["fingerprint"])),
            (extraction.iri, KG.languageModel, Literal(row["model"])),
        ]
        triples = [*extraction_triples(extraction, minter), *marks]
        yield from ((line, str(extraction.iri)) for line in triple_lines(triples))
