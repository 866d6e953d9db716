"""``python -m tests.spark [--articles N]``: ``kg build --engine spark`` on real processes, one of them killed.

The seeds and N invented articles, half of them as Parquet, are built on one machine with some decisions of people, and
then on a standalone cluster: a master and two workers on loopback. While articles are extracted one worker is killed
with its executor. The quads must be the same, byte for byte. Then the articles are read on Dask, which does that part
better; a worker is killed there as well. Prints one JSON line with what each took; the exit code is 1 where anything
differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.exporting.formats import export
from kg.knowledge import load_knowledge
from kg.reading import read_sources
from tests.benchmarks.collection import SEEDS, invented
from tests.spark.beside import extract_on_dask
from tests.spark.cluster import Cluster, cluster
from tests.spark.comparing import differences

_TASKS = 8
_REFUSED = {
    "id": "refused",
    "text": "Der Flug wurde nach Angaben der Behörden am Mittwoch über dem Meer abgesagt, und " * 3,
}


def main() -> int:
    """Build twice and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.spark", description=__doc__)
    parser.add_argument("--articles", type=int, default=20, help="invented articles beside the seeds")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-spark-") as folder:
        work = Path(folder)
        words = _write(given.articles, work)
        start = time.monotonic()
        _kg(["build", work / "all.jsonl", "--out", work / "one", "--quiet", *_DECISIONS], 1)
        alone = time.monotonic() - start
        one = export(work / "one", "nquads")
        with cluster(work) as running:
            start = time.monotonic()
            finished, extracted = _build(work, running)
            again = time.monotonic() - start
        found = list(differences(one, work / "many"))
        dask = extract_on_dask(read_sources([work / "all.jsonl"])[0], work / "one" / "articles", work / "dask")
        found += (f"{identifier} is read otherwise on Dask" for identifier in dask.differing)
        quads = sum(1 for _ in one.open("rb"))
    for line in found:
        sys.stdout.write(f"{line}\n")
    told = {"articles": given.articles + 2, "words": words, "quads": quads, "tasks_before_kill": finished}
    took = {
        "alone_s": alone,
        "spark_s": again,
        "spark_extraction_s": extracted - start,
        "dask_extraction_s": dask.seconds,
    }
    sys.stdout.write(json.dumps(told | {name: round(seconds, 1) for name, seconds in took.items()}) + "\n")
    return int(bool(found))


def _write(number: int, work: Path) -> int:
    """All articles as ``all.jsonl``; in ``many`` half of them as JSON lines and half as Parquet. How many words."""
    seeds = read_sources([SEEDS])[0]
    articles = [*seeds, *invented(seeds, number, load_knowledge())]
    rows = [{"id": a.id, "text": a.text, "title": a.title, "url": a.url, "publisher": a.publisher} for a in articles]
    for row, article in zip(rows, articles, strict=True):
        row["published"] = article.published and article.published.isoformat()
    lines = [json.dumps(row, ensure_ascii=False) for row in [*rows, _REFUSED]]
    (work / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (work / "sources").mkdir()
    (work / "sources" / "some.jsonl").write_text("\n".join(lines[1::2]) + "\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist([*rows, _REFUSED][::2]), work / "sources" / "others.parquet")
    return sum(len(article.text.split()) for article in articles)


def _build(work: Path, running: Cluster) -> tuple[int, float]:
    """Build on the cluster, and kill a worker meanwhile.

    How many tasks of the extraction were done by then, and when all of them were (``time.monotonic``).
    """
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "1g",
        "spark.default.parallelism": _TASKS,
        "spark.sql.shuffle.partitions": 4,
    }
    conf = [part for key, value in settings.items() for part in ("--conf", f"{key}={value}")]
    options = ["--engine", "spark", "--master", running.master, *conf, *_DECISIONS]
    command = [*_KG, "build", work / "sources", "--out", work / "many", "--quiet", *options]
    build = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not (done := _tasks_done(work / "many")):
        if build.poll() is not None:
            raise RuntimeError(f"the build ended ({build.returncode}) before a task of the extraction was done")
        time.sleep(0.05)
    assert done < _TASKS, "the extraction is over: nothing was killed on the way; give it more articles"
    running.kill(0)
    while not (work / "many" / "records" / "_SUCCESS").exists() and build.poll() is None:
        time.sleep(0.05)
    extracted = time.monotonic()
    assert build.wait() == 1, "one article is refused, and the others are built"
    return done, extracted


def _tasks_done(out: Path) -> int:
    """How many tasks of the extraction have handed in their part."""
    return len(list((out / "records" / "_temporary").glob("*/task_*")))


_DECISIONS = ("--decisions", Path(__file__).with_name("decisions.sssom.tsv"))
"""Of entities of the seeds: some to be one, some not, in each of the stages that take decisions, and one of nobody."""

_KG = (sys.executable, "-m", "kg")


def _kg(arguments: list[str | Path], code: int) -> None:
    finished = subprocess.run([*_KG, *arguments], stdout=subprocess.DEVNULL)
    assert finished.returncode == code, f"kg {arguments[0]} ended with {finished.returncode}"


if __name__ == "__main__":
    sys.exit(main())
