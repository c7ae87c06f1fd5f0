"""Cases opened by a customer's rules, and those that come back; the rules and the ladder themselves."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.assessments.models import Finding
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.improvement import wording
from tandem.improvement.actions.cases import open_case, opened_again, other_end
from tandem.improvement.models import Case, OpeningRule, Rung
from tandem.improvement.rules import cases as rules
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Kpi, Run
from tandem.scorecards.queries import current_kpis, values_on

Event, Status = OpeningRule.Event, Case.Status
# What published cards show; the other events are told by who announces or publishes them.
OF_CARDS = (Event.GRADE, Event.KPI)
LOOK_TASK = "tandem.improvement.look_at_run"
# A closed case whose KPI misses again within so many days of its actions is not solved.
COMES_BACK_WITHIN = timedelta(days=365)
SEVERITIES = [Finding.Severity.OBSERVATION, Finding.Severity.MINOR, Finding.Severity.MAJOR]


@transaction.atomic
def save_rule(rule: OpeningRule, *, by: Actor, now: datetime) -> OpeningRule:
    """A new rule, or a known one changed. Raises Refused."""
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    rule.customer_id = by.organization_id
    if rule.pk is None:
        rule.made_at, rule.made_by_name = now, by.name[:120]
    rule.grades = " ".join(rule.grades.replace(",", " ").replace("、", " ").upper().split())
    if rule.event == Event.GRADE and not rule.grades:
        raise Refused(_("Say at which grades a case is opened, for instance: C D."))
    if rule.event == Event.KPI and (not rule.kpi or rule.limit is None):
        raise Refused(_("Say for which KPI, and beyond which limit a case is opened."))
    check(rule)
    rule.save()
    audit.record(rule, "rule_saved", by=by)
    return rule


@transaction.atomic
def remove_rule(rule: OpeningRule, *, by: Actor) -> None:
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    audit.record(rule, "rule_removed", by=by)
    rule.delete()


@transaction.atomic
def save_rung(rung: Rung, *, by: Actor) -> Rung:
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    rung.customer_id = by.organization_id
    check(rung)
    rung.save()
    audit.record(rung, "rung_saved", by=by)
    return rung


@transaction.atomic
def remove_rung(rung: Rung, *, by: Actor) -> None:
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    audit.record(rung, "rung_removed", by=by)
    rung.delete()


def look_at_run(run: Run, *, now: datetime) -> list[Case]:
    """What the customer's rules make of a published run: cases opened, and those opened again whose KPI misses anew."""
    own = list(
        OpeningRule.objects.filter(customer=run.customer_id, active=True)
        .filter(event__in=OF_CARDS)
        .select_related("owner", "category")
    )
    if not own:
        return []
    kpis = current_kpis(run.customer_id)
    cards = (
        Card.objects.filter(run=run)
        .whole()
        .select_related("relationship__supplier", "relationship__customer", "run")
    )
    if all(rule.event == Event.GRADE for rule in own):
        cards = cards.filter(grade__in=[grade for rule in own for grade in rule.grade_list])
    found = []
    for card in cards.prefetch_related("relationship__categories").iterator(chunk_size=500):
        for rule in own:
            if fits(rule, card.relationship) and (met := _met(rule, card, kpis)):
                case = _open_by(rule, card.relationship, met, card, kpis, run, now=now)
                found += [case] if case else []
    return found


def look_at_finding(finding: Finding, *, now: datetime) -> Case | None:
    """A published finding opens a case where a rule of the customer's says so."""
    relationship = finding.assessment.relationship
    own = OpeningRule.objects.filter(customer=relationship.customer_id, active=True, event=Event.FINDING)
    grave = SEVERITIES.index(Finding.Severity(finding.severity))
    for rule in own.select_related("owner", "category", "customer"):
        if SEVERITIES.index(Finding.Severity(rule.least)) <= grave and fits(rule, relationship):
            name = finding.assessment.template.name
            values = _values(rule, finding.text[:150], finding.text)
            by = system_of(relationship.customer)
            return open_case(
                relationship, values, origin=Case.Origin.FINDING, reference=name, record=finding,
                owner=rule.owner, by=by, now=now,
            )  # fmt: skip
    return None


