"""Resolve coreference of gold mentions across documents: records, Splink pair weights, average-link clusters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.evaluation.ecbplus.clustering import cluster_groups
from tests.evaluation.ecbplus.comparisons import COMPARISONS
from tests.evaluation.ecbplus.lexicon import Lexicon
from tests.evaluation.ecbplus.parse import Document, load_documents, load_parser, parse_documents
from tests.evaluation.ecbplus.pronouns import attach
from tests.evaluation.ecbplus.records import Record, make_records
from tests.evaluation.ecbplus.scoring import compare
from tests.evaluation.ecbplus.table import build_table

WEIGHTS = Path(__file__).with_name("weights.json")
KINDS = ("event", "entity")

Weights = dict[str, dict[str, Any]]
"""Of each kind: prior, threshold, comparisons and lexicon; and `about`, where they are from."""


def load_weights(path: Path = WEIGHTS) -> Weights:
    """The learnt prior, threshold, m and u probabilities, and lexicon of each kind."""
    weights: Weights = json.loads(path.read_text(encoding="utf-8"))
    return weights


def read_records(path: Path) -> tuple[list[Document], list[Record]]:
    """The documents of a file and the records of their mentions in validated sentences."""
    documents = load_documents(path)
    parsed = parse_documents(documents, load_parser())
    records = [
        record
        for place, (document, sentences) in enumerate(zip(documents, parsed, strict=True))
        for record in make_records(place, document, sentences)
    ]
    return documents, records


def comparable(records: list[Record], kind: str) -> list[Record]:
    """The records of a kind that are compared in pairs: all events, and the entities that are not pronouns."""
    return [r for r in records if r.kind == kind and not (kind == "entity" and r.pronoun)]


def resolve(records: list[Record], documents: list[Document], kind: str, weights: Weights) -> list[set[str]]:
    """Clusters of the keys of all records of a kind."""
    members = comparable(records, kind)
    if not members:
        return [{r.key} for r in records if r.kind == kind]
    lexicon, events = (Lexicon.from_json(weights[k]["lexicon"]) for k in (kind, "event"))
    table = build_table(members, documents, lambda _: lexicon, lambda _: events)
    learnt = weights[kind]
    found = compare(table, COMPARISONS[kind], learnt["comparisons"], learnt["prior"])
    columns = (found[name].to_pylist() for name in ("unique_id_l", "unique_id_r", "match_weight"))
    clusters = cluster_groups({r.key: r.group for r in members}, zip(*columns, strict=True), learnt["threshold"])
    return attach([r for r in records if r.kind == kind], clusters) if kind == "entity" else clusters
