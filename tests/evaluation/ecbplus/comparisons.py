"""What is compared of two mentions: comparisons of readable, mutually exclusive levels in DuckDB's SQL.

A level is a name and a condition over the columns of `table.py`, left `_l` and right `_r`; the first that holds counts.
"""

from __future__ import annotations

Level = tuple[str, str]
Comparison = tuple[str, tuple[Level, ...]]

OTHERWISE: Level = ("otherwise", "ELSE")


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _smaller(column: str) -> str:
    return f"least(len({column}_l), len({column}_r))"


def _either(condition: str) -> str:
    """A condition on (a, b) that may hold either way round."""
    return " OR ".join(f"({condition.format(a=a, b=b)})" for a, b in (("_l", "_r"), ("_r", "_l")))


def _overlap(name: str, column: str, high: float = 0.5) -> Comparison:
    """How much of the smaller of two sets is shared."""
    return name, (
        ("not stated by either", f"len({column}_l) = 0 AND len({column}_r) = 0"),
        ("stated by one", f"{_smaller(column)} = 0"),
        ("most shared", f"{_shared(column)} > {high} * {_smaller(column)}"),
        ("some shared", f"{_shared(column)} > 0"),
        ("none shared", "ELSE"),
    )


def _cosine(name: str, column: str, steps: tuple[float, ...]) -> Comparison:
    """Cosine of two word sets, idf-weighted: the weights are unit vectors held as maps from word to weight."""
    value = (
        f"coalesce(list_sum(list_transform(list_intersect({column}_l, {column}_r), "
        f"lambda w: {column}_weights_l[w] * {column}_weights_r[w])), 0)"
    )
    levels = [(f"cosine over {step}", f"{value} > {step}") for step in steps]
    empty = f"least(cardinality({column}_weights_l), cardinality({column}_weights_r)) = 0"
    return name, (("no words", empty), ("no word shared", f"{_shared(column)} = 0"), *levels, OTHERWISE)


_SAME_TAG = "tag_l = tag_r"
_PREFIX = (
    "least(length(root_l), length(root_r)) >= 4 AND "
    "left(root_l, least(length(root_l), length(root_r), 5)) = left(root_r, least(length(root_l), length(root_r), 5)) "
    "AND abs(length(root_l) - length(root_r)) <= 5"
)
_CLOSE = "list_contains(close_documents_l, document_r) OR list_contains(close_documents_r, document_l)"
_FAR = "list_contains(far_documents_l, document_r) AND list_contains(far_documents_r, document_l)"
_KIN = "list_contains(kin{step}_l, root_r)"

DOCUMENTS: Comparison = (
    "documents",
    (
        ("same document, same sentence", "document_l = document_r AND sentence_l = sentence_r"),
        ("same document, next sentence", "document_l = document_r AND abs(sentence_l - sentence_r) = 1"),
        ("same document", "document_l = document_r"),
        ("same cluster, close", f"story_l = story_r AND ({_CLOSE})"),
        ("same cluster, far", f"story_l = story_r AND ({_FAR})"),
        ("same cluster", "story_l = story_r"),
        ("other cluster, close", _CLOSE),
        ("other cluster, far", _FAR),
        OTHERWISE,
    ),
)

_HEADS: tuple[Level, ...] = (
    ("same root, very faithful", "root_l = root_r AND bond_l >= 3"),
    ("same root, faithful", "root_l = root_r AND bond_l = 2"),
    ("same root, usual, rare here", "root_l = root_r AND bond_l = 1 AND count_l <= 3"),
    ("same root, usual", "root_l = root_r AND bond_l = 1 AND count_l <= 12"),
    ("same root, usual, frequent here", "root_l = root_r AND bond_l = 1"),
    ("same root, loose", "root_l = root_r AND bond_l = 0"),
    ("kin, very often", _KIN.format(step=3)),
    ("kin, often", _KIN.format(step=2)),
    ("kin, at times", _KIN.format(step=1)),
    ("alike from the start", _PREFIX),
    ("head among the other's words", _either("list_contains(roots{a}, root{b})")),
    ("other word shared", f"{_shared('roots')} > 0"),
    ("strangers, both well known", "known_l >= 3 AND known_r >= 3"),
    ("strangers, one well known", "known_l >= 3 OR known_r >= 3"),
    OTHERWISE,
)

_TAGS: Comparison = ("tags", (("same", _SAME_TAG), OTHERWISE))
_NUMBERS: Comparison = (
    "numbers",
    (
        ("none", "len(numbers_l) = 0 AND len(numbers_r) = 0"),
        ("one only", f"{_smaller('numbers')} = 0"),
        ("all shared", f"{_shared('numbers')} = {_smaller('numbers')}"),
        ("some shared", f"{_shared('numbers')} > 0"),
        ("conflict", "ELSE"),
    ),
)
_GOVERNORS: Comparison = (
    "governors",
    (
        ("none", "governor_l = '' AND governor_r = ''"),
        ("one only", "governor_l = '' OR governor_r = ''"),
        ("same, same role", "governor_l = governor_r AND role_l = role_r"),
        ("same", "governor_l = governor_r"),
        ("kin, same role", "list_contains(governor_kin_l, governor_r) AND role_l = role_r"),
        ("kin", "list_contains(governor_kin_l, governor_r)"),
        OTHERWISE,
    ),
)
_ROLES: Comparison = (
    "roles",
    (
        ("both agents", "role_l = 'agent' AND role_r = 'agent'"),
        ("both modifiers", "role_l = 'compound' AND role_r = 'compound'"),
        ("one a modifier", "role_l = 'compound' OR role_r = 'compound'"),
        ("same", "role_l = role_r"),
        OTHERWISE,
    ),
)

