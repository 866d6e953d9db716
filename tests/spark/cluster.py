"""A standalone Spark cluster on loopback: a master and workers, each a process of its own that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pyspark.find_spark_home import _find_spark_home

_READY_S = 180


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its URL, and its workers."""

    master: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill(self, number: int) -> None:
        """End a worker and its executors as the loss of its machine would."""
        worker = self.workers[number]
        for pid in [*_below(worker.pid), worker.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        worker.wait()


@contextmanager
def cluster(work: Path, workers: int = 2) -> Iterator[Cluster]:
    """The cluster with all its workers ready; all of it ends with the block."""
    port, *pages = _free_ports(2 + workers)
    host, master = "127.0.0.1", f"spark://127.0.0.1:{port}"
    log = work / "master.log"
    running = [_start("master.Master", ["--host", host, "--port", str(port), "--webui-port", str(pages[0])], work, log)]
    try:
        _wait(log, "I have been elected leader", 1)
        for number, page in enumerate(pages[1:]):
            options = ["--host", host, "--cores", "1", "--memory", "2g", "--webui-port", str(page)]
            options += ["--work-dir", str(work / f"worker-{number}"), master]
            running.append(_start("worker.Worker", options, work, work / f"worker-{number}.log"))
        _wait(log, "Registering worker", workers)
        yield Cluster(master, tuple(running[1:]))
    finally:
        for process in reversed(running):
            children = _below(process.pid)
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            for pid in [*children, process.pid]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()


def _start(class_: str, options: list[str], work: Path, log: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "SPARK_WORKER_DIR": str(work)}
    command = [f"{_find_spark_home()}/bin/spark-class", f"org.apache.spark.deploy.{class_}", *options]
    with log.open("wb") as file:
        return subprocess.Popen(command, cwd=work, stdout=file, stderr=file, env=environment, start_new_session=True)


def _wait(log: Path, words: str, times: int) -> None:
    """Until a log has some words so many times."""
    end = time.monotonic() + _READY_S
    while log.read_text(errors="replace").count(words) < times:
        if time.monotonic() > end:
            raise RuntimeError(f"{log.name}: no {words!r} in {_READY_S} s:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)


def _below(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    found, open_ = list[int](), [pid]
    while open_:
        parent = open_.pop()
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                children = [int(child) for child in path.read_text().split()]
                found += children
                open_ += children
    return found


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports
