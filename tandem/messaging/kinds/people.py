"""What people and webhooks are told of people, their access, and integrations."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "access.wanted",
        Group.PEOPLE,
        _("A colleague asks for access"),
        _("%(email)s wishes to act for us: add them, or leave it"),
        C.MANAGE_ORGANISATION,
        "user-plus",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "member.added",
        Group.PEOPLE,
        _("I became a member of an organisation"),
        _("You are a member of %(organization)s now: %(roles)s"),
        None,
        "user-plus",
        "good",
        Mail.NEVER,
    ),
    Kind(
        "member.roles_changed",
        Group.PEOPLE,
        _("My roles changed"),
        _("Your roles at %(organization)s are now: %(roles)s"),
        None,
        "users",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "member.categories_assigned",
        Group.PEOPLE,
        _("What I look after changed"),
        _("What you look after at %(organization)s is now: %(categories)s"),
        None,
        "category",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "delegation.made",
        Group.PEOPLE,
        _("A colleague stands in for another, and one of them is me"),
        _(
            "%(taker)s stands in for %(giver)s at %(organization)s, from %(first)s; %(giver)s is back on %(back)s"
        ),
        None,
        "users",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "delegation.ended",
        Group.PEOPLE,
        _("A delegation of mine, or to me, ended early"),
        _("%(taker)s no longer stands in for %(giver)s at %(organization)s"),
        None,
        "user-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "invitation.accepted",
        Group.PEOPLE,
        _("Somebody accepted an invitation of mine"),
        _("%(person)s accepted the invitation to %(organization)s"),
        None,
        "user-check",
        "good",
    ),
    Kind(
        "webhook.disabled",
        Group.INTEGRATIONS,
        _("A webhook was disabled after failing for long"),
        _("The webhook “%(endpoint)s” was disabled: %(problem)s"),
        C.MANAGE_INTEGRATIONS,
        "unlink",
        "bad",
        Mail.AT_ONCE,
    ),
)
