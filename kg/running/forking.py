"""The process that loads ontology and language model once, and forks a worker whenever it is asked for one.

The worker shares its memory, is there in milliseconds, and is alone when it dies or is ended. The process is run with
the number of an open socket as its argument; there it is told what to load, and then asked for a worker (a message with
the worker's own socket) or to end one (a message with its number).

The time of a task is kept by the kernel (``setitimer``): whatever the code does, its process is ended by SIGALRM.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from kg.alignment.decisions import Decisions
from kg.errors import KgError
from kg.knowledge import load_knowledge
from kg.running.jobs import Setup
from kg.running.limits import MOST_MEMORY, spare_collector
from kg.running.worker import Work


@dataclass(frozen=True)
class Wanted:
    """What is to be loaded."""

    setup: Setup
    reads: bool
    """Whether articles are read: then the language model is."""
    decisions: Decisions | None
    """What people decided; None where no merge follows."""

    def work(self) -> tuple[Work, str]:
        """What can be done with it, and the name of the language model.

        Raises:
            KgError: something cannot be loaded.
        """
        folder = Path(self.setup.ontology) if self.setup.ontology is not None else None
        knowledge = load_knowledge(folder, self.setup.base_iri)
        if not self.reads:
            return Work(knowledge, self.decisions), ""
        from kg.extraction import Extractor

        extractor = Extractor(knowledge, self.setup.model)
        return Work(knowledge, self.decisions, extractor), extractor.model


def main() -> None:
    """Load, say so in one line of JSON, and serve until the socket is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; who started this one ends it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(EOFError, ConnectionError):  # who started this one is gone
        with Connection(os.dup(control.fileno())) as line:
            wanted: Wanted = line.recv()
        try:
            work, model = wanted.work()
        except KgError as error:
            control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
            return
        control.sendall(json.dumps({"model": model}).encode() + b"\n")
        spare_collector()
        _serve(control, work)


def _serve(control: socket.socket, work: Work) -> None:
    workers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
        if descriptors:
            worker = os.fork()
            if worker == 0:
                control.close()
                _work(Connection(descriptors[0]), work)
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


def _work(line: Connection, work: Work) -> None:
    """Do what comes until there is no more; never returns."""
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what a library says as it dies is told by whoever finds it dead
            os.dup2(silent, stream)
        while True:
            name, items, seconds = line.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            try:
                done = getattr(work, name)(items)
            except Exception as error:
                done = error
            signal.setitimer(signal.ITIMER_REAL, 0)
            line.send(done)
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:
        os._exit(1)
