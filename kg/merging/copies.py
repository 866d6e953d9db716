"""Which articles are copies: wire copy that two outlets print is one source, not two.

Candidates are found by MinHash and an LSH Ensemble (Zhu et al., "LSH Ensemble: Internet-Scale Domain Search", VLDB
2016), which asks for containment and so finds a short copy inside a long article; each is then verified exactly.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from rdflib import URIRef

from kg.model import Extraction

SHINGLE_WORDS = 5
"""Words of a shingle. Names, dates and stock phrases that all reports of an event have in common are mostly shorter."""

FEWEST_SHINGLES = 30
"""An article with fewer is never a copy or copied: one quotation could be most of it."""

CONTAINMENT = 0.6
"""From this share of the shorter article's shingles on, two articles are one text.

A copy is cut and gets paragraphs of its own, but most of the shorter text still runs on word by word: a story cut by a
third under a paragraph of one's own has 0.77. Independent reports of one event share quotations, yet far fewer running
words: with two quotations verbatim 0.2. One word changed in ten lowers 1.0 to 0.6, as a word is in five shingles.
"""

_CANDIDATE = 0.5
"""The containment that candidates are looked for with: lower than what counts, as an estimate may be too low."""

_PERMUTATIONS, _SEED, _PARTITIONS = 128, 1, 32

_WORD = re.compile(r"[^\W_]+")

_Shingles = frozenset[str]


def find_copies(extractions: Iterable[Extraction]) -> dict[URIRef, URIRef]:
    """The IRI of each article that is a copy, with that of its original, sorted.

    Each article is compared with those before it, by date, those of unknown date last, then by IRI: it is a copy of the
    first that is no copy itself and holds ``CONTAINMENT`` of its text or more, or is held so by it. A round-up of two
    stories is a copy of the first, and the second stays a source of its own. Reference records are left out. The order
    of the extractions does not matter.
    """
    articles = {x.iri: x.article for x in sorted(extractions, key=lambda x: x.iri) if not x.sources}
    texts = {iri: found for iri, a in articles.items() if len(found := shingles(a.text)) >= FEWEST_SHINGLES}
    pairs = [pair for pair in _candidates(texts) if containment(*(texts[iri] for iri in pair)) >= CONTAINMENT]
    same: dict[URIRef, set[URIRef]] = {}
    for one, two in pairs:
        same.setdefault(one, set()).add(two)
        same.setdefault(two, set()).add(one)
    order = sorted(same, key=lambda iri: (articles[iri].published or dt.date.max, iri))
    copies: dict[URIRef, URIRef] = {}
    for place, iri in enumerate(order):
        original = next((o for o in order[:place] if o in same[iri] and o not in copies), None)
        if original is not None:
            copies[iri] = original
    return dict(sorted(copies.items()))


def shingles(text: str) -> _Shingles:
    """All runs of ``SHINGLE_WORDS`` words, in lower case and without punctuation."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1))


def containment(one: _Shingles, other: _Shingles) -> float:
    """The share, 0.0 to 1.0, of the shorter one's shingles that the other has as well; neither is empty."""
    return len(one & other) / min(len(one), len(other))


def _candidates(texts: dict[URIRef, _Shingles]) -> Iterator[tuple[URIRef, URIRef]]:
    """Pairs that may be copies."""
    if len(texts) < 2:
        return
    from datasketch import MinHash, MinHashLSHEnsemble  # they take half a second to import

    sketches = {iri: MinHash(num_perm=_PERMUTATIONS, seed=_SEED) for iri in texts}
    for iri, sketch in sketches.items():
        sketch.update_batch([shingle.encode() for shingle in texts[iri]])
    index = MinHashLSHEnsemble(_CANDIDATE, num_perm=_PERMUTATIONS, num_part=_PARTITIONS, m=4, weights=(0.1, 0.9))
    # Lengths are rounded up to powers of two, a partition each: the search for bounds is quadratic in their number.
    index.index([(iri, sketch, 1 << (len(texts[iri]) - 1).bit_length()) for iri, sketch in sketches.items()])
    for iri, sketch in sketches.items():
        yield from ((iri, other) for other in index.query(sketch, len(texts[iri])) if other != iri)
