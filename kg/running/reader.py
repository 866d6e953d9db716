"""The process that reads articles: it loads the language model once and forks a worker whenever it is asked for one.

The worker shares the model's memory with it, is there in milliseconds, and is alone when it dies or is ended. It is run
with the setup as JSON and the number of an open socket as its arguments; on the socket it is asked for a worker (a
message with the worker's own socket) or to end one (a message with its number).

The time of a batch is kept by the kernel (``setitimer``): whatever the code does, its process is ended by SIGALRM.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.model import Article
from kg.running.limits import MOST_MEMORY

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.model import Extraction


@dataclass(frozen=True)
class Setup:
    """What the articles are read with: the options of ``kg build``."""

    base_iri: str
    model: str | None = None
    ontology: str | None = None


@dataclass(frozen=True)
class Job:
    """An article, and the fingerprint that its graph shall bear."""

    article: Article
    fingerprint: str


@dataclass(frozen=True)
class Reading:
    """What came of a job: the article's Turtle and its record; or, in ``refusal``, why there is none."""

    job: Job
    turtle: bytes = b""
    record: bytes = b""
    refusal: str = ""
    seconds: float = 0.0
    """What it was given where that was too little."""
    notes: tuple[str, ...] = ()
    """What of the article was not read as it stands."""


def main() -> None:
    """Load, say so in one line of JSON, and serve until the socket is closed."""
    setup, descriptor = sys.argv[1:]
    control = socket.socket(fileno=int(descriptor))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; who started this one ends it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = Setup(**json.loads(setup))
    try:
        extractor = _load(told)
    except KgError as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    control.sendall(json.dumps({"model": extractor.model}).encode() + b"\n")
    gc.freeze()
    _serve(control, extractor)


def _load(setup: Setup) -> Extractor:
    from kg.extraction import Extractor
    from kg.knowledge import load_knowledge

    folder = Path(setup.ontology) if setup.ontology is not None else None
    return Extractor(load_knowledge(folder, setup.base_iri), setup.model)


def _serve(control: socket.socket, extractor: Extractor) -> None:
    workers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
        if descriptors:
            worker = os.fork()
            if worker == 0:
                control.close()
                _work(Connection(descriptors[0]), extractor)
            os.close(descriptors[0])
            workers.add(worker)
            answer = worker
        elif message:
            answer = _end(int(message))
            workers.discard(int(message))
        else:
            break
        control.sendall(b"%d\n" % answer)
    for worker in workers:
        _end(worker)


def _end(worker: int) -> int:
    """How a worker ended, as ``os.waitstatus_to_exitcode`` tells it; it is killed where it has not."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)  # changes nothing where it is dead already and was not waited for
    try:
        return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    except ChildProcessError:  # it was forked by a process like this one that has died
        return -signal.SIGKILL


def _work(jobs: Connection, extractor: Extractor) -> None:
    """Read batches until there are no more; never returns."""
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what a library says as it dies is told by whoever finds it dead
            os.dup2(silent, stream)
        while True:
            batch, seconds = jobs.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            readings = _readings(batch, extractor)
            signal.setitimer(signal.ITIMER_REAL, 0)
            jobs.send(readings)
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:
        os._exit(1)


def _readings(batch: Sequence[Job], extractor: Extractor) -> list[Reading]:
    """A batch, in order; where one article fails, each on its own, so that the others are not lost."""
    try:
        return list(_read(batch, extractor))
    except MemoryError:
        error = f"needs more than {MOST_MEMORY >> 30} GiB of memory to be read; split it into its articles"
    except Exception as failure:
        error = f"the extraction failed ({type(failure).__name__}: {failure}); please report it with the text"
    if len(batch) == 1:
        return [Reading(batch[0], refusal=error)]
    return [reading for job in batch for reading in _readings([job], extractor)]


def _read(batch: Sequence[Job], extractor: Extractor) -> Iterator[Reading]:
    from kg.graphs.canonical import canonical
    from kg.graphs.records import encode

    minter = extractor.knowledge.minter
    extractor.notes.clear()
    read = list(zip(batch, extractor.extract(job.article for job in batch), strict=True))
    for job, extraction in read:
        notes = tuple(note.reason for note in extractor.notes if note.article == job.article.id)
        yield Reading(job, _turtle(extraction, job, extractor), encode(canonical(extraction, minter)), notes=notes)


def _turtle(extraction: Extraction, job: Job, extractor: Extractor) -> bytes:
    from rdflib import Literal

    from kg.graphs import extraction_triples, turtle
    from kg.vocabulary import KG, PREFIXES

    minter = extractor.knowledge.minter
    marked = [
        (extraction.iri, KG.fingerprint, Literal(job.fingerprint)),
        (extraction.iri, KG.languageModel, Literal(extractor.model)),
    ]
    return turtle([*extraction_triples(extraction, minter), *marked], PREFIXES | minter.prefixes())
