"""The supplier's home: every customer it serves in one view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.assessments import needs as assessments
from tandem.messaging.needs import by_weight
from tandem.onboarding.queries import qualification_needs as qualifications
from tandem.portal import money, needs, served
from tandem.portal.money import Kept, Money
from tandem.portal.served import Served


@dataclass(frozen=True)
class Share:
    """How much of what Tandem's customers ordered in one currency is this customer's."""

    currency: str
    amount: Any
    share: float


@dataclass(frozen=True)
class Shown:
    """One customer with its money, where it has been measured."""

    served: Served
    money: Money | None
    shares: list[Share]


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """What is not measured yet loads by itself."""
    today = timezone.localdate()
    customers = served.customers_of(request.actor)
    known = money.kept(request.actor, [each.relationship for each in customers], today)
    context = _context(customers, known, today) | {
        "needs": by_weight(
            [
                *needs.of_supplier(request.actor, today),
                *qualifications.of_supplier(request.actor, today),
                *assessments.of_supplier(request.actor, today),
            ]
        )
    }
    return render(request, "portal/home.html", context)


@require_GET
def figures(request: ActorRequest) -> HttpResponse:
    """The customers alone, with their money measured; asks again while another request is measuring."""
    today = timezone.localdate()
    customers = served.customers_of(request.actor)
    known = money.measured(request.actor, [each.relationship for each in customers], today)
    return render(request, "portal/customers.html", _context(customers, known, today))


def _context(customers: list[Served], known: Kept, today: date) -> dict[str, Any]:
    whole = money.totals(each.ordered for each in known.money.values())
    ordered = {total.currency: total.amount for total in whole}
    shown = [Shown(each, known.money.get(each.relationship.pk), []) for each in customers]
    for each in shown:
        if each.money and not known.missing:
            each.shares.extend(
                Share(one.currency, one.amount, float(one.amount / ordered[one.currency]))
                for one in each.money.ordered
            )
    return {
        "customers": shown,
        "today": today,
        "measured": not known.missing,
        "ordered": whole,
        "overdue": money.totals(each.overdue for each in known.money.values()),
        "graded": sum(1 for each in customers if each.card and each.card.grade),
        "fallen": sum(1 for each in customers if (each.change or 0) < 0),
        "risen": sum(1 for each in customers if (each.change or 0) > 0),
    }
