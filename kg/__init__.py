"""Builds a knowledge graph of who says what from news articles that do not agree."""

import os

# Matrices are small here: threads of numpy's OpenBLAS only wait for one another, and take the cores from other workers.
# OpenBLAS reads this once, when numpy is imported, so it stands before every other import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
