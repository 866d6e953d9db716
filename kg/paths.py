"""Where the program finds the files that come with it."""

from __future__ import annotations

from pathlib import Path


def ontology_dir() -> Path:
    """The ontology's folder: beside the package in a checkout, inside it when installed from a wheel."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "ontology"
    return checkout if checkout.is_dir() else here / "_ontology"
