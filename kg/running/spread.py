"""Work on articles that several processes share: what each brings to the merge, and how it is told and written then."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from kg.alignment.decisions import Decisions
from kg.errors import KgError
from kg.graphs.records import decode
from kg.graphs.written import Written, write_part
from kg.knowledge import Knowledge, load_knowledge
from kg.merging.articles import Brought, Done, Task, bring, do
from kg.merging.bringing import Bringer
from kg.vocabulary import PREFIXES

_AT_ONCE = 16
"""Articles that go to a process together."""
_WORTH_IT = 100
"""Articles from which on it pays to start processes: each takes a second or two to load the ontology."""

_Setup = tuple[str, Path | None, Decisions]
"""Base IRI, folder of the ontology, decisions."""


class Spread:
    """Works on articles here, or in several processes where there are many. To be closed.

    The processes are new ones, not forks: what is forked from a process with threads, as DuckDB has them, may hang.
    """

    def __init__(self, knowledge: Knowledge, decisions: Decisions, ontology: Path | None, processes: int) -> None:
        """``ontology`` is the folder that ``knowledge`` was loaded from, None for the shipped one."""
        self._here = _Work(knowledge, decisions)
        self._setup: _Setup = (knowledge.minter.base_iri, ontology, decisions)
        self._count = processes
        self._lines: dict[Connection, subprocess.Popen[bytes]] = {}

    def close(self) -> None:
        """End the processes."""
        for line, process in self._lines.items():
            line.close()
            process.kill()
            process.wait()

    def bring(self, records: Iterable[bytes]) -> Iterator[Brought]:
        """What articles bring to the merge, in any order.

        Raises:
            KgError: a process was ended.
        """
        return self._map("bring", records)

    def do(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task done, with its part written, in any order.

        Raises:
            KgError: a process was ended.
        """
        return self._map("do", tasks)

    def _map(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        """The work on all items; no more are taken ahead than the processes are at."""
        items = iter(items)
        first = list(islice(items, _WORTH_IT))
        if self._count < 2 or len(first) < _WORTH_IT:
            yield from map(getattr(self._here, name), chain(first, items))
            return
        groups = _groups(first, items)
        busy: list[Connection] = []
        for line, group in zip(self._started(), groups, strict=False):
            _send(line, (name, group))
            busy.append(line)
        while busy:
            wait(busy)
            for line in [line for line in busy if line.poll()]:
                done = _received(line)
                more = next(groups, None)
                if more is None:
                    busy.remove(line)
                else:
                    _send(line, (name, more))
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


def _groups(first: list[Any], rest: Iterator[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(first), _AT_ONCE):
        yield first[start : start + _AT_ONCE]
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _send(line: Connection, work: tuple[str, list[Any]]) -> None:
    """Hand some work to a process; where it is dead, its line tells when it is read."""
    with suppress(OSError):
        line.send(work)


def _received(line: Connection) -> list[Any]:
    try:
        done: list[Any] = line.recv()
    except (EOFError, OSError) as error:
        reason = "a process that merges was ended; is there memory for it? Run the same command again to go on"
        raise KgError(reason) from error
    return done


def main() -> None:
    """Do what comes through the line whose number is the first argument, until it is closed."""
    line = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError, KeyboardInterrupt):
        base_iri, ontology, decisions = line.recv()
        work = _Work(load_knowledge(ontology, base_iri), decisions)
        while True:
            name, items = line.recv()
            line.send([getattr(work, name)(item) for item in items])
    os._exit(0)


class _Work:
    """What can be done to an article apart from all others."""

    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self._knowledge, self._decisions, self._minter = knowledge, decisions, knowledge.minter
        self._bringer = Bringer(knowledge, decisions)

    def bring(self, record: bytes) -> Brought:
        return bring(decode(record, self._minter), self._bringer)

    def do(self, task: Task) -> Done:
        done = do(task, self._knowledge, self._decisions)
        if isinstance(done.part, Written):
            return done
        return replace(done, part=write_part(done.part, self._minter, PREFIXES | self._minter.prefixes()))
