"""All benchmarks, or those named: ``python -m tests.benchmarks [NAME...]``.

The first line is the machine, each other one benchmark's figures, as JSON. Each runs in a process of its own with its
default options; ``python -m tests.benchmarks.NAME --help`` tells what else it takes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from tests.benchmarks.machine import machine

BENCHMARKS = ("extraction_cost", "build_speed", "format_speed", "query_speed", "page_speed")


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or BENCHMARKS
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    print(json.dumps({"machine": machine()}), flush=True)  # noqa: T201
    failed = []
    for name in names:
        ran = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], stdout=subprocess.PIPE, check=False)
        for line in ran.stdout.decode().splitlines():
            print(json.dumps({"benchmark": name} | json.loads(line)), flush=True)  # noqa: T201
        failed += [name] if ran.returncode else []
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
