"""What people and webhooks are told of KPI targets, from the proposal to the agreement."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "target.proposed",
        Group.SCORECARDS,
        _("A customer proposes a target"),
        _(
            "%(customer)s proposes a target from %(day)s on: %(kpi)s %(value)s."
            " Accept it, or propose another value with your reason"
        ),
        C.ANSWER_CUSTOMERS,
        "target-arrow",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "target.countered",
        Group.SCORECARDS,
        _("A supplier proposes another target"),
        _("%(supplier)s proposes %(value)s for %(kpi)s instead: %(reason)s"),
        C.EDIT_TEMPLATES,
        "target-arrow",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "target.agreed",
        Group.SCORECARDS,
        _("A target was agreed"),
        _("%(supplier)s and %(customer)s agreed on a target: %(kpi)s %(value)s"),
        C.EDIT_TEMPLATES,
        "circle-check",
        "good",
    ),
    Kind(
        "target.accepted",
        Group.SCORECARDS,
        _("A customer accepted the target we proposed"),
        _("%(customer)s accepted the target that you proposed: %(kpi)s %(value)s"),
        C.ANSWER_CUSTOMERS,
        "circle-check",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "target.withdrawn",
        Group.SCORECARDS,
        _("A customer withdrew a target"),
        _("%(customer)s withdrew its target for %(kpi)s: %(reason)s"),
        C.READ_CUSTOMERS,
        "target-arrow",
        mail=Mail.DIGEST,
    ),
)
