"""Scores the resolver against ECB+'s gold: ``python -m tests.evaluation.ecbplus FILE.jsonl``.

One JSON line is printed: ``muc``, ``b3``, ``ceafe`` and their mean ``conll`` in per cent, for ``events`` and
``entities``. The mentions, their tags and the topics are the corpus's own (ECB+, CC BY 3.0);
which of them corefer is found.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.evaluation.ecbplus.evaluate import evaluate


def main() -> None:
    """Score the file named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="ECB+ documents, one a line")
    sys.stdout.write(json.dumps(evaluate(parser.parse_args().file)) + "\n")


if __name__ == "__main__":
    main()
