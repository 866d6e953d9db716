"""The workers, from outside: tasks go to them, what is done comes back, and one that dies takes nothing with it."""

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
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import kg
from kg.alignment.decisions import Decisions
from kg.errors import KgError
from kg.language_model import described
from kg.running.forking import Wanted
from kg.running.jobs import Setup
from kg.running.limits import LIFE

_FORKING = """import sys
root = sys.argv.pop(1)
root in sys.path or sys.path.insert(0, root)
from kg.running.forking import main
main()
"""
"""Run with -P: a json.py in the folder where `kg build` is run is not for this program."""

_ROOT = str(Path(kg.__file__).parent.parent)

_END = 5
"""Seconds that the process which forks has to end when it is no longer needed."""


@dataclass
class Batch:
    """Items that a worker is handed together, the seconds that they may take (0: any), and how often it was tried."""

    items: list[Any]
    seconds: float = 0.0
    tries: int = 0


@dataclass(frozen=True)
class Died:
    """What is told of a batch whose worker died of it: the exit code, negative where a signal ended it."""

    code: int


@dataclass(eq=False)
class _Worker:
    pid: int
    line: Connection
    batch: Batch | None = None
    read: int = 0
    """Articles that it has read."""


class Workers:
    """Up to ``count`` workers, each forked when there is something for it to do; used as a context.

    Args:
        setup: what they read with.
        count: how many there are at most.
        reads: whether articles are read.
        decisions: those of the merge, None where none follows.
    """

    def __init__(self, setup: Setup, count: int, *, reads: bool, decisions: Decisions | None) -> None:
        self._wanted, self._count = Wanted(setup, reads, decisions), count
        self.meanwhile: Callable[[], None] = lambda: None
        """What is done first by whoever waits until everything is loaded."""
        self._workers: list[_Worker] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._model: str | None = None
        self._name = ""
        self._more: Callable[[], Batch | None] = lambda: None
        self._upcoming: Batch | None = None
        self._came = deque[tuple[Batch, Any]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.line.close()
        if self._process is None:
            return
        self._control.close()  # then it ends the workers, whatever they do, and itself
        if self._model is None:  # still loading, for nobody
            self._process.kill()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def started(self) -> bool:
        """Whether everything is loaded, or is being loaded."""
        return self._process is not None

    def start(self) -> None:
        """Have everything loaded, without waiting for it."""
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-c", _FORKING, _ROOT, str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                env={"OPENBLAS_NUM_THREADS": "1"} | os.environ,  # a process with threads should not fork
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        with suppress(OSError), Connection(os.dup(self._control.fileno())) as line:
            line.send(self._wanted)

    def model(self) -> str:
        """The language model's name and version; not waited for where they can be told before it is loaded.

        Raises:
            KgError: something cannot be loaded.
        """
        return described(self._wanted.setup.model) or self.loaded()

    def loaded(self) -> str:
        """Wait until everything is loaded; the language model's name and version.

        Raises:
            KgError: something cannot be loaded.
        """
        if self._process is None:
            self.start()
        if self._model is None and self._process is not None:
            self.meanwhile()
            told = json.loads(self._answer() or "{}")
            if "model" not in told:
                self._control.close()
                code = self._process.wait()
                why = f"the process that forks workers ended ({code}); has it enough memory?"
                raise KgError(told.get("error") or why)
            self._model = str(told["model"])
        return self._model or ""

    def run(self, name: str, more: Callable[[], Batch | None]) -> Iterator[tuple[Batch, Any]]:
        """Hand out batches for the work of that name; each comes back with what was done, in any order.

        That is the list of results, the exception that the work raised, or :class:`Died`. No more batches are taken
        than are at work, one that is next, and few that came back; ``more`` is asked again as long as something does.

        Raises:
            KgError: the process that forks the workers was ended twice in a row.
        """
        self._name, self._more, self._upcoming = name, more, None
        while True:
            self.tend()
            if self._came:
                yield self._came.popleft()
            elif not self._receive(None):
                return

    def tend(self) -> None:
        """Take what has come back, and hand out what is next; for whoever is long at work on what :meth:`run` gave.

        Raises:
            KgError: as by :meth:`run`.
        """
        self._receive(0)
        while len(self._came) <= self._count and (upcoming := self._upcoming or self._more()):
            worker, self._upcoming = self._idle(), upcoming
            if worker is None:
                return
            self._hand(worker, upcoming)
            self._upcoming = None

    def _receive(self, seconds: float | None) -> bool:
        """Take what comes back in that time, None: until something does; whether anybody is at work."""
        busy = {worker.line: worker for worker in self._workers if worker.batch}
        for line in wait(list(busy), seconds) if busy else ():
            self._came.append(self._outcome(busy[line]))  # type: ignore[index]
        return bool(busy)

    def map(self, name: str, items: Iterable[Any], together: int) -> Iterator[Any]:
        """The work of that name done on all items, so many ``together``, in any order.

        Raises:
            KgError: it failed, or a worker died.
        """
        rest = iter(items)
        for _, done in self.run(name, lambda: Batch(some) if (some := list(islice(rest, together))) else None):
            if isinstance(done, Died):
                raise KgError(
                    "a process that merges was ended; is there memory for it? Run the same command again to go on"
                )
            if isinstance(done, Exception):
                raise KgError(f"the merge failed ({type(done).__name__}: {done}); please report it") from done
            yield from done

    def _idle(self) -> _Worker | None:
        """A worker with nothing to do, forked where there may be one more."""
        for worker in [w for w in self._workers if w.batch is None]:
            if worker.read < LIFE:
                return worker
            self._end(worker)
        return self._fork() if len(self._workers) < self._count else None

    def _hand(self, worker: _Worker, batch: Batch) -> None:
        worker.batch = batch
        worker.read += len(batch.items) if self._name == "read" else 0
        with suppress(OSError):  # it is dead, which its line will tell as well
            worker.line.send((self._name, batch.items, batch.seconds))

    def _outcome(self, worker: _Worker) -> tuple[Batch, Any]:
        batch, worker.batch = worker.batch, None
        assert batch is not None  # noqa: S101 - only of those that are at work
        try:
            done = worker.line.recv()
        except (EOFError, OSError):
            return batch, Died(self._end(worker))
        return batch, done

    def _answer(self) -> str:
        """A line from the process that forks; empty where it has ended."""
        found = b""
        with suppress(ConnectionError):
            while not found.endswith(b"\n") and (part := self._control.recv(1 << 16)):
                found += part
        return found.decode() if found.endswith(b"\n") else ""

    def _fork(self) -> _Worker:
        for _ in range(2):
            self.loaded()
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
            if self._process is not None:
                self._process.wait()
            self._process = self._model = None
        raise KgError("the process that forks workers was ended twice; run the same command again to go on")

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
