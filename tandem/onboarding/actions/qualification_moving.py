"""An item goes from one state to the next, on record at both ends."""

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.onboarding.models import QualificationItem


def move_item(item: QualificationItem, to: str, *, by: Actor, reason: str = "", shared: bool = False) -> None:
    relationship = item.stage.qualification.relationship
    ours = relationship.customer_id == by.organization_id
    audit.move(
        item,
        to,
        by=by,
        reason=reason,
        counterpart=relationship.supplier_id if ours else relationship.customer_id,
        shared=shared,
    )
