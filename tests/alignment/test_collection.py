"""On invented entities whose truth is known the alignment is right, also with weights fitted to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import URIRef

from kg.alignment.entities import align_entities
from kg.alignment.features import Describer
from kg.alignment.scoring import Model
from kg.alignment.training import train
from kg.knowledge import load_knowledge
from tests.alignment.collection import Scores, collection, pairwise

KNOWLEDGE = load_knowledge()
MODEL = Path(KNOWLEDGE.model("entities"))


def scored(size: int, seed: int, model: Path = MODEL) -> Scores:
    truth: dict[URIRef, int] = {}

    def noted():
        for article in collection(size, seed):
            truth.update({e.iri: t for e, t in zip(article.entities, article.truth, strict=True) if t is not None})
            yield article

    groups = align_entities(noted(), KNOWLEDGE, lambda _: None, lambda _: True, model=Model(model))
    found = {iri: number for number, group in enumerate(groups) for iri in group.members}
    return pairwise(list(truth.values()), [found[iri] for iri in truth])


@pytest.mark.parametrize("seed", [1, 2])
def test_few_pairs_are_missed_and_hardly_any_is_wrong(seed: int) -> None:
    scores = scored(3_000, seed)
    assert scores.f1 > 0.95
    assert scores.precision > 0.98


def test_weights_fitted_to_a_collection_serve_another(tmp_path: Path) -> None:
    describer = Describer(KNOWLEDGE)
    rows = set()
    for article in collection(10_000, 7):
        others = {e.iri: e for e in article.entities}
        rows |= {describer.features(e, others, None) for e in article.entities}
    settings = train(sorted(rows - {None}, key=repr), Model(MODEL))
    path = tmp_path / "entities.json"
    path.write_text(json.dumps(settings), encoding="utf-8")
    scores = scored(3_000, 1, path)
    assert scores.precision > 0.95
    assert scores.recall > 0.8
