"""Loads the spaCy pipeline that parses the articles."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex
from thinc.api import NumpyOps, set_current_ops

from kg.errors import KgError
from kg.extraction.annotations import shorten
from kg.extraction.limits import CUTS
from kg.extraction.syntax import FINITE
from kg.language_model import located

BATCH_SIZE = 16
"""Articles a batch. Larger batches cost memory and bring no speed."""

_LONGEST_DATELINE, _LONGEST_LABEL = 9, 10
"""Tokens."""

_ENDING_DATELINE = (")", "--", "—", "–", "-")

_RUN_ON = r"(?<=[A-Z])\)(?=[A-Z][a-z])"
"""The bracket of a dateline that runs on into the first sentence: *(AGENCY)The*."""


@Language.component("kg_blocks")
def start_sentences_at_blocks(doc: Doc) -> Doc:
    """Make every line of the text start a sentence, so that the parser joins no heading or bullet to a paragraph.

    The same after a dateline (*(AGENCY) -- The ministry said …*) and after a label (*Flight 17 (2014): A plane …*).
    """
    for cut in doc.user_data.get(CUTS, ()):
        doc[cut].is_sent_start = True
    line = 0
    for token in doc[:-1]:
        if "\n" in token.text or "\r" in token.text:
            line = token.i + 1
            doc[line].is_sent_start = True
        elif (token.text in _ENDING_DATELINE and _ends_dateline(doc[line : token.i], token)) or (
            token.text == ":" and _ends_label(doc[line : token.i], token)
        ):
            doc[token.i + 1].is_sent_start = True
    return doc


def _ends_dateline(before: Span, token: Token) -> bool:
    if not before or len(before) > _LONGEST_DATELINE:
        return False
    if token.text == ")":  # *CITY, State (AGENCY)The ministry said …*
        return before[-1].is_upper and len(before) > 2 and before[-2].text == "(" and not token.whitespace_
    if token.text == "-" and before[-1].text != ")":
        return False
    return not before[0].text[0].islower() and (before[0].text == "(" or before[0].is_upper)


def _ends_label(before: Span, token: Token) -> bool:
    if not 0 < len(before) <= _LONGEST_LABEL:
        return False
    return token.nbor().is_title and not any(t.tag_ in FINITE for t in before)


def load_pipeline(model: str | None = None) -> Language:
    """Load a spaCy pipeline by name or path; without one the first of the known English models that is installed.

    Raises:
        KgError: no such pipeline can be loaded, or it has no parser or no entity recogniser.
    """
    pipeline = bare_pipeline(model)
    missing = {"parser", "ner", "tagger", "lemmatizer"} - set(pipeline.pipe_names)
    if missing:
        raise KgError(
            f"language model {model or pipeline.meta['name']!r} has no {', '.join(sorted(missing))}: "
            "choose an English pipeline with all"
        )
    pipeline.add_pipe("kg_blocks", before="parser")
    shorten(pipeline)
    infixes = compile_infix_regex([*(pipeline.Defaults.infixes or ()), _RUN_ON])
    pipeline.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]
    return pipeline


def bare_pipeline(model: str | None = None) -> Language:
    """The same pipeline as spaCy has it: what the benchmarks compare with.

    Raises:
        KgError: no such pipeline can be loaded.
    """
    # The blis wheel picks a generic kernel on many processors; numpy's OpenBLAS is a quarter faster or more.
    set_current_ops(NumpyOps(use_blis=False))
    try:
        return spacy.load(located(model))
    except (OSError, ImportError, ValueError) as error:
        name = model or located(model)
        raise KgError(
            f"language model {str(name)!r} cannot be loaded: give --model a spaCy pipeline's name or path"
        ) from error
