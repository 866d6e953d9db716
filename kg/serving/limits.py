"""What one request may cost."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BODY = 1 << 20
"""Bytes that a request's body may have."""

MOST_ANSWER = 64 << 20
"""Bytes that an answer may have."""

MOST_CONNECTIONS = 512
"""Connections at once."""

SENDING = 10
"""Seconds that a request's header may take to arrive, and its body once more."""


@dataclass(frozen=True)
class Limits:
    """The limits that whoever starts the server can set.

    ``seconds`` and ``rows`` of one answer, ``memory`` of one process that answers in MiB, ``workers`` such processes
    side by side, and ``waiting`` requests that stand in line for one of them.
    """

    seconds: float = 10
    rows: int = 10_000
    memory: int = 2048
    workers: int = 2
    waiting: int = 16
