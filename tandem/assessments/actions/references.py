"""The letters behind references: kept out of the web's reach, each download on record."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.assessments.desk import Desk
from tandem.assessments.models import Reference
from tandem.assessments.rules import kept as rules
from tandem.core import file_kinds, kept_files


@transaction.atomic
def attach_letter(reference: Any, uploaded: "UploadedFile[Any]", desk: Desk, *, by: Actor) -> None:
    """Raises Refused for a file of no kind that is taken."""
    require(rules.can_keep(by, desk))
    content = uploaded.read(file_kinds.LARGEST + 1)
    kept = kept_files.keep(content, name=uploaded.name or "letter", folder="references")
    reference.path, reference.file_name = kept.path, kept.file_name
    reference.media_type, reference.sha256 = kept.media_type, kept.sha256
    reference.save(update_fields=["path", "file_name", "media_type", "sha256"])


@transaction.atomic
def record_letter_download(reference: Reference, *, by: Actor) -> None:
    """Who took it away is on record on the side whose letter it is, and on the reader's own."""
    other = reference.kept_by_id if reference.kept_by_id != by.organization_id else None
    audit.record(
        reference, "reference_letter_downloaded", by=by, counterpart=other, shared=other is not None,
        changes={"file": ["", reference.file_name]},
    )  # fmt: skip
