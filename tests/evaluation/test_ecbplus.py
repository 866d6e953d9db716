import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.ecbplus.evaluate import evaluate
from tests.evaluation.ecbplus.resolver import load_weights, read_records, resolve


def document(name: str, *sentences: tuple[str, list[tuple[str, str, str, str]]]) -> dict[str, Any]:
    """A document whose mentions are (words, kind, tag, chain), each found at its first place in its sentence."""
    mentions = []
    for number, (text, marked) in enumerate(sentences):
        tokens = text.split()
        for words, kind, tag, chain in marked:
            size = len(words.split())
            start = next(i for i in range(len(tokens)) if tokens[i : i + size] == words.split())
            span = list(range(start, start + size))
            identifier = str(len(mentions))
            mentions.append(
                {"m_id": identifier, "kind": kind, "tag": tag, "sent": number, "tokens": span, "chain": chain}
            )
    return {
        "doc_id": name,
        "topic": 1,
        "validated_sentences": list(range(len(sentences))),
        "sentences": [text.split() for text, _ in sentences],
        "mentions": mentions,
    }


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Two invented articles on one collision of ferries."""
    place, ship = ("entity", "LOC_GEO", "harbour"), ("entity", "NON_HUMAN_PART", "ferry")
    crash, saying = ("event", "ACTION_OCCURRENCE", "crash"), ("event", "ACTION_REPORTING", "saying")
    documents = [
        document(
            "one",
            (
                "The ferry Marigold collided with a pier in Wexholm on Sunday .",
                [("The ferry Marigold", *ship), ("collided", *crash), ("Wexholm", *place)],
            ),
            ("Its owner said that it was a calm evening .", [("Its", *ship), ("said", *saying)]),
        ),
        document(
            "two",
            (
                "Twelve people were hurt when the Marigold collided with a pier in Wexholm .",
                [("the Marigold", *ship), ("collided", *crash), ("Wexholm", *place)],
            ),
        ),
    ]
    file = tmp_path / "collection.jsonl"
    file.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    return file


def test_every_figure_is_given_in_per_cent(collection: Path) -> None:
    figures = evaluate(collection)
    assert list(figures) == ["events", "entities"]
    for values in figures.values():
        assert list(values) == ["muc", "b3", "ceafe", "conll"]
        assert all(0 <= value <= 100 for value in values.values())


def test_two_articles_on_one_event_share_a_cluster(collection: Path) -> None:
    documents, records = read_records(collection)
    weights = load_weights()
    events = resolve(records, documents, "event", weights)
    entities = resolve(records, documents, "entity", weights)
    assert {"one#1", "two#1"} in events
    assert any({"one#2", "two#2"} <= cluster for cluster in entities)
    assert any({"one#0", "one#3"} <= cluster for cluster in entities)
    assert sorted(key for cluster in events + entities for key in cluster) == sorted(r.key for r in records)
