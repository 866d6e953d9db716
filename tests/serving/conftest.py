"""One server for most tests, with small limits for those of the limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving.serving import Running, folder_of, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(folder_of(tmp_path_factory.mktemp("served") / "out")) as running:
        yield running


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = folder_of(tmp_path_factory.mktemp("strict") / "out")
    with serving(folder, "--timeout", 1, "--max-rows", 20, "--workers", 1, "--cors", "https://a.example") as running:
        yield running
