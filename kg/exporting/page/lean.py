"""A data island without its empty lists: most claims revise nothing, most entities have one name."""

from __future__ import annotations

from typing import Any

_RECORDS = ("claims", "propositions", "entities")


def lean(data: dict[str, Any]) -> dict[str, Any]:
    """The data with empty lists left out of claims, propositions and entities, and plain pieces without a role.

    ``lists`` names what was left out, by kind of record; the page's script puts it back (``data.js``).
    """
    slim: dict[str, Any] = {**data, "lists": {}}
    for kind in _RECORDS:
        records = data.get(kind, [])
        slim["lists"][kind] = sorted({key for record in records for key, value in record.items() if _is_empty(value)})
        slim[kind] = [{key: value for key, value in record.items() if not _is_empty(value)} for record in records]
    for record in slim["claims"]:
        if "quotes" in record:
            record["quotes"] = [[_plain(piece) for piece in quote] for quote in record["quotes"]]
    return slim


def _is_empty(value: object) -> bool:
    return isinstance(value, list | tuple) and not value


def _plain(piece: dict[str, str]) -> dict[str, str]:
    return piece if piece["role"] else {"text": piece["text"]}
