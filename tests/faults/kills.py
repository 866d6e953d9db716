"""A build that is killed again and again at random moments, and must end as one that was left alone."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.building import assert_whole, end, kg, started, visible


def survives_kills(
    sources: Path, folder: Path, kills: int, seed: int, say: Callable[[str], object] = lambda _: None
) -> None:
    """Build ``sources`` undisturbed, then with so many kills below ``folder``.

    A kill comes at a moment drawn from the time that an undisturbed build takes. What was killed is started again in
    the same folder; where a build is done before its kill, the next one begins in a new folder, every other time in
    one that holds half of the articles already.

    Raises:
        AssertionError: a file was half-written, or a build did not end as the undisturbed one.
    """
    draw = random.Random(seed)  # noqa: S311
    begun = time.monotonic()
    done = kg("build", sources, "--out", folder / "undisturbed", "--batch", 2)
    lasting = time.monotonic() - begun
    assert done.returncode == 0, done.stderr
    wanted = visible(folder / "undisturbed")
    some = sorted(sources.iterdir())[::2]
    assert kg("build", *some, "--out", folder / "half").returncode == 0
    killed = rounds = 0
    while killed < kills:
        rounds += 1
        out = folder / f"killed-{rounds}"
        if rounds % 2:
            shutil.copytree(folder / "half", out)
        while True:
            process = started("build", sources, "--out", out, "--batch", 2)
            moment = draw.uniform(0, lasting)
            try:
                _, said = process.communicate(timeout=moment if killed < kills else None)
            except subprocess.TimeoutExpired:
                assert_whole(out)  # as it runs
                end(process)
                killed += 1
                assert_whole(out)
                say(f"kill {killed} after {moment:.2f} s of {lasting:.2f} s: {len(visible(out))} files")
                continue
            assert process.returncode == 0, said
            break
        assert visible(out) == wanted, f"{out} differs from an undisturbed build"
        say(f"build {rounds}: the same bytes")
