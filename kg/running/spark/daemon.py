"""Where Spark forks its Python workers from: one process an executor, which loads the model before the first task.

So the model is loaded once an executor and shared by all its workers, and one that is killed is there again at once.
Spark runs this module in place of its own (``spark.python.daemon.module``).
"""

from __future__ import annotations

import gc
import sys

from pyspark import daemon

from kg.errors import KgError
from kg.running.spark.tools import announced, extractor_of


def main() -> None:
    """Load what the environment says, and serve."""
    setup = announced()
    if setup is not None:
        try:
            extractor_of(setup)
        except KgError as error:  # the task that needs it says so once more, where Spark passes it on
            sys.stderr.write(f"kg: {error}\n")
        gc.freeze()
    daemon.manager()


if __name__ == "__main__":
    main()
