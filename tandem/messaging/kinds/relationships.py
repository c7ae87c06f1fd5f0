"""What people and webhooks are told of relationships and those who share in them."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "relationship.stage_changed",
        Group.RELATIONSHIPS,
        _("A supplier of mine moved to another stage"),
        _("%(supplier)s went from “%(old)s” to “%(new)s”: %(reason)s"),
        C.READ_SUPPLIERS,
        "route",
        mail=Mail.DIGEST,
    ),
    Kind(
        "relationship.owner_changed",
        Group.RELATIONSHIPS,
        _("I became a supplier’s owner, or ceased to be"),
        _("%(supplier)s: %(new)s is its owner now, before %(old)s"),
        C.READ_SUPPLIERS,
        "user-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "consent.ended",
        Group.RELATIONSHIPS,
        _("A supplier stopped sharing something with us"),
        _("%(supplier)s stopped sharing with you: %(what)s"),
        C.MANAGE_QUALIFICATION,
        "lock",
        "warning",
        Mail.DIGEST,
    ),
)
