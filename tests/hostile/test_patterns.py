"""No text makes a regular expression of the program slow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import KgError
from kg.querying.run import run_query
from tests.hostile.patterns import unknown


def test_every_pattern_takes_a_megabyte_of_its_worst() -> None:
    ended = subprocess.run([sys.executable, "-m", "tests.hostile.worst"], capture_output=True, text=True)
    told = ended.stdout.splitlines()
    assert told and told[-1] == "done", f"{told[-1:]} takes more than linear time, or fails: {ended.stderr[-500:]}"
    assert len(told) > 40


def test_every_pattern_is_compiled_where_it_can_be_tried() -> None:
    assert unknown() == []


@pytest.mark.parametrize(
    "text",
    ["#SERVICE" * 100_000, "SERVICE<" * 100_000, "SERVICE?x" * 100_000, "SERVICE a:" * 100_000, "SERVICE\n#" * 100_000],
)
def test_a_query_that_names_other_endpoints_without_end_is_refused_at_once(text: str) -> None:
    import pyoxigraph as ox

    with pytest.raises(KgError, match="SERVICE"):
        run_query(ox.Store(), "SELECT * {}" + text)


@pytest.mark.parametrize("text", ['"""\n\\' * 200_000, '"' + '\\"' * 500_000, "'''a" * 250_000, "<a" * 500_000])
def test_strings_without_end_are_read_once(text: str) -> None:
    import pyoxigraph as ox

    with pytest.raises(KgError):
        run_query(ox.Store(), "SELECT " + text)
