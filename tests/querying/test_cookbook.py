"""docs/cookbook.md is what the shipped questions say of the seeds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kg.querying.named import named_queries

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_is_made_from_the_queries_and_their_answers(built: Path) -> None:
    made = subprocess.run([sys.executable, DOCS / "make_cookbook.py", built], capture_output=True, check=True)
    page = (DOCS / "cookbook.md").read_text(encoding="utf-8")
    assert made.stdout.decode("utf-8") == page, "run: python docs/make_cookbook.py DIR > docs/cookbook.md"


def test_each_query_can_be_copied_from_it_as_it_is() -> None:
    page = (DOCS / "cookbook.md").read_text(encoding="utf-8")
    for query in named_queries():
        assert f"```sparql\n{query.text[query.text.index('PREFIX') :].rstrip()}\n```" in page
