"""Articles read by the workers, some together; of a batch whose worker dies each article is tried again alone."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from kg.running.jobs import Job, Reading
from kg.running.limits import MOST_TOGETHER
from kg.running.workers import Batch, Died, Workers

Seconds = Callable[[int, int], float]
"""What characters in articles may take."""


def read_articles(workers: Workers, jobs: Iterable[Job], size: int, seconds: Seconds) -> Iterator[Reading]:
    """The readings of all jobs, in the order in which they are done; ``size`` articles at most go to a worker at once.

    Raises:
        KgError: the process that forks the workers was ended twice in a row.
    """
    batches, again = _batches(jobs, size, seconds), deque[Batch]()
    for batch, done in workers.run("read", lambda: again.popleft() if again else next(batches, None)):
        if not isinstance(done, Died):
            for reading in done:
                yield reading
                workers.tend()
        elif len(batch.items) > 1:
            again.extend(_batch([job], seconds) for job in batch.items)
        elif done.code != -signal.SIGALRM and batch.tries == 0:  # perhaps it was not to blame: killed from outside
            again.append(Batch(batch.items, batch.seconds, tries=1))
        else:
            yield _refused(batch, done.code)


def _batches(jobs: Iterable[Job], size: int, seconds: Seconds) -> Iterator[Batch]:
    together: list[Job] = []
    length = 0
    for job in jobs:
        more = len(job.article.text)
        if together and (len(together) == size or length + more > MOST_TOGETHER):
            yield _batch(together, seconds)
            together, length = [], 0
        together.append(job)
        length += more
    if together:
        yield _batch(together, seconds)


def _batch(jobs: list[Job], seconds: Seconds) -> Batch:
    return Batch(jobs, seconds(sum(len(job.article.text) for job in jobs), len(jobs)))


def _refused(batch: Batch, code: int) -> Reading:
    [job] = batch.items
    if code == -signal.SIGALRM:
        line = f"took longer than {batch.seconds:g} s to read; split it, or give it more with --timeout SECONDS"
        return Reading(job, refusal=line, seconds=batch.seconds)
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Reading(job, refusal=f"ended the process that read it ({how}), twice; please report it with the text")
