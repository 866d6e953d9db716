"""The tasks of a merge, spread over the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from kg.merging.articles import ArticleTask, Brought
from kg.merging.bringing import Staged, StageTask
from kg.merging.tasks import Done, Noted, NoteTask, Task
from kg.running.limits import BATCH_SIZE
from kg.running.worker import Work
from kg.running.workers import Workers

if TYPE_CHECKING:
    from kg.exporting.page.layout import Positions, View

_WORTH_IT = 100
"""Tasks from which on it pays to load everything once more, for the workers."""
_SMALL = 128
"""Tasks that a worker is handed at once where each is not about a whole article."""


class Spread:
    """The tasks of a merge, done by the workers; here where they are few and nothing is loaded there yet."""

    def __init__(self, workers: Workers, here: Callable[[], Work]) -> None:
        self._workers, self._here = workers, cache(here)

    def bring(self, records: Iterable[bytes]) -> Iterator[Brought]:
        """What articles bring to the merge, in any order.

        Raises:
            KgError: a worker died.
        """
        return self._map("bring", records)

    def stage(self, tasks: Iterable[StageTask]) -> Iterator[Staged]:
        """What each article brings to a stage of who is who, in any order.

        Raises:
            KgError: a worker died.
        """
        return self._map("stage", tasks)

    def note(self, tasks: Iterable[NoteTask]) -> Iterator[Noted]:
        """What others have to know of each merged entity, in any order.

        Raises:
            KgError: a worker died.
        """
        return self._map("note", tasks, _SMALL)

    def do(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Each task done, with its part written, in any order; all are of one kind.

        Raises:
            KgError: a worker died.
        """
        tasks = iter(tasks)
        for first in tasks:
            yield from self._map("do", chain([first], tasks), BATCH_SIZE if isinstance(first, ArticleTask) else _SMALL)

    def lay(self, views: Iterable[View]) -> list[Positions]:
        """Where the nodes of each view of the page stand, in order.

        Raises:
            KgError: a worker died.
        """
        numbered = list(enumerate(views))
        found = dict(self._map("lay", numbered, 1))
        return [found[number] for number, _ in numbered]

    def _map(self, name: str, items: Iterable[Any], together: int = BATCH_SIZE) -> Iterator[Any]:
        items = iter(items)
        if not self._workers.started:
            first = list(islice(items, _WORTH_IT))
            if len(first) < _WORTH_IT:
                yield from getattr(self._here(), name)(first)
                return
            items = chain(first, items)
        yield from self._workers.map(name, items, together)
