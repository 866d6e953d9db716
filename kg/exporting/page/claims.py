"""Who says what: the claims, and for each proposition the sides that are taken on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from rdflib import Literal, URIRef

from kg.exporting.page.lookup import Lookup
from kg.exporting.page.records import ClaimRecord, PropositionRecord, Ref, Stance
from kg.exporting.page.sentences import sentence, short
from kg.exporting.page.words import claim_quotes
from kg.vocabulary import DCTERMS, KG, RDF, SEM

_STANCES: dict[URIRef, tuple[Stance, bool]] = {
    KG.TrueCertain: ("asserts", True),
    KG.TrueUncertain: ("asserts", False),
    KG.FalseCertain: ("denies", True),
    KG.FalseUncertain: ("denies", False),
}


def read_claims(lookup: Lookup) -> list[ClaimRecord]:
    """Every claim of the graph, sorted by IRI."""
    publishers = set(lookup.instances(KG.Publisher))
    return [_claim(lookup, claim, publishers) for claim in lookup.instances(KG.Claim)]


def read_propositions(lookup: Lookup, claims: list[ClaimRecord]) -> list[PropositionRecord]:
    """Every proposition of the graph with its claims, sorted by IRI."""
    by_proposition: dict[str, list[ClaimRecord]] = defaultdict(list)
    contesting: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in claims:
        for proposition in claim.propositions:
            by_proposition[proposition].append(claim)
        for contested in claim.contests:
            contesting[contested].append(claim)
    rivals = _rivals(lookup)
    in_conflict = _members_of_conflicts(lookup)
    records = []
    for iri in lookup.instances(KG.Proposition):
        own = by_proposition[lookup.id(iri)]
        answers = {a.id: a for claim in own for a in contesting[claim.id] if _answers(a, claim)}
        records.append(_proposition(lookup, iri, own, list(answers.values()), rivals[iri], iri in in_conflict))
    return records


def independent(claims: Iterable[ClaimRecord]) -> int:
    """How many claims there are, where what an article and its copies say counts once."""
    numbers: Counter[str] = Counter()
    most: dict[str, int] = {}
    for claim in claims:
        numbers[claim.article] += 1
        most[claim.source] = max(most.get(claim.source, 0), numbers[claim.article])
    return sum(most.values())


def refs(lookup: Lookup, subject: URIRef, predicate: URIRef) -> tuple[Ref, ...]:
    """The objects as things to select."""
    return tuple(Ref(lookup.id(o), lookup.label(o)) for o in lookup.iris(subject, predicate))


def _claim(lookup: Lookup, claim: URIRef, publishers: set[URIRef]) -> ClaimRecord:
    speaker = lookup.iri(claim, KG.claimer)
    stance, certain = _STANCES.get(lookup.iri(claim, KG.epistemic) or KG.Unknown, ("neutral", False))
    article = lookup.iri(claim, KG.article) or Literal("")
    dates = [lookup.text(claim, p) for p in (SEM.hasTimeStamp, DCTERMS.date, KG.dateText)]
    return ClaimRecord(
        id=lookup.id(claim),
        propositions=tuple(lookup.id(p) for p in lookup.iris(claim, KG.proposition)),
        speaker=Ref(lookup.id(speaker), lookup.label(speaker)) if speaker else Ref(None, "speaker unknown"),
        own_voice=speaker in publishers,
        stance=stance,
        certain=certain,
        relays=refs(lookup, claim, KG.relays),
        relayed_by=refs(lookup, claim, KG.relayedBy),
        date=next((date for date in dates if date), ""),
        article=lookup.id(article),
        source=lookup.id(lookup.iri(article, KG.copyOf) or article),
        quotes=claim_quotes(lookup, claim),
        contests=tuple(lookup.id(c) for c in lookup.iris(claim, KG.contests)),
        supersedes=tuple(lookup.id(c) for c in lookup.iris(claim, KG.supersedes)),
        confidence=lookup.text(claim, KG.confidence),
    )


def _proposition(
    lookup: Lookup,
    iri: URIRef,
    own: list[ClaimRecord],
    answers: list[ClaimRecord],
    rivals: list[URIRef],
    in_conflict: bool,
) -> PropositionRecord:
    subject = lookup.iri(iri, RDF.subject) or iri
    predicate = lookup.iri(iri, RDF.predicate) or RDF.value
    value = next(iter(lookup.objects(iri, RDF.object)), Literal(""))
    sides = {stance: tuple(c.id for c in own if c.stance == stance) for stance in ("asserts", "denies", "neutral")}
    contested = bool(answers) or bool(sides["asserts"] and any(c.contests for c in own if c.stance != "asserts"))
    return PropositionRecord(
        id=lookup.id(iri),
        sentence=sentence(lookup, subject, predicate, value),
        short=short(lookup, predicate, value),
        subject=Ref(lookup.id(subject), lookup.label(subject)),
        predicate=lookup.label(predicate),
        object=Ref(lookup.id(value) if isinstance(value, URIRef) else None, lookup.label(value)),
        dispute="disputed" if in_conflict else "contested" if contested or sides["denies"] else "",
        asserts=sides["asserts"],
        denies=sides["denies"],
        neutral=sides["neutral"] + tuple(a.id for a in answers if a.stance == "neutral"),
        otherwise=tuple(a.id for a in answers if a.stance != "neutral"),
        rivals=tuple(lookup.id(rival) for rival in rivals),
    )


def _answers(answer: ClaimRecord, claim: ClaimRecord) -> bool:
    """Whether the answer meets all that the claim says; one that takes up one of its propositions meets that alone."""
    return not set(answer.propositions) & set(claim.propositions)


def _rivals(lookup: Lookup) -> dict[URIRef, list[URIRef]]:
    """Proposition → the other propositions of the same conflict."""
    propositions = set(lookup.instances(KG.Proposition))
    found: dict[URIRef, set[URIRef]] = defaultdict(set)
    for conflict in lookup.disputes:
        members = [m for m in lookup.iris(conflict, KG.hasMember) if m in propositions]
        for member in members:
            found[member].update(m for m in members if m != member)
    return defaultdict(list, {key: sorted(values) for key, values in found.items()})


def _members_of_conflicts(lookup: Lookup) -> set[URIRef]:
    """The propositions that stand in a conflict, themselves or through opposite claims on one proposition."""
    found: set[URIRef] = set()
    for conflict in lookup.disputes:
        carried = []
        for member in lookup.iris(conflict, KG.hasMember):
            propositions = set(lookup.iris(member, KG.proposition))
            if propositions:
                carried.append(propositions)
            else:
                found.add(member)
        if carried:
            found |= set.intersection(*carried) or set.union(*carried)
    return found
