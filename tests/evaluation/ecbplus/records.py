"""Turn gold mentions into records: one flat, readable row of features a mention."""

from __future__ import annotations

from dataclasses import dataclass

from tests.evaluation.ecbplus.parse import Document, Token
from tests.evaluation.ecbplus.words import number, root, stem

PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT", "EX"})
DEMONSTRATIVES = frozenset({"this", "that", "these", "those", "it"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
ROLES = {
    "nsubj": "agent", "csubj": "agent", "agent": "agent", "poss": "agent",
    "nsubjpass": "patient", "dobj": "patient", "obj": "patient", "dative": "patient",
    "pobj": "oblique", "compound": "compound", "amod": "compound", "nmod": "compound", "appos": "appos",
    "attr": "attr",
}  # fmt: skip


@dataclass(slots=True)
class Record:
    """One mention. Sets hold normal forms; `group` is the topic within which mentions may corefer."""

    key: str
    group: str
    document: int
    kind: str
    tag: str
    fine_tag: str
    plural: bool
    sentence: int
    start: int
    text: str
    head: str
    head_root: str
    head_pos: str
    role: str
    governor: str
    pronoun: str
    words: frozenset[str]
    roots: frozenset[str]
    names: frozenset[str]
    initials: str
    numbers: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    things: frozenset[str]
    deeds: frozenset[str]
    near: frozenset[str]
    context: frozenset[str]


def head_index(tokens: list[Token], span: list[int]) -> int:
    """The span's syntactic head; a leading preposition yields to its object."""
    inside = set(span)
    top = next((i for i in span if tokens[i].head not in inside or tokens[i].head == i), span[-1])
    if tokens[top].pos in {"ADP", "SCONJ", "PART", "DET", "PUNCT"}:
        below = [i for i in span if i != top and tokens[i].pos in CONTENT]
        objects = [i for i in below if tokens[i].head == top]
        return (objects or below or [top])[-1 if not objects else 0]
    return top


def coarse(tag: str) -> str:
    """The broad kind of a mention's tag: who, where, when, what; or the class of an event."""
    tag = tag.removeprefix("NEG_")
    return tag.split("_")[1] if tag.startswith("ACTION") else tag.split("_")[0]


def pronoun_of(tokens: list[Token], span: list[int], head: int) -> str:
    """The pronoun that a mention consists of, lower-cased, else an empty string."""
    words = [tokens[i] for i in span if tokens[i].tag not in {"POS", "VBZ"}]
    if len(words) > 1 and tokens[head].tag not in PRONOUN_TAGS:
        return ""
    token = tokens[head]
    if token.tag in PRONOUN_TAGS or token.text.lower() in DEMONSTRATIVES or token.lemma in {"he", "she", "they"}:
        return token.text.lower()
    return ""


def make_records(place: int, document: Document, parsed: dict[int, list[Token]]) -> list[Record]:
    """The records of one document's mentions in validated sentences."""
    kept = [m for m in document["mentions"] if m["sent"] in parsed]
    heads = {id(m): head_index(parsed[m["sent"]], m["tokens"]) for m in kept}
    return [_record(place, document, parsed[m["sent"]], m, kept, heads) for m in kept]


def _record(
    place: int,
    document: Document,
    tokens: list[Token],
    mention: Document,
    all_mentions: list[Document],
    heads: dict[int, int],
) -> Record:
    span, head = mention["tokens"], heads[id(mention)]
    token = tokens[head]
    content = [tokens[i] for i in span if tokens[i].pos in CONTENT]
    others = [m for m in all_mentions if m["sent"] == mention["sent"] and m is not mention]
    verb = _governor(tokens, head, set(span))

    def heads_of(*kinds: str) -> frozenset[str]:
        return frozenset(
            stem(tokens[i].text)
            for m in others
            if coarse(m["tag"]) in kinds and m["kind"] == "entity"
            for i in m["tokens"]
            if tokens[i].pos in CONTENT
        )

    return Record(
        key=f"{document['doc_id']}#{mention['m_id']}",
        group=str(document["topic"]),
        document=place,
        kind=mention["kind"],
        tag=coarse(mention["tag"]),
        fine_tag=mention["tag"],
        plural=token.tag in {"NNS", "NNPS"} or any(t.lemma == "and" for t in (tokens[i] for i in span)),
        sentence=mention["sent"],
        start=span[0],
        text=" ".join(tokens[i].text for i in span).lower(),
        head=token.lemma,
        head_root=root(token.lemma),
        head_pos=token.pos,
        role=ROLES.get(token.dep, "other"),
        governor=root(tokens[verb].lemma) if verb is not None else "",
        pronoun=pronoun_of(tokens, span, head),
        words=frozenset(stem(t.text) for t in content),
        roots=frozenset(root(t.lemma) for t in content),
        names=frozenset(t.text.lower() for t in content if t.pos == "PROPN" or (t.text[:1].isupper() and t.entity)),
        initials="".join(t.text[0] for t in content if t.text[:1].isupper()).lower(),
        numbers=frozenset(n for i in span if (n := number(tokens[i].text)) is not None),
        people=heads_of("HUMAN"),
        places=heads_of("LOC"),
        times=heads_of("TIME"),
        things=heads_of("NON"),
        deeds=frozenset(root(tokens[heads[id(m)]].lemma) for m in others if m["kind"] == "event"),
        near=frozenset(
            stem(t.text)
            for i, t in enumerate(tokens)
            if i not in span and t.pos in CONTENT and (t.head == head or token.head == i or t.head == token.head)
        ),
        context=frozenset(stem(t.text) for i, t in enumerate(tokens) if i not in span and t.pos in CONTENT),
    )


def _governor(tokens: list[Token], head: int, span: set[int]) -> int | None:
    """The nearest content word above a mention."""
    seen = {head}
    current = tokens[head].head
    while current not in seen:
        seen.add(current)
        if current not in span and tokens[current].pos in {"VERB", "NOUN", "PROPN", "ADJ"}:
            return current
        current = tokens[current].head
    return None
