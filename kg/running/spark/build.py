"""The main job on Spark: read, extract, merge, write; safe to run again, only changed articles are read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.alignment.decisions import Decisions, read_decisions
from kg.errors import KgError
from kg.minting import Minter
from kg.model import Decision
from kg.reading import Refusal
from kg.running.fingerprint import tool_version
from kg.running.jobs import Setup
from kg.running.spark.session import session
from kg.running.spark.tools import Job, knowledge_of
from kg.vocabulary import BASE_IRI

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from kg.running.spark.who import Found

_SHOWN = 1_000
"""Refusals that are told; the folder ``refusals`` holds all."""


@dataclass(frozen=True)
class SparkReport:
    """What a build did, as :class:`kg.running.report.BuildReport`."""

    out: str
    articles: int
    read: int
    words: int
    """Of all articles."""
    triples: int
    refusals: tuple[Refusal, ...]
    unheeded: tuple[Decision, ...] = ()


def build_on_spark(
    sources: Sequence[str],
    out: str,
    *,
    master: str | None = None,
    settings: Mapping[str, str] | None = None,
    base_iri: str = BASE_IRI,
    model: str | None = None,
    ontology: Path | None = None,
    decisions: Path | None = None,
    timeout: float | None = None,
    progress: Callable[[str], None] | None = None,
    silent: bool = False,
) -> SparkReport:
    """Build the graph of articles of any Hadoop file system into a folder of one, on a cluster.

    Args:
        sources: URIs or paths of files and folders of JSON lines or Parquet.
        out: URI or path of the folder.
        master: URL of the cluster.
        settings: of Spark.
        base_iri: namespace of the instances.
        model: spaCy pipeline.
        ontology: of another domain, at the same path on every machine.
        decisions: SSSOM table of what people decided.
        timeout: seconds that one article may take.
        progress: is told the stages by name, each as it begins.
        silent: whether Spark itself says nothing on stderr.

    Raises:
        KgError: Spark is not installed or cannot be reached, nothing could be read, or the folder cannot be written.
    """
    decided = Decisions() if decisions is None else _decided(decisions, base_iri)
    job, out = Job(Setup.of(base_iri, model, ontology), decided, timeout), out.rstrip("/")
    tell = progress or (lambda _: None)
    with session(master, settings or {}, job, f"{out}/stages/checkpoints", silent=silent) as spark:
        report = _run(spark, sources, out, job, tell)
        _delete(spark, f"{out}/stages")
    return report


def _run(spark: SparkSession, sources: Sequence[str], out: str, job: Job, tell: Callable[[str], None]) -> SparkReport:
    from pyspark.sql import functions as F

    from kg.graphs import Terms, Used, head_triples
    from kg.model import known_iri
    from kg.running.spark.copies import find_copies
    from kg.running.spark.extracting import extract
    from kg.running.spark.frames import Shelf
    from kg.running.spark.lines import LINE, triple_lines
    from kg.running.spark.merging import Merging, record_articles
    from kg.running.spark.reading import read_articles
    from kg.running.spark.who import Stages
    from kg.running.spark.writing import write_graphs

    shelf, knowledge = Shelf(spark, f"{out}/stages"), knowledge_of(job.setup)
    tell("reading")
    found = shelf.keep("articles", read_articles(spark, sources, job))
    tell("extracting")
    every, read = extract(found.where("told is not null"), f"{out}/records", job)
    records = every.where("record is not null")
    told = records.agg(F.count("*"), F.sum("words"), F.collect_set("model")).first()
    refusals = _refusals(found, every, out)
    if told is None or not told[0]:
        raise KgError(f"no article could be read: {'; '.join(map(str, refusals[:3])) or 'the sources hold none'}")
    tell("comparing")
    stages = Stages(shelf.keep("lean", records.select("article", "lean")), job, shelf)
    who = stages.run()
    tell("copies")
    copies = find_copies(records, job, shelf)
    tell("merging")
    heeded = _heeded(who, job)
    incidents = spark.createDataFrame(record_articles(who.clusters, job), "article string, record binary")
    whole = records.select("article", "record").union(incidents)
    merged = Merging(stages, whole, copies, heeded, job, shelf).lines()
    terms: dict[str, frozenset[object]] = {}
    for row in merged.where(F.col("role") != LINE).groupBy("role").agg(F.collect_set("text").alias("terms")).collect():
        terms[row.role] = frozenset(map(known_iri, row.terms))
    taxonomy = knowledge.taxonomy
    known = Terms(taxonomy.ancestors, taxonomy.labels, taxonomy.phases, taxonomy.order)
    made_with = f"incident-kg {tool_version()}, language model {', '.join(sorted(told[2]))}"
    used = Used(**terms)  # type: ignore[arg-type]
    head = head_triples(used, job.decisions.rows, knowledge.models_digest, made_with, known, knowledge.minter)
    tell("writing")
    triples = write_graphs(merged, list(triple_lines(head)), records, out, job, shelf)
    unheeded = tuple(d for d in job.decisions.rows if d not in set(heeded))
    return SparkReport(out, told[0], read, told[1], triples, tuple(refusals), unheeded)


def _decided(path: Path, base_iri: str) -> Decisions:
    from kg.running.merging import known_prefixes

    return read_decisions(path, known_prefixes(Minter(base_iri)))


def _refusals(found: DataFrame, records: DataFrame, out: str) -> list[Refusal]:
    """What was left out, or not read as it stands, sorted; all of it is written to ``refusals``."""
    from pyspark.sql import functions as F

    refused = found.where("reason is not null").select("source", "reason")
    failed = records.where("refusal is not null").selectExpr("id as source", "refusal as reason")
    noted = records.select(F.col("id").alias("source"), F.explode("notes").alias("reason"))
    every = refused.union(failed).union(noted).distinct().orderBy("source", "reason")
    every.coalesce(1).write.mode("overwrite").json(f"{out}/refusals")
    return [Refusal(row.source, row.reason) for row in every.limit(_SHOWN).collect()]


def _heeded(who: Found, job: Job) -> list[Decision]:
    """The decisions that are followed."""
    from pyspark.sql import functions as F

    from kg.merging.linking import Linker

    rows = job.decisions.rows
    if not rows:
        return []
    named = [str(iri) for iri in job.decisions.named]
    placed = who.places.where(F.col("entity").isin(named)).join(who.clusters.select("name", "iri"), "name")
    cluster = {row.entity: row.iri for row in placed.select("entity", "iri").collect()}
    linker = Linker(knowledge_of(job.setup))

    def of(iri: str) -> str | None:
        return cluster.get(str(iri)) or (str(iri) if linker.knows(iri) else None)  # type: ignore[arg-type]

    told = ((decision, of(decision.subject), of(decision.object)) for decision in rows)
    return [d for d, one, two in told if one is not None and two is not None and (one == two) == d.same]


def _delete(spark: SparkSession, folder: str) -> None:
    """Remove a folder of any Hadoop file system."""
    jvm, context = spark._jvm, spark.sparkContext._jsc
    if jvm is not None and context is not None:
        path = jvm.org.apache.hadoop.fs.Path(folder)
        path.getFileSystem(context.hadoopConfiguration()).delete(path, True)
