"""The workers, from outside: batches go to them, readings come back, and one that dies takes nothing with it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType

import kg
from kg.errors import KgError
from kg.running.limits import LIFE, MOST_TOGETHER
from kg.running.reader import Job, Reading, Setup

_READER = """import sys
root = sys.argv.pop(1)
root in sys.path or sys.path.insert(0, root)
from kg.running.reader import main
main()
"""
"""Run with -P: a json.py in the folder where `kg build` is run is not for this program."""

_ROOT = str(Path(kg.__file__).parent.parent)

_END = 5
"""Seconds that the reading process has to end when it is no longer needed."""


@dataclass
class _Batch:
    jobs: list[Job]
    tries: int = 0


@dataclass(eq=False)
class _Worker:
    pid: int
    line: Connection
    batch: _Batch | None = None
    read: int = field(default=0)


class Workers:
    """Up to ``count`` workers, each forked when there is a batch for it; used as a context.

    ``model`` is what the articles are read with, its name and version.
    """

    def __init__(self, setup: Setup, count: int, batch: int, seconds: Callable[[int, int], float]) -> None:
        """``batch`` articles go to a worker at once; ``seconds``: what characters in articles may take."""
        self._setup, self._count, self._size, self._seconds = setup, count, batch, seconds
        self._workers: list[_Worker] = []
        self.model = ""

    def __enter__(self) -> Workers:
        """Load the model.

        Raises:
            KgError: it cannot be loaded, nor the ontology.
        """
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.line.close()
        self._control.close()  # then it ends the workers, whatever they do, and itself
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def read(self, jobs: Iterable[Job]) -> Iterator[Reading]:
        """The readings of all jobs, in the order in which they are done.

        No more jobs are taken than are at work and one batch that is next.

        Raises:
            KgError: the process that forks the workers was ended twice in a row.
        """
        batches, again = self._batches(iter(jobs)), deque[_Batch]()
        upcoming = next(batches, None)
        done: list[Reading] = []
        while True:
            while (again or upcoming) and (worker := self._idle()):
                if again:
                    batch = again.popleft()
                elif upcoming is not None:
                    batch, upcoming = upcoming, None
                self._hand(worker, batch)
                if upcoming is None:
                    upcoming = next(batches, None)
            yield from done  # whoever asked writes them while the workers are at it
            done = []
            busy = {worker.line: worker for worker in self._workers if worker.batch}
            if not busy:
                return
            for line in wait(list(busy)):
                done += self._outcome(busy[line], again)  # type: ignore[index]

    def _batches(self, jobs: Iterator[Job]) -> Iterator[_Batch]:
        together: list[Job] = []
        length = 0
        for job in jobs:
            size = len(job.article.text)
            if together and (len(together) == self._size or length + size > MOST_TOGETHER):
                yield _Batch(together)
                together, length = [], 0
            together.append(job)
            length += size
        if together:
            yield _Batch(together)

    def _idle(self) -> _Worker | None:
        """A worker with nothing to do, forked where there may be one more."""
        for worker in [w for w in self._workers if w.batch is None]:
            if worker.read < LIFE:
                return worker
            self._end(worker)
        return self._fork() if len(self._workers) < self._count else None

    def _hand(self, worker: _Worker, batch: _Batch) -> None:
        worker.batch = batch
        seconds = self._seconds(sum(len(job.article.text) for job in batch.jobs), len(batch.jobs))
        with suppress(OSError):  # it is dead, which its line will tell as well
            worker.line.send((batch.jobs, seconds))

    def _outcome(self, worker: _Worker, again: deque[_Batch]) -> Iterator[Reading]:
        """The readings of a worker's batch; where it has died, each article goes to another one alone."""
        batch, worker.batch = worker.batch, None
        if batch is None:
            return
        try:
            readings: list[Reading] = worker.line.recv()
        except (EOFError, OSError):
            code = self._end(worker)
        else:
            worker.read += len(readings)
            yield from readings
            return
        if len(batch.jobs) > 1:
            again.extend(_Batch([job]) for job in batch.jobs)
        elif code != -signal.SIGALRM and batch.tries == 0:  # perhaps it was not to blame: killed from outside
            again.append(_Batch(batch.jobs, tries=1))
        else:
            yield self._refused(batch.jobs[0], code)

    def _refused(self, job: Job, code: int) -> Reading:
        if code == -signal.SIGALRM:
            seconds = self._seconds(len(job.article.text), 1)
            line = f"took longer than {seconds:g} s to read; split it, or give it more with --timeout SECONDS"
            return Reading(job, refusal=line, seconds=seconds)
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Reading(job, refusal=f"ended the process that read it ({how}), twice; please report it with the text")

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-c", _READER, _ROOT, json.dumps(asdict(self._setup)), str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                env={"OPENBLAS_NUM_THREADS": "1"} | os.environ,  # a process with threads should not fork
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        told = json.loads(self._answer() or "{}")
        if "model" not in told:
            self._control.close()
            code = self._process.wait()
            raise KgError(told.get("error") or f"the process that reads articles ended ({code}); has it enough memory?")
        self.model = told["model"]

    def _answer(self) -> str:
        """A line from the reading process; empty where it has ended."""
        found = b""
        with suppress(ConnectionError):
            while not found.endswith(b"\n") and (part := self._control.recv(1 << 16)):
                found += part
        return found.decode() if found.endswith(b"\n") else ""

    def _fork(self) -> _Worker:
        for _ in range(2):
            ours, theirs = socket.socketpair()
            with theirs, suppress(ConnectionError):
                socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
            pid = self._answer()
            if pid:
                worker = _Worker(int(pid), Connection(ours.detach()))
                self._workers.append(worker)
                return worker
            ours.close()
            self._control.close()
            self._process.wait()
            self._start()
        raise KgError("the process that reads articles was ended twice; run the same command again to go on")

    def _end(self, worker: _Worker) -> int:
        """How a worker ended; it is ended where it has not."""
        worker.line.close()
        self._workers.remove(worker)
        with suppress(ConnectionError):
            self._control.sendall(b"%d" % worker.pid)
            if code := self._answer():
                return int(code)
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        return -signal.SIGKILL
