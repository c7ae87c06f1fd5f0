"""Which encoding a text file is in, and the file's text as UTF-8 bytes."""

import codecs
import re

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from tandem.core.errors import Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FALLBACKS = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1252")
GB_FAMILY = {"gb18030", "gbk", "gb2312", "cp936", "hz"}
HIGH_RUNS = re.compile(rb"[\x80-\xff][^\r\n]*")
SAMPLE = 200_000


def to_utf8(data: bytes, *, encoding: str | None = None) -> tuple[bytes, str]:
    """The text of `data` as UTF-8 without a byte-order mark, and the name of the encoding it was in.

    A named `encoding` is obeyed; otherwise it is detected. Raises Refused when no encoding reads the whole file.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return _transcode(data[len(bom) :], name), name
    if encoding:
        return _transcode(data, _known(encoding)), encoding
    wide = _wide(data)
    if wide:
        return _transcode(data, wide), wide
    if _reads(data, "utf-8"):
        return data, "utf-8"
    name = _detect(data)
    return _transcode(data, name), name


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise Refused(
            _("“%(name)s” is not an encoding. Use a name such as utf-8, gb18030 or utf-16.")
            % {"name": encoding}
        ) from error


def _transcode(data: bytes, encoding: str) -> bytes:
    if encoding == "utf-8" and _reads(data, "utf-8"):
        return data
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode("utf-8")
    except UnicodeError as error:
        raise Refused(
            _(
                "The file is not written in %(encoding)s. Save it as UTF-8, or name its encoding in the mapping."
            )
            % {"encoding": encoding}
        ) from error


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: separators and line ends are ASCII, so every second byte is often zero."""
    head = data[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # One or two may have strayed into a text of single bytes.
    if max(even, odd) < max(4 * min(even, odd) + 1, 3, len(head) // 40):
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    return name if _reads(data, name) else None


def _detect(data: bytes) -> str:
    """Chinese text by how much of it is everyday Chinese; anything else by charset-normalizer's models."""
    sample = b"\n".join(HIGH_RUNS.findall(data[: SAMPLE * 20]))[:SAMPLE]
    if _everyday_chinese(data, sample):
        return "gb18030"
    guesses = from_bytes(sample)
    best = guesses.best()
    guess = best.encoding if best else ""
    # A few accents fit several western code pages equally well; then the most common one is meant.
    if best and any(one.encoding == "cp1252" and one.chaos <= best.chaos for one in guesses):
        guess = "cp1252"
    guess = "gb18030" if guess in GB_FAMILY else guess
    for name in (guess, *FALLBACKS):
        if name and _reads(data, name):
            return name
    raise Refused(
        _("The file's encoding is not recognised. Save it as UTF-8, or name its encoding in the mapping.")
    )


def _everyday_chinese(data: bytes, sample: bytes) -> bool:
    """Whether `data` reads as GB18030 and most of its letters beyond ASCII are in GB 2312's everyday level.

    GB18030 decodes much of what is really Latin-1 or Big5, but into rare characters.
    """
    if not _reads(data, "gb18030"):
        return False
    wide = [letter for letter in sample.decode("gb18030", errors="ignore") if letter > "\x7f"]
    everyday = sum(1 for letter in wide if _in_first_level(letter))
    return bool(wide) and everyday >= 0.7 * len(wide)


def _in_first_level(letter: str) -> bool:
    """Level 1 of GB 2312 (3,755 everyday characters) and its punctuation and full-width forms."""
    try:
        coded = letter.encode("gb2312")
    except UnicodeError:
        return False
    return 0xA1 <= coded[0] <= 0xA3 or 0xB0 <= coded[0] <= 0xD7
