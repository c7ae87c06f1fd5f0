"""Offering somebody a membership by mail: single use, with an end, revocable."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, letters, rules
from tandem.accounts.actions.members import ordered
from tandem.accounts.actor import Actor
from tandem.accounts.letters import Writer
from tandem.accounts.models import Invitation, Membership, Organization, User
from tandem.accounts.roles import Role
from tandem.accounts.secrets import digest
from tandem.accounts.signals import invitation_accepted
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as, beyond_the_fence

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    organization: Organization,
    *,
    email: str,
    roles: Collection[Role],
    name: str = "",
    language: str = "en",
    site: str,
    by: Actor,
    now: datetime,
    letter: Writer = letters.invitation,
) -> Invitation:
    """Offer a membership by mail. `site` is Tandem's own address, as the one who invites sees it.

    An administrator invites into their own organisation; whoever may ask suppliers invites the first member of
    a supplier for whom nobody acts yet. Raises Refused, and then nobody is told.
    """
    rules.require(rules.can_invite(by, organization, roles))
    email = email.strip().lower()
    with beyond_the_fence():  # whether somebody acts for it is not the inviter's to see
        _refuse_members(organization, email, outside=by.organization_id != organization.pk)
    if Invitation.objects.visible_to(by).filter(organization=organization, email=email).pending().exists():
        raise Refused(_("%(email)s has been invited already. Send that invitation again.") % {"email": email})
    invitation = Invitation(
        organization=organization,
        sender_id=by.organization_id,
        email=email,
        name=name.strip(),
        language=language,
        roles=ordered(roles),
        invited_by_id=by.user_id,
        inviter=by.name[:120],
    )
    _send(invitation, site, letter, now=now)
    _record(invitation, "invited", by=by, roles=["", invitation.roles])
    return invitation


@transaction.atomic
def resend_invitation(
    invitation: Invitation, *, site: str, by: Actor, now: datetime, letter: Writer = letters.invitation
) -> None:
    """Send it once more, with a new link that runs anew; the earlier link no longer works."""
    _still_pending(invitation, by)
    _send(invitation, site, letter, now=now)
    _record(invitation, "invitation_resent", by=by)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    _still_pending(invitation, by)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    _record(invitation, "invitation_revoked", by=by)


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User, *, now: datetime) -> Membership:
    """Make the person it was sent to a member. Raises Refused for a link that no longer works."""
    with beyond_the_fence():  # who accepts is nobody's member yet
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not locked.is_open(now):
            raise Refused(_("This invitation no longer works. Ask %(name)s for a new one.") % _by(locked))
        if user.email != locked.email:
            raise Refused(
                _("This invitation is for %(email)s. Sign in with that address to accept it.")
                % {"email": locked.email}
            )
        _refuse_members(locked.organization, locked.email, outside=locked.from_outside)
        membership = Membership.objects.create(
            user=user, organization=locked.organization, roles=locked.roles
        )
        locked.accepted_at = now
        locked.save(update_fields=["accepted_at"])
        user.acting_for = locked.organization
        user.save(update_fields=["acting_for"])
    with acting_as(Acting(person=user.pk, organization=locked.organization_id)):
        changes: audit.Changes = {"member": ["", str(user)], "roles": ["", locked.roles]}
        audit.record(locked.organization, "invitation_accepted", by=Actor.member(membership), changes=changes)
    invitation_accepted.send(Invitation, invitation=locked, membership=membership, now=now)
    return membership


@transaction.atomic
def accept_as_newcomer(
    invitation: Invitation, *, name: str, language: str, password: str, now: datetime
) -> Membership:
    """The same for somebody new to Tandem, who becomes known by it. Raises Refused."""
    with beyond_the_fence():
        if User.objects.filter(email=invitation.email).exists():
            raise Refused(
                _("There is an account for this address already. Sign in to accept the invitation.")
            )
        user = User.objects.create_user(invitation.email, password, name=name.strip(), language=language)
    return accept_invitation(invitation, user, now=now)


def _send(invitation: Invitation, site: str, letter: Writer, *, now: datetime) -> None:
    token = token_urlsafe(32)
    invitation.digest = digest(token)
    invitation.invited_at = now
    invitation.expires_at = now + VALID_FOR
    invitation.save()
    letters.post(letter(invitation, letters.accepting(token, site)), now=now)


def _still_pending(invitation: Invitation, by: Actor) -> None:
    rules.require(rules.can_handle_invitation(by, invitation))
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(of=("self",)))
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Refused(_("The invitation of %(email)s was accepted or revoked.") % {"email": invitation.email})


def _refuse_members(organization: Organization, email: str, *, outside: bool) -> None:
    members = Membership.objects.filter(organization=organization)
    if members.filter(user__email=email).exists():
        raise Refused(_("%(name)s is a member already.") % {"name": email})
    if outside and members.exists():
        raise Refused(
            _(
                "%(organization)s has members of its own by now: one of its administrators invites further people."
            )
            % {"organization": organization}
        )


def _record(invitation: Invitation, verb: str, *, by: Actor, roles: list[object] | None = None) -> None:
    changes: dict[str, list[object]] = {"email": ["", invitation.email]}
    if roles:
        changes["roles"] = roles
    counterpart = invitation.organization_id if invitation.from_outside else None
    audit.record(invitation.organization, verb, by=by, changes=changes, counterpart=counterpart, shared=True)


def _by(invitation: Invitation) -> dict[str, str]:
    return {"name": invitation.inviter}
