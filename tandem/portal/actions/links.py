"""Links to one request: made, opened, used up, revoked, renewed. What they let in is `link_actor`, no more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.portal import rules, telling, tokens
from tandem.portal.models import Ask, Link

LASTS = timedelta(days=14)


@transaction.atomic
def make_link(
    ask: Ask, *, via: str, language: str, email: str = "", by: Actor, now: datetime, lasts: timedelta = LASTS
) -> tuple[Link, str]:
    """A new link to a request and its token, which is told this once and kept nowhere."""
    require(rules.can_link(by, ask), rules.why_not_ask(by))
    if not ask.is_waiting and ask.kind != Ask.Kind.SCORECARD:
        raise Refused(_("Nothing is open in this request, so a link would lead to nothing."))
    token = tokens.new_token()
    link = Link.objects.create(
        ask=ask,
        customer_id=ask.relationship.customer_id,
        supplier_id=ask.relationship.supplier_id,
        digest=tokens.digest_of(token),
        via=via,
        email=email.strip().lower(),
        language=language,
        made_at=now,
        made_by_name=by.name[:120],
        expires_at=now + lasts,
    )
    audit.record(ask, "link_made", by=by, changes={"link": ["", str(link)]})
    telling.link_made(ask, now=now)
    return link, token


def link_actor(link: Link) -> Actor:
    """Whoever opens the link: for the supplier, without a name of their own, able to answer and nothing else; to read
    too where it is a scorecard that is to be read, or whose lines are to be checked.

    The pages behind a link ask for that link's request alone, so this is no key to the supplier's other requests.
    """
    able = {Capability.ANSWER_CUSTOMERS}
    if link.ask.kind in (Ask.Kind.SCORECARD, Ask.Kind.DATA_CHECK):
        able.add(Capability.READ_CUSTOMERS)
    return Actor(
        user_id=None,
        name=link.email or _("Somebody with the link"),
        organization_id=link.supplier_id,
        organization_slug=link.supplier.slug,
        roles=frozenset(),
        capabilities=frozenset(able),
    )


@transaction.atomic
def note_opened(link: Link, *, now: datetime) -> None:
    """The first time somebody looked. Looking uses nothing up."""
    if link.opened_at is None:
        link.opened_at = now
        link.save(update_fields=["opened_at"])


def use_link(link: Link, *, now: datetime) -> None:
    """Something was submitted by it; in the same transaction as the answer."""
    if link.used_at is None:
        link.used_at = now
        link.save(update_fields=["used_at"])


@transaction.atomic
def revoke_link(link: Link, *, by: Actor, now: datetime) -> None:
    require(rules.can_change_link(by, link), rules.why_not_ask(by))
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        audit.record(link.ask, "link_revoked", by=by, changes={"link": [str(link), ""]})


@transaction.atomic
def renew_link(link: Link, *, by: Actor, now: datetime) -> tuple[Link, str]:
    """A new link to the same request for the same recipient; the old one leads nowhere from now on."""
    revoke_link(link, by=by, now=now)
    return make_link(link.ask, via=link.via, email=link.email, language=link.language, by=by, now=now)


@transaction.atomic
def want_another(link: Link, *, now: datetime) -> None:
    """Whoever holds a link that leads nowhere any more tells the customer, once a day at most."""
    if not link.ask.is_waiting and link.ask.kind != Ask.Kind.SCORECARD:
        return
    if link.wanted_at is None or link.wanted_at < now - timedelta(days=1):
        link.wanted_at = now
        link.save(update_fields=["wanted_at"])
        telling.another_link_wanted(link, now=now)
