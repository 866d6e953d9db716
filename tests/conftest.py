"""What several tests share: the seeds, built once, an extractor, loaded once, and a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from rdflib import Graph

from kg.extraction import Extractor
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Extraction
from kg.running import build
from tests.exporting.opening import ARGUMENTS

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    build([SEEDS], out)
    return out


@pytest.fixture(scope="session")
def graph(built: Path) -> Graph:
    return Graph().parse(built / "graph.ttl", format="turtle")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def extract(knowledge: Knowledge) -> Callable[..., Extraction]:
    extractor = Extractor(knowledge)

    def read(text: str, published: dt.date | None = None, identifier: str = "a") -> Extraction:
        return next(iter(extractor.extract([Article(identifier, text, published=published)])))

    return read


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield launched
        launched.close()
