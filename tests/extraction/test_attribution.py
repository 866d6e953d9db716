"""Which words are whose: sources, contents, quotations, layouts, and what is nobody's claim."""

from __future__ import annotations

import pytest

from kg.model import Claim, Extraction


def spoken(extraction: Extraction) -> list[Claim]:
    """The claims that a word or mark introduces, in the order of the text."""
    return sorted((c for c in extraction.claims if c.cue is not None), key=lambda c: c.mention)


def said(extraction: Extraction) -> list[tuple[str, tuple[str, ...]]]:
    """Who, by what words, says what."""
    return [
        (c.claimer_mention.words if c.claimer_mention else "", tuple(m.words for m in c.content_mentions))
        for c in spoken(extraction)
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The plane was hit, said Anna Berg, a spokeswoman for the airline.",
            "Anna Berg, a spokeswoman for the airline",
            ("The plane was hit",),
        ),
        ("“We saw it. It burned,” Anna Berg said.", "Anna Berg", ("“We saw it. It burned,”",)),
        (
            "“The plane burned,” Anna Berg said. “Nobody could help.”",
            "Anna Berg",
            ("“The plane burned,”", "“Nobody could help.”"),
        ),
        ("The plane, Anna Berg said, was hit.", "Anna Berg", ("The plane", "was hit")),
        (
            "Anna Berg said that the plane was hit and that it fell.",
            "Anna Berg",
            ("that the plane was hit and that it fell",),
        ),
        ("Two residents said the plane was hit.", "Two residents", ("the plane was hit",)),
        ("A survey found that people feared to fly.", "A survey", ("that people feared to fly",)),
    ],
)
def test_the_whole_source_and_the_whole_content(extract, text: str, source: str, content: tuple[str, ...]) -> None:
    assert (source, content) in said(extract(text))


def test_the_turns_of_a_transcript_have_their_speakers(extract) -> None:
    text = "BERG: The plane was hit.\n\nHANSEN: Who says so?\n\nBERG: I do.\n"
    assert said(extract(text)) == [
        ("BERG", ("The plane was hit.",)),
        ("HANSEN", ("Who says so?",)),
        ("BERG", ("I do.",)),
    ]


def test_an_unnamed_source_is_an_actor_without_a_name(extract) -> None:
    extraction = extract("A Finnish airliner crashed near Bergen. The plane is believed to have been hit by a missile.")
    claim = spoken(extraction)[-1]
    assert claim.claimer_mention is None
    assert claim.epistemic == "TrueUncertain"
    assert {e.label for e in extraction.entities if e.iri == claim.claimer} == {"unnamed source"}


@pytest.mark.parametrize(
    "text",
    [
        "The holes in the wing suggest that a missile hit the plane.",
        "No official said that a missile hit the plane.",
        "A fund called the Northern Trust pays for the search.",
        "The crash came without warning, claiming 38 lives.",
    ],
)
def test_what_nobody_says_is_no_claim(extract, text: str) -> None:
    assert spoken(extract(text)) == []


def test_what_another_is_quoted_to_think_is_the_speakers_alone(extract) -> None:
    claims = said(extract("“Hansen thinks a missile hit the plane,” Anna Berg said."))
    assert [source for source, _ in claims] == ["Anna Berg"]


def test_a_chain_keeps_both_speakers(extract) -> None:
    extraction = extract("Norway said that Finnish officials had confirmed the loss of the plane.")
    label = {e.iri: e.label for e in extraction.entities}
    chains = {(label[c.claimer], tuple(label[r] for r in c.relayed_by)) for c in spoken(extraction)}
    assert chains == {("Norway", ()), ("Finnish officials", ("Norway",))}


def test_two_deeds_of_one_speaker_are_two_claims(extract) -> None:
    text = "A Finnish airliner crashed. Norway denied any involvement and accused Denmark of the attack."
    contents = {(c.cue.words, c.content_mentions[0].words) for c in spoken(extract(text)) if c.cue}
    assert contents == {("denied", "any involvement"), ("accused", "Denmark of the attack")}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Norway denied any involvement.", "Later Norway admitted that its forces had shot down the plane."),
        (
            "Norway said that a missile hit the plane.",
            "Norway later withdrew the claim that a missile hit the plane.",
        ),
    ],
)
def test_what_is_taken_back_is_superseded(extract, first: str, then: str) -> None:
    claims = spoken(extract(f"A Finnish airliner crashed near Bergen. {first} {then}"))
    assert claims[-1].supersedes == (claims[0].iri,)


def test_troops_are_withdrawn_without_a_claim(extract) -> None:
    assert spoken(extract("Norway withdrew its troops from the island.")) == []


def test_a_heading_with_a_colon_names_who_says_so(extract) -> None:
    text = "Kremlin: Norway shot down the plane\n\nA Finnish airliner crashed. Background: the plane was old.\n"
    assert said(extract(text)) == [("Kremlin", ("Norway shot down the plane",))]
