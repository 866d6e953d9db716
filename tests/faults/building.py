"""A build as a user starts it, in a process of its own, and what a user sees of its folder meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

SENTENCES = (
    "{0} Flight {1} crashed near {2}, killing {3} people.",
    "{4} accused {5} of shooting the plane down.",
    "{5} denied it, and an official in {2} urged caution.",
    "Investigators said a missile had struck the aircraft.",
)
NAMES = (
    ("Finnair", "Bergen", "Norway", "Finland"),
    ("Iberia", "Lisbon", "Spain", "Portugal"),
    ("Air France", "Turin", "France", "Italy"),
    ("Turkish Airlines", "Athens", "Turkey", "Greece"),
)


def article(number: int, sentences: int = 4) -> str:
    """The invented article of this number."""
    airline, city, accuser, accused = NAMES[number % len(NAMES)]
    lines = (
        SENTENCES[i % 4].format(airline, 100 + number, city, 20 + number, accuser, accused) for i in range(sentences)
    )
    return " ".join(lines)


def write_articles(folder: Path, count: int) -> Path:
    """A folder with so many articles."""
    folder.mkdir()
    for number in range(count):
        (folder / f"a{number:04}.txt").write_text(article(number), encoding="utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    """The command line of ``kg``."""
    return [sys.executable, "-m", "kg", *map(str, arguments)]


def kg(*arguments: object, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run ``kg`` to its end; ``before`` is a command that runs it, as ``prlimit``."""
    return subprocess.run([*before, *command(*arguments)], capture_output=True, text=True, check=False)


def started(*arguments: object) -> subprocess.Popen[str]:
    """``kg`` as it runs."""
    pipe = subprocess.PIPE
    return subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=pipe, text=True)


def visible(out: Path) -> dict[str, bytes]:
    """The files that a user sees in a folder."""
    paths = (path for path in out.rglob("*") if not any(part.startswith(".") for part in path.relative_to(out).parts))
    return {str(path.relative_to(out)): path.read_bytes() for path in paths if path.is_file()}


def assert_whole(out: Path) -> None:
    """Nothing that a user sees is half-written."""
    for name, data in visible(out).items():
        assert name in ("graph.ttl", "dataset.ttl", "graph.html") or name.startswith("articles/"), name
        if name.endswith(".ttl"):
            assert sum(1 for _ in ox.parse(data, format=ox.RdfFormat.TURTLE)) > 10, name
            assert data.endswith(b".\n"), name
        else:
            assert data.rstrip().endswith(b"</html>"), name


def below(process: int) -> list[int]:
    """The processes that a process has started, and those that they have (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
        if parent == process:
            child = int(stat.parent.name)
            found += [child, *below(child)]
    return found


def end(process: subprocess.Popen[str]) -> str:
    """Kill a process with SIGKILL; what it had said on stderr."""
    process.kill()
    return process.communicate()[1]


def stop(process: int) -> None:
    """Kill a process of which only the number is known."""
    os.kill(process, signal.SIGKILL)
