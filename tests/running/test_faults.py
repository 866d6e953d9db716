"""Whatever happens to a build, no half-written file is seen, and the next one goes on."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.building import (
    article,
    assert_whole,
    below,
    end,
    kg,
    started,
    stop,
    visible,
    write_articles,
)
from tests.faults.kills import survives_kills
from tests.faults.starving import enlarge, filled, read_only, small_disk


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("faults") / "articles", 12)


@pytest.fixture(scope="module")
def undisturbed(sources: Path) -> dict[str, bytes]:
    out = sources.parent / "undisturbed"
    assert kg("build", sources, "--out", out, "--workers", 1).returncode == 0
    return visible(out)


def test_builds_that_are_killed_come_to_the_same_bytes(tmp_path: Path) -> None:
    survives_kills(write_articles(tmp_path / "articles", 6), tmp_path, kills=5, seed=7)


@pytest.mark.parametrize(("workers", "batch"), [(2, 1), (3, 5)])
def test_any_number_of_workers_gives_the_same_bytes(
    sources: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int, batch: int
) -> None:
    done = kg("build", sources, "--out", tmp_path / "out", "--workers", workers, "--batch", batch)
    assert (done.returncode, done.stderr) == (0, "")
    assert visible(tmp_path / "out") == undisturbed


def test_a_second_build_in_the_same_folder_says_so_and_leaves_the_first_alone(
    sources: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = started("build", sources, "--out", out)
    _wait_for(first, lambda: (out / ".state" / "lock").is_file() and (out / ".state" / "lock").read_text())
    for command in (("build", sources, "--out", out), ("extract", sources, "--out", out)):
        second = kg(*command)
        assert second.returncode == 2
        assert second.stderr == (
            f"kg: {out}: process {first.pid} is building or merging there; run the command again when it is done\n"
        )
    assert first.communicate()[1] == ""
    assert first.returncode == 0
    assert visible(out) == undisturbed


def test_a_worker_that_dies_takes_nothing_with_it(sources: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    process = started("build", sources, "--out", tmp_path / "out", "--workers", 2, "--batch", 6)
    workers: list[int] = []
    _wait_for(process, lambda: workers.extend(below(process.pid)[1:]) or workers)
    stop(workers[0])
    said = process.communicate()[1]
    assert (process.returncode, said) == (0, "")
    assert visible(tmp_path / "out") == undisturbed


def test_the_process_with_the_model_may_die_once(sources: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    process = started("build", sources, "--out", tmp_path / "out", "--workers", 1, "--batch", 1)
    _wait_for(process, lambda: len(below(process.pid)) > 1)
    for each in below(process.pid):
        stop(each)
    said = process.communicate()[1]
    assert (process.returncode, said) == (0, "")
    assert visible(tmp_path / "out") == undisturbed


def test_no_process_is_left_where_a_build_was_killed(sources: Path, tmp_path: Path) -> None:
    process = started("build", sources, "--out", tmp_path / "out", "--workers", 2, "--batch", 2)
    _wait_for(process, lambda: len(below(process.pid)) > 1)
    left = below(process.pid)
    end(process)
    _wait_for(None, lambda: not any(Path(f"/proc/{each}").exists() for each in left))


def test_an_article_without_end_is_left_out_and_not_waited_for_again(tmp_path: Path) -> None:
    folder, out = write_articles(tmp_path / "articles", 3), tmp_path / "out"
    (folder / "endless.txt").write_text(article(5, 6_000), encoding="utf-8")
    for earlier in ("", ", earlier"):
        done = kg("build", folder, "--out", out, "--timeout", 4)
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"kg: left out: endless: took longer than 4 s to read{earlier}; ")
        assert "--timeout" in line
        assert {path.stem for path in (out / "articles").iterdir()} == {"a0000", "a0001", "a0002"}
    (folder / "endless.txt").write_text(article(5), encoding="utf-8")
    done = kg("build", folder, "--out", out, "--timeout", 4)
    assert (done.returncode, done.stderr) == (0, "")
    assert (out / "articles" / "endless.ttl").is_file()


def test_a_full_disk_is_one_line_and_the_next_build_goes_on(
    sources: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "400k") as before:
        out = tmp_path / "disk" / "out"
        done = kg("build", sources, "--out", out, "--batch", 1, before=before)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"kg: {out}: cannot be written (") and "run the same command again" in line
        assert_whole(out)
        assert not (out / "graph.ttl").exists()
        enlarge(tmp_path / "disk", "50m")
        assert kg("build", sources, "--out", out).returncode == 0
        assert visible(out) == undisturbed


@pytest.mark.parametrize("room", [200_000, 1_000_000, 2_000_000])
def test_a_disk_that_is_full_when_articles_are_added_loses_nothing(
    sources: Path, undisturbed: dict[str, bytes], tmp_path: Path, room: int
) -> None:
    with small_disk(tmp_path / "disk", "50m"):
        out = tmp_path / "disk" / "out"
        assert kg("build", *sorted(sources.iterdir())[:9], "--out", out).returncode == 0
        held = visible(out)
        with filled(tmp_path / "disk", room) as before:
            done = kg("build", sources, "--out", out, before=before)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"kg: {out}: cannot be written (") and "run the same command again" in line
        assert held.items() <= visible(out).items()
        assert_whole(out)
        assert kg("build", sources, "--out", out).returncode == 0
        assert visible(out) == undisturbed


def test_a_folder_that_cannot_be_written_is_one_line_and_stays_as_it_was(
    sources: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "articles").mkdir(parents=True)
    for name, data in undisturbed.items():
        (out / name).write_bytes(data)
    for command in (("build", sources, "--out", out), ("build", sources, "--out", out / "new"), ("merge", out)):
        with read_only(out) as before:
            done = kg(*command, before=before)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "cannot be written (Permission denied)" in line
        assert visible(out) == undisturbed


def _wait_for(process: subprocess.Popen[str] | None, happens: Callable[[], object]) -> None:
    """Look again and again, for as long as it may take on a busy machine, and while the process lives."""
    until = time.monotonic() + 120
    while not happens():
        assert time.monotonic() < until
        assert process is None or process.poll() is None
