"""The regular expressions of the program, and the texts on which each is at its worst.

Patterns are collected from the modules themselves, so that a new one is tried as well; the texts are generated from a
pattern's own parse tree: what fits each of its repeated parts, many times, after what fits all that comes before it,
and before something that fits nothing.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import kg
from kg.alignment.names import Namer
from kg.extraction.circumstances.registrations import announced
from kg.knowledge import load_knowledge

_PACKAGE = Path(kg.__file__).parent
_TRIED = ("fullmatch", "match", "search", "finditer", "findall", "sub", "split")
_OF_AN_EXTRA = "kg.running.spark"
"""Modules that cannot be imported without an extra, and so are to hold no pattern."""
_ENDS = ("", "\0", "!\n", " x")
_CHOICES = 3


@dataclass(frozen=True)
class Found:
    """A pattern: where it stands, and the methods with which the program applies it."""

    place: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def patterns() -> list[Found]:
    """Every pattern that a module of the program holds, or writes where it applies it."""
    found: dict[tuple[str, Any, int], Found] = {}
    used = _used()
    for info in pkgutil.walk_packages(kg.__path__, "kg."):
        if info.name.endswith("__main__") or info.name.startswith(f"{_OF_AN_EXTRA}."):
            continue
        module = importlib.import_module(info.name)
        for name, value in sorted(vars(module).items()):
            if isinstance(value, re.Pattern):
                methods = tuple(sorted(used.get(name, set()))) or _TRIED
                found.setdefault((name, value.pattern, value.flags), Found(f"{info.name}.{name}", value, methods))
    return [*found.values(), *_written(), *_compiled()]


def unknown() -> list[str]:
    """Where a pattern is put together where it is applied, so that nobody can try it: compile it in a function."""
    return [
        f"{path.relative_to(_PACKAGE)}:{call.lineno}"
        for path, call in _calls()
        if path.is_relative_to(_PACKAGE.joinpath(*_OF_AN_EXTRA.split(".")[1:]))
        or (call.func.attr not in ("escape", "compile") and not _is_text(call))  # type: ignore[attr-defined]
    ]


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(r"re\.\w+", ast.unparse(node.func)):
                yield path, node


def _is_text(call: ast.Call) -> bool:
    literal = isinstance(call.args[0], ast.Call) and ast.unparse(call.args[0].func) == "re.escape"
    return literal or isinstance(call.args[0], ast.Constant)


def _written() -> Iterator[Found]:
    for path, call in _calls():
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr not in ("escape", "compile") and isinstance(call.args[0], ast.Constant):
            flags = next((eval(ast.unparse(k.value), {"re": re}) for k in call.keywords if k.arg == "flags"), 0)  # noqa: S307 - our own source
            text = call.args[0].value  # type: ignore[attr-defined]
            yield Found(f"{path.relative_to(_PACKAGE)}:{call.lineno}", re.compile(text, flags), (call.func.attr,))


def _compiled() -> Iterator[Found]:
    """What is put together from the ontology."""
    knowledge = load_knowledge()
    for kind in knowledge.taxonomy.incident_kinds:
        if kind.pattern:
            yield Found(f"designators of {kind.class_}", re.compile(kind.pattern), ("fullmatch",))
        if kind.registration_words:
            yield Found(f"registrations of {kind.class_}", announced(kind), ("finditer",))
    yield Found("spellings", Namer(knowledge)._spelling, ("sub",))


def _used() -> dict[str, set[str]]:
    """Name of a pattern → the methods that are called on it anywhere."""
    found: dict[str, set[str]] = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _TRIED:
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


def applied(found: Found, text: Any) -> None:
    """Apply a pattern to a text as the program does."""
    for method in found.methods:
        if method == "sub":
            found.pattern.sub(b"" if isinstance(text, bytes) else "", text)
        elif method == "finditer":
            for _ in found.pattern.finditer(text):
                pass
        else:
            getattr(found.pattern, method)(text)


@dataclass(frozen=True)
class Attack:
    """What is repeated, after what, and before what."""

    before: str
    pumped: str
    end: str

    def text(self, pattern: re.Pattern[Any], length: int) -> Any:
        """The attack at a length, as text or bytes as the pattern takes it."""
        room = max(length - len(self.end), 0)
        text = (self.before + self.pumped * (length // len(self.pumped) + 1))[:room] + self.end
        return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """Attacks by which the pattern may be slow, each once."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    pumps = _pumps(list(parser.parse(pattern.pattern, flags)), "")
    return list(dict.fromkeys(Attack(before, pumped, end) for before, pumped in pumps for end in _ENDS))


