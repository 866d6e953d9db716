"""A record of an article holds what its Turtle holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from kg.errors import KgError
from kg.graphs import extraction_triples, read_extraction, write_turtle
from kg.graphs.canonical import canonical
from kg.graphs.records import BrokenRecord, decode, encode
from kg.minting import Minter
from kg.model import Extraction
from kg.vocabulary import PREFIXES
from tests.conftest import SEEDS

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
DISPUTED = (
    "A Finnish airliner crashed near Bergen, killing 38. Finland accused Norway. Norway denied it. It was Flight 12."
)


def _from_turtle(extraction: Extraction, minter: Minter, path: Path) -> Extraction:
    write_turtle(extraction_triples(extraction, minter), path, PREFIXES | minter.prefixes())
    return read_extraction(path, minter)


@pytest.mark.parametrize("text", [*TEXTS, DISPUTED])
def test_a_record_is_what_the_turtle_says(extract, knowledge, tmp_path: Path, text: str) -> None:
    extraction, minter = extract(text), knowledge.minter
    record = encode(canonical(extraction, minter))
    again = _from_turtle(extraction, minter, tmp_path / "a.ttl")
    assert decode(record, minter) == again
    assert encode(again) == record
    assert len(record) < (tmp_path / "a.ttl").stat().st_size / 5


def test_what_is_told_twice_is_there_once(extract, knowledge, tmp_path: Path) -> None:
    extraction, minter = extract(TEXTS[0]), knowledge.minter
    first = replace(extraction.claims[0], about=(*extraction.claims[0].about, extraction.publisher))
    twins = replace(extraction, claims=(*extraction.claims, first, *extraction.claims[::-1]))
    assert canonical(twins, minter) == _from_turtle(twins, minter, tmp_path / "a.ttl")
    doubled = replace(
        extraction,
        entities=tuple(replace(e, mentions=e.mentions * 2, names=e.names[::-1]) for e in extraction.entities[::-1]),
        claims=tuple(replace(c, grounds=c.grounds[::-1] * 2) for c in extraction.claims[::-1]),
    )
    assert (
        canonical(doubled, minter) == _from_turtle(doubled, minter, tmp_path / "b.ttl") == canonical(extraction, minter)
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_any_text_comes_back(extract, knowledge, text: str) -> None:
    extraction = canonical(extract(text), knowledge.minter)
    assert decode(encode(extraction), knowledge.minter) == extraction


def test_bytes_that_are_no_record_are_never_another_article(extract, knowledge) -> None:
    extraction = canonical(extract(DISPUTED), knowledge.minter)
    record = encode(extraction)
    for place in range(len(record)):
        with pytest.raises(BrokenRecord):
            decode(record[:place], knowledge.minter)
        try:  # some bits of a block of zlib mean nothing
            changed = bytes([*record[:place], record[place] ^ 1 << place % 8, *record[place + 1 :]])
            assert decode(changed, knowledge.minter) == extraction
        except BrokenRecord:
            continue


def test_another_base_iri_is_one_clear_line(extract, knowledge) -> None:
    record = encode(canonical(extract(DISPUTED), knowledge.minter))
    with pytest.raises(KgError, match="another --base-iri"):
        decode(record, Minter("https://example.org/id/"))


def test_an_iri_of_a_record_is_an_iri(extract, knowledge) -> None:
    assert isinstance(decode(encode(canonical(extract(DISPUTED), knowledge.minter)), knowledge.minter).iri, URIRef)
