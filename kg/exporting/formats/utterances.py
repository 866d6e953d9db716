"""Each claim as one record: who says what, how surely, in which words of which article."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.exporting.formats.network import join
from kg.exporting.formats.source import Index, Source
from kg.vocabulary import DCTERMS, KG, NIF, PROV, RDF, SCHEMA


@dataclass(frozen=True)
class Utterance:
    """A claim; ``begin`` and ``end`` count Unicode code points of the article's text, from 0, half-open."""

    id: str
    article: str
    title: str
    url: str
    issued: str
    speaker: str
    speaker_id: str
    relays: str
    relayed_by: str
    stance: str
    cue: str
    about: str
    content: str
    words: str
    begin: int | None
    end: int | None
    confidence: float | None
    contests: str
    supersedes: str


def utterances(source: Source) -> list[Utterance]:
    """Every claim of the merged graph, by article and place in it."""
    found = [_utterance(source.index, claim) for claim in source.index.subjects(RDF.type, KG.Claim)]
    return sorted(found, key=lambda each: (each.article, each.begin or 0, each.id))


def content(index: Index, claim: str) -> str:
    """What is claimed, in names: ``subject — property — value``, several joined by `` | ``."""
    return " | ".join(
        sorted(
            f"{index.name(subject)} — {index.name(predicate)} — {value}"
            for proposition in index.nodes(claim, KG.proposition)
            for subject in index.nodes(proposition, RDF.subject)
            for predicate in index.nodes(proposition, RDF.predicate)
            for value in _values(index, proposition)
        )
    )


def _values(index: Index, proposition: str) -> list[str]:
    values = index.predicates(proposition).get(str(RDF.object), [])
    return [index.name(value.value) if isinstance(value, ox.NamedNode) else value.value for value in values]


def _utterance(index: Index, claim: str) -> Utterance:
    def named(predicate: str) -> str:
        return join(map(index.name, index.nodes(claim, predicate)))

    article = next(iter(index.nodes(claim, KG.article)), "")
    mention = next(iter(index.nodes(claim, PROV.wasDerivedFrom)), "")
    begin, end = index.text(mention, NIF.beginIndex), index.text(mention, NIF.endIndex)
    confidence = index.text(claim, KG.confidence)
    return Utterance(
        id=claim,
        article=index.text(article, DCTERMS.identifier) or article,
        title=index.text(article, DCTERMS.title),
        url=index.text(article, SCHEMA.url),
        issued=index.text(article, DCTERMS.issued),
        speaker=named(KG.claimer),
        speaker_id=join(index.nodes(claim, KG.claimer)),
        relays=named(KG.relays),
        relayed_by=named(KG.relayedBy),
        stance=join(stance.rpartition("#")[2] for stance in index.nodes(claim, KG.epistemic)),
        cue=index.text(claim, KG.cue),
        about=named(KG.about),
        content=content(index, claim),
        words=index.text(mention, NIF.anchorOf),
        begin=int(begin) if begin.isdigit() else None,
        end=int(end) if end.isdigit() else None,
        confidence=float(confidence) if confidence else None,
        contests=join(index.nodes(claim, KG.contests)),
        supersedes=join(index.nodes(claim, KG.supersedes)),
    )
