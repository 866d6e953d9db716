"""An extraction as a record of a few kilobytes: what the state database keeps of ``articles/ID.ttl`` for the merge.

Reading a record takes a tenth of the time that the Turtle takes. It is JSON (https://www.rfc-editor.org/rfc/rfc8259)
under zlib, never a pickle: a folder may come from anybody, and reading it must run nothing. What repeats (IRIs,
literals, mentions, propositions) is written once, in a table, and named by its place there.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from typing import Any

from rdflib import Literal, URIRef

from kg.errors import KgError
from kg.minting import Minter
from kg.model import (
    Article,
    Claim,
    Comparison,
    Entity,
    Epistemic,
    Extraction,
    Ground,
    Kind,
    Mention,
    Proposition,
    Value,
)

_LEVEL = 1
"""Of zlib: a fifth of the size in a millisecond; more effort saves little."""

_MOST = 256 << 20
"""Bytes that a record may unpack to: twenty times what the longest article needs."""

_STANCES, _KINDS = {str(e): e for e in Epistemic}, {str(k): k for k in Kind}


class BrokenRecord(ValueError):
    """The bytes are no record that :func:`encode` wrote."""


def encode(extraction: Extraction) -> bytes:
    """The record of an extraction in its canonical form, see :func:`kg.graphs.canonical.canonical`."""
    tables = _Tables(extraction.article.text)
    iri, iris, mention, mentions = tables.iri, tables.iris, tables.mention, tables.mentions
    article = extraction.article
    told = {
        "article": [
            article.id,
            article.text,
            article.title,
            article.url,
            article.published.isoformat() if article.published else None,
            article.language,
        ],
        "iri": iri(extraction.iri),
        "publisher": iri(extraction.publisher),
        "entities": [
            [
                iri(e.iri),
                str(e.kind),
                iris(e.types),
                e.label,
                e.names,
                mentions(e.mentions),
                [[iri(p), tables.value(v)] for p, v in e.links],
            ]
            for e in extraction.entities
        ],
        "claims": [_claim(claim, tables) for claim in extraction.claims],
        "comparisons": [[*iris(c.incidents), mention(c.mention)] for c in extraction.comparisons],
        "sources": iris(extraction.sources),
    }
    text = json.dumps(told | tables.told(), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), _LEVEL)


def _claim(claim: Claim, tables: _Tables) -> list[Any]:
    iri, iris, mention, mentions = tables.iri, tables.iris, tables.mention, tables.mentions
    return [
        iri(claim.iri),
        iri(claim.article),
        iri(claim.claimer),
        str(claim.epistemic),
        [tables.proposition(p) for p in claim.propositions],
        mention(claim.mention),
        claim.confidence,
        iris(claim.about),
        None if claim.cue is None else mention(claim.cue),
        None if claim.act is None else iri(claim.act),
        None if claim.claimer_mention is None else mention(claim.claimer_mention),
        mentions(claim.content_mentions),
        iris(claim.relays),
        iris(claim.relayed_by),
        iris(claim.contests),
        iris(claim.supersedes),
        [[mention(g.mention), mentions(g.antecedents), [tables.literal(v) for v in g.values]] for g in claim.grounds],
    ]


class _Tables:
    """What has been written once: each thing's place in its table."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._iris: dict[str, int] = {}
        self._literals: dict[tuple[str, str | None, str | None], int] = {}
        self._mentions: dict[Mention, int] = {}
        self._propositions: dict[Proposition, int] = {}

    def iri(self, iri: URIRef) -> int:
        return self._iris.setdefault(str(iri), len(self._iris))

    def iris(self, iris: Iterable[URIRef]) -> list[int]:
        return [self.iri(each) for each in iris]

    def literal(self, value: Literal) -> int:
        datatype = None if value.datatype is None else str(value.datatype)
        return self._literals.setdefault((str(value), value.language, datatype), len(self._literals))

    def value(self, value: Value) -> int:
        """An IRI's place, or that of a literal from -1 downwards."""
        return self.iri(value) if isinstance(value, URIRef) else ~self.literal(value)

    def mention(self, mention: Mention) -> int:
        return self._mentions.setdefault(mention, len(self._mentions))

    def mentions(self, mentions: Iterable[Mention]) -> list[int]:
        return [self.mention(each) for each in mentions]

    def proposition(self, proposition: Proposition) -> int:
        return self._propositions.setdefault(proposition, len(self._propositions))

    def told(self) -> dict[str, Any]:
        propositions = [
            [self.iri(p.iri), self.iri(p.subject), self.iri(p.predicate), self.value(p.object)]
            for p in self._propositions
        ]
        return {
            "mentions": [
                [m.begin, m.end] if self._text[m.begin : m.end] == m.words else [m.begin, m.end, m.words]
                for m in self._mentions
            ],
            "propositions": propositions,
            "literals": list(self._literals),
            "iris": list(self._iris),
        }


