"""Files that people hand in: checked by their content, kept out of the web's reach, handed out as downloads only.

Who may have a file, and that each download is on record, is said by the room whose record it belongs to.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.crypto import get_random_string

from tandem.core.file_kinds import SCANS, kind_of
from tandem.core.renditions import small


@dataclass(frozen=True)
class KeptFile:
    """`path` in the file storage; `file_name` what the sender's computer called it, made harmless; `media_type` what
    its content says it is; `size` in bytes."""

    path: str
    file_name: str
    media_type: str
    size: int
    sha256: str


def keep(content: bytes, *, name: str, folder: str, taken: Collection[str] = SCANS) -> KeptFile:
    """Store what was uploaded, under a name of our own. Raises Refused for a file of no kind that is `taken`."""
    kind = kind_of(content, taken)
    path = default_storage.save(f"{folder}/{get_random_string(32)}.{kind.ending}", ContentFile(content))
    return KeptFile(
        path=path,
        file_name=_plain_name(name, kind.ending),
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def keep_small(content: bytes, *, of: KeptFile) -> str:
    """A small rendition of a photograph beside it; its path, empty for what is no picture."""
    rendition = small(content) if of.media_type.startswith("image/") else None
    if rendition is None:
        return ""
    return default_storage.save(f"{of.path.rpartition('.')[0]}-small.jpg", ContentFile(rendition))


def shown_small(path: str) -> FileResponse:
    """A rendition that was made here, to stand inside a page. Raises Http404 where the storage has lost it."""
    if not path or not default_storage.exists(path):
        raise Http404
    answer = FileResponse(default_storage.open(path), content_type="image/jpeg")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def handed_out(path: str, *, file_name: str, media_type: str) -> FileResponse:
    """The file as a download, never shown inside a page: whatever a file of somebody else's may carry, the browser
    only keeps it. Raises Http404 where the storage has lost it."""
    if not default_storage.exists(path):
        raise Http404
    answer = FileResponse(
        default_storage.open(path), as_attachment=True, filename=file_name, content_type=media_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def forget(path: str) -> None:
    """Remove what somebody took back. A file that is gone already is no error."""
    default_storage.delete(path)


def _plain_name(name: str, ending: str) -> str:
    """The last part of the name without what a header or a file system could take amiss, ending as what it is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    kept = "".join(letter for letter in stem if letter.isprintable() and letter not in '"<>:|?*').strip(". ")
    return f"{kept[:150] or 'file'}.{ending}"