_PARTICIPANTS: tuple[Comparison, ...] = (
    _overlap("people", "people"),
    _overlap("places", "places", 0.3),
    _overlap("times", "times", 0.3),
    _overlap("things", "things"),
    _overlap("deeds", "deeds"),
)
_SURROUNDINGS: tuple[Comparison, ...] = (
    _cosine("neighbours", "near", (0.6, 0.35, 0.15)),
    _cosine("contexts", "context", (0.5, 0.35, 0.22, 0.12, 0.06)),
    (
        "leads",
        (("both", "sentence_l <= 1 AND sentence_r <= 1"), ("one", "sentence_l <= 1 OR sentence_r <= 1"), OTHERWISE),
    ),
)

EVENT_COMPARISONS: tuple[Comparison, ...] = (
    DOCUMENTS,
    ("heads", _HEADS),
    (
        "classes",
        (
            ("both reports", "tag_l = 'REPORTING' AND tag_r = 'REPORTING'"),
            ("both states", "tag_l = 'STATE' AND tag_r = 'STATE'"),
            ("same", _SAME_TAG),
            OTHERWISE,
        ),
    ),
    (
        "parts of speech",
        (
            ("both verbs", "pos_l = 'VERB' AND pos_r = 'VERB'"),
            ("neither a verb", "pos_l <> 'VERB' AND pos_r <> 'VERB'"),
            OTHERWISE,
        ),
    ),
    (
        "pronouns",
        (("both", "pronoun_l AND pronoun_r"), ("one", "pronoun_l OR pronoun_r"), OTHERWISE),
    ),
    *_PARTICIPANTS,
    _GOVERNORS,
    _ROLES,
    _NUMBERS,
    *_SURROUNDINGS,
)

ENTITY_COMPARISONS: tuple[Comparison, ...] = (
    DOCUMENTS,
    ("heads", _HEADS),
    (
        "wordings",
        (
            ("same name", "text_l = text_r AND len(names_l) > 0"),
            ("same words", "len(words_l) > 0 AND list_sort(words_l) = list_sort(words_r)"),
            ("one within the other", f"{_smaller('words')} > 0 AND {_shared('words')} = {_smaller('words')}"),
            ("most shared", f"{_shared('words')} > 0.5 * {_smaller('words')}"),
            ("some shared", f"{_shared('words')} > 0"),
            ("spelt alike", "jaro_winkler_similarity(text_l, text_r) > 0.9"),
            ("roughly alike", "jaro_winkler_similarity(text_l, text_r) > 0.75"),
            ("initials", _either("length(initials{a}) >= 2 AND replace(head{b}, '.', '') = initials{a}")),
            OTHERWISE,
        ),
    ),
    (
        "names",
        (
            ("neither named", "len(names_l) = 0 AND len(names_r) = 0"),
            ("one named", f"{_smaller('names')} = 0"),
            ("one within the other", f"{_shared('names')} = {_smaller('names')}"),
            ("last names agree", f"{_shared('names')} > 0 AND head_l = head_r"),
            ("some shared", f"{_shared('names')} > 0"),
            ("different people", "tag_l = 'HUMAN' AND tag_r = 'HUMAN'"),
            OTHERWISE,
        ),
    ),
    (
        "kinds",
        (
            *((f"both {tag}", f"tag_l = '{tag}' AND tag_r = '{tag}'") for tag in ("HUMAN", "NON", "LOC", "TIME")),
            OTHERWISE,
        ),
    ),
    (
        "fine kinds",
        (
            ("same, same number", "fine_tag_l = fine_tag_r AND plural_l = plural_r"),
            ("same", "fine_tag_l = fine_tag_r"),
            OTHERWISE,
        ),
    ),
    (
        "modifiers",
        (
            ("both bare", "len(words_l) <= 1 AND len(words_r) <= 1"),
            ("one bare", "len(words_l) <= 1 OR len(words_r) <= 1"),
            ("shared beside the head", f"{_shared('roots')} >= 2"),
            OTHERWISE,
        ),
    ),
    _NUMBERS,
    _GOVERNORS,
    _ROLES,
    *_PARTICIPANTS,
    *_SURROUNDINGS,
)

COMPARISONS: dict[str, tuple[Comparison, ...]] = {"event": EVENT_COMPARISONS, "entity": ENTITY_COMPARISONS}
