from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.facts import queries, rules
from tandem.facts.actions.loading import lake_tables, pin
from tandem.facts.lake_keys import keys_in_use
from tandem.facts.models import Batch, BatchStatus, SupplierKey
from tandem.lake import store
from tandem.lake.errors import LakeRefused


def withdraw_batch(batch: Batch, *, by: Actor, reason: str) -> None:
    """The figures are then as if the batch had never been loaded; later batches stand, its rows stay logged."""
    require(rules.can_load(by, batch))
    if not reason.strip():
        raise Refused(_("Say why the batch is withdrawn: the reason stays in the history."))
    with lake_tables(batch, withdrawing=True):
        batch.refresh_from_db()
        if batch.status != BatchStatus.LOADED:
            raise Refused(
                _("Batch %(number)d is not loaded, so there is nothing to withdraw.")
                % {"number": batch.number}
            )
        base, root = queries.lake_snapshot(batch.customer_id), queries.lake_root(batch.customer)
        try:
            withdrawn = store.withdraw(root, base, batch.number)
        except LakeRefused as error:
            raise Refused(error.in_language(get_language() or "en")) from error
        with transaction.atomic():
            version = pin(batch.customer_id, withdrawn.changes)
            _forget_unused_keys(batch, keys_in_use(root, version.tables))
            audit.move(batch, BatchStatus.WITHDRAWN, by=by, reason=reason)


def _forget_unused_keys(batch: Batch, used: set[tuple[str, str]]) -> None:
    """Numbers that only withdrawn rows use wait for nobody."""
    known = SupplierKey.objects.filter(customer=batch.customer_id, source=batch.source)
    gone = [pk for pk, source, key in known.values_list("pk", "source", "key") if (source, key) not in used]
    SupplierKey.objects.filter(pk__in=gone).delete()
