"""Sources to articles' graphs, in a stream: one that is known is passed over, the others go to the workers.

No more articles are in memory than the workers have at hand, one batch that is next, and what came back last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from kg.errors import KgError
from kg.graphs.reading import read_marks
from kg.knowledge import Knowledge
from kg.knowledge.dependence import Dependence
from kg.merging.articles import Brought
from kg.model import Article
from kg.reading import Refusal, count_articles, iter_articles, source_files
from kg.running.batches import read_articles
from kg.running.fingerprint import fingerprint
from kg.running.jobs import Job, Reading
from kg.running.limits import BATCH_SIZE, seconds_for
from kg.running.report import Progress
from kg.running.staging import writing
from kg.running.state import State
from kg.running.workers import Workers

_TOGETHER = 8 * BATCH_SIZE
"""Articles in one transaction: what is lost where a run is killed is read from their files again."""

Take = Callable[[str, str, Brought], None]
"""Takes in what an article brings to the merge, by its id and the SHA-256 of its graph; whoever calls commits."""


@dataclass(frozen=True)
class Options:
    """How articles are read: how many at once, and the seconds that one may take.

    ``timeout`` None: by the article's length (:mod:`kg.running.limits`).
    """

    batch: int | None = None
    timeout: float | None = None


@dataclass(frozen=True)
class Extracted:
    """What was read: ``read`` counts the articles that were read anew."""

    read: int
    refusals: tuple[Refusal, ...]


def checked_sources(sources: Sequence[Path]) -> None:
    """Look for an article that can be read, before anything is written.

    Raises:
        KgError: there is none.
    """
    refusals: list[Refusal] = []
    if next(iter_articles(source_files(sources, refusals), refusals), None) is None:
        raise _nothing(refusals)


def _nothing(refusals: list[Refusal]) -> KgError:
    reasons = "; ".join(str(r) for r in refusals[:3]) or "no .txt, .md, .html or .jsonl file in it"
    return KgError(f"no article could be read: {reasons}")


def extract_sources(
    sources: Sequence[Path],
    state: State,
    workers: Workers,
    options: Options,
    knowledge: Knowledge,
    progress: Progress | None,
    take: Take | None = None,
) -> Extracted:
    """Write the graph of each article that has changed; ``state`` then tells which articles the sources have.

    ``knowledge`` is what the workers read with, ``take`` the merge that follows.

    Raises:
        KgError: nothing could be read, or the folder cannot be written.
    """
    with writing(state.layout.directory):
        state.layout.articles.mkdir(exist_ok=True)
    seconds = partial(seconds_for, timeout=options.timeout)
    run = _Run(sources, state, workers.model(), options, knowledge, progress, take)
    for reading in read_articles(workers, run.changed(), options.batch or BATCH_SIZE, seconds):
        run.finish(reading)
    run.show()
    state.connection.commit()
    if state.kept() == 0:
        raise _nothing(run.refusals)
    noted = (Refusal(identifier, reason) for identifier, reason in state.notes())
    return Extracted(run.read, tuple(sorted({*run.refusals, *noted})))


class _Run:
    """One pass over the sources."""

    def __init__(
        self,
        sources: Sequence[Path],
        state: State,
        model: str,
        options: Options,
        knowledge: Knowledge,
        progress: Progress | None,
        take: Take | None,
    ) -> None:
        self.state, self.model, self.options, self.progress, self.take = state, model, options, progress, take
        self.knowledge = knowledge
        self.refusals: list[Refusal] = []
        self.files = source_files(sources, self.refusals)
        self.total = count_articles(self.files) if progress is not None else 0
        self.done = self.read = 0

    def changed(self) -> Iterator[Job]:
        """The articles whose graph is not there as it should be."""
        self.state.begin()
        self.state.connection.commit()
        self.show()
        for article in iter_articles(self.files, self.refusals, self.state.meet):
            found, whole = self.state.marks(article.id), self._whole(article)
            if found is None or found[1] != whole:
                mark = self._mark(article, self._dependence.digest(f"{article.title or ''} {article.text}"))
                if not self._known(article, mark, found and found[0]):
                    if not self._was_too_slow(article, mark):
                        yield Job(article, mark)
                    continue
                self.state.note_whole(article.id, whole)
            self.state.keep(article.id)
            self._advance()

    @cached_property
    def _dependence(self) -> Dependence:
        return Dependence(self.knowledge)

    def _mark(self, article: Article, ontology: str) -> str:
        return fingerprint(article, self.model, self.knowledge.minter.base_iri, ontology)

    def _whole(self, article: Article) -> str:
        """Quickly made; where it is as before nothing has changed, where it is not perhaps nothing that matters."""
        return self._mark(article, self.knowledge.digest)

    def _known(self, article: Article, mark: str, found: str | None) -> bool:
        """Whether the article's graph bears the mark; ``found`` is the one that its row tells."""
        if found is None:  # no row, but perhaps a file: a run may have been killed between the two
            if read_marks(self.state.layout.article(article.id))[0] != mark:
                return False
            try:
                self.state.renew(article.id, self.knowledge.minter)
            except (KgError, OSError, LookupError, ValueError):  # bears the mark, and is no article's graph
                return False
            return True
        return found == mark

    def _was_too_slow(self, article: Article, mark: str) -> bool:
        seconds = self.state.was_slow(article.id, mark)
        if seconds < seconds_for(len(article.text), timeout=self.options.timeout):
            return False
        reason = f"took longer than {seconds:g} s to read, earlier; split it, or give it more with --timeout SECONDS"
        self.refusals.append(Refusal(article.id, reason))
        self._advance()
        return True

    def finish(self, reading: Reading) -> None:
        """Write what a worker has read, or say why it has not."""
        article, mark, state = reading.job.article, reading.job.fingerprint, self.state
        if reading.refusal:
            self.refusals.append(Refusal(article.id, reading.refusal))
            if reading.seconds:
                state.note_slow(article.id, mark, reading.seconds)
        else:
            described = state.staging.write(reading.turtle, state.layout.article(article.id))
            digest = hashlib.sha256(reading.turtle).hexdigest()
            state.put(article.id, mark, described, digest, self.model, reading.record, self._whole(article))
            state.note(article.id, reading.notes)
            state.keep(article.id)
            if self.take is not None and reading.brought is not None:
                self.take(article.id, digest, reading.brought)
            self.read += 1
        self._advance()

    def _advance(self) -> None:
        self.done += 1
        if self.done % BATCH_SIZE == 0:
            self.show()
        if self.done % _TOGETHER == 0:
            self.state.connection.commit()

    def show(self) -> None:
        """Show how far it is."""
        if self.progress is not None:
            self.progress("extracting", self.done, max(self.done, self.total))
