"""A process that answers, one job at a time: what it does can be ended from outside, and its memory has an end.

The store's library cannot break off a query, so that a query without end would hold a thread of the server for ever.
Run as ``python -P -m kg.serving.worker STORE LIMITS``, with the limits as JSON; it ends when its input does.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from kg.serving.jobs import answer
from kg.serving.limits import MOST_ANSWER, Limits
from kg.serving.replies import Reply, refused
from kg.serving.wire import read_job, reply_frames

_ORPHANED = 5
"""Seconds after which a process ends itself whose server should have ended it, and was itself killed."""


def too_much_memory(limits: Limits) -> Reply:
    """What is answered where a query needs more memory than it may have."""
    remedy = "narrow it, or start `kg serve` with a larger --max-memory"
    return refused(503, "memory", f"the query needs more than {limits.memory:,} MiB of memory; {remedy}")


def main(store_path: str, told: str) -> None:
    """Answer jobs until the input ends."""
    limits = Limits(**json.loads(told))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    store = ox.Store.read_only(store_path)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory << 20, limits.memory << 20))
    answers.write(reply_frames(Reply(200, "", b"")))
    answers.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # running out of memory is said by the reply, once
    while (job := read_job(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] + _ORPHANED)
        spent = False
        try:
            reply = answer(store, limits, job)
            if len(reply.body) > MOST_ANSWER:
                line = f"the answer has more than {MOST_ANSWER >> 20} MiB; narrow the query, or end it with a LIMIT"
                reply = refused(400, "size", line)
        except MemoryError:
            reply, spent = too_much_memory(limits), True
        except Exception as error:
            reply = refused(
                500, "error", f"it could not be answered: {type(error).__name__}: {error}; please report it"
            )
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(reply_frames(reply))
        answers.flush()
        if spent:
            return


def command(store: Path, limits: Limits) -> list[str]:
    """The command line that starts one."""
    options = "-P", "-m"  # without -P, a json.py in the folder where `kg serve` was started would be run
    return [sys.executable, *options, "kg.serving.worker", str(store), json.dumps(asdict(limits))]


if __name__ == "__main__":
    main(*sys.argv[1:])
