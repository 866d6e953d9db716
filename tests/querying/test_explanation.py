"""An explanation says why an entity is one, and why a fact is asserted or disputed, in whose words."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.querying.explanation import explain
from kg.querying.parameters import find_terms
from kg.vocabulary import RDF


def test_an_entity_with_its_memberships(store: ox.Store) -> None:
    told = explain(store, "actor:ruritania")
    assert told.startswith("Ruritania (actor:ruritania): state\n  other names: Strelsau\n  the same as: wd:Q1")
    assert "governs Ruritania (place:ruritania)" in told
    assert '  "Ruritania" of article two, score 0.9' in told
    assert "    because: the same name" in told
    assert "in the words: “Strelsau”" in told


def test_an_incident_with_every_fact(store: ox.Store) -> None:
    told = explain(store, "event:flight-12")
    blocks = {block.split("\n")[0]: block for block in told.split(f"\n  {'Northwind Air Flight 12'} — ")}
    assert "stated as certain" in blocks["people aboard — 50: asserted"]
    assert "because: other sources say 31 (conflict:values)" in blocks["dead — 30: disputed"]
    weapon = blocks["weapon system — Gorgon (system:gorgon): claimed, not asserted"]
    assert "no source states it as certain" in weapon
    blame = blocks["responsible actor — Ruritania (actor:ruritania): disputed"]
    assert "Ruritania denies it (claim:c4)" in blame
    assert "chancellery contests what Freedonia says (claim:c5)" in blame
    assert "Freedonia [TrueCertain] in one: “Freedonia accuses Ruritania”" in blame


def test_a_claim_with_what_it_answers(store: ox.Store) -> None:
    told = explain(store, "claim:c5")
    assert "chancellery [Unknown] in one: “The chancellery urges caution”" in told
    assert "answers claim:c3:\n    Freedonia [TrueCertain]" in told
    assert "is answered by claim:d1" in explain(store, "claim:c3")
    assert "Media, citing unnamed sources [TrueUncertain]" in explain(store, "claim:c6")


def test_a_proposition(store: ox.Store) -> None:
    iri = next(
        quad.subject.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDF.object)), ox.Literal(31))
        if isinstance(quad.subject, ox.NamedNode)
    )
    told = explain(store, iri)
    assert told.startswith("Proposition proposition:")
    assert "dead — 31: disputed" in told
    assert "registry [TrueCertain] in two: “The registry says that 31 died”" in told


def test_the_words_that_a_fact_rests_on(store: ox.Store) -> None:
    told = explain(store, "event:flight-12")
    assert "rests on: Northwind Air Flight 12 (unsaid), back to “Flight 12”; “31”" in told
    assert "rests on: “Flight 12”; “3 May 2020”, read as 2020-05-03" in told
    assert "rests on: “Flight 12”; “Strelsau”" in told


def test_a_name_of_two_things_explains_both(store: ox.Store) -> None:
    told = explain(store, "strelsau")
    assert "(actor:ruritania): state" in told
    assert "(place:strelsau): city" in told


def test_an_entity_of_one_article_a_reference_and_other_nodes(store: ox.Store) -> None:
    assert "is Gorgon (system:gorgon)" in explain(store, "system:one.gorgon")
    assert "the reference data name it" in explain(store, "place:ruritania")
    article = explain(store, "two")
    assert "claims and entities come from it" in article
    assert "is calm" not in article


def test_a_conflict_shows_its_sides_with_speakers_and_words(store: ox.Store) -> None:
    told = explain(store, "conflict:values")
    assert "kg:DifferentValues, about Northwind Air Flight 12" in told
    for value, words in (("30", "30 died and 20 survived"), ("31", "The registry says that 31 died")):
        assert f"dead — {value}: disputed" in told and words in told


@pytest.mark.parametrize("term", ["nobody", "event:nothing", "https://example.org/x", "", 'x"}', "a:b"])
def test_what_the_graph_does_not_have_is_said(store: ox.Store, term: str) -> None:
    with pytest.raises(KgError, match="looked for it") as caught:
        explain(store, term)
    assert "\n" not in str(caught.value)


def test_too_many_entities_are_named_instead(store: ox.Store) -> None:
    with pytest.raises(KgError, match="give one of these instead"):
        explain(store, "t")


def test_a_whole_name_goes_before_a_part_of_one(store: ox.Store) -> None:
    assert [term.value.rpartition("/")[2] for term in find_terms(store, "Lumen Airways")] == ["lumen"]
