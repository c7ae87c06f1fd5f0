"""Plain text and comma-separated tables, told from their content."""

import codecs

CSV, TXT = "text/csv", "text/plain"
TEXT = frozenset({CSV, TXT})

_DELIMITERS = (",", ";", "\t")
_ENCODINGS = ("utf-8-sig", "gb18030")
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What a browser might take for a page or a picture with scripts.
_MARKUP = ("<!doctype", "<html", "<script", "<svg", "<?xml")
_LINES = 20


def text_kind(content: bytes) -> str | None:
    """text/csv where the first lines have the same number of columns, else text/plain; None for what is no text."""
    text = _decoded(content)
    if text is None or not text.strip() or text.lstrip().lower().startswith(_MARKUP):
        return None
    if any(letter < " " and letter not in "\t\r\n\f" for letter in text):
        return None
    lines = [line for line in text.splitlines() if line.strip()][:_LINES]
    for delimiter in _DELIMITERS:
        columns = {line.count(delimiter) for line in lines}
        if len(lines) > 1 and len(columns) == 1 and columns != {0}:
            return CSV
    return TXT


def _decoded(content: bytes) -> str | None:
    marked = _BOMS.get(content[:2])
    for encoding in (marked,) if marked else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
