"""What this room knows of a relationship's past, for the marks beside a trend."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.incentives import wording
from tandem.incentives.models import Claim, Consequence
from tandem.relationships.models import Relationship
from tandem.scorecards.happenings import Happening


def told(actor: Actor, relationship: Relationship, since: date, until: date) -> list[Happening]:
    room = "incentives" if actor.organization_id == relationship.customer_id else "incentives_supplier"
    return [*_consequences(actor, relationship, room), *_claims(actor, relationship, room)]


def _consequences(actor: Actor, relationship: Relationship, room: str) -> Iterator[Happening]:
    rows = Consequence.objects.visible_to(actor).filter(relationship=relationship, in_force_at__isnull=False)
    for each in rows.exclude(status=Consequence.Status.REVERSED):
        if each.in_force_at is not None:
            text = _("In effect: %(what)s") % {"what": wording.title(each)}
            url = reverse(f"{room}:consequence", args=[each.pk])
            yield Happening(localtime(each.in_force_at).date(), text, "gavel", url)


def _claims(actor: Actor, relationship: Relationship, room: str) -> Iterator[Happening]:
    rows = Claim.objects.visible_to(actor).filter(relationship=relationship, agreed_at__isnull=False)
    for each in rows:
        if each.agreed_at is not None:
            text = _("Claim agreed: %(claim)s") % {"claim": each}
            yield Happening(
                localtime(each.agreed_at).date(), text, "receipt", reverse(f"{room}:claim", args=[each.pk])
            )
