"""Cases that a room above has a reason for: a penalty that was announced, a claim that was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.accounts.rules import require
from tandem.improvement.actions.cases import lock, open_case, opened_again
from tandem.improvement.actions.opening import comes_back, fits, seen_again, system_of
from tandem.improvement.models import Case, OpeningRule
from tandem.improvement.rules import cases as rules
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card

Status = Case.Status


@dataclass(frozen=True)
class Reason:
    """Why a case is called for. `event` is an OpeningRule's event and a Case's origin; `since` the first day that it is
    about; `record` what gave the reason, and `card` the scorecard behind it; `title` and `text` are in the words that
    both sides read."""

    event: str
    title: str
    text: str
    reference: str
    since: date
    record: Any
    kpi: str = ""
    card: Card | None = None


def open_by_rule(relationship: Relationship, reason: Reason, *, now: datetime) -> Case | None:
    """The case that the customer's rules ask for: opened, opened again, or the one that runs already and is told of it.
    None where no rule asks for one. Called as the customer."""
    own = OpeningRule.objects.filter(customer=relationship.customer_id, active=True, event=reason.event)
    for rule in own.select_related("owner", "category"):
        if fits(rule, relationship):
            values = {"kind": rule.kind, "severity": rule.severity, "kpi": reason.kpi or rule.kpi}
            by = system_of(relationship.customer)
            return _once(relationship, reason, values, owner=rule.owner, by=by, now=now)
    return None


def open_for(relationship: Relationship, reason: Reason, *, by: Actor, now: datetime) -> Case:
    """The same by a person, whether a rule asks for it or not. Raises Refused."""
    require(rules.can_open(by, relationship), rules.why_not_manage(by))
    values = {"kind": Case.Kind.PROCESS, "severity": Case.Severity.MAJOR, "kpi": reason.kpi}
    return _once(relationship, reason, values, owner=None, by=by, now=now)


@transaction.atomic
def _once(
    relationship: Relationship,
    reason: Reason,
    values: dict[str, Any],
    *,
    owner: User | None,
    by: Actor,
    now: datetime,
) -> Case:
    """No second case about the same: an open one is told of it, one whose actions did not last is opened again, and of
    the time before its actions nothing new is asked."""
    for case in _about_the_same(relationship, reason, values["kpi"]):
        lock(case)
        if case.status == Status.OPEN:
            seen_again(case, reason.title[:160], by=by)
            _watch(case, values["kpi"])
            return case
        if comes_back(case, reason.since):
            opened_again(case, _("It came back: %(what)s.") % {"what": reason.title}, by=by, now=now)
            return case
        if case.acted_on is not None and reason.since < case.acted_on:
            return case
    said = {"title": reason.title[:160], "description": reason.text}
    return open_case(
        relationship,
        values | said,
        origin=reason.event,
        reference=reason.reference,
        record=reason.record,
        owner=owner,
        by=by,
        now=now,
    )


def _watch(case: Case, kpi: str) -> None:
    """A case that was opened by a grade has nothing to be watched by, until a penalty names the KPI."""
    if kpi and not case.kpi:
        case.kpi = kpi
        case.save(update_fields=["kpi"])


def _about_the_same(relationship: Relationship, reason: Reason, kpi: str) -> QuerySet[Case]:
    """The newest first: of the same KPI, or opened by the same record or by the scorecard behind it."""
    same = _from(reason.record)
    if kpi:
        same |= Q(kpi=kpi)
    if reason.card is not None:
        same |= _from(reason.card)
    rows = Case.objects.with_ends().filter(same, relationship=relationship)
    return rows.exclude(status=Status.WITHDRAWN).order_by("-opened_at", "-pk")


def _from(record: Any) -> Q:
    return Q(record_type=record._meta.label_lower, record_id=record.pk)