def _met(rule: OpeningRule, card: Card, kpis: dict[str, Kpi]) -> tuple[str, float] | None:
    """What misses, and its value (0 for a grade)."""
    if rule.event == Event.GRADE:
        return (card.grade, 0.0) if card.grade and card.grade in rule.grade_list else None
    measured = values_on(card).get(rule.kpi)
    kpi = kpis.get(rule.kpi)
    if measured is None or measured.value is None or kpi is None or rule.limit is None:
        return None
    worse = measured.value > rule.limit if kpi.higher_is_better is False else measured.value < rule.limit
    return (rule.kpi, float(measured.value)) if worse else None


def _open_by(
    rule: OpeningRule,
    relationship: Relationship,
    met: tuple[str, float],
    card: Card,
    kpis: dict[str, Kpi],
    run: Run,
    *,
    now: datetime,
) -> Case | None:
    """None where a case about the same runs already; that one is told of it."""
    by_grade = rule.event == Event.GRADE
    origin = Case.Origin.GRADE if by_grade else Case.Origin.KPI
    by = system_of(run.customer)
    same = Case.objects.with_ends().filter(relationship=relationship).exclude(status=Status.WITHDRAWN)
    same = same.filter(origin=origin) if by_grade else same.filter(kpi=rule.kpi)
    title, text = _words(rule, met, kpis, run)
    with transaction.atomic():
        for case in same.filter(status__in=(Status.OPEN, Status.WATCHED, Status.CLOSED)).order_by(
            "-opened_at"
        ):
            if case.status == Status.OPEN:
                seen_again(case, title, by=by)
                return None
            if comes_back(case, run.starts):
                opened_again(case, _("It came back: %(what)s.") % {"what": title}, by=by, now=now)
                return case
            if case.acted_on is not None and run.starts < case.acted_on:
                return None  # of the time before the actions were in place
        values = _values(rule, title, text) | ({} if by_grade else {"kpi": rule.kpi})
        return open_case(
            relationship,
            values,
            origin=origin,
            reference=run.period,
            record=card,
            owner=rule.owner,
            by=by,
            now=now,
        )


def comes_back(case: Case, since: date) -> bool:
    """Whether what began on that day came after the actions, and so soon that they did not last."""
    acted = case.acted_on
    return acted is not None and acted <= since <= acted + COMES_BACK_WITHIN


def seen_again(case: Case, title: str, *, by: Actor) -> None:
    audit.record(
        case, "seen_again", by=by, changes={"what": ["", title]}, counterpart=other_end(case, by), shared=True
    )


def _words(rule: OpeningRule, met: tuple[str, float], kpis: dict[str, Kpi], run: Run) -> tuple[str, str]:
    """Title and text in the customer's language, which both sides read as they stand."""
    with override("zh-hans" if run.customer.country == "CN" else "en"):
        period = formats.period(run.period, get_language() or "en")
        if rule.event == Event.GRADE:
            title = _("Grade %(grade)s for %(period)s") % {"grade": met[0], "period": period}
        else:
            kpi = kpis[rule.kpi]
            told = {
                "kpi": str(kpi),
                "value": wording.value_of(kpi, met[1]),
                "limit": wording.value_of(kpi, float(rule.limit or 0)),
                "period": period,
            }
            title = _("%(kpi)s %(value)s for %(period)s, limit %(limit)s") % told
        return title[:160], _("%(title)s, by the published scorecard “%(template)s”.") % {
            "title": title,
            "template": run.template.title,
        }


def _values(rule: OpeningRule, title: str, text: str) -> dict[str, Any]:
    return {"kind": rule.kind, "severity": rule.severity, "title": title, "description": text}


def fits(rule: OpeningRule, relationship: Relationship) -> bool:
    return rule.category_id is None or rule.category_id in {each.pk for each in relationship.categories.all()}


def system_of(customer: Organization) -> Actor:
    return Actor.system(customer, "Tandem")
