"""The invented graph of two incidents, in a folder as `kg build` writes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.querying.store import open_store

FIXTURE = Path(__file__).with_name("fixture.ttl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(FIXTURE, tmp_path / "graph.ttl")
    return tmp_path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    directory = tmp_path_factory.mktemp("graph")
    shutil.copy(FIXTURE, directory / "graph.ttl")
    return open_store(directory)
