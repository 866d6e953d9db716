"""Records as the Arrow table that Splink compares, with what a record needs of its group and of the lexicon."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from tests.evaluation.ecbplus.documents import cluster, vectors
from tests.evaluation.ecbplus.lexicon import Lexicon
from tests.evaluation.ecbplus.parse import Document
from tests.evaluation.ecbplus.records import Record

STORIES = 2
CLOSE, FAR = 0.15, 0.5
_WEIGHTS = pa.map_(pa.string(), pa.float64())
_RENAMED = {"key": "unique_id", "group": "topic", "head_root": "root", "head_pos": "pos"}


def document_columns(documents: list[Document]) -> list[dict[str, Any]]:
    """For each document: its story cluster, and the closest and farthest documents of its group."""
    groups: dict[int, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        groups[document["topic"]].append(place)
    columns: list[dict[str, Any]] = [{} for _ in documents]
    for places in groups.values():
        rows = vectors([documents[p] for p in places])
        stories = cluster(rows, STORIES)
        order = np.argsort(-(rows @ rows.T), axis=1, kind="stable")
        for i, place in enumerate(places):
            ranked = [places[j] for j in order[i] if j != i]
            columns[place] = {
                "story": int(stories[i]),
                "close_documents": ranked[: round(CLOSE * len(ranked))],
                "far_documents": ranked[round(FAR * len(ranked)) :],
            }
    return columns


def build_table(
    records: list[Record],
    documents: list[Document],
    lexicon_of: Callable[[str], Lexicon],
    governors: Callable[[str], Lexicon],
) -> pa.Table:
    """One row a record; `lexicon_of` and `governors` give a group's lexicon for heads and for governors."""
    stories = document_columns(documents)
    idf = _idf(records)
    counts = Counter((r.group, r.head_root) for r in records)
    rows = []
    for record in records:
        row = {_RENAMED.get(k, k): sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(record).items()}
        lexicon = lexicon_of(record.group)
        row |= stories[record.document]
        row["pronoun"] = bool(record.pronoun)
        row["head"] = record.head.replace(".", "")
        row["bond"] = lexicon.bond(record.head_root)
        row["known"] = lexicon.known.get(record.head_root, 0)
        row["count"] = counts[record.group, record.head_root]
        row |= {f"kin{step}": lexicon.kin_of(record.head_root, step) for step in (1, 2, 3)}
        other = governors(record.group)
        row["governor_kin"] = other.kin_of(record.governor, 3) + other.kin_of(record.governor, 2)
        for column in ("near", "context"):
            row[f"{column}_weights"] = _unit(row[column], idf[record.group])
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_schema(rows))


def _schema(rows: list[dict[str, Any]]) -> pa.Schema:
    strings = pa.list_(pa.string())
    kinds: dict[str, pa.DataType] = {}
    for name, value in rows[0].items():
        if name.endswith("_weights"):
            kinds[name] = _WEIGHTS
        elif isinstance(value, list):
            kinds[name] = pa.list_(pa.int64()) if name.endswith("_documents") else strings
        else:
            kinds[name] = (
                pa.bool_() if isinstance(value, bool) else pa.int64() if isinstance(value, int) else pa.string()
            )
    return pa.schema(list(kinds.items()))


def _idf(records: list[Record]) -> dict[str, dict[str, float]]:
    """Inverse document frequency of each word in each group's sentences."""
    seen: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    places: dict[str, set[int]] = defaultdict(set)
    for record in records:
        places[record.group].add(record.document)
        for word in record.context | record.words:
            seen[record.group][word].add(record.document)
    return {
        group: {word: math.log((1 + len(places[group])) / len(found)) for word, found in words.items()}
        for group, words in seen.items()
    }


def _unit(words: list[str], idf: Mapping[str, float]) -> list[tuple[str, float]]:
    length = math.sqrt(sum(idf[w] ** 2 for w in words)) or 1.0
    return [(w, idf[w] / length) for w in words]
