"""Hostile values: any bytes, and what is nearly well-formed."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import strategies as st

from kg.knowledge import load_knowledge
from tests.hostile.values import HOSTILE

ENGLISH = "The plane was on its way to the city when it was hit, and the crew said that they had no control. "
URLS = (
    "http://169.254.169.254/latest", "http://127.0.0.1:1/", "file:///etc/passwd", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "gopher://a/", "http://user:pass@a.example/", "http://[::1]/",
    "http://[::1", "http://пример.example/", "http://a.example/\u202ecod.exe", "http://a\r\nHost: b/", "//a.example",
    "http://a.example/%", "HTTP://A.EXAMPLE", "http:/\\a", "https://a.example/'\"<>", "http://a.example/\x00",
)  # fmt: skip

any_text = st.text(max_size=200) | st.sampled_from(HOSTILE) | st.sampled_from(URLS)
"""Any Unicode scalar values, and what breaks careless writers."""
lone = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
"""The same with halves of surrogate pairs."""
url = st.sampled_from(URLS) | st.from_regex(r"https?://[^\s]{1,40}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | lone | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)


def _record(keys: dict[str, object]) -> bytes:
    return json.dumps(keys).encode()


article_line = st.builds(
    _record,
    st.fixed_dictionaries(
        {"id": lone | any_text | values, "text": st.just(ENGLISH) | any_text.map(lambda t: ENGLISH + t) | values},
        optional={
            "title": values,
            "url": url | values,
            "publisher": values,
            "published": st.dates().map(str) | values,
            "language": st.sampled_from(("en", "en-GB", "ru")) | values,
        },
    ),
)
json_lines = st.lists(
    article_line
    | st.binary(max_size=60)
    | st.sampled_from((b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5_000, b"NaN", b'{"id":1e999}')),
    max_size=4,
).map(b"\n".join)

_tags = st.sampled_from(
    ("p", "div", "article", "main", "body", "html", "head", "title", "meta", "script", "style", "nav", "li", "td", "h1",
     "blockquote", "template", "svg", "b", "pre", "x-y", "p/"),
)  # fmt: skip
_piece = st.one_of(
    _tags.map("<{}>".format), _tags.map("</{}>".format), any_text, st.just(ENGLISH),
    st.sampled_from(("<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE html>", "<?xml ?>", "&amp;", "&#x110000;", "&lol;",
                     "<p a='", "<p a=\"", "<", ">", "</", "<!", "<meta property='og:url' content='javascript:1'>",
                     "<meta property=og:title content='\u202e'>", "<html lang=en>", "<html lang='\0'>")),
    st.builds("<meta property='{}' content='{}'>".format,
              st.sampled_from(("og:title", "og:url", "og:site_name", "article:published_time")), any_text),
)  # fmt: skip
html = st.lists(_piece, max_size=25).map("".join)
_toml_values = (
    '"x"', "2024-12-26", "1", "1.5e999", "nan", "[1", "[]", "{a=1}", "'''", "1979-05-27T07:32:00Z", "true", "00:00:00",
    "9" * 5000, "0x" + "f" * 5000, "[" * 5000,
)  # fmt: skip
_toml_keys = ("title", "url", "publisher", "published", "language", "other", '"a b"', "a.b.c")
toml = st.lists(
    st.builds("{} = {}".format, st.sampled_from(_toml_keys), st.sampled_from(_toml_values) | any_text.map(json.dumps))
    | any_text,
    max_size=5,
).map("\n".join)
kinds = st.sampled_from((".txt", ".md", ".html", ".htm", ".jsonl"))
content = st.binary(max_size=300) | any_text.map(str.encode) | html.map(str.encode) | json_lines


@cache
def _cue_words() -> tuple[str, ...]:
    lexicon = load_knowledge().lexicon
    return tuple(sorted({lemma for lemma, _ in lexicon.cues} | set(lexicon.nouns) | set(lexicon.people)))


_WORDS = (
    "Anna Berg", "Ruritania", "Moscow", "Flight 17", "AB123", "the plane", "it", "he", "who", "that", "said",
    "accused", "of", "by", "not", "would", "registration", "N12345", "38", "all 98", "at least 40", "nobody", "from",
    "before", "according to", "crash", "was shot down", "on Friday", "in 2014", "on 17 July", "the ministry",
)  # fmt: skip
_MARKS = (*"\"“”‘’'«»()[]{}:;,.!?—–-…\n\r\t", "\n\n", "\u2028", "\u200b", "\u0301", "\U0001f6e9", "''", "``")


def salad() -> st.SearchStrategy[str]:
    """Words that the rules look for, names, numbers, marks, in no order."""
    words = st.one_of(
        st.sampled_from(_cue_words()),
        st.sampled_from(_WORDS),
        st.sampled_from(_MARKS),
        st.text(max_size=8),
        st.integers(0, 10**7).map(str),
    )
    apart = st.lists(words, min_size=1, max_size=40).map(" ".join)
    return apart | st.lists(words, min_size=1, max_size=20).map("".join)


_SPARQL = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "*", "{", "}", "(", ")", "?a", "?b", "$c", ".", ";", ",", "a",
    "FROM", "<file:///etc/passwd>", "<http://127.0.0.1:1/>", "SERVICE", "SILENT", "LOAD", "INSERT", "DATA", "GRAPH",
    "FILTER", "BIND", "AS", "UNION", "OPTIONAL", "MINUS", "VALUES", "LIMIT", "1", "HAVING", "COUNT", "CONCAT",
    "REPLACE", "\"x\"", "'''", "\"", "'", "@en", "^^", "xsd:integer", "kg:Claim", "skos:prefLabel", "rdf:type", "#",
    "\\u0053ERVICE", "<<", ">>", "/", "|", "^", "+", "!", "=", "-", "99999999999999999999", "1e999", "-0", "1/0",
    "NOW()", "UUID()", "_:b", "[]", "BASE", "<a>", "\n", "DROP ALL", "REGEX(?a, '(a+)+$')", "FROM NAMED", "GROUP BY",
    "ORDER BY", "PREFIX x: <http://x/>",
)  # fmt: skip
query = st.lists(st.sampled_from(_SPARQL) | st.text(max_size=6), max_size=25).map(" ".join) | any_text.map(
    lambda t: "SELECT * { ?a ?b ?c FILTER(?c = " + json.dumps(t) + ") }"
)