def _pumps(items: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """What to repeat, and after what: each repeated part, pairs of neighbours, and each beginning of the whole."""
    items = list(items)
    for i, item in enumerate(items):
        start = before + _first(items[:i])
        for inner in _bodies(item):
            for sample in itertools.islice(_samples(inner), _CHOICES):
                if sample:
                    yield start, sample
                    yield "", start + sample
            yield from _pumps(inner, start)
        begun = before + _first(items[: i + 1])
        if begun:
            yield "", begun
            yield "", begun[:-1] or begun
            yield "", begun + " "
            yield "", begun + "\n"


def _bodies(item: Any) -> Iterator[list[Any]]:
    """The sequences within one item of a parse tree."""
    op, value = item
    name = str(op)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield list(value[2])
    elif name == "SUBPATTERN":
        yield list(value[3])
    elif name == "BRANCH":
        yield from (list(branch) for branch in value[1])
    elif name in ("ASSERT", "ASSERT_NOT"):
        yield list(value[1])
    elif name == "ATOMIC_GROUP":
        yield list(value)


def _first(items: Iterable[Any]) -> str:
    return next(iter(_samples(list(items))), "")


def _samples(items: list[Any]) -> Iterator[str]:
    """A few texts that a sequence may fit, lookaround left aside."""
    choices = [_of_item(item) for item in items]
    for picked in itertools.islice(itertools.product(*choices), 12):
        yield "".join(picked)


def _of_item(item: Any) -> list[str]:
    op, value = item
    name = str(op)
    if name == "LITERAL":
        return [chr(value)]
    if name == "NOT_LITERAL":
        return [c for c in "a0 ." if ord(c) != value][:2]
    if name == "ANY":
        return ["a", " ", "."]
    if name == "IN":
        return _of_class(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, _, repeated = value
        inner = itertools.islice(_samples(list(repeated)), _CHOICES)
        return [s * max(low, 1) for s in inner] + ([""] if low == 0 else [])
    if name == "BRANCH":
        return [s for branch in value[1] for s in itertools.islice(_samples(list(branch)), 2)]
    if name == "SUBPATTERN":
        return list(itertools.islice(_samples(list(value[3])), _CHOICES))
    if name == "ATOMIC_GROUP":
        return list(itertools.islice(_samples(list(value)), _CHOICES))
    return [""]


_CATEGORIES = {
    "CATEGORY_DIGIT": "1", "CATEGORY_NOT_DIGIT": "a", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": " ",
}  # fmt: skip
_PROBES = "a0A.-_\"'<>#?$@: \n\\é"


def _of_class(items: list[Any]) -> list[str]:
    """A few characters of a class; of a negated one those of a probe that are in it."""
    if str(items[0][0]) == "NEGATE":
        outside = items[1:]
        return [c for c in _PROBES if not any(_holds(each, c) for each in outside)][:4] or ["\u4e00"]
    found: list[str] = []
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            found.append(chr(value))
        elif name == "RANGE":
            found.append(chr(value[0]))
        elif name == "CATEGORY":
            found.append(_CATEGORIES[str(value)])
    return found[:6]


def _holds(item: Any, character: str) -> bool:
    op, value = item
    name = str(op)
    if name == "LITERAL":
        return ord(character) == value
    if name == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    category = str(value)
    of = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda c: c.isalnum() or c == "_"}
    held = of[category.rpartition("_")[2]](character)
    return not held if "_NOT_" in category else held
