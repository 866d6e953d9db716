"""Which entities are one, as :mod:`kg.alignment` finds it: rows, keys, pairs, groups, each a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from kg.alignment.groups import Group, group_rows
from kg.alignment.keys import MOST_ROWS, block_number, windows
from kg.alignment.rows import Row as AlignedRow
from kg.alignment.rows import features_read
from kg.alignment.scoring import Pair
from kg.merging.assigned import rows_of
from kg.merging.bodies import Body, body_written, told_read
from kg.merging.making import Maker
from kg.merging.naming import name_key
from kg.model import Kind, known_iri
from kg.running.spark.components import components
from kg.running.spark.frames import Row, Shelf, mapped
from kg.running.spark.scoring import TYPES, score
from kg.running.spark.tools import Job, knowledge_of, model_of

MEMBERS = "row bigint, features string, entity string, article string, told string"
"""An entity of an article and the row that it is of."""

GROUPED = "name string, key string, rank string, body string, row bigint, entity string, why string"
"""A merged entity (``name``, the name that it would have, its rank, what it is), and then each of its rows."""


def align(members: DataFrame, references: list[tuple[int, str]], space: str, job: Job, shelf: Shelf) -> DataFrame:
    """The groups of a space; ``references`` are the rows of the reference data, with their features."""
    pinned = shelf.spark.createDataFrame(references, "row bigint, features string")
    told = members.groupBy("row").agg(
        F.first("features").alias("features"), (F.count_distinct("entity") > 1).alias("several")
    )
    rows = told.unionByName(pinned.join(told, "row", "left_anti").withColumn("several", F.lit(False)))
    rows = shelf.keep(f"{space}-rows", rows)
    keyed = rows.join(_keys(rows, space), "row", "left")
    model = model_of(job.setup, space)
    pairs = shelf.keep(f"{space}-pairs", score(keyed, space, model))
    tied = mapped(rows, partial(_ties, space, job), "row bigint, tie string")
    least = tied.groupBy("tie").agg(F.min("row").alias("first"))
    ties = tied.join(least, "tie").select("first", "row")
    found = components(pairs.select("left", "right").union(ties), "left", "right")
    whole = rows.join(found, rows["row"] == found["node"], "left").select(
        "row", "features", F.coalesce("component", "row").alias("component")
    )
    whole = shelf.keep(f"{space}-components", whole)
    held = members.groupBy("row").agg(F.collect_list(F.struct("entity", "article", "told")).alias("members"))
    parts = (
        whole.join(held, "row", "left")
        .groupBy("component")
        .agg(F.collect_list(F.struct("row", "features", "members")).alias("rows"))
    )
    inside = pairs.join(whole.select(F.col("row").alias("left"), "component"), "left")
    between = inside.groupBy("component").agg(
        F.collect_list(F.struct("left", "right", "weight", "levels")).alias("pairs")
    )
    grouped = mapped(parts.join(between, "component", "left"), partial(_grouped, space, job), GROUPED)
    return shelf.keep(f"{space}-groups", grouped)


def _keys(rows: DataFrame, space: str) -> DataFrame:
    """The keys of each row: its blocks, and of large ones the windows that it is in."""
    blocks = mapped(rows, partial(_blocks, space), "block bigint, row bigint")
    sizes = blocks.groupBy("block").count()
    small = sizes.where(F.col("count") <= MOST_ROWS).select("block")
    large = sizes.where((F.col("count") > MOST_ROWS) & (F.col("block") % 2 != 0)).select("block")
    with_features = blocks.join(large, "block").join(rows.select("row", "features"), "row")
    in_order = with_features.groupBy("block").agg(
        F.array_sort(F.collect_list(F.struct("features", "row"))).alias("rows")
    )
    cut = mapped(in_order, _cut, "row bigint, key bigint")
    keys = blocks.join(small, "block").select("row", F.col("block").alias("key")).union(cut)
    return keys.groupBy("row").agg(F.array_sort(F.collect_set("key")).alias("keys"))


def _blocks(space: str, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        features = features_read(TYPES[space], row["features"])
        yield from ((block, row["row"]) for block in {block_number(space, told) for told in features.blocks})


def _cut(rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for each in rows:
        found = windows(each["block"], [row["row"] for row in each["rows"]])
        yield from ((row, key) for row, keys in found for key in keys)


def _ties(space: str, job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    """What ties a row to others beside pairs: an entry of the reference data, or what people decided."""
    for row in rows:
        features = features_read(TYPES[space], row["features"])
        for name in (features.reference, features.alone):
            if name:
                yield row["row"], str(job.decisions.one_with(known_iri(name))[0])


def _grouped(space: str, job: Job, parts: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    model, maker = model_of(job.setup, space), Maker(knowledge_of(job.setup))
    for part in parts:
        rows, told = [], {}
        for row in part["rows"]:
            members = sorted((known_iri(m["entity"]), m["article"]) for m in row["members"] or ())
            rows.append(AlignedRow(row["row"], features_read(TYPES[space], row["features"]), members))
            told.update({(row["row"], m["entity"]): m["told"] for m in row["members"] or ()})
        pairs = [Pair(p["left"], p["right"], p["weight"], p["levels"]) for p in part["pairs"] or ()]
        features = {row.id: row.features for row in rows}
        for group in group_rows(rows, pairs, model, job.decisions):
            name = f"{space} {group.name}"
            body = _body(
                space, group, told, Kind(features[group.rows[0]].kind) if space == "entities" else Kind.EVENT, maker
            )
            rank = [0, group.reference is None, -len(group.members), group.name, name]
            key = name_key(body.kind, body.label, group.reference)
            yield name, key, json.dumps(rank), json.dumps(body_written(body), ensure_ascii=False), None, None, None
            for (row, entity), why in rows_of(group):
                yield name, None, None, None, row, entity, why


def _body(space: str, group: Group, told: dict[tuple[int, str], str], kind: Kind, maker: Maker) -> Body:
    """What a group is; what is told of its entities is taken once and in order."""
    within, only = set(group.rows), "" if group.whole else group.name
    texts = sorted({text for (row, entity), text in told.items() if row in within and only in ("", entity)})
    each = [told_read(text) for text in texts]
    return maker.entity(kind, each, group.reference) if space == "entities" else maker.incident(each, group.reference)
