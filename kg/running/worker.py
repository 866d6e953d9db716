"""What a worker does: reads articles, and does those tasks of the merge that need nothing but what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rdflib import Literal

from kg.alignment.decisions import Decisions
from kg.graphs import extraction_triples, turtle
from kg.graphs.canonical import canonical
from kg.graphs.records import decode, encode
from kg.graphs.written import Written, write_part
from kg.knowledge import Knowledge
from kg.merging.articles import Brought
from kg.merging.bringing import Staged, StageTask
from kg.merging.tasks import Done, Here, Noted, NoteTask, Task
from kg.model import Extraction, Part
from kg.running.jobs import Job, Reading
from kg.running.limits import MOST_MEMORY
from kg.vocabulary import KG, PREFIXES

if TYPE_CHECKING:
    from kg.exporting.page.layout import Positions, View
    from kg.extraction import Extractor


class Work:
    """The tasks by their names, some at a time.

    Args:
        knowledge: the ontology.
        decisions: what people decided; None where no merge follows.
        extractor: reads articles; None where none are read.
    """

    def __init__(self, knowledge: Knowledge, decisions: Decisions | None, extractor: Extractor | None = None) -> None:
        self._minter, self._prefixes = knowledge.minter, PREFIXES | knowledge.minter.prefixes()
        self._extractor, self._merges = extractor, decisions is not None
        self._here = Here(knowledge, decisions or Decisions())

    def read(self, batch: Sequence[Job]) -> list[Reading]:
        """Articles, in order; where one fails, each on its own, so that the others are not lost."""
        try:
            return list(self._read(batch))
        except MemoryError:
            error = f"needs more than {MOST_MEMORY >> 30} GiB of memory to be read; split it into its articles"
        except Exception as failure:
            error = f"the extraction failed ({type(failure).__name__}: {failure}); please report it with the text"
        if len(batch) == 1:
            return [Reading(batch[0], refusal=error)]
        return [reading for job in batch for reading in self.read([job])]

    def bring(self, records: Iterable[bytes]) -> list[Brought]:
        """What articles bring to the merge that were read before."""
        return [self._here.bring(decode(record, self._minter)) for record in records]

    def stage(self, tasks: Iterable[StageTask]) -> list[Staged]:
        """What articles bring to a stage of who is who."""
        return list(self._here.stage(tasks))

    def note(self, tasks: Iterable[NoteTask]) -> list[Noted]:
        """What others have to know of each merged entity."""
        return [replace(noted, part=self._written(noted.part)) for noted in self._here.note(tasks)]

    def do(self, tasks: Iterable[Task]) -> list[Done]:
        """Each task done, with its part written."""
        return [replace(done, part=self._written(done.part)) for done in self._here.do(tasks)]

    def lay(self, views: Iterable[tuple[int, View]]) -> list[tuple[int, Positions]]:
        """Where the nodes of each view of the page stand, by the number of the view."""
        from kg.exporting.page.layout import positions

        return [(number, positions(view)) for number, view in views]

    def _read(self, batch: Sequence[Job]) -> Iterator[Reading]:
        assert self._extractor is not None  # noqa: S101 - who hands out articles has asked for one
        self._extractor.notes.clear()
        read = self._extractor.extract(job.article for job in batch)
        for job, extraction in zip(batch, list(read), strict=True):
            notes = tuple(note.reason for note in self._extractor.notes if note.article == job.article.id)
            kept = canonical(extraction, self._minter)
            brought = self._here.bring(kept) if self._merges else None
            yield Reading(job, self._turtle(extraction, job.fingerprint), encode(kept), brought, notes=notes)

    def _turtle(self, extraction: Extraction, fingerprint: str) -> bytes:
        assert self._extractor is not None  # noqa: S101 - as in _read
        marked = [
            (extraction.iri, KG.fingerprint, Literal(fingerprint)),
            (extraction.iri, KG.languageModel, Literal(self._extractor.model)),
        ]
        return turtle([*extraction_triples(extraction, self._minter), *marked], self._prefixes)

    def _written(self, part: Part | Written | None) -> Written | None:
        return part if part is None or isinstance(part, Written) else write_part(part, self._minter, self._prefixes)
