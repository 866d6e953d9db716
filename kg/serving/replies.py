"""What comes back for a request: a status, a media type and bytes; an error is one line of text."""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "text/plain"


@dataclass(frozen=True)
class Reply:
    """``rows`` are the rows or triples of the answer, ``cause`` names a refusal for the metrics."""

    status: int
    media_type: str
    body: bytes
    rows: int = 0
    cause: str = ""


def refused(status: int, cause: str, line: str) -> Reply:
    """An error: one line that says what, and the remedy."""
    return Reply(status, TEXT, f"{' '.join(line.split())}\n".encode(), cause=cause)
