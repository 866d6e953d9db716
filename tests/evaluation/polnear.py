"""Scores the attributions found in news against PolNeAR's: ``python -m tests.evaluation.polnear FILE.jsonl``.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) marks who says what in news: source, cue and content, each as character
spans. The file has one document a line with ``text`` and ``attributions``. One JSON line is printed: ``precision``,
``recall`` and ``f1`` of whole attributions, and the F1 of tokens as ``source``, ``cue`` and ``content``.

A whole attribution is right where its source and its content each cover at least half of the gold's characters; where
the gold has no source, none must be claimed. ``f1_strict`` demands as well that at least half of what was found lies
within the gold, so that a span that swallows the page is no hit. Each gold attribution is matched once. Nothing that
ships is trained on this corpus.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.extraction import Extractor
from kg.knowledge import load_knowledge
from kg.model import Article, Extraction, Mention

_PARTS = ("source", "cue", "content")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Attribution:
    """Code points of the text, counted from 0, that are its source, cue and content."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def gold_attributions(document: dict[str, list[dict[str, list[dict[str, list[list[int]]]]]]]) -> list[Attribution]:
    """The attributions of one annotated document."""
    return [
        Attribution(*(frozenset(i for p in a[part] for b, e in p["spans"] for i in range(b, e)) for part in _PARTS))
        for a in document["attributions"]
    ]


def found_attributions(extraction: Extraction) -> list[Attribution]:
    """The attributions of one extraction: claims with one cue and one content are one, whoever shares in making it."""
    sources: dict[tuple[Mention, tuple[Mention, ...]], set[int]] = {}
    for claim in extraction.claims:
        if claim.cue is not None:
            source = sources.setdefault((claim.cue, claim.content_mentions), set())
            source |= _points(claim.claimer_mention) if claim.claimer_mention is not None else set()
    return [Attribution(frozenset(s), _points(cue), _points(*parts)) for (cue, parts), s in sorted(sources.items())]


def matched(gold: list[Attribution], found: list[Attribution], *, strict: bool = False) -> list[tuple[int, int]]:
    """Pairs of a gold and a found attribution that agree, the closest first, each used once."""
    ranked = sorted(
        (-_shared(g.content, f.content) - _shared(g.source, f.source), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if _agree(g.content, f.content, strict=strict) and _agree(g.source, f.source, strict=strict)
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if all(i != k and j != m for k, m in pairs):
            pairs.append((i, j))
    return pairs


def score(documents: Iterable[tuple[str, list[Attribution], list[Attribution]]]) -> dict[str, float]:
    """The figures over (text, gold, found) of all documents."""
    hits = close_hits = gold_count = found_count = 0
    tokens = {part: [0, 0, 0] for part in _PARTS}
    for text, gold, found in documents:
        hits += len(matched(gold, found))
        close_hits += len(matched(gold, found, strict=True))
        gold_count += len(gold)
        found_count += len(found)
        for part in _PARTS:
            wanted, given = _tokens(text, gold, part), _tokens(text, found, part)
            for i, number in enumerate((len(wanted & given), len(wanted), len(given))):
                tokens[part][i] += number
    figures = {"precision": _ratio(hits, found_count), "recall": _ratio(hits, gold_count)}
    figures["f1"] = _ratio(2 * hits, gold_count + found_count)
    figures["f1_strict"] = _ratio(2 * close_hits, gold_count + found_count)
    return figures | {part: _ratio(2 * both, wanted + given) for part, (both, wanted, given) in tokens.items()}


def _points(*mentions: Mention) -> frozenset[int]:
    return frozenset(i for mention in mentions for i in range(mention.begin, mention.end))


def _shared(gold: frozenset[int], found: frozenset[int]) -> float:
    return len(gold & found) / max(len(gold), len(found), 1)


def _agree(gold: frozenset[int], found: frozenset[int], *, strict: bool) -> bool:
    if not gold:
        return not found
    return 2 * len(gold & found) >= (max(len(gold), len(found)) if strict else len(gold))


def _tokens(text: str, attributions: list[Attribution], part: str) -> set[int]:
    points: set[int] = set().union(*(getattr(a, part) for a in attributions))
    return {m.start() for m in _TOKEN.finditer(text) if m.start() in points}


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def main() -> None:
    """Score the file named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="PolNeAR documents, one a line")
    lines = parser.parse_args().file.read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines if line.strip()]
    articles = (Article(id=document["doc_id"], text=document["text"]) for document in documents)
    extractions = Extractor(load_knowledge()).extract(articles)
    scored = (
        (document["text"], gold_attributions(document), found_attributions(extraction))
        for document, extraction in zip(documents, extractions, strict=True)
    )
    sys.stdout.write(json.dumps(score(scored)) + "\n")


if __name__ == "__main__":
    main()
