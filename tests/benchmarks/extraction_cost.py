"""The cost of extraction beside the bare parser: ``python -m tests.benchmarks.extraction_cost [SOURCE...]``.

Prints one JSON line: seconds of the bare spaCy pipeline, as ``spacy.load`` gives it, of the extraction and of writing
the articles' Turtle on the same texts, in one process and in turns, each the best of some rounds after a warm-up, and
the ratios to the bare pipeline of the extraction alone and with the writing. Where ``triplet_extract`` is installed,
see ``tests/benchmarks/README.md``, its words a second and triples on the same texts stand beside them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from unittest.mock import patch

from kg.extraction import Extractor
from kg.extraction.pipeline import BATCH_SIZE, bare_pipeline
from kg.graphs import extraction_triples, turtle
from kg.knowledge import load_knowledge
from kg.reading import read_sources
from kg.vocabulary import PREFIXES
from tests.benchmarks.timing import seconds

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def measure(sources: list[Path], rounds: int) -> dict[str, float | int | str]:
    """The figures of this program."""
    articles = list(read_sources(sources)[0])
    texts = [article.text for article in articles]
    words = sum(len(text.split()) for text in texts)
    knowledge, pipeline = load_knowledge(), bare_pipeline()
    extractor, prefixes = Extractor(knowledge), PREFIXES | knowledge.minter.prefixes()

    def bare() -> object:
        return list(pipeline.pipe(texts, batch_size=BATCH_SIZE))

    def whole() -> object:
        return list(extractor.extract(articles))

    def written() -> object:
        return [turtle(extraction_triples(extraction, knowledge.minter), prefixes) for extraction in extractions]

    extractions = list(extractor.extract(articles))
    bare()
    timed = [(seconds(bare), seconds(whole), seconds(written)) for _ in range(rounds)]
    parser, extraction, writing = (min(column) for column in zip(*timed, strict=True))
    return {
        "words": words,
        "parser_s": round(parser, 2),
        "extraction_s": round(extraction, 2),
        "turtle_s": round(writing, 2),
        "ratio": round(extraction / parser, 2),
        "with_turtle_ratio": round((extraction + writing) / parser, 2),
        "words_per_s": round(words / extraction),
    } | _other(texts, words)


def _other(texts: list[str], words: int) -> dict[str, float | int | str]:
    """The figures of ``triplet_extract``, text by text, up to where it stops."""
    try:
        from triplet_extract import OpenIEExtractor  # type: ignore[import-not-found]
    except ImportError:
        return {}
    model = bare_pipeline()
    with patch("spacy.load", lambda *_, **__: model):  # it asks for a model by another name than ours
        extractor = OpenIEExtractor()
    triples, stopped = 0, ""
    start = time.perf_counter()
    for text in texts:
        try:
            triples += len(extractor.extract_triplet_objects(text))
        except Exception as error:
            stopped = type(error).__name__
    spent = time.perf_counter() - start
    return {"triplet_words_per_s": round(words / spent), "triplet_triples": triples, "triplet_stopped": stopped}


def main() -> None:
    """Measure the sources named on the command line, by default the seeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", nargs="*", type=Path, default=[_SEEDS])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    sys.stdout.write(json.dumps(measure(arguments.sources, arguments.rounds)) + "\n")


if __name__ == "__main__":
    main()
