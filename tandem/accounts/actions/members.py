from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, rules
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization, User
from tandem.accounts.roles import Role
from tandem.core.errors import Refused


@transaction.atomic
def add_member(
    organization: Organization,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
    language: str = "en",
    by: Actor,
) -> Membership:
    """Give a person, known or new, a membership. A new person without a password sets one by mail."""
    rules.require(rules.can_manage_organization(by, organization.pk))
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(
            email, password, name=name, language=language, acting_for=organization
        )
    membership, created = Membership.objects.get_or_create(
        user=user, organization=organization, defaults={"role": role}
    )
    if not created:
        raise Refused(_("%(name)s is a member already.") % {"name": user})
    audit.record(organization, "member_added", by=by, changes={"member": ["", str(user)], "role": ["", role]})
    return membership


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: Actor) -> None:
    rules.require(rules.can_manage_organization(by, membership.organization_id))
    if membership.role == role:
        return
    _keep_an_administrator(membership)
    changes = {"member": ["", str(membership.user)], "role": [membership.role, role]}
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(membership.organization, "member_role_changed", by=by, changes=changes)


@transaction.atomic
def remove_member(membership: Membership, *, by: Actor) -> None:
    """End a membership. The person stays known to the audit trail and to other organisations."""
    rules.require(rules.can_manage_organization(by, membership.organization_id))
    _keep_an_administrator(membership)
    changes = {"member": [str(membership.user), ""], "role": [membership.role, ""]}
    audit.record(membership.organization, "member_removed", by=by, changes=changes)
    membership.delete()


def _keep_an_administrator(membership: Membership) -> None:
    """Lock the organisation's administrators, so that two of them cannot remove each other at once."""
    others = list(
        Membership.objects.select_for_update()
        .filter(organization=membership.organization_id, role=Role.ADMINISTRATOR)
        .values_list("pk", flat=True)
    )
    if membership.role == Role.ADMINISTRATOR and others == [membership.pk]:
        raise Refused(
            _("%(name)s is the only administrator. Make somebody else an administrator first.")
            % {"name": membership.user}
        )
