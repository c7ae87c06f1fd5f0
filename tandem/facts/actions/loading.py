"""A batch on its way into the lake. What counts is one PostgreSQL transaction at the end: before it nobody sees
anything of the batch, after it everybody sees all of it, and a killed load can simply be run again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.reading import read
from tandem.facts import locks, queries, rules
from tandem.facts.actions import suppliers, telling
from tandem.facts.actions.batches import discard_earlier_tries
from tandem.facts.checking import Checked, check
from tandem.facts.mapping import Mapping, parsed
from tandem.facts.models import Batch, BatchStatus, LakeVersion
from tandem.facts.rejects import write_rejects
from tandem.facts.totals import control_totals
from tandem.lake import store
from tandem.lake.errors import LakeRefused
from tandem.lake.layout import WITHDRAWALS

Clock = Callable[[], datetime]
Tell = Callable[[int], None]
LOAD_TASK = "tandem.facts.load_batch"


@dataclass(frozen=True)
class Choices:
    """What the person decided: load what is good though rows were rejected; make suppliers of unknown numbers."""

    good_rows_only: bool = False
    create_suppliers: bool = False


def load_batch(
    batch: Batch, *, by: Actor, clock: Clock, choices: Choices = Choices(), tell: Tell | None = None
) -> Batch:
    """Read, check and load the batch's file. Afterwards it is loaded, or refused with its rejects listed.

    `tell` hears how far the load has come, in percent; the batch's own row says it too.

    Raises Refused when the file cannot be read under the mapping, or somebody else is loading the batch.
    """
    require(rules.can_load(by, batch))
    with locks.held_if_free(locks.batch(batch.pk)) as free:
        if not free:
            raise Refused(_("Batch %(number)d is being loaded already.") % {"number": batch.number})
        note_interrupted(batch.customer_id, by=by, now=clock())
        batch.refresh_from_db()
        audit.move(batch, BatchStatus.LOADING, by=by)
        try:
            _load(batch, by=by, clock=clock, choices=choices, tell=tell or _nobody)
        except LakeRefused as error:
            sentence = error.in_language(get_language() or "en")
            _fail(batch, sentence, by=by, now=clock())
            raise Refused(sentence) from error
        except BaseException as error:
            _fail(batch, str(error) or type(error).__name__, by=by, now=clock())
            raise
    return batch


@transaction.atomic
def start_loading(batch: Batch, *, by: Actor, choices: Choices = Choices()) -> None:
    """Load the batch in the background, as soon as this transaction is committed."""
    require(rules.can_load(by, batch))
    if not batch.mapping:
        raise Refused(_("Say first how the file is to be read."))
    audit.move(batch, BatchStatus.QUEUED, by=by)
    app.configure_task(LOAD_TASK).defer(batch_id=batch.pk, **asdict(choices))


def note_interrupted(customer_id: int, *, by: Actor, now: datetime) -> None:
    """Batches whose loading process is gone: nothing of them was loaded, and they may be loaded again."""
    for batch in Batch.objects.filter(customer=customer_id, status=BatchStatus.LOADING):
        with locks.held_if_free(locks.batch(batch.pk)) as free:
            if free:
                batch.failure = _(
                    "The process that loaded the file was ended. Nothing was loaded; load it again."
                )
                with transaction.atomic():
                    audit.move(batch, BatchStatus.FAILED, by=by)
                    telling.batch_failed(batch, now=now)


def check_file(mapping: Mapping, path: Path) -> Checked:
    """Read and check a file whole. Raises Refused when it cannot be read, or has no rows."""
    source = read(
        path,
        sheet=mapping.file.sheet,
        encoding=mapping.file.encoding,
        delimiter=mapping.file.delimiter,
        header_row=mapping.file.header_row,
    )
    if not source.rows:
        raise Refused(_("The file has no rows below its header."))
    return check(mapping, source)


def _load(batch: Batch, *, by: Actor, clock: Clock, choices: Choices, tell: Tell) -> None:
    _progress(batch, 5, tell)
    mapping = parsed(batch.mapping)
    checked = check_file(mapping, Path(batch.file_path))
    batch.read, batch.rejected, batch.skipped = checked.read, checked.rejected, checked.skipped
    batch.rejects_path = _keep_rejects(batch, checked)
    _progress(batch, 35, tell)
    if not checked.taken or (checked.rejected and not choices.good_rows_only):
        batch.loaded = batch.unchanged = 0
        batch.finished_at = clock()
        batch.progress = 100
        with transaction.atomic():
            audit.move(batch, BatchStatus.REFUSED, by=by)
            telling.batch_refused(batch, now=batch.finished_at)
        return
    batch.totals = [dict(total) for total in control_totals(checked.rows, mapping.schema)]
    with lake_tables(batch):
        base = queries.lake_snapshot(batch.customer_id)
        root = queries.lake_root(batch.customer)
        loaded = store.load(root, base, batch.fact, batch.number, checked.rows)
        _progress(batch, 70, tell)
        batch.loaded = loaded.loaded
        batch.unchanged = loaded.unchanged + checked.repeated
        _commit(batch, loaded.changes, checked, by=by, clock=clock, choices=choices)


@transaction.atomic
def _commit(
    batch: Batch, changes: dict[str, int], checked: Checked, *, by: Actor, clock: Clock, choices: Choices
) -> None:
    """The moment the batch counts: its lake version, its status and its suppliers, together or not at all."""
    suppliers.note_keys(batch, checked.suppliers)
    suppliers.find_suppliers(batch, checked.suppliers, by=by)
    if choices.create_suppliers:
        suppliers.create_suppliers(batch, checked.suppliers, by=by, now=clock())
    batch.unmatched = suppliers.rows_without_supplier(batch, checked.suppliers)
    batch.lake_version = pin(batch.customer_id, changes)
    batch.finished_at = clock()
    batch.progress = 100
    batch.failure = ""
    audit.move(batch, BatchStatus.LOADED, by=by)
    discard_earlier_tries(batch, by=by)
    telling.batch_loaded(batch, now=batch.finished_at)


def lake_tables(batch: Batch, *, withdrawing: bool = False) -> AbstractContextManager[None]:
    """Keep other writers out of the tables the batch goes to. Loads only read the list of withdrawals."""
    names = [locks.table(batch.customer_id, name) for name in store.tables_of(batch.fact)]
    withdrawals = locks.table(batch.customer_id, WITHDRAWALS)
    return locks.held(names, shared=() if withdrawing else (withdrawals,))


def pin(customer_id: int, changes: dict[str, int]) -> LakeVersion:
    """A new lake version: the newest, with the changed tables. Other tables may have moved on meanwhile."""
    locks.held_to_the_end(locks.versions(customer_id))
    newest = LakeVersion.objects.newest(customer_id)
    if newest is not None and not changes:
        return newest
    return LakeVersion.objects.create(
        customer_id=customer_id,
        number=newest.number + 1 if newest else 1,
        tables={**(newest.tables if newest else {}), **changes},
    )


def _keep_rejects(batch: Batch, checked: Checked) -> str:
    if not checked.rejects.num_rows:
        return ""
    path = queries.files_folder(batch.customer) / f"{batch.number}-rejects.csv"
    write_rejects(checked.rejects, path)
    return str(path)


def _fail(batch: Batch, sentence: str, *, by: Actor, now: datetime) -> None:
    """Say why the load ended. The counts stay those of a batch of which nothing was loaded."""
    failed = Batch.objects.get(pk=batch.pk)
    failed.failure = sentence
    audit.move(failed, BatchStatus.FAILED, by=by)
    telling.batch_failed(failed, now=now)


def _progress(batch: Batch, percent: int, tell: Tell) -> None:
    batch.progress = percent
    Batch.objects.filter(pk=batch.pk).update(progress=percent)
    tell(percent)


def _nobody(_percent: int) -> None:
    """Nobody listens."""
