"""Which words are what somebody says, and what is made of them."""

from __future__ import annotations

import pytest

from tests.saying import facts, names, said_by_others

CRASH = "Finnair Flight 123 crashed near Bergen. "


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            'A police spokesman said the accounts of a video were "completely wrong."',
            ("police spokesman", "FalseCertain", "the accounts of a video"),
        ),
        (
            "Asked for comment, Anna Berg, a spokesperson, said in an email, “This is false and complete fiction.”",
            ("Anna Berg", "FalseCertain", "“This is false and complete fiction.”"),
        ),
        (
            "State media remained silent on the cause of the crash.",
            ("State media", "Unknown", "the cause of the crash"),
        ),
        (
            'Dahl told "The Late Show" that he had watched the video and stood by the report.',
            ("Dahl", "TrueCertain", "he had watched the video and stood by the report"),
        ),
        (
            "The pilot has a licence and, according to his lawyers, just weeks to live.",
            ("lawyers", "TrueCertain", "just weeks to live."),
        ),
        (
            "They say it was not overloaded, according to figures provided by the Norwegian coast guard.",
            ("Norwegian coast guard", "TrueCertain", "it was not overloaded"),
        ),
    ],
)
def test_what_is_said(extract, sentence: str, said: tuple[str, str, str]) -> None:
    assert said in said_by_others(extract(CRASH + sentence))


def test_the_manner_of_speaking_is_no_wish(extract) -> None:
    text = CRASH + "In language that seemed intended to stoke an emotional response, Dahl said it had been shot down."
    assert "wish by Dahl" not in names(extract(text)).values()


def test_a_speech_over_several_paragraphs_in_single_marks_is_the_speakers(extract) -> None:
    text = f"{CRASH}\n'I ran,' said Anna Berg, a farmer.\n'Then I decided that it had hit a barn. I ran.\nPolice came."
    extraction = extract(text)
    assert not [c for c in extraction.claims if c.claimer == extraction.publisher and "barn" in c.mention.words]


def test_not_by_one_but_by_another(extract) -> None:
    text = CRASH + "Anna Berg said the missile was fired not by Finnish rebels but by Norwegian soldiers."
    said = facts(extract(text))
    assert ("responsibleActor", "Finnish rebels") not in said
    assert ("responsibleActor", "Norwegian soldiers") in said


def test_to_bring_it_down_is_not_yet_to_shoot_it_down(extract) -> None:
    text = "Finnair Flight 123 was lost. Police believe that the pilot, Anna Berg, brought down the plane."
    assert "shoot-down" not in names(extract(text)).values()


def test_to_bring_it_down_with_a_missile_is_to_shoot_it_down(extract) -> None:
    text = "Finnair Flight 123 was lost. Police believe that it was brought down by a missile."
    assert "shoot-down" in names(extract(text)).values()


def test_who_disputes_this_denies_what_was_said_before(extract) -> None:
    text = CRASH + "Anna Berg said that the plane was hit by a Finnish missile. Olav Dahl, a designer, disputed this."
    extraction = extract(text)
    jet = next(str(iri) for iri, label in names(extraction).items() if label == "Finnish missile")
    assert {("Anna Berg", "TrueCertain", jet), ("Olav Dahl", "FalseCertain", jet)} <= said_by_others(extraction)


def test_who_changes_the_story_blames(extract) -> None:
    text = (
        "Coverage in Norwegian media, which initially characterised it as rebels shooting down a transport plane "
        "before switching to blaming Finnish forces for shooting down Flight 12, differed."
    )
    assert "accusation by Norwegian media against Finnish forces" in names(extract(CRASH + text)).values()
