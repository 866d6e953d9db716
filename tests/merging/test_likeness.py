"""The incidents most alike are the same whether they are found at once or brought up to date."""

from __future__ import annotations

import random

from rdflib import URIRef

from kg.merging.likeness import MOST, Likeness
from kg.merging.portraits import Portrait

FEATURES = [URIRef(f"https://example.org/feature/{number}") for number in range(60)]
THROUGH = URIRef("https://example.org/claim/1")


def _portrait(draw: random.Random) -> Portrait:
    """A portrait, most likely with what many have."""
    some = {FEATURES[min(int(draw.expovariate(0.1)), 59)] for _ in range(draw.randrange(6))}
    return Portrait("loss", dict.fromkeys(sorted(some), THROUGH))


def test_bringing_up_to_date_gives_what_a_comparison_of_all_gives() -> None:
    draw = random.Random(1)  # noqa: S311
    portraits, kept = dict[str, Portrait](), Likeness()
    for number in range(40):
        for _ in range(60 if number == 0 else draw.choice((0, 1, 2, 30))):
            portraits[f"https://example.org/event/{draw.randrange(90)}"] = _portrait(draw)
        for incident in draw.sample(sorted(portraits), draw.choice((0, 1, 3))):
            del portraits[incident]
        kept.update(portraits)
        anew = Likeness()
        anew.update(portraits)
        assert kept.pairs() == anew.pairs()
        assert (kept.digests, kept.weights) == (anew.digests, anew.weights)


def test_an_incident_is_set_beside_those_that_share_what_is_rare() -> None:
    common, rare = FEATURES[:2]
    crowd = {f"https://example.org/event/{number:03}": Portrait("loss", {common: THROUGH}) for number in range(64)}
    two = ("https://example.org/event/x", "https://example.org/event/y")
    likeness = Likeness()
    likeness.update(crowd | dict.fromkeys(two, Portrait("loss", {common: THROUGH, rare: THROUGH})))
    assert two in likeness.pairs()
    assert sum(two[0] in pair for pair in likeness.pairs()) == MOST
