"""What needs a person today of suppliers' objections, at either end."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.messaging.needs import Need
from tandem.scorecards.models import Objection, Run
from tandem.scorecards.rules import countersigning
from tandem.scorecards.rules import objections as rules

Status = Objection.Status


def of_customer(actor: Actor, now: datetime) -> list[Need]:
    """What waits for this person's word: not what they scored themselves."""
    return [*_to_countersign(actor, now), *_to_decide(actor, now)]


def _to_countersign(actor: Actor, now: datetime) -> list[Need]:
    functions = countersigning.functions_of(actor)
    if not functions:
        return []
    found = []
    runs = Run.objects.visible_to(actor).filter(status=Run.Status.SIGNING).select_related("template")
    for run in runs.prefetch_related("countersignatures", "overrides")[:20]:
        given = [each for each in run.countersignatures.all() if each.round == run.signing_round]
        if any(
            countersigning.why_not_countersign(actor, run, each, given, now) is None for each in functions
        ):
            period = formats.period(run.period, get_language() or "en")
            text = _("%(run)s waits for your countersignature") % {"run": f"{run.template.title} · {period}"}
            hint = _("Look at the run first; returning it takes a reason.")
            found.append(Need(text, hint, run.get_absolute_url(), "signature", "warning"))
    return found


def _to_decide(actor: Actor, now: datetime) -> list[Need]:
    if not rules.decides(actor):
        return []
    waiting = Objection.objects.raised_with(actor).filter(status=Status.SUBMITTED)
    rows = waiting.select_related("run__template", "relationship__supplier").prefetch_related(
        "relationship__categories", "run__overrides"
    )
    mine = [row for row in rows[:200] if rules.can_decide(actor, row, row.run, now)]
    if not mine:
        return []
    text = ngettext(
        "%(count)s objection of a supplier waits for your decision",
        "%(count)s objections of suppliers wait for your decision",
        len(mine),
    ) % {"count": len(mine)}
    first = min(mine, key=lambda row: row.submitted_at or now)
    hint = _("The first came from %(supplier)s on %(day)s.") % {
        "supplier": first.relationship,
        "day": formats.day((first.submitted_at or now).date(), get_language() or "en"),
    }
    url = (
        mine[0].get_absolute_url()
        if len(mine) == 1
        else f"{reverse('scorecards:objections')}?status=submitted"
    )
    return [Need(text, hint, url, "gavel", "warning")]


def of_supplier(actor: Actor, today: date) -> list[Need]:
    """Lines to be checked, and what was begun and is not sent yet."""
    if not actor.can(Capability.ANSWER_CUSTOMERS):
        return []
    begun = Objection.objects.raised_by(actor).filter(status=Status.OPEN, due_on__gte=today)
    rows = sorted(begun.values_list("due_on", "pk", "kind"))
    checks = [row for row in rows if row[2] == Objection.Kind.CHECK]
    appeals = [row for row in rows if row[2] == Objection.Kind.APPEAL]
    return [*_checks(checks), *_appeals(appeals)]


def _checks(rows: list[tuple[date, int, str]]) -> list[Need]:
    if not rows:
        return []
    text = ngettext(
        "%(count)s customer asks you to check the lines behind your scorecard",
        "%(count)s customers ask you to check the lines behind your scorecards",
        len(rows),
    ) % {"count": len(rows)}
    day, key, _kind = rows[0]
    hint = _("Until %(day)s, before it is published. Mark the lines that are wrong.") % {
        "day": formats.day(day, get_language() or "en")
    }
    url = reverse("portal:objection", args=[key]) if len(rows) == 1 else reverse("portal:objections")
    return [Need(text, hint, url, "list-check", "warning")]


def _appeals(rows: list[tuple[date, int, str]]) -> list[Need]:
    if not rows:
        return []
    text = ngettext(
        "%(count)s objection to a scorecard is begun and not sent",
        "%(count)s objections to scorecards are begun and not sent",
        len(rows),
    ) % {"count": len(rows)}
    hint = _("The first can be sent until %(day)s.") % {
        "day": formats.day(rows[0][0], get_language() or "en")
    }
    return [Need(text, hint, reverse("portal:objections"), "gavel", "warning")]
