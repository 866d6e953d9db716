"""How the server and a process that answers talk over a pipe: frames of JSON, each after its length."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any, BinaryIO

from kg.serving.replies import Reply

_LENGTH = 8


def frame(content: bytes) -> bytes:
    """The content after its length in eight bytes."""
    return len(content).to_bytes(_LENGTH, "big") + content


def request_frame(job: dict[str, Any]) -> bytes:
    """One job."""
    return frame(json.dumps(job).encode())


def reply_frames(reply: Reply) -> bytes:
    """One reply: what it is, then its body."""
    told = {name: value for name, value in asdict(reply).items() if name != "body"}
    return frame(json.dumps(told).encode()) + frame(reply.body)


def read_job(stream: BinaryIO) -> dict[str, Any] | None:
    """The next job; None where the other side is gone."""
    length = stream.read(_LENGTH)
    content = stream.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    return dict(json.loads(content)) if content else None


async def read_reply(stream: asyncio.StreamReader) -> Reply:
    """The next reply.

    Raises:
        asyncio.IncompleteReadError: the other side is gone.
    """
    told = json.loads(await _read(stream))
    return Reply(body=await _read(stream), **told)


async def _read(stream: asyncio.StreamReader) -> bytes:
    length = await stream.readexactly(_LENGTH)
    return await stream.readexactly(int.from_bytes(length, "big"))
