"""Who speaks, where the words or the parser make it hard to tell, and with which stance."""

from __future__ import annotations

import pytest

from tests.saying import claims, stances


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Interfax agency quoted a Norwegian official as saying that a bomb went off.", "Norwegian official"),
        ("Anna Berg was quoted by Interfax as saying that a bomb went off.", "Anna Berg"),
        ("National regulators may step in, Anna Berg said, according to Reuters.", "Anna Berg"),
        ("Anna Berg, a Norwegian analyst and former pilot, said a bomb went off.", "Anna Berg"),
        ("The presiding judge, Anna Berg, said a bomb went off.", "Anna Berg"),
        ("Norway claims that a bomb went off.", "Norway"),
        ("Sen. Anna Berg, a Norwegian lawmaker, accused Finland of lying.", "Anna Berg"),
        ("The US said the crew had mistaken the plane for a fighter.", "United States"),
        ("Norway said at the time that the crew had mistaken the plane for a fighter.", "Norway"),
        ("According to Oslo, the attack was deliberate.", "Norway"),
        ("The Norwegian ministry is confident that a bomb went off.", "Norwegian ministry"),
        ("Finland and Norway met. Norway appeared to suggest that a bomb went off.", "Norway"),
        ("OSLO, Norway (AP)The Finnish ministry said a bomb went off.", "Finnish ministry"),
    ],
)
def test_who_speaks(extract, text: str, speaker: str) -> None:
    assert {who for who, _, _ in claims(extract(text))} == {speaker}


def test_one_of_a_group_is_not_the_group(extract) -> None:
    text = "Two Norwegian officials spoke. One of them said a bomb went off."
    assert {who for who, _, _ in claims(extract(text))} == {"one of Two Norwegian officials"}


def test_a_paragraph_that_is_all_quotation_goes_on(extract) -> None:
    text = '"It burned," said Anna Berg, a farmer.\n"We ran."\n"Then it was quiet."\nThe police came.'
    assert {(who, words) for who, _, words in claims(extract(text)) if words.startswith('"')} >= {
        ("Anna Berg", '"We ran."'),
        ("Anna Berg", '"Then it was quiet."'),
    }


def test_the_airline_is_the_one_named_last(extract) -> None:
    text = "A Finnair plane crashed near Bergen. The airline said a bomb had gone off."
    assert {who for who, _, _ in claims(extract(text))} == {"Finnair"}


def test_he_is_the_person_who_was_named_since(extract) -> None:
    text = "Minister Anna Berg said a bomb went off. Olav Dahl, a lawmaker, went further. He said it was a missile."
    assert ("Olav Dahl", "He said it was a missile") in {
        (who, words.rstrip(".")) for who, _, words in claims(extract(text))
    }


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("said it was not known what had hit the plane", "Unknown"),
        ("said the claim was premature", "Unknown"),
        ("asked whether a bomb had gone off", "Unknown"),
        ("said a missile was the likely cause", "TrueUncertain"),
        ("said there was a possibility that a bomb had gone off", "TrueUncertain"),
        ("alleged that judges had lied", "TrueCertain"),
        ("rejected the suggestion that a bomb had gone off", "FalseCertain"),
        ("said the report was false", "FalseCertain"),
    ],
)
def test_how_sure(extract, words: str, stance: str) -> None:
    assert ("Norway", stance) in stances(extract(f"Norway {words}."))


@pytest.mark.parametrize(
    "text",
    [
        "Norway stopped short of saying that a bomb had gone off.",
        "Norway should accuse Finland and call the attack an act of war.",
        "The suspect proved to be a soldier.",
        "Who is blamed? Nobody has been accused.",
    ],
)
def test_what_nobody_says_is_no_claim(extract, text: str) -> None:
    assert claims(extract(text)) == set()


@pytest.mark.parametrize("words", ["blamed Finland", "defended the crew", 'condemned the "savagery" of the attack'])
def test_whom_one_blames_is_told_with_the_blame(extract, words: str) -> None:
    spoken = [c for c in extract(f"Norway {words}.").claims if c.cue is not None]
    assert [m.words for c in spoken for m in c.content_mentions] == [words]
    assert {str(p.object) for c in spoken for p in c.propositions} == {words}
