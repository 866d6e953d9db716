"""What two things may not differ in, where both tell it."""

from __future__ import annotations

from collections.abc import Iterable

Texts = tuple[str, ...]
"""Folded texts, sorted."""


def _coded(designator: str) -> tuple[str, str] | None:
    """The code before a number, and the number without the noughts before it; None where no number ends it."""
    code = designator.rstrip("0123456789")
    digits = designator[len(code) :]
    return (code.removesuffix("-"), digits.lstrip("0") or "0") if digits else None


def number_of(designator: str) -> str:
    """*17* of *AB17* and of *17*; the whole where no number ends it."""
    coded = _coded(designator)
    return coded[1] if coded is not None else designator


def same_designator(one: str, two: str) -> bool:
    """Whether two may call one journey: the same number, and no two codes of one system before it.

    Airlines have codes of two characters (IATA) and of three (ICAO): *AB17* and *ABC17* may be one, *AB17* and *CD17*
    are not.
    """
    first, second = _coded(one), _coded(two)
    if one == two or first is None or second is None:
        return one == two
    codes = {first[0].strip(), second[0].strip()} - {""}
    return first[1] == second[1] and len({len(code) for code in codes}) == len(codes)


def differ(one: Texts, two: Texts) -> bool:
    """Whether both tell something and have nothing of it in common."""
    return bool(one and two) and set(one).isdisjoint(two)


def unrelated(one: Iterable[str], above_one: Iterable[str], two: Iterable[str], above_two: Iterable[str]) -> bool:
    """Whether no class of the one is a class of the other or above it; ``above`` are all classes of either."""
    return set(one).isdisjoint(above_two) and set(two).isdisjoint(above_one)
