"""What waits for a person's own judgement of suppliers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.messaging.needs import Need
from tandem.scorecards.queries.judgements import to_judge


def of_customer(actor: Actor, now: datetime) -> list[Need]:
    rows = to_judge(actor, timezone.localdate(now)).order_by()
    counts = rows.aggregate(count=Count("relationship", distinct=True), first=Min("judge__survey__due_on"))
    if not counts["count"]:
        return []
    text = ngettext("%(count)s supplier to judge", "%(count)s suppliers to judge", counts["count"])
    day = formats.day(counts["first"], get_language() or "en")
    hint = _("Until %(day)s: what no figure measures counts by what you and your colleagues say.") % {
        "day": day
    }
    return [
        Need(
            text % {"count": counts["count"]}, hint, reverse("scorecards:judgements"), "list-check", "warning"
        )
    ]
