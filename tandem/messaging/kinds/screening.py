"""What people and webhooks are told of screening."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "screening.found",
        Group.RELATIONSHIPS,
        _("Suppliers may be on a screening list"),
        ngettext_lazy(
            "%(count)s possible match with a screening list is to be decided",
            "%(count)s possible matches with a screening list are to be decided",
            "count",
        ),
        C.DECIDE_SCREENING,
        "shield-check",
        "warning",
        mail=Mail.DIGEST,
    ),
    Kind(
        "screening.confirmed",
        Group.RELATIONSHIPS,
        _("A supplier was confirmed to be on a screening list"),
        _("%(supplier)s is on a list as %(listed)s: %(reason)s"),
        C.DECIDE_SCREENING,
        "alert-triangle",
        "bad",
        mail=Mail.AT_ONCE,
    ),
)
