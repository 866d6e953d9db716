"""Reads what an article says: its entities, its events, and who claims what."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator

import spacy.tokens

from kg.extraction.assembly import Assembler, Findings
from kg.extraction.attribution import AttributionFinder
from kg.extraction.circumstances import find_circumstances
from kg.extraction.comparisons import find_comparisons
from kg.extraction.coreference import Coreference
from kg.extraction.entities import build_cast
from kg.extraction.events import EventFinder
from kg.extraction.incidents import IncidentFinder
from kg.extraction.names import NameFinder
from kg.extraction.parse import Doc
from kg.extraction.pipeline import BATCH_SIZE, load_pipeline
from kg.extraction.repairs import mend
from kg.knowledge import Knowledge, gazetteer
from kg.model import Article, Extraction

__all__ = ["Extractor"]


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
        gazetteer.city("")  # reads the cities
        # What is loaded stays: without this each sweep of the garbage collector walks through all of it.
        gc.freeze()

    @property
    def model(self) -> str:
        """Name and version of the language model, as they stand in the description of the data set."""
        meta = self.pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """The extraction of each article, in order."""
        pairs = ((article.text, article) for article in articles)
        for doc, article in self.pipeline.pipe(pairs, as_tuples=True, batch_size=BATCH_SIZE):
            yield self._read(article, doc)

    def _read(self, article: Article, parsed: spacy.tokens.Doc) -> Extraction:
        knowledge = self.knowledge
        mend(parsed, knowledge.lexicon)
        doc = Doc(parsed)
        names = self.names(doc)
        cast = build_cast(knowledge, doc, names)
        coreference = Coreference(cast, knowledge.taxonomy)
        incidents = IncidentFinder(knowledge, cast, names)
        incidents.find()
        utterances = AttributionFinder(knowledge.lexicon, cast, coreference).find()
        facts = find_circumstances(knowledge, cast, incidents, article.published)
        told = EventFinder(knowledge, cast, incidents, coreference, article.published).find(utterances)
        compared = list(find_comparisons(doc, incidents, knowledge.lexicon))
        return Assembler(
            knowledge, article, doc, Findings(cast, incidents, facts, utterances, told, compared)
        ).assemble()
