"""What stands behind a fact: whether it is asserted or disputed, why, and every claim of it with its words."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.querying.reader import Reader
from kg.querying.render import printable
from kg.vocabulary import GAF, KG, NIF, PROV, RDF

_DENIES = {str(KG.FalseCertain), str(KG.FalseUncertain)}
_VIA = ((KG.relays, "citing"), (KG.relayedBy, "as passed on by"))

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Utterance:
    """One claim: who says so (``via`` are pairs of a word and who stands behind it), how surely, in which words."""

    claim: ox.NamedNode
    speakers: tuple[ox.NamedNode, ...]
    via: tuple[tuple[str, ox.NamedNode], ...]
    stances: tuple[str, ...]
    articles: tuple[ox.NamedNode, ...]
    words: str
    grounds: str = ""
    """The words within it that tell the fact's subject and object, and what they lead back to."""


@dataclass(frozen=True)
class Fact:
    """A proposition; ``status`` is *asserted*, *disputed* or *claimed, not asserted*, and ``reasons`` say why."""

    proposition: ox.NamedNode
    subject: ox.NamedNode
    predicate: ox.NamedNode
    value: Term
    status: str
    reasons: tuple[str, ...]
    claims: tuple[Utterance, ...]


def read_fact(reader: Reader, proposition: ox.NamedNode) -> Fact | None:
    """The fact that a proposition describes; None where it is incomplete."""
    parts = [next(iter(reader.values(proposition, p)), None) for p in (RDF.subject, RDF.predicate, RDF.object)]
    subject, predicate, value = parts
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode) or value is None:
        return None
    claims = reader.subjects(KG.proposition, proposition)
    stated = ox.Quad(subject, predicate, value) in reader.store
    disputes = _disputes(reader, proposition, claims, subject, predicate)
    status = "disputed" if disputes else "asserted" if stated else "claimed, not asserted"
    reasons = disputes or [_standing(reader, claims, stated)]
    told = tuple(read_claim(reader, claim, (subject, value)) for claim in claims)
    return Fact(proposition, subject, predicate, value, status, tuple(reasons), told)


def read_claim(reader: Reader, claim: ox.NamedNode, sides: tuple[Term, ...] = ()) -> Utterance:
    """One claim; ``sides`` are the subject and object whose words are sought in it."""
    return Utterance(
        claim,
        speakers=tuple(reader.nodes(claim, KG.claimer)),
        via=tuple((word, each) for p, word in _VIA for each in reader.nodes(claim, p)),
        stances=tuple(each.value.rpartition("#")[2] for each in reader.nodes(claim, KG.epistemic)),
        articles=tuple(reader.nodes(claim, KG.article)),
        words=" … ".join(w for m in reader.nodes(claim, PROV.wasDerivedFrom) for w in reader.literals(m, NIF.anchorOf)),
        grounds=_grounds(reader, claim, sides) if sides else "",
    )


def _grounds(reader: Reader, claim: ox.NamedNode, sides: tuple[Term, ...]) -> str:
    grounds = reader.nodes(claim, KG.groundedIn)
    wholes = reader.nodes(claim, PROV.wasDerivedFrom)
    found = [_words(reader, side, grounds, wholes) for side in sides]
    return "; ".join(dict.fromkeys(words for words in found if words))


def _words(reader: Reader, side: Term, grounds: list[ox.NamedNode], wholes: list[ox.NamedNode]) -> str:
    """The words of one side: a name, a value's words, or else what leads back to a name."""
    if isinstance(side, ox.Literal):
        read = (_quoted(reader, g) for g in grounds if side in reader.values(g, KG.readAs))
        words = next(read, "")
        return words if words in ("", f"“{printable(side.value)}”") else f"{words}, read as {printable(side.value)}"
    names = reader.nodes(side, GAF.denotedBy)
    direct = [g for g in grounds if g in names]
    back = [(g, n) for g in grounds for n in reader.nodes(g, KG.antecedent) if n in names]
    if not back:
        return " and ".join(dict.fromkeys(_quoted(reader, g) for g in direct))
    ground, name = back[0]
    said = f"{reader.label(side)} (unsaid)" if ground in wholes else _quoted(reader, ground)
    return f"{said}, back to {_quoted(reader, name)}"


def _quoted(reader: Reader, mention: ox.NamedNode) -> str:
    return " … ".join(f"“{words}”" for words in reader.literals(mention, NIF.anchorOf))


def _standing(reader: Reader, claims: list[ox.NamedNode], stated: bool) -> str:
    """Why an undisputed proposition stands as a fact, or does not."""
    if stated:
        return "stated as certain in a source's own voice, and no claim contests it"
    for claim in claims:
        certain = str(KG.TrueCertain) in {stance.value for stance in reader.nodes(claim, KG.epistemic)}
        types = {t.value for each in reader.nodes(claim, KG.claimer) for t in reader.nodes(each, RDF.type)}
        if certain and str(KG.Publisher) in types:
            return "another value, more precise, stands instead"
    return "no source states it as certain in its own voice"


def _disputes(
    reader: Reader,
    proposition: ox.NamedNode,
    claims: list[ox.NamedNode],
    subject: ox.NamedNode,
    predicate: ox.NamedNode,
) -> list[str]:
    """What speaks against a proposition: denials, answers, other values."""
    reasons = []
    for claim in claims:
        speakers = ", ".join(reader.label(each) for each in reader.nodes(claim, KG.claimer))
        if any(stance.value in _DENIES for stance in reader.nodes(claim, KG.epistemic)):
            reasons.append(f"{speakers} denies it ({reader.short(claim)})")
        for answer in reader.subjects(KG.contests, claim):
            who = ", ".join(reader.label(each) for each in reader.nodes(answer, KG.claimer))
            reasons.append(f"{who} contests what {speakers} says ({reader.short(answer)})")
    for conflict in reader.subjects(KG.hasMember, proposition):
        if subject in reader.nodes(conflict, KG.about):
            others = [each for each in reader.nodes(conflict, KG.hasMember) if each != proposition]
            values = ", ".join(sorted(_value(reader, each, predicate) for each in others))
            if not any(kind.value == str(KG.Revision) for kind in reader.nodes(conflict, KG.conflictKind)):
                reasons.append(f"other sources say {values} ({reader.short(conflict)})")
            elif all(reader.subjects(KG.supersedes, claim) for claim in claims):
                reasons.append(f"its own source said {values} later ({reader.short(conflict)})")
    return reasons


def _value(reader: Reader, proposition: ox.NamedNode, predicate: ox.NamedNode) -> str:
    """The value of a proposition, after its property where that is another: *dead, at least 40*."""
    told = "".join(f"{reader.label(p)} " for p in reader.nodes(proposition, RDF.predicate) if p != predicate)
    return ", ".join(told + reader.named(value) for value in reader.values(proposition, RDF.object))
