"""Pronouns join the cluster of the likeliest mention of their own document: near, salient, agreeing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.evaluation.ecbplus.records import Record

RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
GENDERS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"
}  # fmt: skip
PLURALS = frozenset({"they", "them", "their", "theirs", "themselves", "we", "us", "our", "these", "those"})
OBJECTS = frozenset({"him", "them", "her", "us", "me"})
REACH = 6
SENTENCE, MENTION, AGENT, FINE, NUMBER, BOUND, GENDER, SALIENCE, AHEAD = 1.0, 0.2, 1.0, 4.0, 3.0, 4.0, 6.0, 1.0, 4.0


def fit(pronoun: Record, candidate: Record, between: int, salience: int, genders: set[str]) -> float:
    """How well a candidate suits as antecedent, `between` mentions away, of a cluster met `salience` times here."""
    score = -SENTENCE * abs(pronoun.sentence - candidate.sentence) - MENTION * abs(between)
    if between < 0:
        score -= AHEAD
    score += FINE * (candidate.fine_tag == pronoun.fine_tag)
    if pronoun.pronoun in RELATIVES:
        return score - MENTION * 4 * abs(between)
    if pronoun.pronoun in PLURALS or pronoun.pronoun in GENDERS:
        score -= NUMBER * (candidate.plural != (pronoun.pronoun in PLURALS))
    if pronoun.pronoun in OBJECTS and pronoun.role in {"patient", "oblique"} and candidate.governor == pronoun.governor:
        score -= BOUND * (candidate.sentence == pronoun.sentence)
    gender = GENDERS.get(pronoun.pronoun)
    score -= GENDER * bool(gender and genders - {gender})
    return score + AGENT * (candidate.role == "agent") + SALIENCE * min(salience, 5)


def attach(records: Iterable[Record], clusters: list[set[str]]) -> list[set[str]]:
    """Add each pronoun to its antecedent's cluster, or make it a singleton."""
    grown = [set(cluster) for cluster in clusters]
    home = {key: place for place, cluster in enumerate(grown) for key in cluster}
    documents: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        documents[record.document].append(record)
    for document in sorted(documents):
        ordered = sorted(documents[document], key=lambda r: (r.sentence, r.start, r.key))
        for key, place in _choices(ordered, home):
            if place is None:
                grown.append({key})
            else:
                grown[place].add(key)
    return grown


def _choices(ordered: list[Record], home: dict[str, int]) -> list[tuple[str, int | None]]:
    """For each pronoun of a document, in order, the place of the cluster it joins."""
    met: dict[int, int] = defaultdict(int)
    genders: dict[int, set[str]] = defaultdict(set)
    for record in ordered:
        if not record.pronoun:
            met[home[record.key]] += 1
    chosen: list[tuple[str, int | None]] = []
    for at, pronoun in enumerate(ordered):
        if not pronoun.pronoun:
            continue
        scored = [
            (fit(pronoun, c, at - i, met[home[c.key]], genders[home[c.key]]), -abs(at - i), home[c.key])
            for i, c in enumerate(ordered)
            if not c.pronoun and c.tag == pronoun.tag and abs(pronoun.sentence - c.sentence) <= REACH
        ]
        place = max(scored)[2] if scored else None
        if place is not None:
            met[place] += 1
            if pronoun.pronoun in GENDERS:
                genders[place].add(GENDERS[pronoun.pronoun])
        chosen.append((pronoun.key, place))
    return chosen
