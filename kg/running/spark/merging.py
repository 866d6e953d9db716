"""What claims make together, as :mod:`kg.merging.collection` finds it: each part of the merged graph as its lines.

Articles tell values under keys, and the values of a key come to a part: a subject with its conflicts, a merged entity.
Families of models and analogies are found on the driver: they are as many as there are models and incidents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.names import Namer
from kg.knowledge import Knowledge
from kg.merging.analogies import find_analogies
from kg.merging.articles import ArticleTask, ToldArticle, tell_article
from kg.merging.bodies import Body, body_read, body_written
from kg.merging.families import tie_families
from kg.merging.likeness import Likeness
from kg.merging.portraits import Portrait, features_of, portrait, portrayed
from kg.merging.records import record_identifier
from kg.merging.reducing import ONLY_TO_WHAT_IS_THERE, linked, merged_entity, models_of, revise, subject_part
from kg.model import Decision, Entity, Kind, Mention, Part, known_iri
from kg.running.spark.frames import Row, Shelf, by_key, mapped
from kg.running.spark.lines import LINES, lines_of
from kg.running.spark.tools import Job, knowledge_of
from kg.running.spark.who import Stages, place_rows

_TOLD = "stage string, key string, value string"
_ENTITIES = "iri string, body string, targets array<string>, models string"


class Merging:
    """The merged graph of articles of which is known who is who.

    Args:
        stages: who is who.
        articles: ``article string, record binary``: whole, and of records of the reference data empty.
        copies: ``article string, original string``.
        heeded: the decisions that are followed.
        job: what the run is told.
        shelf: keeps tables.
    """

    def __init__(
        self, stages: Stages, articles: DataFrame, copies: DataFrame, heeded: list[Decision], job: Job, shelf: Shelf
    ) -> None:
        self.stages, self.copies, self.heeded, self.job, self.shelf = stages, copies, heeded, job, shelf
        self.knowledge = knowledge_of(job.setup)
        self._articles = stages.seen(articles)
        self._clusters = stages.found.clusters

    def lines(self) -> DataFrame:
        """The triples of every part, as :data:`kg.running.spark.lines.LINES`, each once."""
        told = self.shelf.keep("told", mapped(self._articles, partial(_tell, self.job), _TOLD))
        revised = self.shelf.keep("revised", self._reduced(told, "revisions", _revise, _TOLD))
        subjects = told.unionByName(revised)
        parts = [
            self._rendered(revised),
            self._reduced(subjects, "subjects", _subjects, LINES),
            self._entities(told),
            self._analogies(told),
        ]
        found = parts[0]
        for part in parts[1:]:
            found = found.unionByName(part)
        return self.shelf.keep("merged", found)

    def _reduced(self, told: DataFrame, stage: str, function: Callable[..., Any], schema: str) -> DataFrame:
        """What a function makes of the values of each key of a stage."""
        of = told.where(F.col("stage") == stage)
        return mapped(by_key(of, "key", "value"), partial(function, self.job), schema)

    def _rendered(self, revised: DataFrame) -> DataFrame:
        """The articles."""
        superseded = by_key(revised.where("stage = 'superseded'"), "key", "value").select(
            F.col("key").alias("article"), F.col("values").alias("superseded")
        )
        articles = self._articles.join(superseded, "article", "left").join(self.copies, "article", "left")
        return mapped(articles, partial(_articles, self.job, tuple(self.heeded)), LINES)

    def _entities(self, told: DataFrame) -> DataFrame:
        """The merged entities with those links that lead somewhere."""
        clusters = self._clusters
        own = clusters.select(F.col("iri").alias("key"), F.col("is_").alias("value"))
        vehicles = clusters.where("vehicle is not null").select("vehicle", "vehicle_is")
        said = told.where("stage = 'clusters'").select("key", "value")
        values = by_key(own.union(vehicles).union(said), "key", "value")
        entities = self.shelf.keep("entities", mapped(values, partial(_entity, self.job), _ENTITIES))
        systems = {
            known_iri(row.iri): {(family, tuple(parts)) for family, parts in json.loads(row.models)}
            for row in entities.where("models is not null").select("iri", "models").collect()
        }
        wider = sorted((str(a), str(b)) for a, b in tie_families(systems, self.knowledge.reference))
        broader = self.shelf.spark.createDataFrame(wider, "iri string, broader string")
        joined = entities.join(broader, "iri", "left")
        targets = joined.select("iri", F.explode_outer("targets").alias("target")).union(broader)
        there = targets.join(entities.select(F.col("iri").alias("target")), "target")
        ends = there.groupBy("iri").agg(F.collect_set("target").alias("there"))
        return mapped(joined.drop("targets", "models").join(ends, "iri", "left"), partial(_linked, self.job), LINES)

    def _analogies(self, told: DataFrame) -> DataFrame:
        values = told.where("stage = 'portraits'").select(F.col("key").alias("iri"), "value")
        thing = F.get_json_object("value", "$[1]")
        types = self._clusters.select(F.col("iri").alias("thing"), F.col("types")).dropDuplicates(["thing"])
        typed = values.withColumn("thing", thing).join(types, "thing", "left").select("iri", "value", "thing", "types")
        of = typed.groupBy("iri").agg(F.collect_set(F.struct("value", "thing", "types")).alias("told"))
        incidents = self._clusters.where("stage = 'incidents'").select("iri", "label").join(of, "iri", "left")
        painted = mapped(incidents, partial(_portrait, self.job), "iri string, label string, features string")
        portraits = {
            row.iri: Portrait(row.label, {known_iri(f): known_iri(through) for f, through in json.loads(row.features)})
            for row in painted.collect()
        }
        drawn: dict[tuple[str, str], set[tuple[URIRef, Mention]]] = {}
        for row in told.where("stage = 'drawn'").select("key", "value").distinct().collect():
            one, two = row.key.split()
            article, *mention = json.loads(row.value)
            drawn.setdefault((one, two), set()).add((known_iri(article), Mention(*mention)))
        copies = {known_iri(row.article): known_iri(row.original) for row in self.copies.collect()}
        likeness = Likeness()
        likeness.update(portraits)
        found = find_analogies(likeness, drawn, copies, self.knowledge)
        minter = self.knowledge.minter
        rows = [line for each in found for line in lines_of(each.make(), minter)]
        return self.shelf.spark.createDataFrame(rows, LINES)


def _done(job: Job, heeded: Iterable[Decision], row: Row, *, again: bool) -> ToldArticle:
    """An article told in merged terms; ``again``: what it tells is known."""
    superseded = tuple((known_iri(a), known_iri(b)) for a, b in map(json.loads, row.get("superseded") or ()))
    copy_of = known_iri(row["original"]) if row.get("original") else None
    article = known_iri(row["article"])
    task = ArticleTask(article, row["record"], place_rows(row), superseded, copy_of, frozenset(heeded), again=again)
    return tell_article(task, knowledge_of(job.setup), job.decisions)


def _tell(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for stage, values in _done(job, (), row, again=False).told.items():
            yield from _rows(stage, values)


def _rows(stage: str, values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str, str]]:
    yield from ((stage, str(key), json.dumps(value, ensure_ascii=False)) for key, value in values)


def _values(row: Row) -> list[Any]:
    return [json.loads(value) for value in row["values"]]


def _revise(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        superseded, replaced = revise(_values(row), knowledge_of(job.setup))
        yield from _rows("superseded", superseded)
        yield from _rows("subjects", replaced)


def _articles(job: Job, heeded: tuple[Decision, ...], rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield from lines_of(_done(job, heeded, row, again=True).part, knowledge_of(job.setup).minter)


def _subjects(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    knowledge = knowledge_of(job.setup)
    for row in rows:
        yield from _part(subject_part(known_iri(row["key"]), _values(row), knowledge), knowledge)


def _part(part: Part | None, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    if part is not None:
        yield from lines_of(part, knowledge.minter)


def _entity(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    knowledge = knowledge_of(job.setup)
    namer = Namer(knowledge)
    for row in rows:
        entity = merged_entity(known_iri(row["key"]), _values(row), knowledge)
        if entity is not None:
            body = Body(entity.kind, entity.label, set(entity.types), set(entity.names), set(entity.links))
            targets = sorted({str(v) for p, v in entity.links if p in ONLY_TO_WHAT_IS_THERE})
            models = models_of(entity, namer)
            told = json.dumps(models) if models else None
            yield row["key"], json.dumps(body_written(body), ensure_ascii=False), targets, told


def _linked(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    knowledge = knowledge_of(job.setup)
    for row in rows:
        body = body_read(json.loads(row["body"]))
        if row["broader"] and not any(predicate == SKOS.broader for predicate, _ in body.links):
            body.links.add((SKOS.broader, known_iri(row["broader"])))
        there = set(row["there"] or ())
        entity: Entity = linked(body.entity(known_iri(row["iri"])), there.__contains__)
        yield from lines_of(entity, knowledge.minter)


def _portrait(job: Job, rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    knowledge = knowledge_of(job.setup)
    for row in rows:
        told = row["told"] or ()
        known = {each["thing"]: frozenset(map(known_iri, json.loads(each["types"]))) for each in told if each["types"]}

        def types(thing: str, known: dict[str, frozenset[URIRef]] = known) -> frozenset[URIRef]:
            entry = knowledge.reference.get(known_iri(thing))
            return known.get(thing) or (frozenset(entry.types) if entry is not None else frozenset())

        all_told = portrayed(json.loads(each["value"]) for each in told)
        painted = portrait(row["label"], all_told, features_of(types, knowledge))
        features = [[str(feature), str(through)] for feature, through in painted.features.items()]
        yield row["iri"], row["label"], json.dumps(features)


def record_articles(clusters: DataFrame, job: Job) -> list[tuple[str, bytes]]:
    """The records of the reference data whose incidents are told of, as articles with an empty record."""
    knowledge = knowledge_of(job.setup)
    told = clusters.where("stage = 'incidents'").select("iri").distinct()
    rows = told.where(F.col("iri").isin([str(iri) for iri in knowledge.reference])).collect()
    identifiers = sorted(record_identifier(known_iri(row.iri)) for row in rows)
    return [(str(knowledge.minter.iri(Kind.ARTICLE, identifier)), b"") for identifier in identifiers]
