"""How large a source may be. Beyond it the parser's memory is the limit, not ours."""

MAX_CHARACTERS = 1_000_000
"""Characters an article; what spaCy's pipelines take."""

MAX_BYTES = 4 * MAX_CHARACTERS
"""Bytes a file of one article."""
