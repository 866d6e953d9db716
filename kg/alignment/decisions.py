"""What people decided of the alignment: rows of an SSSOM table (https://mapping-commons.github.io/sssom/).

``skos:exactMatch`` between two entities of articles, or between one and an entry of the reference data, is a must-link;
with the ``predicate_modifier`` *Not* it is a cannot-link. Both outrank every score.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from networkx.utils import UnionFind
from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.errors import KgError
from kg.model import Decision
from kg.vocabulary import SEMAPV

_NEEDED = ("subject_id", "predicate_id", "object_id")
_EXACT = ("skos:exactMatch", str(SKOS.exactMatch))
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "confidence", "comment",
)  # fmt: skip
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MANUAL = "semapv:ManualMappingCuration"
"""The justification of a row that a person wrote, in the Semantic Mapping Vocabulary."""
_MANUAL = (MANUAL, f"{SEMAPV}ManualMappingCuration")
_IRI = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20]+")


@dataclass(frozen=True)
class Decisions:
    """All decisions, sorted; they do not contradict each other."""

    rows: tuple[Decision, ...] = ()

    @cached_property
    def together(self) -> frozenset[tuple[URIRef, URIRef]]:
        """The must-links."""
        return frozenset((row.subject, row.object) for row in self.rows if row.same)

    @cached_property
    def apart(self) -> frozenset[tuple[URIRef, URIRef]]:
        """The cannot-links."""
        return frozenset((row.subject, row.object) for row in self.rows if not row.same)

    @cached_property
    def named(self) -> frozenset[URIRef]:
        """Every entity that a decision names."""
        return frozenset(iri for row in self.rows for iri in (row.subject, row.object))

    @cached_property
    def _components(self) -> UnionFind:
        groups = UnionFind(sorted(self.named))
        for one, two in sorted(self.together):
            groups.union(one, two)
        return groups

    @cached_property
    def _members(self) -> dict[URIRef, tuple[URIRef, ...]]:
        """Each named entity → all that must be one with it, sorted."""
        groups = [tuple(sorted(group)) for group in self._components.to_sets()]
        return {iri: group for group in groups for iri in group}

    def one_with(self, iri: URIRef) -> tuple[URIRef, ...]:
        """Everything that is to be one with an entity, through others as well, itself among it; sorted."""
        return self._members.get(iri, (iri,))

    @cached_property
    def groups(self) -> list[tuple[URIRef, ...]]:
        """What is to be one, each group sorted."""
        return sorted(set(self._members.values()))

    @cached_property
    def bans(self) -> frozenset[tuple[URIRef, URIRef]]:
        """What is not to be one, for all that is one with either."""
        return frozenset((a, b) for one, two in self.apart for a in self.one_with(one) for b in self.one_with(two))

    def reference(self, iri: URIRef, found: URIRef | None, known: Callable[[URIRef], bool]) -> URIRef | None:
        """What an entity stands for in the reference data: the entry decided, else ``found`` if it is not ruled out.

        ``known`` tells the entries of the reference data from other IRIs.
        """
        if iri not in self.named:
            return found
        decided = next((other for other in self.one_with(iri) if known(other)), None)
        ruled_out = found is not None and not self.bans.isdisjoint({(iri, found), (found, iri)})
        return decided or (None if ruled_out else found)

    @cached_property
    def _rows_of(self) -> dict[URIRef, list[Decision]]:
        found: dict[URIRef, list[Decision]] = {}
        for row in self.rows:
            found.setdefault(row.subject, []).append(row)
            found.setdefault(row.object, []).append(
                Decision(row.object, row.subject, row.same, row.author, row.comment)
            )
        return found

    def of(self, iri: URIRef) -> list[Decision]:
        """The decisions that name an entity, seen from it."""
        return self._rows_of.get(iri, [])


def sssom_table(rows: Iterable[Mapping[str, str]], prefixes: Mapping[str, str], base_iri: str) -> str:
    """An SSSOM table of rows by column, with the metadata of the mapping set as comments at its head."""
    page = io.StringIO()
    page.write(f"#mapping_set_id: {base_iri}mappings\n#license: {_LICENCE}\n#curie_map:\n")
    page.writelines(f'#  {prefix}: "{namespace}"\n' for prefix, namespace in sorted(prefixes.items()))
    writer = csv.DictWriter(page, _COLUMNS, delimiter="\t", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({column: " ".join(cell.split()) for column, cell in row.items()} for row in rows)
    return page.getvalue()


def decision_rows(decisions: Iterable[Decision], curie: Callable[[str], str]) -> Iterator[dict[str, str]]:
    """The rows of an SSSOM table that :func:`read_decisions` reads as these decisions."""
    for decision in decisions:
        yield {
            "subject_id": curie(decision.subject),
            "predicate_id": "skos:exactMatch",
            "predicate_modifier": "" if decision.same else "Not",
            "object_id": curie(decision.object),
            "mapping_justification": MANUAL,
            "author_label": decision.author,
            "comment": decision.comment,
        }


def read_decisions(path: Path, prefixes: Mapping[str, str]) -> Decisions:
    """Read an SSSOM table; rows of a program (another justification than a person's) are passed over.

    Args:
        path: tab-separated, with ``#`` metadata lines before the header; ``mapping_justification`` may be left out.
        prefixes: prefix → namespace, beside those of the file's own ``curie_map``.

    Raises:
        KgError: the file cannot be read, a row has no meaning here, or two rows contradict each other.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    lines = text.split("\n")
    known = dict(prefixes) | _curie_map(lines)
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    table = csv.DictReader(io.StringIO("\n".join(lines[start:]), newline=""), delimiter="\t", strict=True)
    rows = set()
    try:
        missing = [column for column in _NEEDED if column not in (table.fieldnames or ())]
        if missing:
            raise KgError(f"{path}: has no column {', '.join(missing)}; it is to be an SSSOM table, tab-separated")
        for row in table:
            if (row.get("mapping_justification") or MANUAL) in _MANUAL and any(row.values()):
                rows.add(_decision(row, known, f"{path}, line {start + table.line_num}"))
    except csv.Error as error:
        raise KgError(f"{path}, line {start + table.line_num}: {error}; it is to be an SSSOM table") from error
    return checked(rows, str(path))


def checked(rows: Iterable[Decision], where: str) -> Decisions:
    """The decisions, once it is sure that none keeps apart what others join.

    Raises:
        KgError: two rows contradict each other, or one joins an actor and a place.
    """
    found = Decisions(tuple(sorted(rows)))
    for one, two in sorted(found.together):
        if one.split("/")[-2:-1] != two.split("/")[-2:-1]:
            raise KgError(f"{where}: {one} and {two} are of two kinds and cannot be one; take the row out")
    for one, two in sorted(found.apart):
        if two in found.one_with(one):
            raise KgError(f"{where}: {one} and {two} are to be one and not to be one; take one of the rows out")
    return found


def _decision(row: Mapping[str, str | None], prefixes: Mapping[str, str], where: str) -> Decision:
    subject, predicate, object_ = ((row.get(column) or "").strip() for column in _NEEDED)
    modifier = (row.get("predicate_modifier") or "").strip()
    if predicate not in _EXACT or modifier not in ("", "Not"):
        raise KgError(f"{where}: {modifier} {predicate!r} decides nothing; write skos:exactMatch, or Not before it")
    return Decision(
        _iri(subject, prefixes, where),
        _iri(object_, prefixes, where),
        not modifier,
        (row.get("author_label") or row.get("author_id") or "").strip(),
        (row.get("comment") or "").strip(),
    )


def _iri(curie: str, prefixes: Mapping[str, str], where: str) -> URIRef:
    prefix, colon, local = curie.partition(":")
    iri = prefixes[prefix] + local if colon and prefix in prefixes else curie
    if not iri.startswith(("http://", "https://")) or not _IRI.fullmatch(iri):
        raise KgError(f"{where}: {curie[:80]!r} is neither an IRI nor a name with a known prefix")
    return URIRef(iri)


def _curie_map(lines: Iterable[str]) -> dict[str, str]:
    """The prefixes of the ``curie_map`` in the metadata, YAML of two levels behind ``#``."""
    found: dict[str, str] = {}
    inside = False
    for line in lines:
        if not line.startswith("#"):
            break
        key, _, value = line[1:].partition(":")
        if key.strip() == "curie_map":
            inside = True
        elif inside and key.startswith(" ") and value.strip():
            found[key.strip()] = value.strip().strip("\"'")
        else:
            inside = False
    return found
