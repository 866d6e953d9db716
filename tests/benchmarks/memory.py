"""The memory of a process with all its children, while it runs."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

_EVERY_S = 0.2


class PeakMemory:
    """Within ``with``, samples the proportional set size of a process tree; ``mib`` is the largest sum."""

    def __init__(self, process: int) -> None:
        self.process, self.mib = process, 0.0
        self._ended = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._sampler.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._sampler.join()

    def _sample(self) -> None:
        while not self._ended.wait(_EVERY_S):
            self.mib = max(self.mib, sum(map(_pss_kib, _tree(self.process))) / 1024)


def _tree(process: int) -> list[int]:
    """A process and all below it; one that ends meanwhile is left out."""
    found = [process]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _pss_kib(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
