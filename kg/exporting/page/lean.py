"""A data island that says nothing twice: no empty lists, no name beside an id that has it, nothing that most have."""

from __future__ import annotations

from typing import Any

_RECORDS = ("claims", "propositions", "entities")
_USUAL: dict[str, dict[str, Any]] = {
    "claims": {"certain": True, "date": "", "own_voice": False},
    "nodes": {"role": ""},
    "edges": {"arrows": "to", "proposition": None},
}


def lean(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what the page's script can put back (``data.js``).

    Left out are empty lists (``lists`` names them by kind of record), the roles of plain pieces, the text of a
    reference where it is the entity's label, a claim's source where it is its article, and what most claims, nodes and
    edges have. Reasons stand once, in ``reasons``, and memberships have their places there.
    """
    slim: dict[str, Any] = {**data, "lists": {}}
    labels = {entity["id"]: entity["label"] for entity in data.get("entities", [])}
    for kind in _RECORDS:
        records = data.get(kind, [])
        slim["lists"][kind] = sorted({key for record in records for key, value in record.items() if _is_empty(value)})
        slim[kind] = [
            {key: _bare(value, labels) for key, value in record.items() if not _is_empty(value)} for record in records
        ]
    for claim in slim["claims"]:
        if "quotes" in claim:
            claim["quotes"] = [[_plain(piece) for piece in quote] for quote in claim["quotes"]]
        if claim["source"] == claim["article"]:
            del claim["source"]
    slim["usual"] = _USUAL
    slim["claims"] = _unusual(slim["claims"], "claims")
    slim["network"] = {**data["network"], **{k: _unusual(data["network"][k], k) for k in ("nodes", "edges")}}
    memberships = [membership for entity in slim["entities"] for membership in entity.get("memberships", ())]
    slim["reasons"] = sorted({reason for membership in memberships for reason in membership["reasons"]})
    place = {reason: number for number, reason in enumerate(slim["reasons"])}
    for membership in memberships:
        membership["reasons"] = [place[reason] for reason in membership["reasons"]]
    return slim


def _unusual(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    usual = _USUAL[kind]
    return [{k: v for k, v in record.items() if k not in usual or v != usual[k]} for record in records]


def _is_empty(value: object) -> bool:
    return isinstance(value, list | tuple) and not value


def _bare(value: Any, labels: dict[str, str]) -> Any:
    """A copy in which references that are called as their entity is have no text."""
    if isinstance(value, list | tuple):
        return [_bare(each, labels) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"id", "text"} and labels.get(value["id"]) == value["text"]:
        return {"id": value["id"]}
    return {key: _bare(each, labels) for key, each in value.items()}


def _plain(piece: dict[str, str]) -> dict[str, str]:
    return piece if piece["role"] else {"text": piece["text"]}
