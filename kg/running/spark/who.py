"""Who is who, stage by stage, as :mod:`kg.merging.who` finds it: names, incidents, systems without a name, events.

What the stages have found is two tables: ``clusters``, the merged entities, and ``places``, which entity of an article
is of which. The next stage reads each article in those terms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from rdflib import URIRef

from kg.alignment.incidents import reference_incidents
from kg.alignment.rows import numbered, row_key
from kg.graphs.records import decode
from kg.merging.assigned import Place, PlaceRow, placed
from kg.merging.bodies import body_read, body_written
from kg.merging.bringing import with_vehicles
from kg.merging.following import Following, follow, joined_keys
from kg.merging.making import call
from kg.merging.naming import Named, name_groups
from kg.model import Extraction, Kind, known_iri
from kg.running.spark.aligning import MEMBERS, align
from kg.running.spark.frames import Row, Shelf, mapped
from kg.running.spark.tools import Job, bringer_of, knowledge_of

_NAMED = "name string, iri string"
_CALLED = "name string, iri string, label string, types string, vehicle string, is_ string, vehicle_is string"
_PLACES = "article string, entity string, name string, why string, told string"
_FOLLOWING = "key string, entity string, article string, told string, part int"
_CLUSTERS = "name string, key string, rank string, body string, local string, entity string, article string, why string"


@dataclass(frozen=True)
class Found:
    """What is known of who is who: the clusters with their IRIs, ``stage`` beside, and their members."""

    clusters: DataFrame
    places: DataFrame


class Stages:
    """The stages of one run; ``lean`` are the articles, without their words."""

    def __init__(self, lean: DataFrame, job: Job, shelf: Shelf) -> None:
        self.lean, self.job, self.shelf = lean, job, shelf
        self.found = Found(shelf.empty(f"{_CALLED}, stage string"), shelf.empty(f"{_PLACES}, stage string"))
        self._ranks = shelf.empty("key string, rank string")

    def run(self) -> Found:
        """All four."""
        self._align("entities", [])
        known = knowledge_of(self.job.setup)
        told = (row_key("incidents", features) for features in reference_incidents(known))
        self._align("incidents", list(told))
        self._follow("unnamed")
        self._follow("events")
        return self.found

    def seen(self, articles: DataFrame) -> DataFrame:
        """Articles, each with its entities in the terms of the stages so far (``places``)."""
        clusters = self.found.clusters.select("name", "iri", "label", "vehicle")
        placed = self.found.places.join(clusters, "name")
        columns = ("entity", "iri", "label", "vehicle", "stage", "why", "told")
        of = placed.groupBy("article").agg(F.collect_list(F.struct(*columns)).alias("places"))
        return articles.join(of, "article", "left")

    def _align(self, stage: str, references: list[tuple[int, str]]) -> None:
        seen = self.seen(self.lean)
        members = self.shelf.keep(f"{stage}-members", mapped(seen, partial(_members, stage, self.job), MEMBERS))
        grouped = align(members, references, stage, self.job, self.shelf)
        clusters = grouped.where("body is not null").select("name", "key", "rank", "body")
        told = members.select("row", F.col("entity").alias("member"), "article", "told")
        rows = grouped.where("row is not null").select("name", "row", "entity", "why")
        places = rows.join(told, "row").where("entity = '' or entity = member")
        self._add(stage, clusters, places.select("article", F.col("member").alias("entity"), "name", "why", "told"))

    def _follow(self, stage: str) -> None:
        following = mapped(self.seen(self.lean), partial(_following, stage, self.job), _FOLLOWING)
        following = self.shelf.keep(f"{stage}-following", following)
        named = [str(iri) for iri in self.job.decisions.named]
        rows = following.where(F.col("entity").isin(named)).collect() if named else []
        decided = {known_iri(row.entity): str(row.key) for row in rows}
        first = {key: min(joined_keys(key, decided, self.job.decisions)) for key in decided.values()}
        together = following.withColumn("joined", F.col("key"))
        if first:
            pairs = self.shelf.spark.createDataFrame(sorted(first.items()), "key string, first string")
            joined = F.coalesce("first", "key")
            together = following.join(F.broadcast(pairs), "key", "left").withColumn("joined", joined)
        columns = F.struct("key", "entity", "article", "told", "part")
        parts = together.groupBy("joined").agg(F.collect_list(columns).alias("followers"))
        grouped = self.shelf.keep(f"{stage}-groups", mapped(parts, partial(_clustered, stage, self.job), _CLUSTERS))
        clusters = grouped.where("body is not null").select("name", "key", "rank", "body", "local")
        members = grouped.where("entity is not null").select("article", "entity", "name", "why")
        self._add(stage, clusters, members.withColumn("told", F.lit(None).cast("string")))

    def _add(self, stage: str, clusters: DataFrame, places: DataFrame) -> None:
        """Name the clusters of a stage, and put them with those before."""
        before = self.found
        if stage == "events":
            called = mapped(clusters, partial(_call, self.job), _CALLED)
        else:
            ranks = self.shelf.keep(f"{stage}-ranks", self._ranks.union(clusters.select("key", "rank")))
            self._ranks = ranks
            keys = ranks.groupBy("key").agg(F.collect_list("rank").alias("ranks"))
            names = mapped(keys, partial(_names, self.job), _NAMED)
            with_iri = clusters.select("name", "body").join(names, "name")
            called = mapped(with_iri.withColumn("local", F.lit(None).cast("string")), partial(_call, self.job), _CALLED)
        called = self.shelf.keep(f"{stage}-clusters", called.withColumn("stage", F.lit(stage)))
        placed = self.shelf.keep(f"{stage}-places", places.withColumn("stage", F.lit(stage)))
        self.found = Found(before.clusters.unionByName(called), before.places.unionByName(placed))


def places_of(row: Row, extraction: Extraction) -> dict[URIRef, Place]:
    """The merged entity of each entity of an article, from its row of :meth:`Stages.seen`."""
    return with_vehicles(placed(place_rows(row)), extraction)


def place_rows(row: Row) -> list[PlaceRow]:
    """The same as the stages have found it, without the vehicles of incidents."""
    columns = ("entity", "iri", "label", "stage", "vehicle", "why", "told")
    return [PlaceRow(*(each[column] for column in columns)) for each in row["places"] or ()]


def _members(stage: str, job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    bringer, minter = bringer_of(job), knowledge_of(job.setup).minter
    for each in rows:
        extraction = decode(each["lean"], minter)
        entries = bringer.entries(stage, extraction, places_of(each, extraction))
        article = str(extraction.iri)
        yield from ((row, text, entry.entity, article, entry.told) for row, text, entry in numbered(stage, entries))


def _following(stage: str, job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    bringer, minter = bringer_of(job), knowledge_of(job.setup).minter
    for each in rows:
        extraction = decode(each["lean"], minter)
        followers = bringer.following(stage, extraction, places_of(each, extraction))
        yield from ((f.key, str(f.entity), str(f.article), f.told, int(f.part)) for f in followers)


def _clustered(stage: str, job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for each in rows:
        told = ((f["key"], known_iri(f["entity"]), f["article"], f["told"], bool(f["part"])) for f in each["followers"])
        for cluster in follow(stage, (Following(*values) for values in told), job.decisions):
            key, rank = None, None
            if cluster.naming is not None:
                key, named = cluster.naming
                rank = json.dumps(named)
            body = json.dumps(body_written(cluster.body), ensure_ascii=False)
            yield cluster.name, key, rank, body, cluster.local, None, None, None
            why = json.dumps([cluster.why.score, cluster.why.lines], ensure_ascii=False)
            for entity, article in cluster.members.items():
                yield cluster.name, None, None, None, None, str(entity), article, why


def _names(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    known = knowledge_of(job.setup)
    for each in rows:
        held = [Named(*json.loads(rank)) for rank in each["ranks"]]
        yield from (
            (name, str(iri)) for name, iri in name_groups(each["key"], held, known.reference, known.minter).items()
        )


def _call(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    minter = knowledge_of(job.setup).minter
    for each in rows:
        iri = minter.iri(Kind.EVENT, each["local"]) if each["local"] else known_iri(each["iri"])
        called = call(body_read(json.loads(each["body"])), iri, minter)
        told = [json.dumps(x, ensure_ascii=False) if x else None for x in (called.types, called.is_, called.vehicle_is)]
        vehicle = None if called.vehicle is None else str(called.vehicle)
        yield each["name"], str(iri), called.label, told[0], vehicle, told[1], told[2]
