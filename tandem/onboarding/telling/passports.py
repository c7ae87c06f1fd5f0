"""Who is told of a passport: the customer's people who lead qualifications, and the supplier's who keep it."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.messaging import values
from tandem.messaging.actions import members, notify, settle
from tandem.onboarding.models import PassportProposal


def proposed(proposal: PassportProposal, *, by: Actor, now: datetime) -> None:
    relationship = proposal.relationship
    notify(
        "passport.proposed",
        to=members(relationship.customer_id),
        about=proposal,
        url=proposal.get_absolute_url(),
        context={"supplier": values.organisation(relationship.supplier), "version": proposal.number},
        by=by,
        now=now,
    )


def over(proposal: PassportProposal, *, now: datetime) -> None:
    """It waits for nobody any more."""
    settle(("passport.proposed",), proposal, now=now)


def decided(proposal: PassportProposal, *, by: Actor, now: datetime) -> None:
    over(proposal, now=now)
    relationship = proposal.relationship
    notify(
        f"passport.{proposal.status}",
        to=members(relationship.supplier_id),
        about=proposal,
        url=reverse("onboarding_supplier:sharing"),
        context={
            "customer": values.organisation(relationship.customer),
            "version": proposal.number,
            "reason": proposal.reason,
        },
        by=by,
        now=now,
    )
