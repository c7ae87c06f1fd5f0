"""Trends with control limits: of one supplier, of all together, and one against the others."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.analytics import charts
from tandem.analytics import field as fields
from tandem.relationships import tabs
from tandem.relationships.models import Relationship
from tandem.scorecards import months, trend_pages
from tandem.scorecards.models import Kpi
from tandem.scorecards.queries import current_kpis, followed


@require_GET
def trends(request: ActorRequest) -> HttpResponse:
    """All suppliers as one, month by month."""
    customer = customer_of(request)
    context = _context(request, customer, None) | {"here": "trends"}
    return render(request, "analytics/trends.html", context)


@require_GET
def analysis_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """A tab of the supplier's page: its KPIs with control limits, changes of level and what happened then."""
    customer = customer_of(request)
    relationship = tabs.find(request, slug)
    context = _context(request, customer, relationship) | {"part": "trends"}
    return tabs.answer(request, relationship, "analysis", "analytics/analysis_tab.html", context)


@require_GET
def field(request: ActorRequest, slug: str, kpi: str) -> HttpResponse:
    """One supplier's KPI against the quartiles of all suppliers; loaded by itself, as it measures everybody."""
    customer = customer_of(request)
    relationship = tabs.find(request, slug)
    today = timezone.localdate()
    chosen = _kpi_or_404(customer, kpi)
    found = months.courses(request.actor, customer, [chosen], today, relationships=[relationship.pk])
    course = found.get(relationship.pk, {}).get(kpi)
    quarters = fields.kept_or_measured(request.actor, customer, chosen, today)
    last = max(quarters, default=None)
    context: dict[str, Any] = {"relationship": relationship, "kpi": chosen, "suppliers": 0}
    if course is not None and last is not None:
        value = dict(zip(course.months, course.values, strict=True)).get(last)
        better = chosen.higher_is_better
        context |= {
            "chart": charts.against_the_field(course, quarters),
            "suppliers": quarters[last].suppliers,
            "last": f"{last:%Y-%m}",
            "value": value,
            "currency": customer.currency,
            "middle": quarters[last].middle,
            "quarter": None
            if value is None or better is None
            else quarters[last].place(value, higher_is_better=better),
        }
    return render(request, "analytics/field.html", context)


def customer_of(request: ActorRequest) -> Organization:
    """The actor's own organisation, for who may read its suppliers. Raises Http404."""
    if not request.actor.can(Capability.READ_SUPPLIERS):
        raise Http404
    return Organization.objects.get(pk=request.actor.organization_id)


def _context(
    request: ActorRequest, customer: Organization, relationship: Relationship | None
) -> dict[str, Any]:
    kpis, chosen = followed.of_customer(customer.pk), request.GET.get("kpi", "")
    today: date = timezone.localdate()
    if chosen and chosen not in {kpi.code for kpi in kpis}:
        kpis.append(_kpi_or_404(customer, chosen))
    page = trend_pages.page(request.actor, customer, kpis, today, chosen=chosen, relationship=relationship)
    return {"page": page, "trend": page.trend, "currency": customer.currency}


def _kpi_or_404(customer: Organization, code: str) -> Kpi:
    found = current_kpis(customer.pk).get(code)
    if found is None:
        raise Http404
    return found
