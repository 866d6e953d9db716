"""Work that several processes share: the merge's tasks, told in merged terms and written as Turtle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path

from kg.alignment.decisions import Decisions
from kg.errors import KgError
from kg.graphs.written import Written, write_part
from kg.knowledge import Knowledge, load_knowledge
from kg.merging.articles import Done, Task, do
from kg.vocabulary import PREFIXES

_AT_ONCE = 16
"""Tasks that go to a process together."""
_WORTH_IT = 100
"""Tasks from which on it pays to start processes: each takes a second or two to load the ontology."""

_Setup = tuple[str, Path | None, Decisions]
"""Base IRI, folder of the ontology, decisions."""


class Spread:
    """Does the tasks of articles here, or in several processes where there are many. To be closed.

    The processes are new ones, not forks: what is forked from a process with threads, as DuckDB has them, may hang.
    """

    def __init__(self, knowledge: Knowledge, decisions: Decisions, ontology: Path | None, processes: int) -> None:
        """``ontology`` is the folder that ``knowledge`` was loaded from, None for the shipped one."""
        self._here = partial(_done, knowledge=knowledge, decisions=decisions)
        self._setup: _Setup = (knowledge.minter.base_iri, ontology, decisions)
        self._count = processes
        self._lines: dict[Connection, subprocess.Popen[bytes]] = {}

    def close(self) -> None:
        """End the processes."""
        for line, process in self._lines.items():
            line.close()
            process.kill()
            process.wait()

    def work(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task done, in any order; no more are taken ahead than the processes are at.

        Raises:
            KgError: a process was ended.
        """
        tasks = iter(tasks)
        first = list(islice(tasks, _WORTH_IT))
        if self._count < 2 or len(first) < _WORTH_IT:
            yield from map(self._here, first)
            yield from map(self._here, tasks)
            return
        groups = _groups(first, tasks)
        busy: list[Connection] = []
        for line, group in zip(self._started(), groups, strict=False):
            _send(line, group)
            busy.append(line)
        while busy:
            wait(busy)
            for line in [line for line in busy if line.poll()]:
                done = _received(line)
                more = next(groups, None)
                if more is None:
                    busy.remove(line)
                else:
                    _send(line, more)
                yield from done

    def _started(self) -> list[Connection]:
        while len(self._lines) < self._count:
            ours, theirs = socket.socketpair()
            with theirs:
                # -P: a json.py in the folder where `kg build` is run is not for this program
                command = [sys.executable, "-P", "-c", "from kg.running.spread import main; main()"]
                process = subprocess.Popen([*command, str(theirs.fileno())], pass_fds=[theirs.fileno()])  # noqa: S603
            line = Connection(ours.detach())
            self._lines[line] = process
            line.send(self._setup)
        return list(self._lines)


def _groups(first: list[Task], rest: Iterator[Task]) -> Iterator[list[Task]]:
    for start in range(0, len(first), _AT_ONCE):
        yield first[start : start + _AT_ONCE]
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _send(line: Connection, group: list[Task]) -> None:
    """Hand some tasks to a process; where it is dead, its line tells when it is read."""
    with suppress(OSError):
        line.send(group)


def _received(line: Connection) -> list[Done]:
    try:
        done: list[Done] = line.recv()
    except (EOFError, OSError) as error:
        reason = "a process that merges was ended; is there memory for it? Run the same command again to go on"
        raise KgError(reason) from error
    return done


def main() -> None:
    """Do the tasks that come through the line whose number is the first argument, until it is closed."""
    line = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError, KeyboardInterrupt):
        base_iri, ontology, decisions = line.recv()
        work = partial(_done, knowledge=load_knowledge(ontology, base_iri), decisions=decisions)
        while True:
            line.send([work(task) for task in line.recv()])
    os._exit(0)


def _done(task: Task, *, knowledge: Knowledge, decisions: Decisions) -> Done:
    done, minter = do(task, knowledge, decisions), knowledge.minter
    if isinstance(done.part, Written):
        return done
    return replace(done, part=write_part(done.part, minter, PREFIXES | minter.prefixes()))
