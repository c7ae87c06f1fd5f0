import hashlib
import shutil
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.facts import locks, queries, rules
from tandem.facts.mapping import parsed
from tandem.facts.models import Batch, BatchStatus


@transaction.atomic
def open_batch(
    path: Path, *, fact: str, source: str, by: Actor, mapping: str = "", file_name: str = ""
) -> Batch:
    """Note that a file is to be loaded. Its number says which batch is later: the higher wins."""
    require(rules.can_import(by))
    locks.held_to_the_end(locks.versions(by.organization_id))
    highest = Batch.objects.filter(customer=by.organization_id).aggregate(Max("number"))["number__max"] or 0
    batch = Batch.objects.create(
        customer_id=by.organization_id,
        number=highest + 1,
        fact=fact,
        source=source[:60],
        file_name=(file_name or path.name)[:250],
        sha256=fingerprint(path),
        file_path=str(path),
        mapping=mapping,
        started_by_id=by.user_id,
        started_by_name=by.name[:120],
    )
    audit.record(batch, "opened", by=by)
    return batch


def keep_upload(batch: Batch, path: Path) -> None:
    """Move an uploaded file to where it stays until its batch is loaded and after."""
    folder = queries.files_folder(batch.customer)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{batch.number}{path.suffix.lower()}"
    shutil.move(path, kept)
    batch.file_path = str(kept)
    batch.save(update_fields=["file_path"])


@transaction.atomic
def map_batch(batch: Batch, text: str, *, by: Actor) -> None:
    """Say how the batch's file is to be read. Raises Refused for a faulty mapping, or one of another fact."""
    require(rules.can_load(by, batch))
    if not batch.open:
        raise Refused(
            _("Batch %(number)d is loaded; its mapping no longer changes.") % {"number": batch.number}
        )
    mapping = parsed(text)
    if mapping.fact != batch.fact:
        raise Refused(
            _("The mapping is for %(mapped)s, the batch for %(fact)s.")
            % {"mapped": mapping.fact, "fact": batch.fact}
        )
    batch.mapping = text
    batch.source = mapping.source[:60]
    batch.save(update_fields=["mapping", "source"])


@transaction.atomic
def discard_batch(batch: Batch, *, by: Actor, reason: str = "") -> None:
    """Give up a file of which nothing was loaded."""
    require(rules.can_load(by, batch))
    audit.move(batch, BatchStatus.DISCARDED, by=by, reason=reason)


def discard_earlier_tries(batch: Batch, *, by: Actor) -> None:
    """Once a file is loaded, earlier tries of it that came to nothing need nobody's attention any more."""
    tries = Batch.objects.filter(
        customer=batch.customer_id,
        fact=batch.fact,
        source=batch.source,
        sha256=batch.sha256,
        status__in=(BatchStatus.UPLOADED, BatchStatus.FAILED, BatchStatus.REFUSED),
        number__lt=batch.number,
    )
    for one in tries:
        discard_batch(one, by=by, reason=_("Loaded as batch %(number)d.") % {"number": batch.number})


def fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Refused(
            _("The file %(path)s cannot be opened: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from error
