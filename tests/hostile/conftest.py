"""A folder for what the properties write, removed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    os.environ["KG_HOSTILE_FOLDER"] = str(folder)
    yield folder
    del os.environ["KG_HOSTILE_FOLDER"]
