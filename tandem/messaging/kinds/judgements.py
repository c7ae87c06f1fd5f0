"""What people are told of surveys in which colleagues judge suppliers. Never what anybody said."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "judgement.asked",
        Group.SCORECARDS,
        _("I am asked to judge suppliers"),
        ngettext_lazy(
            "%(count)s supplier to judge until %(day)s: %(template)s for %(period)s",
            "%(count)s suppliers to judge until %(day)s: %(template)s for %(period)s",
            "count",
        ),
        C.READ_SUPPLIERS,
        "list-check",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "judgement.reminder",
        Group.SCORECARDS,
        _("I am reminded to judge suppliers"),
        ngettext_lazy(
            "Reminder: %(count)s supplier to judge until %(day)s, %(template)s for %(period)s",
            "Reminder: %(count)s suppliers to judge until %(day)s, %(template)s for %(period)s",
            "count",
        ),
        C.READ_SUPPLIERS,
        "bell",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "judgement.closed",
        Group.SCORECARDS,
        _("Colleagues have judged suppliers"),
        _("Colleagues have judged: %(template)s for %(period)s is computed with it"),
        C.RUN_SCORECARDS,
        "circle-check",
        mail=Mail.DIGEST,
    ),
)
