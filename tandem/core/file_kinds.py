"""What an uploaded file really is, told from its content: the name and what the browser says are not asked.

Taken are PDF, PNG and JPEG, and where a caller wants them the Office formats (XLSX, DOCX, PPTX) and plain text (CSV,
TXT). What is encrypted, what runs something when it is opened, and what carries other files is not: nobody can look
into the first, and the others have no place in a document that is handed in.
"""

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.office_files import DOCX, OFFICE, PPTX, XLSX, office_kind
from tandem.core.text_files import CSV, TEXT, TXT, text_kind

LARGEST = 10 * 1024 * 1024
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ENDINGS = {
    PDF: "pdf", PNG: "png", JPEG: "jpg", XLSX: "xlsx", DOCX: "docx", PPTX: "pptx", CSV: "csv", TXT: "txt",
}  # fmt: skip
SCANS = frozenset({PDF, PNG, JPEG})
DOCUMENTS = SCANS | OFFICE
ALL_KINDS = DOCUMENTS | TEXT

# A script always says /JavaScript too; the shorter /JS would turn up in compressed pictures by chance.
_ACTIVE = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/XFA",
    b"/SubmitForm",
    b"/ImportData",
)
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_BEGINS = re.compile(rb">>\s{0,8}stream\r?\n")
# Of the dictionary of an object stream, on either side of its type.
_DICTIONARY = 1000
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Object streams hold names out of sight; more than this of them is no certificate.
_MOST_INFLATED = 32 * 1024 * 1024


@dataclass(frozen=True)
class Kind:
    media_type: str

    @property
    def ending(self) -> str:
        return ENDINGS[self.media_type]


def kind_of(content: bytes, taken: Collection[str] = SCANS) -> Kind:
    """One of the media types `taken`. Raises Refused with a sentence for anything else."""
    if len(content) > LARGEST:
        raise Refused(
            _("The file is larger than %(limit)d MB. Send a smaller scan.") % {"limit": LARGEST // 1024**2}
        )
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return Kind(PNG)
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return Kind(JPEG)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        _check_pdf(content)
        return Kind(PDF)
    other = office_kind(content) if not OFFICE.isdisjoint(taken) else None
    if other is None and not TEXT.isdisjoint(taken):
        other = text_kind(content)
    if other is None or other not in taken:
        raise Refused(_not_taken(taken))
    return Kind(other)


def _not_taken(taken: Collection[str]) -> str:
    if OFFICE.isdisjoint(taken):
        return _(
            "This file is no whole PDF, PNG or JPEG, whatever its name says. Save it as a PDF, or take a photo."
        )
    return _(
        "This file is no whole PDF, PNG, JPEG, Excel, Word or PowerPoint file, whatever its name says."
        " Save it as a PDF, or take a photo."
    )


def _check_pdf(content: bytes) -> None:
    if _names(content, (b"/Encrypt",)):
        raise Refused(_("This PDF is encrypted. Save it without a password and upload it again."))
    hidden = _object_streams(content)
    if _names(content, _ACTIVE) or any(_names(part, _ACTIVE) for part in hidden):
        raise Refused(
            _(
                "This PDF carries scripts, sending forms or other files. Print it into a plain PDF and upload that."
            )
        )


def _names(part: bytes, names: tuple[bytes, ...]) -> bool:
    """Whether one of these PDF names stands there, also written with #xx for some of its letters."""
    return any(
        re.search(re.escape(name) + rb"(?![A-Za-z0-9])", text)
        for name in names
        for text in (part, _spelt(part))
    )


def _spelt(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _object_streams(content: bytes) -> list[bytes]:
    """The inflated object streams. Raises Refused where one cannot be looked into, or where they are too many.

    In one pass: whoever uploads chooses what stands here, and how often.
    """
    places = list(_OBJECTS.finditer(content))
    if len(places) != len(_OBJECTS.findall(_spelt(content))):
        raise Refused(_too_deep())
    found, left, last = [], _MOST_INFLATED, 0
    for place in places:
        begins = _BEGINS.search(content, place.end(), place.end() + _DICTIONARY)
        if begins is None:
            raise Refused(_too_deep())
        if begins.end() == last:
            continue
        last = begins.end()
        part = _inflated(content, _dictionary(content, place.start(), begins.start()), last, left)
        left -= len(part)
        if left <= 0:
            raise Refused(_too_deep())
        found.append(part)
    return found


def _dictionary(content: bytes, place: int, end: int) -> bytes:
    """What stands around a stream's type, from the beginning of its object."""
    return content[max(content.rfind(b"obj", place - _DICTIONARY, place), place - _DICTIONARY, 0) : end]


def _inflated(content: bytes, dictionary: bytes, start: int, most: int) -> bytes:
    """At most `most` bytes of a stream; of one that is not packed none, as its names stand in the open."""
    if not _names(dictionary, (b"/Filter",)):
        return b""
    inflate = zlib.decompressobj()
    ends = content.find(b"endstream", start)
    try:
        part = inflate.decompress(content[start : ends if ends >= 0 else len(content)], most)
    except zlib.error as error:  # packed in another way
        raise Refused(_too_deep()) from error
    if inflate.unconsumed_tail or _names(dictionary, (b"/DecodeParms", b"/DP")):
        raise Refused(_too_deep())
    return part


def _too_deep() -> str:
    return _("This PDF is built too deep to be looked through. Print it into a plain PDF and upload that.")
