"""The whole build beside the bare spaCy pipeline: ``python -m tests.benchmarks.build_speed [--articles N...]``.

For each size an invented collection (see ``collection.py``), read by the bare pipeline, as ``spacy.load`` gives it,
with ``nlp.pipe(n_process=..., batch_size=16)`` and by ``kg build``, each in a new process, with the same model, the
same number of processes and the same OpenBLAS switch. Prints one JSON line a size: seconds of both, as a whole and
without what either needs to load (``bare_s``, ``build_s``), their ``ratio`` and that of processor time (``cpu_ratio``,
for busy machines), the milliseconds that an article costs, the peak of memory in MiB (proportional, all processes), and
what building again costs when one article has been added (``added_s``, and ``added_share`` of the whole). ``--option``
hands one more argument to ``kg build``.
"""

from __future__ import annotations

import argparse
import inspect
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from kg.cli import build as build_verb
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.reading import read_sources
from tests.benchmarks.collection import SEEDS, invented, write
from tests.benchmarks.memory import PeakMemory

_BARE = """
import json, sys, time
import kg
import spacy
from kg.extraction.pipeline import BATCH_SIZE, bare_pipeline
pipeline = bare_pipeline(None)
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
for doc in pipeline.pipe(texts, n_process=int(sys.argv[2]), batch_size=BATCH_SIZE):
    pass
"""


def measure(articles: list[Path], number: int, options: list[str], processes: int, folder: Path) -> dict[str, object]:
    """The figures of one size."""
    source, more, empty = folder / "collection.jsonl", folder / "more.jsonl", folder / "empty.jsonl"
    told = read_sources(articles)[0]
    knowledge = load_knowledge()
    words = write(invented(told, number, knowledge), source)
    write(iter([Article("x", "Nothing happened.", language="en")]), empty)
    write((a for i, a in enumerate(invented(told, number + 1, knowledge, seed=1)) if i == number), more)
    bare = [sys.executable, "-c", _BARE]
    workers = ["--workers", str(processes)] if "workers" in inspect.signature(build_verb.run).parameters else []
    build = [sys.executable, "-m", "kg", "build", "--quiet", *workers, *options]
    _run([*bare, empty, "1"])  # reads the files of the model into the system's cache
    bare_load = _run([*bare, empty, str(processes)])
    build_load = _run([*build, empty, "--out", folder / "nothing"])
    whole_bare = _run([*bare, source, str(processes)])
    whole_build = _run([*build, source, "--out", folder / "out"])
    added = _run([*build, source, more, "--out", folder / "out"])
    bare_s, build_s = whole_bare.seconds - bare_load.seconds, whole_build.seconds - build_load.seconds
    return {
        "articles": number,
        "words": words,
        "processes": processes,
        "bare_whole_s": round(whole_bare.seconds, 2),
        "build_whole_s": round(whole_build.seconds, 2),
        "bare_s": round(bare_s, 2),
        "build_s": round(build_s, 2),
        "ratio": round(build_s / bare_s, 2),
        "cpu_ratio": round((whole_build.cpu - build_load.cpu) / (whole_bare.cpu - bare_load.cpu), 2),
        "ms_an_article": round(1000 * build_s / number, 1),
        "peak_mib": round(whole_build.mib),
        "added_s": round(added.seconds, 2),
        "added_share": round(added.seconds / whole_build.seconds, 3),
    }


class Ran(NamedTuple):
    """What a command took: seconds, seconds of processor time of all its processes, and its peak of memory in MiB."""

    seconds: float
    cpu: float
    mib: float


def _run(command: list[str | Path]) -> Ran:
    start, used = time.perf_counter(), _cpu()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    with PeakMemory(process.pid) as memory:
        code = process.wait()
    if code:
        raise RuntimeError(f"exit code {code}: {' '.join(map(str, command[:6]))}")
    return Ran(time.perf_counter() - start, _cpu() - used, memory.mib)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure the sizes named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", nargs="*", type=Path, default=[SEEDS], help="articles to tell again")
    parser.add_argument("--articles", nargs="+", type=int, default=[25, 100])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--option", action="append", default=[], help="an argument more for kg build")
    given = parser.parse_args()
    for number in given.articles:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(given.sources, number, given.option, given.processes, Path(folder))
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
