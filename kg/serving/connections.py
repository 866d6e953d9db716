"""The connections: how many there are at once, and how long one may take to send what it asks.

Each holds one of the few files that the process may have open, so that connections that never ask would shut out those
that do.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serving.limits import MOST_CONNECTIONS, SENDING

ACCEPTED_AT_ONCE = 32
"""Connections taken up before any of them is looked at: the event loop's "backlog".

One that gives way is closed up to three rounds of the loop after another was opened, so that four times as many may
stand beside those of :func:`most_connections`: with 64 of them, 256 files were used up now and then.
"""

_FILES = 4096
_TOLD = 1
"""Seconds in which whoever reads a body can answer that it is late, before the connection is closed."""

_FULL = b"too many connections at once; ask again in a moment\n"
_REFUSAL = (
    b"HTTP/1.1 503 \r\nContent-Type: text/plain\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
)


def most_connections() -> int:
    """How many there may be; asks the system for more open files where it can have them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _FILES:
        soft = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(MOST_CONNECTIONS, soft // 3))


def quiet_when_full(say: Callable[[str], object]) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """A handler of the loop's errors that says once, in one line, that no more files can be opened."""
    said: list[bool] = []

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not (isinstance(context.get("exception"), OSError) and "socket" in context):
            loop.default_exception_handler(context)
        elif not said:
            said.append(True)
            say(f"connections wait: {context['exception'].strerror}; allow more open files with `ulimit -n`")

    return handle


class Connection(H11Protocol):
    """One connection, closed where a request does not come to its end.

    Where there are too many, the one that has been sending for longest gives way.
    """

    most = MOST_CONNECTIONS
    _end: asyncio.TimerHandle | None = None
    _state: object = h11.IDLE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it send; make room for it."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most:
            others = [c for c in self.connections if isinstance(c, Connection) and c is not self]
            sending = [(c._end.when(), c) for c in others if c._end is not None]
            if sending:
                min(sending, key=lambda each: each[0])[1]._close()
            else:
                transport.write(_REFUSAL % (len(_FULL), _FULL))
                self._close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._sent()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take up what was sent, and see whether the request is whole."""
        super().data_received(data)
        sending, self._state = self._state, self.conn.their_state
        if self._state not in (h11.IDLE, h11.SEND_BODY) or self.transport.is_closing():
            self._sent()
        elif self._end is None or sending is not self._state:
            self._wait()

    def shutdown(self) -> None:
        """End it where it is still sending, as it waits for nothing; else once it is answered."""
        if self.conn.their_state is h11.SEND_BODY:
            self._close()
        else:
            super().shutdown()

    def _wait(self) -> None:
        self._sent()
        seconds = SENDING if self._state is h11.IDLE else SENDING + _TOLD
        self._end = self.loop.call_later(seconds, self._close)

    def _sent(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _close(self) -> None:
        self._sent()
        self.transport.close()
