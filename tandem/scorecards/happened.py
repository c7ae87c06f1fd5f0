"""What scorecards and the rooms below know of a relationship's past, for the marks beside a trend."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.relationships import history
from tandem.relationships.models import Relationship
from tandem.scorecards.happenings import Happening
from tandem.scorecards.models import Disputed, Kpi, Objection

MOVES = ("moved_stage", "approval_given", "approval_suspended", "approval_reinstated", "approval_ended")


def told(actor: Actor, relationship: Relationship, since: date, until: date) -> list[Happening]:
    own = actor.organization_id == relationship.customer_id
    return [
        *_appeals(actor, relationship, since, until, own=own),
        *_moves(actor, relationship, since, until),
        *_definitions(relationship, since, until, own=own),
    ]


def _appeals(
    actor: Actor, relationship: Relationship, since: date, until: date, *, own: bool
) -> Iterator[Happening]:
    page = "scorecards:objection" if own else "portal:objection"
    rows = Objection.objects.visible_to(actor).filter(
        relationship=relationship,
        kind=Objection.Kind.APPEAL,
        status=Objection.Status.DECIDED,
        decided_at__date__gte=since,
        decided_at__date__lt=until,
    )
    for each in rows.prefetch_related("lines"):
        accepted = sum(line.status == Disputed.Status.ACCEPTED for line in each.lines.all())
        sentence = ngettext(
            "Appeal decided: %(count)s line accepted", "Appeal decided: %(count)s lines accepted", accepted
        )
        text = sentence % {"count": accepted}
        yield Happening(_day(each.decided_at), text, "gavel", reverse(page, args=[each.pk]))


def _moves(actor: Actor, relationship: Relationship, since: date, until: date) -> Iterator[Happening]:
    """Stages, approvals and the sites served, as far as the trail shows them to the actor."""
    entries = AuditEntry.objects.visible_to(actor).about(relationship)
    entries = entries.filter(at__date__gte=since, at__date__lt=until).select_related("organization")
    for each in entries.filter(verb__in=MOVES):
        yield Happening(_day(each.at), history.tell(each).title, "arrow-narrow-right")
    for each in entries.filter(verb="changed", changes__has_key="sites"):
        before, after = each.changes["sites"]
        for site in sorted(set(after) - set(before)):
            yield Happening(
                _day(each.at), _("Serves another site: %(site)s") % {"site": site}, "building-factory-2"
            )


def _definitions(relationship: Relationship, since: date, until: date, *, own: bool) -> Iterator[Happening]:
    rows = Kpi.objects.of(relationship.customer_id).filter(
        version__gt=1, kept_at__date__gte=since, kept_at__date__lt=until
    )
    for each in rows:
        text = _("“%(kpi)s” is defined anew (version %(version)s)") % {"kpi": each, "version": each.version}
        yield Happening(_day(each.kept_at), text, "pencil", each.get_absolute_url() if own else "")


def _day(at: datetime | Any) -> date:
    found: date = localtime(at).date()
    return found
