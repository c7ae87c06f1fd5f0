"""What people and webhooks are told of runs and published cards."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "scorecard.published",
        Group.SCORECARDS,
        _("A customer published our scorecard"),
        _("%(customer)s published your scorecard for %(period)s: %(grade)s"),
        C.READ_CUSTOMERS,
        "gauge",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "run.published",
        Group.SCORECARDS,
        _("A run was published"),
        ngettext_lazy(
            "%(template)s for %(period)s was published: %(count)s supplier",
            "%(template)s for %(period)s was published: %(count)s suppliers",
            "count",
        ),
        C.READ_SUPPLIERS,
        "circle-check",
        "good",
    ),
    Kind(
        "run.ready",
        Group.SCORECARDS,
        _("A run is ready for review"),
        ngettext_lazy(
            "%(template)s for %(period)s is ready to be reviewed: %(count)s supplier",
            "%(template)s for %(period)s is ready to be reviewed: %(count)s suppliers",
            "count",
        ),
        C.PUBLISH_SCORECARDS,
        "clipboard-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "run.opened",
        Group.SCORECARDS,
        _("A run is open for input"),
        _("%(template)s for %(period)s is open for your input until %(day)s"),
        C.READ_SUPPLIERS,
        "calendar-event",
        mail=Mail.DIGEST,
    ),
    Kind(
        "run.closing",
        Group.SCORECARDS,
        _("The time for input to a run is almost over"),
        _("%(template)s for %(period)s takes your input until %(day)s"),
        C.READ_SUPPLIERS,
        "calendar-due",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "run.failed",
        Group.SCORECARDS,
        _("A run stopped"),
        _("%(template)s for %(period)s stopped: %(problem)s"),
        C.RUN_SCORECARDS,
        "alert-circle",
        "bad",
        Mail.AT_ONCE,
    ),
)
