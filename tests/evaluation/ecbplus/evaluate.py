"""CoNLL scores (MUC, B3, CEAFe, by scorch) of what the resolver finds in an ECB+ file, against its gold chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from scorch.scores import b_cubed, ceaf_e, muc

from tests.evaluation.ecbplus.parse import Document
from tests.evaluation.ecbplus.records import Record
from tests.evaluation.ecbplus.resolver import load_weights, read_records, resolve


def gold_chains(documents: list[Document]) -> dict[str, str]:
    """Each mention's chain."""
    return {f"{d['doc_id']}#{m['m_id']}": m["chain"] for d in documents for m in d["mentions"]}


def gold_clusters(records: list[Record], chains: Mapping[str, str]) -> list[set[str]]:
    """The keys of the records of each chain."""
    gold: dict[str, set[str]] = defaultdict(set)
    for record in records:
        gold[chains[record.key]].add(record.key)
    return list(gold.values())


def scores(gold: list[set[str]], found: list[set[str]]) -> dict[str, float]:
    """MUC, B3 and CEAFe F1, and their mean, in per cent."""
    values = {name: 100 * f(gold, found)[2] for name, f in (("muc", muc), ("b3", b_cubed), ("ceafe", ceaf_e))}
    return values | {"conll": sum(values.values()) / 3}


def evaluate(path: Path) -> dict[str, dict[str, float]]:
    """The scores of events and of entities over a whole file."""
    documents, records = read_records(path)
    chains = gold_chains(documents)
    weights = load_weights()
    result = {}
    for kind, name in (("event", "events"), ("entity", "entities")):
        gold = gold_clusters([r for r in records if r.kind == kind], chains)
        found = scores(gold, resolve(records, documents, kind, weights))
        result[name] = {measure: round(value, 2) for measure, value in found.items()}
    return result