def decode(record: bytes, minter: Minter) -> Extraction:
    """The extraction of a record.

    Raises:
        BrokenRecord: the bytes are no record.
        KgError: it is of an article below another base IRI than the minter's.
    """
    try:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(record, _MOST)
        if not unpacking.eof:  # its checksum was not seen
            raise ValueError("cut off")
        extraction = _extraction(json.loads(unpacked))
    except (zlib.error, ValueError, LookupError, TypeError) as error:
        raise BrokenRecord(f"no record of an article ({error})") from error
    if not extraction.iri.startswith(minter.base_iri):
        where = f"articles/{extraction.article.id}.ttl"
        raise KgError(f"{where}: holds no article below {minter.base_iri}; was it built with another --base-iri?")
    return extraction


def _extraction(told: dict[str, Any]) -> Extraction:
    known = [str.__new__(URIRef, text) for text in told["iris"]]  # past rdflib's check: they were checked before
    literals = [
        Literal(text, lang=language, datatype=None if datatype is None else URIRef(datatype), normalize=False)
        for text, language, datatype in told["literals"]
    ]
    identifier, text, title, url, published, language = told["article"]
    mentions = [Mention(m[0], m[1], text[m[0] : m[1]] if len(m) == 2 else m[2]) for m in told["mentions"]]

    def iris(places: list[int]) -> tuple[URIRef, ...]:
        return tuple([known[i] for i in places])

    def words(places: list[int]) -> tuple[Mention, ...]:
        return tuple([mentions[i] for i in places])

    def value(place: int) -> Value:
        return known[place] if place >= 0 else literals[~place]

    propositions = [Proposition(known[i], known[s], known[p], value(o)) for i, s, p, o in told["propositions"]]
    return Extraction(
        article=Article(
            identifier,
            text,
            title,
            url,
            published=None if published is None else dt.date.fromisoformat(published),
            language=language,
        ),
        iri=known[told["iri"]],
        publisher=known[told["publisher"]],
        entities=tuple(
            Entity(
                known[iri],
                _KINDS[kind],
                iris(types),
                label,
                tuple(names),
                words(places),
                tuple((known[p], value(v)) for p, v in links),
            )
            for iri, kind, types, label, names, places, links in told["entities"]
        ),
        claims=tuple(
            Claim(
                iri=known[c[0]],
                article=known[c[1]],
                claimer=known[c[2]],
                epistemic=_STANCES[c[3]],
                propositions=tuple([propositions[i] for i in c[4]]),
                mention=mentions[c[5]],
                confidence=c[6],
                about=iris(c[7]),
                cue=None if c[8] is None else mentions[c[8]],
                act=None if c[9] is None else known[c[9]],
                claimer_mention=None if c[10] is None else mentions[c[10]],
                content_mentions=words(c[11]),
                relays=iris(c[12]),
                relayed_by=iris(c[13]),
                contests=iris(c[14]),
                supersedes=iris(c[15]),
                grounds=tuple(
                    Ground(mentions[m], words(antecedents), tuple([literals[i] for i in values]))
                    for m, antecedents, values in c[16]
                ),
            )
            for c in told["claims"]
        ),
        comparisons=tuple(Comparison((known[a], known[b]), mentions[m]) for a, b, m in told["comparisons"]),
        sources=iris(told["sources"]),
    )
