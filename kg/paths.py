"""Where the program finds the files that come with it."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError


def ontology_dir() -> Path:
    """The ontology's folder: beside the package in a checkout, inside it when installed from a wheel."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "ontology"
    return checkout if checkout.is_dir() else here / "_ontology"


def ontology_folders(domain: Path | None = None) -> list[Path]:
    """The folder of the general ontology, then that of a domain; without one, those of all domains that are shipped.

    Raises:
        KgError: ``domain`` holds no Turtle file.
    """
    if domain is None:
        return [ontology_dir(), *sorted(p for p in (ontology_dir() / "domains").iterdir() if p.is_dir())]
    if not any(domain.glob("*.ttl")):
        raise KgError(f"{domain}: no ontology there: give --ontology a folder with the classes of a domain in Turtle")
    return [ontology_dir(), domain]
