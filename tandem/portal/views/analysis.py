"""A supplier's KPIs at one customer: trends with control limits, and the anonymous field it stood in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.portal import standing
from tandem.portal.cards import cards_of
from tandem.portal.views.cards import find_customer
from tandem.scorecards import trend_pages
from tandem.scorecards.queries import followed


@require_GET
def customer_trends(request: ActorRequest, slug: str) -> HttpResponse:
    """Up to the end of the newest period that the customer published."""
    relationship = find_customer(request, slug)
    kpis, chosen = followed.of_supplier(request.actor, relationship.pk), request.GET.get("kpi", "")
    if chosen and chosen not in {kpi.code for kpi in kpis}:
        raise Http404
    until = followed.shown_until(request.actor, relationship.pk)
    context = {"relationship": relationship, "tab": "analysis", "part": "trends"}
    if until is not None:
        page = trend_pages.page(
            request.actor,
            relationship.customer,
            kpis,
            timezone.localdate(),
            chosen=chosen,
            relationship=relationship,
            until=until,
        )
        context |= {"page": page, "trend": page.trend, "until": until}
        if page.trend is not None:
            listed = cards_of(request.actor).filter(relationship=relationship, site="")
            newest = listed.order_by("-run__starts").first()
            same = listed.filter(run__template__name=newest.run.template.name) if newest else listed
            rows = standing.stood(request.actor, same.order_by("run__starts"), page.trend.kpi.code)
            context |= {"stood": rows[::-1], "field_chart": standing.option(rows) if len(rows) > 1 else None}
    return render(request, "portal/trends.html", context)
