"""Reads what an article says: its entities, its events, and who claims what."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

import spacy.tokens

from kg.extraction.assembly import Assembler, Findings
from kg.extraction.attribution import AttributionFinder
from kg.extraction.circumstances import find_circumstances
from kg.extraction.comparisons import find_comparisons
from kg.extraction.coreference import Coreference
from kg.extraction.entities import build_cast
from kg.extraction.events import EventFinder
from kg.extraction.incidents import IncidentFinder
from kg.extraction.limits import Note, make_doc, shortened, telling
from kg.extraction.names import NameFinder
from kg.extraction.parse import Doc
from kg.extraction.pipeline import BATCH_SIZE, load_pipeline
from kg.extraction.repairs import mend
from kg.knowledge import Knowledge, gazetteer
from kg.language_model import name_of
from kg.model import Article, Extraction

__all__ = ["Extractor", "Note"]

Read = TypeVar("Read")


class Extractor:
    """Turns articles into extractions. Loading it takes about two seconds; an article of 5 kB a fifth of one."""

    def __init__(self, knowledge: Knowledge, model: str | None = None) -> None:
        """Load the spaCy pipeline.

        Raises:
            KgError: the model cannot be loaded.
        """
        self.knowledge = knowledge
        self.pipeline = load_pipeline(model)
        self.names = NameFinder(knowledge, self.pipeline)
        self.notes: list[Note] = []
        """What was not read as it stands, of all articles so far; whoever reports it may clear it."""
        gazetteer.city("")  # reads the cities
        # What is loaded stays: without this each sweep of the garbage collector walks through all of it.
        gc.freeze()

    @cached_property
    def model(self) -> str:
        """Name and version of the language model, as they stand in the description of the data set."""
        return name_of(self.pipeline.meta)

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """The extraction of each article, in order."""
        pairs = ((self._doc(article), article) for article in articles)
        for doc, article in self.pipeline.pipe(pairs, as_tuples=True, batch_size=BATCH_SIZE):
            yield self._read(article, self._noted(article, shortened(self.pipeline, doc)))

    def _doc(self, article: Article) -> spacy.tokens.Doc:
        return self._noted(article, make_doc(self.pipeline, article.text))

    def _noted(self, article: Article, found: tuple[Read, list[str]]) -> Read:
        """What was read; what is to be noted of it is."""
        self.notes += (Note(article.id, reason) for reason in found[1])
        return found[0]

    def _read(self, article: Article, parsed: spacy.tokens.Doc) -> Extraction:
        knowledge = self.knowledge
        mend(parsed, knowledge.lexicon)
        doc = Doc(parsed)
        names = self._noted(article, telling(doc, self.names(doc)))
        cast = build_cast(knowledge, doc, names)
        coreference = Coreference(cast, knowledge.taxonomy)
        incidents = IncidentFinder(knowledge, cast, names)
        self._noted(article, (incidents.find(), incidents.over))
        utterances = AttributionFinder(knowledge.lexicon, cast, coreference).find()
        facts = find_circumstances(knowledge, cast, incidents, article.published)
        told = EventFinder(knowledge, cast, incidents, coreference, article.published).find(utterances)
        compared = list(find_comparisons(doc, incidents, knowledge.lexicon))
        return Assembler(
            knowledge, article, doc, Findings(cast, incidents, facts, utterances, told, compared)
        ).assemble()
