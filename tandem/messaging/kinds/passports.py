"""What people and webhooks are told of registrations and suppliers' passports."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "passport.proposed",
        Group.QUALIFICATION,
        _("A supplier put a version of its passport before us"),
        _("%(supplier)s published version %(version)s of its passport: accept or refuse it"),
        C.MANAGE_QUALIFICATION,
        "id-badge-2",
        mail=Mail.DIGEST,
    ),
    Kind(
        "passport.accepted",
        Group.QUALIFICATION,
        _("A customer accepted our passport"),
        _("%(customer)s accepted version %(version)s of your passport"),
        C.KEEP_PASSPORT,
        "check",
        "good",
    ),
    Kind(
        "passport.refused",
        Group.QUALIFICATION,
        _("A customer refused our passport"),
        _("%(customer)s refused version %(version)s of your passport: %(reason)s"),
        C.KEEP_PASSPORT,
        "ban",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "registration.waiting",
        Group.QUALIFICATION,
        _("A company registered with us"),
        _("%(company)s would like to become a supplier: accept or refuse the registration"),
        C.MANAGE_QUALIFICATION,
        "building-store",
        mail=Mail.DIGEST,
    ),
)
