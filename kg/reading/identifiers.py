"""Article identifiers that are safe as file names and in IRIs."""

from __future__ import annotations

import re

from kg.minting import digest, slug

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def safe_identifier(given: str) -> str:
    """``given`` where it is safe, else a readable slug of it with a short hash: nothing leads out of the folder."""
    if _SAFE.fullmatch(given) and not given.endswith("."):
        return given
    return f"{slug(given)}-{digest(given)}"
