"""Try all properties on many cases: ``python -m tests.hostile --cases 100000 --seed 1``.

Prints how many cases each property was tried on; the exit code is that of pytest.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the tests of this folder with more cases."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    os.environ |= {"KG_HOSTILE_CASES": str(asked.cases), "KG_HOSTILE_SEED": str(asked.seed)}
    import pytest

    from tests.hostile.cases import counted

    folder = str(Path(__file__).parent)
    code = pytest.main(
        ["-q", "-p", "no:nbmake", "--override-ini", "addopts=", f"--hypothesis-seed={asked.seed}", folder]
    )
    for name, count in sorted(counted.items()):
        sys.stdout.write(f"{count:8,}  {name}\n")
    sys.stdout.write(f"{counted.total():8,}  cases\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
