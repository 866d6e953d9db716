"""Whoever looks on is shown how far a build is."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from tests.faults.building import command, write_articles


def _shown(*arguments: object) -> str:
    """What ``kg`` writes to a terminal as its stderr."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    found = b""
    try:
        while part := os.read(ours, 1 << 16):
            found += part
    except OSError:  # Linux: the other side was closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return found.decode()


def test_a_terminal_shows_count_rate_and_remaining_time(tmp_path: Path) -> None:
    sources = write_articles(tmp_path / "articles", 40)
    shown = _shown("extract", sources, "--out", tmp_path / "out", "--workers", 1)
    assert "extracting" in shown
    assert "/40" in shown and "40/40" in shown
    assert "/s" in shown
    assert "0:00:00" in shown
    assert _shown("extract", sources, "--out", tmp_path / "out", "--quiet") == ""
