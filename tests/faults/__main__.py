"""``python -m tests.faults --kills 100 --seed 1``: kill builds at random moments and compare what they come to."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.building import write_articles
from tests.faults.kills import survives_kills


def main() -> None:
    """Run as many kills as asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=24)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sources = write_articles(Path(folder) / "articles", given.articles)
        survives_kills(sources, Path(folder), given.kills, given.seed, lambda line: sys.stdout.write(f"{line}\n"))
    sys.stdout.write(f"{given.kills} kills, and every build came to the same bytes\n")


if __name__ == "__main__":
    main()
