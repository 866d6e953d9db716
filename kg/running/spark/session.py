"""The connection to a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.running.spark.tools import SETUP, Job, written

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MISSING = "Apache Spark is not installed; pip install 'incident-kg[spark]'"

_LOGGING = Path(__file__).with_name("log4j2.properties")
_SETTINGS = {
    "spark.python.daemon.module": "kg.running.spark.daemon",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.adaptive.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
}
_ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""Where the cluster is this machine, nobody else need reach the driver."""


@contextmanager
def session(
    master: str | None, settings: Mapping[str, str], job: Job, checkpoints: str, *, silent: bool = False
) -> Iterator[SparkSession]:
    """A session that ends with the block.

    Args:
        master: the cluster's URL; None: the one that the environment names, as under ``spark-submit``.
        settings: Spark's own; they outrank ours.
        job: what the run is told.
        checkpoints: a folder that all machines reach, for intermediate results.
        silent: whether what the Java machine of the driver says on stderr is dropped.

    Raises:
        KgError: Spark is not installed, or there is no such cluster.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise KgError(MISSING) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("kg build")
    if master is not None:
        builder = builder.master(master)
    hashes = os.environ.get("PYTHONHASHSEED", "0")
    told = {f"spark.executorEnv.{SETUP}": written(job.setup), "spark.executorEnv.PYTHONHASHSEED": hashes}
    alone = _ALONE if (master or "").startswith("local") else {}
    for key, value in (_SETTINGS | alone | told | dict(settings)).items():
        builder = builder.config(key, value)
    try:
        with _no_stderr() if silent else nullcontext():
            spark = builder.getOrCreate()
    except (PySparkException, Py4JError, RuntimeError) as error:
        raise KgError(f"Spark cannot be started ({_short(error)}); check --master and Java 17 or later") from error
    try:
        spark.sparkContext.setLogLevel("ERROR")
        spark.sparkContext.setCheckpointDir(checkpoints)
        yield spark
    except (PySparkException, Py4JError) as error:
        raise KgError(f"Spark gave up: {_short(error)}") from error
    finally:
        spark.stop()


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Processes that are started in the block have nowhere to write their errors."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _short(error: Exception) -> str:
    """The first telling line of what Spark says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "KgError" in line] or lines or [type(error).__name__]
    return told[0][:300]
