"""A supplier's customers with what the portfolio stands on, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.portal.models import (
    CustomerAccount,
    Judgement,
    NextStep,
    PrivateCase,
    PrivateGrade,
    PrivatePayment,
)
from tandem.portal.portfolio import Position, Quarter, position

LABELS = {
    "revenue_share": _("Share of your revenue"),
    "growth": _("Growth of its orders in a year"),
    "paid_on_time": _("Invoices paid on time"),
    "dates_kept": _("Confirmed dates it did not change"),
    "margin": _("Margin"),
    "fit": _("Fit with where you want to go"),
    "score": _("Score it gives you"),
    "score_change": _("Change of the score"),
    "share_of_purchases": _("Your share of what it buys of your kind"),
    "access": _("Access to those who decide"),
}
UNITS = {
    "revenue_share": "share",
    "growth": "share",
    "paid_on_time": "share",
    "dates_kept": "share",
    "score": "points",
    "score_change": "points",
}
QUARTERS = {
    Quarter.CORE: (_("Core"), _("Attractive, and you are strong there: keep it and grow with it.")),
    Quarter.DEVELOP: (_("Develop"), _("Attractive, and you are weak there: win a stronger position.")),
    Quarter.EXPLOIT: (_("Exploit"), _("Less attractive, but you are strong there: earn, and invest little.")),
    Quarter.NUISANCE: (_("Nuisance"), _("Neither attractive nor strong: change the terms, or let it go.")),
}
TONES = {
    Quarter.CORE: "good",
    Quarter.DEVELOP: "info",
    Quarter.EXPLOIT: "warning",
    Quarter.NUISANCE: "neutral",
}


@dataclass
class Standing:
    """A customer as the list and the matrix show it. `values` are the portfolio's factors by code."""

    account: CustomerAccount
    grade: str = ""
    period: str = ""
    score: Decimal | None = None
    overdue_payments: int = 0
    open_cases: int = 0
    steps: int = 0
    overdue_steps: int = 0
    values: dict[str, float] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        return position(self.values)

    @property
    def quarter(self) -> Quarter | None:
        return self.position.quarter

    @property
    def quarter_label(self) -> str:
        quarter = self.quarter
        return str(QUARTERS[quarter][0]) if quarter else ""

    @property
    def quarter_tone(self) -> str:
        quarter = self.quarter
        return TONES[quarter] if quarter else "neutral"


def accounts(actor: Actor) -> QuerySet[CustomerAccount]:
    """The customers one serves: those on Tandem while the relationship stands, private ones until archived."""
    served = Q(relationship__merged_into=None, relationship__supplier=actor.organization_id)
    rows = CustomerAccount.objects.visible_to(actor).filter(served | Q(relationship=None))
    return rows.filter(archived_at=None).select_related("relationship__customer", "manager")


def standings(
    actor: Actor, today: date, *, measured: Mapping[int, Mapping[str, float]], only: int | None = None
) -> list[Standing]:
    """Every customer of the actor's, or the account `only`; `measured` are factors by relationship, from the facts."""
    rows = accounts(actor)
    found = {one.pk: Standing(one) for one in (rows.filter(pk=only) if only else rows)}
    _published(found.values())
    _graded_privately(found)
    _paid_privately(found, today)
    _count(found, today)
    for pk, factor, points in Judgement.objects.filter(account__in=found).values_list(
        "account", "factor", "points"
    ):
        found[pk].values[factor] = float(points)
    for standing in found.values():
        relationship = standing.account.relationship_id
        if relationship is not None:
            standing.values |= measured.get(relationship, {})
    return sorted(found.values(), key=lambda one: one.account.display_name.casefold())


def steps_to_do(actor: Actor) -> QuerySet[NextStep]:
    rows = NextStep.objects.filter(account__in=CustomerAccount.objects.visible_to(actor), done_at=None)
    return rows.select_related("account__relationship__customer", "assignee").order_by("due", "pk")


def _published(found: Iterable[Standing]) -> None:
    """What customers on Tandem have published last."""
    for standing in found:
        relationship = standing.account.relationship
        if relationship is None:
            continue
        standing.grade, standing.score = relationship.grade, relationship.score
        standing.period = relationship.graded_period
        if relationship.score is not None:
            standing.values["score"] = float(relationship.score)
        if relationship.change is not None:
            standing.values["score_change"] = float(relationship.change)


def _graded_privately(found: dict[int, Standing]) -> None:
    grades: dict[int, list[PrivateGrade]] = defaultdict(list)
    for grade in PrivateGrade.objects.filter(account__in=found).order_by("account", "-period"):
        grades[grade.account_id].append(grade)
    for pk, (newest, *earlier) in grades.items():
        standing = found[pk]
        standing.grade, standing.period, standing.score = newest.grade, newest.period, newest.score
        if newest.score is not None:
            standing.values["score"] = float(newest.score)
            if earlier and earlier[0].score is not None:
                standing.values["score_change"] = float(newest.score - earlier[0].score)


def _paid_privately(found: dict[int, Standing], today: date) -> None:
    """Of the invoices that were due: how many were paid by then."""
    due = Q(due__lt=today)
    rows = (
        PrivatePayment.objects.filter(account__in=found)
        .order_by()
        .values("account")
        .annotate(
            fallen_due=Count("pk", filter=due),
            in_time=Count("pk", filter=due & Q(paid__isnull=False) & Q(paid__lte=F("due"))),
            unpaid=Count("pk", filter=due & Q(paid=None)),
        )
    )
    for row in rows:
        standing = found[row["account"]]
        standing.overdue_payments = row["unpaid"]
        if row["fallen_due"]:
            standing.values["paid_on_time"] = row["in_time"] / row["fallen_due"]


def _count(found: dict[int, Standing], today: date) -> None:
    cases = PrivateCase.objects.filter(account__in=found, closed=None).order_by().values("account")
    for row in cases.annotate(open=Count("pk")):
        found[row["account"]].open_cases = row["open"]
    steps = NextStep.objects.filter(account__in=found, done_at=None).order_by().values("account")
    for planned in steps.annotate(to_do=Count("pk"), late=Count("pk", filter=Q(due__lt=today))):
        standing = found[planned["account"]]
        standing.steps, standing.overdue_steps = planned["to_do"], planned["late"]
