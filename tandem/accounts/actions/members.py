from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, rules
from tandem.accounts.actions.delegations import end_with
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization, User
from tandem.accounts.roles import Capability, Role
from tandem.accounts.signals import member_added, roles_changed
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


@transaction.atomic
def add_member(
    organization: Organization,
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    password: str | None,
    language: str = "en",
    by: Actor,
) -> Membership:
    """Give a person, known or new, a membership. A new person without a password sets one by mail."""
    rules.require(rules.can_manage_organization(by, organization.pk))
    with beyond_the_fence():  # a person has one sign-in for all the organisations they act for
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = User.objects.create_user(
                email, password, name=name, language=language, acting_for=organization
            )
    membership, created = Membership.objects.get_or_create(
        user=user, organization=organization, defaults={"roles": ordered(roles)}
    )
    if not created:
        raise Refused(_("%(name)s is a member already.") % {"name": user})
    audit.record(
        organization,
        "member_added",
        by=by,
        changes={"member": ["", str(user)], "roles": ["", ordered(roles)]},
    )
    member_added.send(Membership, membership=membership, by=by)
    return membership


@transaction.atomic
def change_roles(membership: Membership, roles: Collection[Role], *, by: Actor) -> None:
    own = membership.user_id == by.user_id and Capability.MANAGE_ORGANISATION in by.capabilities
    rules.require(
        rules.can_change_roles(by, membership),
        _("You stand in for an administrator: another administrator changes your own roles.")
        if own
        else None,
    )
    if set(membership.roles) == set(roles):
        return
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(membership)
    changes: audit.Changes = {
        "member": ["", str(membership.user)],
        "roles": [membership.roles, ordered(roles)],
    }
    membership.roles = ordered(roles)
    membership.save(update_fields=["roles"])
    audit.record(membership.organization, "member_roles_changed", by=by, changes=changes)
    roles_changed.send(Membership, membership=membership, by=by)


@transaction.atomic
def remove_member(membership: Membership, *, by: Actor, now: datetime) -> None:
    """End a membership, and with it what was handed over. The person stays known to the audit trail and to other
    organisations."""
    rules.require(rules.can_manage_organization(by, membership.organization_id))
    _keep_an_administrator(membership)
    changes: audit.Changes = {"member": [str(membership.user), ""], "roles": [membership.roles, ""]}
    audit.record(membership.organization, "member_removed", by=by, changes=changes)
    end_with(membership, by=by, now=now)
    membership.delete()


def ordered(roles: Collection[Role]) -> list[Role]:
    """In the order of the table, each once. Raises Refused for none at all."""
    if not roles:
        raise Refused(_("A member needs a role: choose one."))
    return [role for role in Role if role in roles]


def _keep_an_administrator(membership: Membership) -> None:
    """Lock the organisation's administrators, so that two of them cannot remove each other at once."""
    others = list(
        Membership.objects.select_for_update()
        .filter(organization=membership.organization_id, roles__contains=[Role.ADMINISTRATOR])
        .values_list("pk", flat=True)
    )
    if Role.ADMINISTRATOR in membership.roles and others == [membership.pk]:
        raise Refused(
            _("%(name)s is the only administrator. Make somebody else an administrator first.")
            % {"name": membership.user}
        )
