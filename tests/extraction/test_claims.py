"""Who says what: claimers, stances, words."""

from __future__ import annotations

import pytest

from tests.saying import claims, facts, stances


@pytest.mark.parametrize(
    ("text", "claimer", "stance"),
    [
        ("Norway said the plane was hit by a missile.", "Norway", "TrueCertain"),
        ("Oslo said the plane was hit by a missile.", "Norway", "TrueCertain"),
        ("Norwegian officials believe that a missile hit the plane.", "Norwegian officials", "TrueUncertain"),
        ("Norway said a missile may have hit the plane.", "Norway", "TrueUncertain"),
        ("Norway denied involvement in the crash of a Finnish airliner.", "Norway", "FalseCertain"),
        ("The Kremlin urged caution after the crash of a Finnish airliner.", "Kremlin", "Unknown"),
        ("According to the Finnish government, a missile hit the plane.", "Finland", "TrueCertain"),
        ("“The plane was hit by a missile,” Anna Berg said.", "Anna Berg", "TrueCertain"),
        ("“This is false,” Anna Berg said.", "Anna Berg", "FalseCertain"),
        ("Norway’s claim that a missile hit the plane is contested.", "Norway", "TrueCertain"),
        ("Norway is investigating the possibility that a missile hit the plane.", "Norway", "TrueUncertain"),
    ],
)
def test_speaker_and_stance(extract, text: str, claimer: str, stance: str) -> None:
    assert (claimer, stance) in stances(extract(text))


@pytest.mark.parametrize(
    "text",
    [
        "Norway did not say that the plane was hit by a missile.",
        "If Norway says that a missile hit the plane, there will be a trial.",
        "Norway could say that the plane was hit by a missile.",
    ],
)
def test_what_was_not_said_is_no_claim(extract, text: str) -> None:
    assert claims(extract(text)) == set()


def test_the_pronoun_is_its_person(extract) -> None:
    said = claims(extract("Anna Berg met reporters on Monday. She said the plane was hit by a missile."))
    assert said == {("Anna Berg", "TrueCertain", "She said the plane was hit by a missile")}


def test_the_accused_is_held_responsible_by_the_accuser_alone(extract) -> None:
    text = "A Finnish airliner crashed near Bergen. Finland accused Norway of involvement."
    extraction = extract(f"{text} Norway rejected any responsibility.")
    assert ("responsibleActor", "Norway") in facts(extraction, own=False)
    assert ("responsibleActor", "Norway") not in facts(extraction, own=True)
    assert {("Finland", "TrueCertain"), ("Norway", "FalseCertain")} <= stances(extraction)
    accusation = next(c for c in extraction.claims if c.cue and c.cue.words == "accused")
    denial = next(c for c in extraction.claims if c.cue and c.cue.words == "rejected")
    assert denial.propositions == accusation.propositions
    assert denial.contests == (accusation.iri,)


@pytest.mark.parametrize(
    "text",
    [
        "A Finnish airliner crashed near Bergen. The claim that a missile struck the plane spread quickly.",
        "A Finnish airliner crashed near Bergen. Did a missile strike the plane?",
        "A Finnish airliner crashed near Bergen. If a missile struck the plane, there will be a trial.",
        "A Finnish airliner crashed near Bergen. A missile may have struck the plane.",
    ],
)
def test_what_the_article_does_not_vouch_for_is_no_fact(extract, knowledge, text: str) -> None:
    from kg.graphs import extraction_triples
    from kg.graphs.lines import triples_of

    told = triples_of(extraction_triples(extract(text), knowledge.minter))
    plain = {(s, p) for s, p, _ in told if "/event/" in s}
    assert not [p for _, p in plain if p.endswith("weaponSystem")]


def test_whom_the_speaker_cites_is_kept(extract) -> None:
    extraction = extract(
        "A Finnish airliner crashed. Reuters, citing unnamed sources in Oslo, said that a missile hit the plane."
    )
    label = {e.iri: e.label for e in extraction.entities}
    relayed = [(label[c.claimer], label[r]) for c in extraction.claims for r in c.relays]
    assert relayed == [("Reuters", "unnamed sources")]


@pytest.mark.parametrize(
    "words",
    [
        "Norwegian authorities declined to comment.",
        "Norwegian authorities did not respond to a request for comment.",
        "Norwegian authorities made no mention of it.",
        "Norwegian authorities remained silent.",
        "Norwegian authorities have refrained from commenting on it.",
    ],
)
def test_silence_takes_no_side(extract, words: str) -> None:
    extraction = extract(f"A Finnish airliner crashed near Bergen. {words}")
    assert stances(extraction) == {("Norwegian authorities", "Unknown")}
    assert {e.label for e in extraction.entities} >= {"no comment by Norwegian authorities"}


def test_a_refusal_that_may_come_is_none(extract) -> None:
    assert claims(extract("A Finnish airliner crashed. Insurers could raise prices or refuse cover.")) == set()
