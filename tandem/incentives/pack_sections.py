"""What this room puts into a review pack: rewards and penalties, claims, statements."""

from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.incentives import wording
from tandem.incentives.models import Claim, Consequence, Statement
from tandem.relationships.models import Relationship
from tandem.scorecards.review_packs import Section, Shown


def sections(
    actor: Actor, relationship: Relationship, since: date, until: date, today: date
) -> list[Section]:
    return [
        _consequences(actor, relationship, since, until),
        _claims(actor, relationship, since, until),
        _statements(actor, relationship, since, until),
    ]


def _consequences(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    """Announced in the quarter: what was not announced is not for a meeting of both ends."""
    rows = Consequence.objects.visible_to(actor).filter(
        relationship=relationship, announced_at__date__gte=since, announced_at__date__lt=until
    )
    told = tuple((wording.title(each), each.get_kind_display(), each.get_status_display()) for each in rows)
    return Section(
        70,
        _("Rewards and penalties"),
        (_("What"), _("Reward or penalty"), _("Status")),
        told,
        _("None was announced in this quarter."),
    )


def _claims(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    language = get_language() or "en"
    still = ~Q(status__in=[Claim.Status.SETTLED, Claim.Status.WITHDRAWN]) | Q(settled_at__date__gte=since)
    rows = Claim.objects.visible_to(actor).filter(
        still, relationship=relationship, sent_at__isnull=False, sent_at__date__lt=until
    )
    told = tuple(
        (
            each.title,
            each.happened_on,
            each.get_status_display(),
            Shown(formats.money(each.claimed, each.currency, language), each.claimed),
            Shown(formats.money(each.standing, each.currency, language), each.standing),
        )
        for each in rows.prefetch_related("items")
    )
    return Section(
        71,
        _("Claims"),
        (_("What happened"), _("Happened on"), _("Status"), _("Claimed"), _("Last offer")),
        told,
        _("There was no claim in this quarter."),
        numbers=(3, 4),
    )


def _statements(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    language = get_language() or "en"
    rows = Statement.objects.visible_to(actor).filter(
        relationship=relationship, sent_at__date__gte=since, sent_at__date__lt=until
    )
    told = tuple(
        (
            _("No. %(number)s") % {"number": each.number},
            each.get_status_display(),
            Shown(formats.money(each.total, each.currency, language), each.total),
        )
        for each in rows.prefetch_related("lines")
    )
    return Section(
        72,
        _("Reconciliation statements"),
        (_("Statement"), _("Status"), _("Total")),
        told,
        _("No statement was sent in this quarter."),
        numbers=(2,),
    )
