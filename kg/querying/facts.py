"""Facts with what speaks for and against them, in lines to read."""

from __future__ import annotations

import pyoxigraph as ox

from kg.querying.evidence import Utterance, read_claim, read_fact
from kg.querying.reader import Reader
from kg.vocabulary import KG


def fact_lines(reader: Reader, proposition: ox.NamedNode, indent: str = "") -> list[str]:
    """A proposition, whether it stands as a fact, why, and every claim of it."""
    fact = read_fact(reader, proposition)
    if fact is None:
        return [f"{indent}{reader.short(proposition)}: incomplete"]
    sentence = f"{reader.label(fact.subject)} — {reader.label(fact.predicate)} — {reader.named(fact.value)}"
    lines = [f"{indent}{sentence}: {fact.status}"]
    lines += (f"{indent}  because: {reason}" for reason in fact.reasons)
    for told in fact.claims:
        lines.append(f"{indent}  {_utterance(reader, told)}")
        if told.grounds:
            lines.append(f"{indent}    rests on: {told.grounds}")
    return lines


def claim_lines(reader: Reader, claim: ox.NamedNode, indent: str = "  ", details: bool = False) -> list[str]:
    """Who says so, how surely, in which words of which article; with ``details`` also what it is and answers."""
    lines = [indent + _utterance(reader, read_claim(reader, claim))]
    if details:
        for predicate, heading in ((KG.contests, "answers"), (KG.supersedes, "replaces")):
            for other in reader.nodes(claim, predicate):
                lines.append(f"{indent}{heading} {reader.short(other)}:")
                lines += claim_lines(reader, other, indent + "  ")
        for answer in reader.subjects(KG.contests, claim):
            lines.append(f"{indent}is answered by {reader.short(answer)}:")
            lines += claim_lines(reader, answer, indent + "  ")
        for proposition in sorted(reader.nodes(claim, KG.proposition), key=reader.fact_key):
            lines += fact_lines(reader, proposition, indent)
    return lines


def _utterance(reader: Reader, told: Utterance) -> str:
    speaker = ", ".join(reader.label(each) for each in told.speakers) or "no one"
    chain = "".join(f", {word} {reader.label(each)}" for word, each in told.via)
    stance = ", ".join(told.stances) or "no stance"
    article = ", ".join(reader.cited(each) for each in told.articles) or "unknown"
    return f"{speaker}{chain} [{stance}] in {article}: “{told.words}”"
