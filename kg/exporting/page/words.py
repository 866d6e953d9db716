"""The exact words of a mention, split where its parts begin and end.

Offsets are those of the Turtle: 0-based, half-open, in Unicode code points of the article's text
(NIF 2.0 core, https://persistence.uni-leipzig.org/nlp2rdf/).
"""

from __future__ import annotations

from itertools import pairwise

from rdflib import URIRef

from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import Piece
from kg.vocabulary import KG, NIF, PROV

_PARTS = ((KG.cueMention, "cue"), (KG.claimerMention, "claimer"), (KG.contentMention, "content"))


def claim_quotes(lookup: Lookup, claim: URIRef) -> tuple[tuple[Piece, ...], ...]:
    """The words of each mention of a claim; where parts overlap, cue goes before claimer before content."""
    parts = [(mention, role) for predicate, role in _PARTS for mention in lookup.iris(claim, predicate)]
    mentions = lookup.iris(claim, PROV.wasDerivedFrom)
    mentions.sort(key=lambda mention: (_span(lookup, mention) or (0, 0), mention))
    return tuple(pieces for mention in mentions if (pieces := mention_pieces(lookup, mention, parts)))


def mention_pieces(lookup: Lookup, mention: URIRef, parts: list[tuple[URIRef, str]]) -> tuple[Piece, ...]:
    """A mention's words, cut at the parts that lie within it."""
    anchor, span = lookup.text(mention, NIF.anchorOf), _span(lookup, mention)
    if span is None or span[1] - span[0] != len(anchor):
        return (Piece(anchor, ""),) if anchor else ()
    context = lookup.iri(mention, NIF.referenceContext)
    inside: list[tuple[int, int, str]] = []
    for part, role in parts:
        found = _span(lookup, part)
        if found and lookup.iri(part, NIF.referenceContext) == context and span[0] <= found[0] < found[1] <= span[1]:
            inside.append((found[0] - span[0], found[1] - span[0], role))
    edges = sorted({0, len(anchor), *(edge for begin, end, _ in inside for edge in (begin, end))})
    return tuple(
        Piece(anchor[begin:end], next((role for b, e, role in inside if b <= begin and end <= e), ""))
        for begin, end in pairwise(edges)
    )


def _span(lookup: Lookup, mention: URIRef) -> tuple[int, int] | None:
    begin, end = lookup.text(mention, NIF.beginIndex), lookup.text(mention, NIF.endIndex)
    return (int(begin), int(end)) if begin.isdecimal() and end.isdecimal() else None
