"""What people and webhooks are told of data checks, countersignatures and appeals."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "check.opened",
        Group.SCORECARDS,
        _("A customer asks to check the lines behind our scorecard"),
        _(
            "%(customer)s asks you to check your lines for %(period)s until %(day)s, before the scorecard is published"
        ),
        C.ANSWER_CUSTOMERS,
        "list-check",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "check.submitted",
        Group.SCORECARDS,
        _("A supplier disputed lines in the data check"),
        ngettext_lazy(
            "%(supplier)s disputed lines of %(template)s for %(period)s: %(count)s to decide",
            "%(supplier)s disputed lines of %(template)s for %(period)s: %(count)s to decide",
            "count",
        ),
        C.DECIDE_APPEALS,
        "list-check",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "check.decided",
        Group.SCORECARDS,
        _("A customer decided what we disputed in the data check"),
        _("%(customer)s decided on your data check for %(period)s: %(accepted)s of %(all)s lines accepted"),
        C.ANSWER_CUSTOMERS,
        "list-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "appeal.submitted",
        Group.SCORECARDS,
        _("A supplier appealed against its scorecard"),
        ngettext_lazy(
            "%(supplier)s appealed against %(template)s for %(period)s: %(count)s line to decide",
            "%(supplier)s appealed against %(template)s for %(period)s: %(count)s lines to decide",
            "count",
        ),
        C.DECIDE_APPEALS,
        "gavel",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "appeal.decided",
        Group.SCORECARDS,
        _("A customer decided our appeal"),
        _("%(customer)s decided your appeal for %(period)s: %(accepted)s of %(all)s accepted"),
        C.ANSWER_CUSTOMERS,
        "gavel",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "run.to_countersign",
        Group.SCORECARDS,
        _("A run waits for countersignatures"),
        _("%(template)s for %(period)s waits for your function’s countersignature"),
        C.COUNTERSIGN_SCORECARDS,
        "signature",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "run.not_countersigned",
        Group.SCORECARDS,
        _("A countersignature of a run was refused"),
        _("%(name)s does not countersign %(template)s for %(period)s: %(reason)s"),
        C.PUBLISH_SCORECARDS,
        "signature",
        "bad",
        Mail.AT_ONCE,
    ),
)
