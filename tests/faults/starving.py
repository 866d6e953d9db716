"""A folder that is full, or that cannot be written, whoever runs the tests and wherever."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[list[str]]:
    """``folder`` on a disk of its own of this size; gives the command before ``kg`` that goes with it.

    Where no disk may be mounted, no file may be larger than a tenth of the size, which fails alike.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield ["prlimit", f"--fsize={int(size.rstrip('k')) * 100}"]
        return
    try:
        yield []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def enlarge(folder: Path, size: str) -> None:
    """Make room on the disk of a folder, where it has one of its own."""
    if folder.is_mount():
        subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


@contextmanager
def filled(folder: Path, room: int) -> Iterator[list[str]]:
    """The disk of ``folder``, see :func:`small_disk`, with so many bytes left; gives the command before ``kg``."""
    if not folder.is_mount():
        yield ["prlimit", f"--fsize={room // 4}"]
        return
    filler = folder / "filler"
    with filler.open("wb") as file:
        file.write(bytes(shutil.disk_usage(folder).free - room))
    try:
        yield []
    finally:
        filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[list[str]]:
    """``folder`` without the right to write there; gives the command before ``kg`` under which root has it neither."""
    inside = [path for path in [folder, *folder.rglob("*")] if path.is_dir()]
    for path in inside:
        path.chmod(0o555)
    rights = "-dac_override,-dac_read_search"
    try:
        yield ["setpriv", "--bounding-set", rights] if os.geteuid() == 0 and shutil.which("setpriv") else []
    finally:
        for path in inside:
            path.chmod(0o755)
