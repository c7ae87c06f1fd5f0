"""What each member looks after: it bounds what a buyer may change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import queries, rules
from tandem.relationships.models import Category, CategoryDuty
from tandem.relationships.signals import duties_changed


@transaction.atomic
def assign_categories(
    membership: Membership,
    categories: Iterable[Category],
    *,
    every: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Say which categories a member looks after; `every` means each there is and will be. Raises Refused."""
    own = membership.user_id == by.user_id
    require(
        rules.can_assign_categories(by, membership),
        _("Another administrator says what you look after.") if own else None,
    )
    chosen = [] if every else list(categories)
    if any(each.customer_id != membership.organization_id for each in chosen):
        raise Refused(_("Choose from your own organisation’s categories."))
    before = queries.duties(membership)
    membership.duties.all().delete()
    CategoryDuty.objects.bulk_create(
        [CategoryDuty(membership=membership, category=each) for each in ([None] if every else chosen)]
    )
    after = queries.duties(membership)
    if before == after:
        return
    changes: audit.Changes = {
        "member": ["", str(membership.user)],
        "looked_after": [_written(before), _written(after)],
    }
    audit.record(membership.organization, "categories_assigned", by=by, changes=changes)
    duties_changed.send(CategoryDuty, membership=membership, by=by, now=now)


def _written(duties: queries.Duties) -> Any:
    """As the trail keeps it: codes of categories, or a star for every one."""
    return ["*"] if duties.every else [category.code for category in duties.categories]
