from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, rules, scopes, secrets
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Token
from tandem.accounts.roles import Capability
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused

LONGEST_DAYS = 366


@transaction.atomic
def make_token(
    name: str,
    wanted: Collection[Scope],
    *,
    days: int,
    by: Actor,
    now: datetime,
    service: bool = False,
) -> tuple[Token, str]:
    """A token and its secret, which is shown this once and kept nowhere. Raises Refused.

    A person's own acts as the person; a service token is the organisation's and outlasts whoever made it.
    """
    stands_in = service and Capability.MANAGE_INTEGRATIONS in by.capabilities
    rules.require(
        rules.can_make_tokens(by, service=service),
        _("A service token outlasts a delegation, so whoever stands in makes none.") if stands_in else None,
    )
    _check(wanted, days, by=by, service=service)
    membership = None if service else Membership.objects.get(user=by.user_id, organization=by.organization_id)
    secret = secrets.new_secret()
    token = Token.objects.create(
        organization_id=by.organization_id,
        user_id=None if service else by.user_id,
        membership=membership,
        name=name.strip()[:80] or _("Unnamed"),
        beginning=secret[: secrets.SHOWN],
        digest=secrets.digest(secret),
        scopes=scopes.in_order(wanted),
        created_at=now,
        created_by=by.name,
        expires_at=now + timedelta(days=days),
    )
    audit.record(token, "token_made", by=by, changes={"scopes": ["", token.scopes]})
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: Actor, now: datetime) -> None:
    """End a token at once, for good."""
    rules.require(rules.can_revoke(by, token))
    if token.revoked_at is not None:
        raise Refused(_("“%(name)s” has been revoked already.") % {"name": token})
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    audit.record(token, "token_revoked", by=by)


def _check(wanted: Collection[Scope], days: int, *, by: Actor, service: bool) -> None:
    if not wanted:
        raise Refused(_("Choose what the token may be used for."))
    if not 0 < days <= LONGEST_DAYS:
        raise Refused(_("A token lives for a year at most."))
    beyond = set(wanted) - set(scopes.open_to(by.own_capabilities if service else by.capabilities))
    if service:
        beyond |= set(wanted) & scopes.PERSONS_ONLY
    if beyond:
        names = ", ".join(scopes.in_order(beyond))
        raise Refused(_("This token cannot be given: %(scopes)s.") % {"scopes": names})
