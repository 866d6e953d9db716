"""One file of one article: plain text, Markdown or HTML."""

from __future__ import annotations

from pathlib import Path

from kg.model import Article
from kg.reading.html import read_html
from kg.reading.identifiers import safe_identifier
from kg.reading.language import is_english
from kg.reading.limits import MAX_BYTES, MAX_CHARACTERS
from kg.reading.metadata import checked, encodable, read_sidecar
from kg.reading.refusal import Refusal


def read_file(path: Path, refusals: list[Refusal]) -> Article | None:
    """The article of a file; None, with a refusal, where there is none in it."""
    text = read_text(path, refusals)
    if text is None:
        return None
    known: dict[str, object] = {}
    if path.suffix.lower() in (".html", ".htm"):
        text, found = read_html(text)
        known = checked(found, str(path), refusals)
    known |= read_sidecar(path, refusals)
    return make_article(path.stem, text, known, str(path), refusals)


def read_text(path: Path, refusals: list[Refusal]) -> str | None:
    """The text exactly as it stands in the file, a byte order mark aside."""
    try:
        if not path.is_file():
            refusals.append(Refusal(str(path), "is no file; give a file or a folder"))
            return None
        if path.stat().st_size > MAX_BYTES:
            refusals.append(
                Refusal(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB; split it into its articles")
            )
            return None
        data = path.read_bytes()
    except OSError as error:
        refusals.append(Refusal(str(path), f"cannot be read ({error.strerror}); check its permissions"))
        return None
    if b"\0" in data:
        refusals.append(Refusal(str(path), "is a binary file; convert it to text first"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refusals.append(Refusal(str(path), f"is no UTF-8 (byte {error.start}); convert it, as with iconv -t UTF-8"))
        return None


def make_article(
    identifier: str, text: str, known: dict[str, object], source: str, refusals: list[Refusal]
) -> Article | None:
    """An article of checked metadata; None, with a refusal, where the text is none that can be read."""
    language = str(known.get("language", ""))
    if not text.strip():
        reason = "is empty; nothing to read in it"
    elif len(text) > MAX_CHARACTERS:
        reason = f"has {len(text):,} characters, more than {MAX_CHARACTERS:,}; split it into its articles"
    elif not encodable(text):
        reason = "has half a surrogate pair in its text; write it as valid Unicode"
    elif language and not language.lower().startswith("en"):
        reason = f"is in {language!r}; only English is read"
    elif not language and not is_english(text):
        reason = 'does not look like English, and only English is read; set language = "en" if it is'
    else:
        return Article(id=safe_identifier(identifier), text=text, **known)  # type: ignore[arg-type]
    refusals.append(Refusal(source, reason))
    return None
