"""Excel, Word and PowerPoint files as people hand them in: looked through without being opened.

Such a file is a ZIP archive of XML parts. Refused is what is encrypted, what holds macros or other things that run,
what carries other files, and what fetches something from elsewhere when it is opened. A plain link that somebody may
click is left alone.
"""

import io
import lzma
import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from tandem.core.errors import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFFICE = frozenset({XLSX, DOCX, PPTX})

_MAIN = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "ppt/presentation.xml": PPTX}
_TYPES = "[Content_Types].xml"
# The formats before 2007, and what an encrypted file of today is packed into.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_RUNS = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|/macrosheets/|/dialogsheets/|/externallinks/|^customui/|/ctrlprops/"
    r"|^xl/connections\.xml|/afchunk",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
# A field of Word that starts another program.
_DDE = re.compile(rb"(?:instrText[^>]*>[^<]*|:instr=[\"'][^\"'>]*)\bDDE(?:AUTO)?\b")
_MOST_PARTS = 4000
_LARGEST_PART = 64 * 1024 * 1024
_LARGEST_WHOLE = 256 * 1024 * 1024
# Of a part that is looked through.
_MOST_READ = 32 * 1024 * 1024


def office_kind(content: bytes) -> str | None:
    """Its media type; None for a file of another kind. Raises Refused with a sentence for one that is not taken."""
    if content.startswith(_OLE):
        raise Refused(_of_old(content))
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _looked_through(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        EOFError,
        OSError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise Refused(
            _("This Office file is damaged. Save it again, or as a PDF, and upload that.")
        ) from error


def _of_old(content: bytes) -> str:
    if _ENCRYPTED_PACKAGE in content:
        return _("This file is encrypted. Save it without a password and upload it again.")
    return _(
        "This file has the Office format of before 2007. Save it as XLSX, DOCX, PPTX or PDF and upload that."
    )


def _looked_through(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_WHOLE:
        raise Refused(_too_much())
    if any(part.file_size > _LARGEST_PART for part in parts):
        raise Refused(_too_much())
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("This file is encrypted. Save it without a password and upload it again."))
    names = [part.filename.replace("\\", "/") for part in parts]
    kinds = {_MAIN[name] for name in names if name in _MAIN}
    if _TYPES not in names or len(kinds) != 1:
        return None
    if any(_RUNS.search(f"/{name}") or _RUNS.search(name) for name in names):
        raise Refused(_runs())
    if b"macroenabled" in _read(archive, _TYPES).lower():
        raise Refused(_runs())
    for part in parts:
        _check_part(archive, part)
    return kinds.pop()


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if name.endswith(".rels"):
        for found in _OUTSIDE.findall(_read(archive, part.filename)):
            text = found.lower()
            if b"external" in text and b"/hyperlink" not in text:
                raise Refused(
                    _(
                        "This file fetches something from elsewhere when it is opened."
                        " Save it as a PDF and upload that."
                    )
                )
    elif name.startswith("word/") and name.endswith(".xml") and _DDE.search(_read(archive, part.filename)):
        raise Refused(_runs())


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part's bytes. Raises Refused for one that is longer than it should be."""
    with archive.open(name) as part:
        content = part.read(_MOST_READ + 1)
    if len(content) > _MOST_READ:
        raise Refused(_too_much())
    return content


def _runs() -> str:
    return _(
        "This Office file holds macros, embedded objects or links to other files. Save it as a PDF and upload that."
    )


def _too_much() -> str:
    return _("This Office file is much larger than it looks. Save it as a PDF and upload that.")
