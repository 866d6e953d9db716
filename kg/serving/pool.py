"""The processes that answer: a few side by side, a short line before them, and an end to each query's time."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.serving.limits import Limits
from kg.serving.replies import Reply, refused
from kg.serving.wire import read_reply, request_frame
from kg.serving.worker import command, too_much_memory

_START = 60
"""Seconds that a process may take to open the store."""

_ENDED = "`kg serve` was stopped before the answer was there; ask again when it runs"


class Pool:
    """Answers jobs; made and used within one event loop."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self._workers = [_Worker(store, limits) for _ in range(limits.workers)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._waiting = 0
        self._mending: set[asyncio.Task[None]] = set()
        self._ending = False

    async def start(self) -> None:
        """Start the processes.

        Raises:
            KgError: one cannot open the store.
        """
        await asyncio.gather(*(worker.start() for worker in self._workers))
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End the processes, whatever they do; who still asks is told so."""
        self._ending = True
        for task in self._mending:
            task.cancel()
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def ask(self, job: dict[str, Any], seconds: float | None = None) -> Reply:
        """The reply to one job; a refusal with 503 where all are busy, or its time or memory is up.

        ``seconds`` stand in place of the limit's, for what the server itself asks.
        """
        if self._waiting >= self.limits.waiting:
            return self._busy()
        self._waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.limits.seconds)
        except TimeoutError:
            return self._busy()
        finally:
            self._waiting -= 1
        try:
            reply = refused(503, "ended", _ENDED) if self._ending else await worker.ask(job, seconds)
            return refused(503, "ended", _ENDED) if self._ending and reply.cause else reply
        finally:
            task = asyncio.create_task(self._give_back(worker))
            self._mending.add(task)
            task.add_done_callback(self._mending.discard)

    async def _give_back(self, worker: _Worker) -> None:
        try:
            if not self._ending:
                await worker.start()
        except KgError:
            pass  # the next job tries again and says so
        finally:
            self._idle.put_nowait(worker)

    def _busy(self) -> Reply:
        return refused(503, "busy", "too many questions at once; ask again in a moment")


class _Worker:
    """One process, started again after it was ended."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._command = command(store, limits)
        self._limits = limits
        self._process: Process | None = None

    async def start(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        self._process = process
        try:
            await asyncio.wait_for(_reply_of(process), _START)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await self.stop()
            raise KgError("the store cannot be opened; stop `kg serve` and start it again") from error
        return process

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def ask(self, job: dict[str, Any], seconds: float | None) -> Reply:
        limit = self._limits.seconds if seconds is None else seconds
        try:
            process = await self.start()
        except KgError as error:
            return refused(503, "error", str(error))
        answered = False
        try:
            if process.stdin is not None:
                process.stdin.write(request_frame(job | {"seconds": limit}))
            reply = await asyncio.wait_for(_reply_of(process), limit)
            answered = reply.cause != "memory"  # then it has ended itself
            return reply
        except TimeoutError:
            remedy = "narrow it, or start `kg serve` with a larger --timeout"
            return refused(503, "time", f"the query took longer than {limit:g} s; {remedy}")
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await process.wait()
            if code in (-signal.SIGABRT, -signal.SIGKILL):
                return too_much_memory(self._limits)
            if code == -signal.SIGSEGV:  # the stack has run over
                return refused(400, "depth", "the query is nested too deeply to be read; write it with fewer brackets")
            return refused(503, "error", f"the query ended the process that answered it ({code}); please report it")
        finally:
            if not answered:
                await self.stop()


async def _reply_of(process: Process) -> Reply:
    if process.stdout is None:
        raise ConnectionError
    return await read_reply(process.stdout)
