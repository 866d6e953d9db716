"""``kg build --engine``: what is said where the other engine is not there, or is told what is not for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_WITHOUT_SPARK = "import sys; sys.modules.update(pyspark=None, py4j=None); from kg.cli import main; main()"


def _refused(*arguments: str | Path) -> str:
    command = [sys.executable, "-c", _WITHOUT_SPARK, "build", *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 2
    assert finished.stdout == ""
    return finished.stderr


def test_spark_that_is_not_installed_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    said = _refused("seeds", "--out", tmp_path / "out", "--engine", "spark", "--master", "local[1]")
    assert said == "kg: Apache Spark is not installed; pip install 'incident-kg[spark]'\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--master", "local[1]"], "--engine spark"),
        (["--conf", "spark.executor.memory=4g"], "--engine spark"),
        (["--engine", "spark", "--workers", "2"], "one machine"),
        (["--engine", "spark", "--batch", "8"], "one machine"),
        (["--engine", "spark", "--conf", "spark.executor.memory"], "KEY=VALUE"),
    ],
)
def test_options_of_the_other_engine_are_refused(options: list[str], said: str, tmp_path: Path) -> None:
    assert said in _refused("seeds", "--out", tmp_path / "out", *options)
    assert not (tmp_path / "out").exists()
