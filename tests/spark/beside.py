"""The extraction on Dask (https://distributed.dask.org): what another engine than Spark does better, in the same test.

Two processes on loopback, of which one is killed on the way. Dask has no Splink backend and does not split a key that
is too large, so that the merge stays with Spark; see docs/decisions/0017.
"""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.graphs.reading import read_marks
from kg.model import Article
from kg.running.forking import Wanted
from kg.running.jobs import Job, Setup
from kg.running.limits import BATCH_SIZE
from kg.running.worker import Work
from kg.vocabulary import BASE_IRI


class OnDask(NamedTuple):
    """What came of it."""

    seconds: float
    """With the start of the cluster."""
    differing: list[str]
    """The articles whose graph is another than the file that one machine has written."""


def extract_on_dask(articles: Sequence[Article], graphs: Path, folder: Path) -> OnDask:
    """Read articles, of which ``graphs`` holds the graphs by their ids; one that has none there is left out.

    ``folder`` is for what Dask writes.
    """
    os.environ["DASK_CONFIG"] = str(folder)  # else it writes to the user's home
    os.environ["DASK_LOGGING__DISTRIBUTED"] = "critical"  # a worker that is killed is reported at length
    from distributed import Client, LocalCluster, as_completed

    paths = {article.id: graphs / f"{article.id}.ttl" for article in articles}
    jobs = [Job(a, read_marks(paths[a.id])[0]) for a in articles if paths[a.id].is_file()]
    batches = [jobs[first : first + BATCH_SIZE] for first in range(0, len(jobs), BATCH_SIZE)]
    start = time.monotonic()
    settings: dict[str, object] = {"host": "127.0.0.1", "dashboard_address": None, "local_directory": str(folder)}
    settings["silence_logs"] = logging.CRITICAL
    with LocalCluster(n_workers=2, threads_per_worker=1, **settings) as cluster, Client(cluster) as client:
        futures = client.map(_read, batches, pure=False)
        next(iter(as_completed(futures)))
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        found = dict(pair for read in client.gather(futures) for pair in read)
        seconds = time.monotonic() - start
    written = {identifier: _digest(paths[identifier].read_bytes()) for identifier in found}
    return OnDask(seconds, sorted(identifier for identifier in found if found[identifier] != written[identifier]))


def _read(jobs: Sequence[Job]) -> list[tuple[str, str]]:
    return [(reading.job.article.id, _digest(reading.turtle)) for reading in _work().read(jobs)]


@cache
def _work() -> Work:
    work, _ = Wanted(Setup(BASE_IRI), reads=True, decisions=None).work()
    return work


def _digest(turtle: bytes) -> str:
    return hashlib.sha256(turtle).hexdigest()
