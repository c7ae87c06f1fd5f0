"""The data check (数据核对): before a run is published its suppliers see the lines, not yet the grade."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.scorecards import deadlines, rules
from tandem.scorecards.actions import telling, telling_objections
from tandem.scorecards.actions.holding import hold, hold_run
from tandem.scorecards.actions.input_time import require_input_over
from tandem.scorecards.models import Card, Objection, Run
from tandem.scorecards.queries.judgements import require_survey_closed
from tandem.scorecards.rules import objections as objection_rules
from tandem.scorecards.signals import check_answered, check_opened

Status = Objection.Status


@transaction.atomic
def open_check(run: Run, *, by: Actor, now: datetime, days: int | None = None) -> list[Objection]:
    """Ask every supplier of a reviewed run of whom anything is known to check its lines, for so many working days; the
    template's unless given. Raises Refused."""
    require(rules.can_compute(by, run))
    hold_run(run)
    require_input_over(run)
    require_survey_closed(run)
    if run.checked_at is not None:
        raise Refused(_("Its suppliers have checked this run already."))
    days = run.template.check_days if days is None else days
    if days < 1:
        raise Refused(_("Give suppliers one working day at least."))
    run.check_until = deadlines.working_days_on(run.customer, timezone.localdate(now), days)
    audit.move(run, Run.Status.CHECKING, by=by)
    cards = Card.objects.filter(run=run).whole().exclude(outcome=Card.Outcome.NO_DATA)
    checks = Objection.objects.bulk_create(
        [
            Objection(
                relationship_id=card.relationship_id,
                run=run,
                kind=Objection.Kind.CHECK,
                period=run.period,
                title=run.template.name,
                title_local=run.template.name_local,
                card_version=card.version,
                due_on=run.check_until,
                opened_at=now,
            )
            for card in cards.defer("lines", "notes")
        ],
        batch_size=2000,
    )
    telling.run_discarded(run, now=now)  # its review waits until the check is over
    telling_objections.check_opened(run, by=by, now=now)
    check_opened.send(Run, run=run, by=by, now=now)
    return checks


@transaction.atomic
def confirm(objection: Objection, *, by: Actor, now: datetime) -> None:
    """The supplier finds its lines all right."""
    require(objection_rules.can_object(by, objection.relationship))
    hold(objection)
    if objection.kind != Objection.Kind.CHECK or not objection.is_open:
        raise Refused(_("This has been sent already, so nothing is changed in it any more."))
    if objection_rules.is_late(objection, now):
        raise Refused(_("The time for it is over."))
    if objection.lines.exists():
        raise Refused(_("You have marked lines. Send them, or take them back first."))
    objection.submitted_at, objection.submitted_by = now, by.name[:120]
    objection.submitted_by_user_id = by.user_id
    customer = objection.relationship.customer_id
    audit.move(objection, Status.CONFIRMED, by=by, counterpart=customer, shared=True)
    audit.record(
        objection.relationship,
        "check_confirmed",
        by=by,
        counterpart=customer,
        shared=True,
        changes={"run": ["", f"{objection.template_title} · {objection.period}"]},
    )
    check_answered.send(Objection, objection=objection, by=by, now=now)
    close_if_over(objection, now=now)


@transaction.atomic
def close_check(run: Run, *, by: Actor, now: datetime) -> None:
    """Go on without those who have not answered; not before their time is over, nor while lines wait for a decision."""
    require(rules.can_compute(by, run))
    hold_run(run)
    if run.status != Run.Status.CHECKING or run.check_until is None:
        raise Refused(_("%(run)s is not in a data check.") % {"run": run})
    checks = Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
    if waiting := checks.filter(status=Status.SUBMITTED).count():
        raise Refused(
            ngettext(
                "The objections of %(count)s supplier still wait for a decision.",
                "The objections of %(count)s suppliers still wait for a decision.",
                waiting,
            )
            % {"count": waiting}
        )
    if checks.filter(status=Status.OPEN).count() > len(_late(checks, now)):
        day = formats.day(run.check_until, get_language() or "en")
        raise Refused(_("Suppliers have until %(day)s to check their lines.") % {"day": day})
    _close(run, by=by, now=now)


def close_due_checks(*, today: date, now: datetime) -> None:
    """Of one organisation, in whose name this is done: checks whose time is over, as far as nothing waits for a
    decision. Who has not answered by then is left out of it."""
    due = Run.objects.filter(status=Run.Status.CHECKING, check_until__lt=today)
    for run in due.select_related("customer", "template"):
        with transaction.atomic():
            checks = Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
            checks.filter(pk__in=_late(checks, now)).update(status=Status.LAPSED)
            if not checks.filter(status__in=[Status.OPEN, Status.SUBMITTED]).exists():
                _close(run, by=Actor.system(run.customer, "Tandem"), now=now)


def _late(checks: QuerySet[Objection], now: datetime) -> list[int]:
    """Those not answered whose last day is over where the supplier is, not where the server stands."""
    waiting = checks.filter(status=Status.OPEN).select_related("relationship__supplier")
    return [check.pk for check in waiting if objection_rules.is_late(check, now)]


def close_if_over(objection: Objection, *, now: datetime) -> None:
    """Once every supplier has answered and every line is decided, nothing is waited for."""
    with acting_for(objection.relationship.customer_id):
        run = Run.objects.select_related("customer", "template").get(pk=objection.run_id)
        checks = Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
        if run.status != Run.Status.CHECKING:
            return
        if not checks.filter(status__in=[Status.OPEN, Status.SUBMITTED]).exists():
            _close(run, by=Actor.system(run.customer, "Tandem"), now=now)


def _close(run: Run, *, by: Actor, now: datetime) -> None:
    checks = Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
    checks.filter(status=Status.OPEN).update(status=Status.LAPSED)
    run.checked_at = now
    audit.move(run, Run.Status.REVIEW, by=by)
    telling.run_ready(run, now=now)
