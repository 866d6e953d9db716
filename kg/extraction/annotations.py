"""Annotates as spaCy's own attribute ruler and lemmatizer do, from tables: the same annotations in a fifth of the time.

Both give a token what depends on a few of its attributes alone, and both work it out anew for every token. Here each
combination of those attributes is worked out once, by the original component (https://spacy.io/api/attributeruler,
https://spacy.io/api/lemmatizer), and looked up from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer, TrainablePipe
from spacy.tokens import Doc, Token
from spacy.tokens._retokenize import set_token_attrs
from thinc.api import Model

from kg.extraction.embedding import remember
from kg.extraction.steps import is_greedy

_CLOSED = ("TAG", "DEP", "IS_SPACE")
"""What patterns ask of a token, besides its word, and has few values."""
_SET = frozenset((POS, TAG, DEP, MORPH, LEMMA))
_LEMMAS_KEPT = 100_000

Attributes = dict[int, Any]


def shorten(pipeline: Language) -> None:
    """Let what is here and in :mod:`kg.extraction.steps` take the place of components of the kinds known.

    Their models remember words, see :mod:`kg.extraction.embedding`.
    """
    for _, component in pipeline.components:
        if isinstance(component, TrainablePipe) and isinstance(component.model, Model):
            remember(component.model)
    for name, factory, is_known in (
        ("parser", "kg_parser", is_greedy),
        ("ner", "kg_ner", is_greedy),
        ("attribute_ruler", "kg_attributes", _is_plain_ruler),
        ("lemmatizer", "kg_lemmas", _is_plain_lemmatizer),
    ):
        if name in pipeline.pipe_names and is_known(pipeline.get_pipe(name)):
            pipeline.add_pipe(factory, after=name)
            pipeline.disable_pipe(name)


def _is_plain_ruler(component: object) -> bool:
    return type(component) is AttributeRuler


def _is_plain_lemmatizer(component: object) -> bool:
    """Whether it looks each form up by itself, and is no other language's class."""
    if not isinstance(component, Lemmatizer):
        return False
    return component.mode in ("rule", "lookup") and type(component).__module__.startswith("spacy.")


@Language.factory("kg_attributes")
def _attributes(nlp: Language, name: str) -> AttributeTable:
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)  # noqa: S101 - see _is_plain_ruler
    return AttributeTable(ruler)


@Language.factory("kg_lemmas")
def _lemmas(nlp: Language, name: str) -> LemmaTable:
    lemmatizer = nlp.get_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 - see _is_plain_lemmatizer
    return LemmaTable(lemmatizer)


class AttributeTable:
    """Sets what the patterns of an attribute ruler set; of several that hold for a token, the later ones win."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.attrs: list[Attributes] = ruler.attrs
        self.indices: list[int] = ruler.indices
        self.words: set[int] = set()
        """The words, as hashes, that a pattern of one token asks for: to the patterns all others are alike."""
        self.single, self.other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, entry in enumerate(ruler.patterns):
            alternatives: list[list[Mapping[str, Any]]] = entry["patterns"]  # type: ignore[assignment]
            words = [_words(tokens) for tokens in alternatives]
            if all(found is not None for found in words) and self.attrs[number].keys() <= _SET:
                self.words |= {ruler.vocab.strings.add(word) for found in words for word in found or ()}
                self.single.add(str(number), alternatives)  # type: ignore[arg-type]
            else:
                self.other.add(str(number), alternatives)  # type: ignore[arg-type]
        self.strings = ruler.vocab.strings
        self._known: dict[tuple[int, ...], tuple[tuple[int, ...], Attributes]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a text in place."""
        words, *closed = doc.to_array([LOWER, TAG, DEP, IS_SPACE]).T.tolist() if len(doc) else [[]]
        keys = list(zip((word if word in self.words else 0 for word in words), *closed, strict=True))
        more: dict[int, list[int]] = defaultdict(list)
        for match, start, end in self.other(doc, allow_missing=True):
            number = int(self.strings[match])
            index = self.indices[number]
            more[start + index if index >= 0 else end + index].append(number)
        found = [self._known.get(key) or self._look_up(key, doc, i) for i, key in enumerate(keys)]
        for i, (token, (numbers, attributes)) in enumerate(zip(doc, found, strict=True)):
            if i in more:
                attributes = self._joined([*numbers, *more[i]])
            if attributes:
                set_token_attrs(token, attributes)
        return doc

    def _look_up(self, key: tuple[int, ...], doc: Doc, i: int) -> tuple[tuple[int, ...], Attributes]:
        matches = self.single(doc[i : i + 1], allow_missing=True)
        numbers = tuple(int(self.strings[match]) for match, *_ in matches)
        self._known[key] = numbers, self._joined(numbers)
        return self._known[key]

    def _joined(self, numbers: Iterable[int]) -> Attributes:
        joined: Attributes = {}
        for number in sorted(numbers):
            joined |= self.attrs[number]
        return joined


def _words(tokens: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """The words for which a pattern of one token asks; None where it asks for more than the tables hold."""
    if len(tokens) != 1 or not tokens[0].keys() <= {"LOWER", *_CLOSED}:
        return None
    asked = tokens[0].get("LOWER", {"IN": []})
    if isinstance(asked, str):
        return [asked]
    return list(asked["IN"]) if isinstance(asked, dict) and asked.keys() == {"IN"} else None


class LemmaTable:
    """Gives each token the lemma that a lemmatizer gives a word of its form, part of speech and morphology."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer = lemmatizer
        if lemmatizer.lookups.has_table("lemma_index"):  # lists of thousands of words, in which each form is sought
            index = lemmatizer.lookups.get_table("lemma_index")
            index.update({part: frozenset(forms) for part, forms in index.items()})
        self._known: dict[tuple[int, ...], int] = {}
        """Form, part of speech and morphology → lemma, all as hashes."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a text in place; a lemma that is there already stays, as with the original."""
        if len(self._known) > _LEMMAS_KEPT:
            self._known.clear()
        known, overwrite = self._known, self.lemmatizer.overwrite
        columns = doc.to_array([ORTH, POS, MORPH, LEMMA]).T.tolist() if len(doc) else [[]] * 4
        for token, form, lemma in zip(doc, zip(*columns[:3], strict=True), columns[3], strict=True):
            if overwrite or lemma == 0:
                if form not in known:
                    known[form] = self._lemma(token)
                token.lemma = known[form]
        return doc

    def _lemma(self, token: Token) -> int:
        return int(self.lemmatizer.vocab.strings.add(self.lemmatizer.lemmatize(token)[0]))
