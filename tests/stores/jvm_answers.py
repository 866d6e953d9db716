"""Answers queries from standard input, one a line, with an engine of the Java world; only its neighbours import it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import jpype


def answer(write: Callable[[str, Any], object]) -> None:
    """Answer each line, a query as a JSON string, with a line of JSON; ``write`` writes results into a Java stream."""
    stream = jpype.JClass("java.io.ByteArrayOutputStream")
    for line in sys.stdin:
        try:
            out = stream()
            write(json.loads(line), out)
            answered = json.loads(str(out.toString("UTF-8")))
        except jpype.JException as error:
            answered = {"error": str(error)}
        sys.stdout.write(json.dumps(answered) + "\n")
        sys.stdout.flush()
