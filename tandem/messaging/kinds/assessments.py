"""What people and webhooks are told of questionnaires, audits and references."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "assessment.asked",
        Group.ASSESSMENTS,
        _("A customer asks us to answer a questionnaire"),
        _("%(customer)s asks you to answer “%(what)s” by %(due)s"),
        C.ANSWER_CUSTOMERS,
        "clipboard-list",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "assessment.returned",
        Group.ASSESSMENTS,
        _("A customer returned our questionnaire"),
        _("%(customer)s returned “%(what)s”, to be completed by %(due)s: %(reason)s"),
        C.ANSWER_CUSTOMERS,
        "arrow-back-up",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "assessment.withdrawn",
        Group.ASSESSMENTS,
        _("A customer withdrew a questionnaire"),
        _("%(customer)s no longer asks for “%(what)s”"),
        C.ANSWER_CUSTOMERS,
        "ban",
    ),
    Kind(
        "assessment.published",
        Group.ASSESSMENTS,
        _("A customer published the result of an assessment of us"),
        _("%(customer)s published its result of “%(what)s”"),
        C.READ_CUSTOMERS,
        "clipboard-check",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "assessment.submitted",
        Group.ASSESSMENTS,
        _("A supplier answered a questionnaire of mine"),
        _("%(supplier)s answered “%(what)s”"),
        C.READ_SUPPLIERS,
        "message",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "assessment.assigned",
        Group.ASSESSMENTS,
        _("I became an assessor"),
        _("You are to assess “%(what)s” of %(supplier)s"),
        C.ASSESS_SUPPLIERS,
        "clipboard-data",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "assessment.verified",
        Group.ASSESSMENTS,
        _("All assessors of an assessment of mine are in"),
        _("All assessors are in: “%(what)s” of %(supplier)s can be published"),
        C.ASSESS_SUPPLIERS,
        "clipboard-check",
        "good",
        Mail.DIGEST,
    ),
)
