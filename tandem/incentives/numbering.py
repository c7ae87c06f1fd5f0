"""A customer's numbers of cases, claims and statements: each kind counted by itself."""

from django.db.models import Max

from tandem.accounts.models import Organization
from tandem.incentives.models import Claim, Consequence, Statement


def next_number(model: type[Claim] | type[Consequence] | type[Statement], customer_id: int) -> int:
    """The next one; whoever takes it holds the customer's row until the transaction ends."""
    Organization.objects.select_for_update().get(pk=customer_id)
    rows = model._default_manager.filter(relationship__customer=customer_id)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1
