from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.analytics import charts, needs, queries
from tandem.analytics.figures import Figures


def home(request: ActorRequest) -> HttpResponse:
    """What waits for this person, then how their suppliers stand. Figures not measured yet load by themselves."""
    standing = queries.standing(request.actor)
    if not request.actor.can(Capability.READ_SUPPLIERS) or (
        not standing.total and queries.only_supplies(request.actor)
    ):
        return redirect(settings.SUPPLIERS_HOME if _supplies(request) else "messaging:inbox")
    today = timezone.localdate()
    measured, figures = queries.kept_figures(request.actor, today)
    over_time = queries.grades_over_time(request.actor)
    return render(
        request,
        "analytics/home.html",
        {
            "needs": needs.needs(request.actor),
            "today": today,
            "standing": standing,
            # Who begins may as well be a supplier whom no customer has entered yet.
            "suppliers_home": settings.SUPPLIERS_HOME if _supplies(request) else "",
            "loaded": not standing.total and queries.any_loaded(request.actor),
            "movers": queries.movers(request.actor),
            "periods": len(over_time.periods),
            "grades_chart": charts.grades(over_time),
            "measured": measured,
            **_drawn(request, figures),
        },
    )


def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person, for the inbox."""
    if not request.actor.can(Capability.READ_SUPPLIERS):
        raise Http404
    return render(request, "messaging/needs.html", {"needs": needs.needs(request.actor)})


def _supplies(request: ActorRequest) -> bool:
    """A lender or a mediator has neither side open: what needs them stands in the inbox."""
    return request.actor.can(Capability.READ_CUSTOMERS)


def figures(request: ActorRequest) -> HttpResponse:
    """The measured part of the home page alone; asks again while somebody else is measuring."""
    if not request.actor.can(Capability.READ_SUPPLIERS):
        raise Http404
    measured, found = queries.figures(request.actor, timezone.localdate())
    return render(request, "analytics/figures.html", {"measured": measured, **_drawn(request, found)})


def _drawn(request: ActorRequest, figures: Figures | None) -> dict[str, Any]:
    if figures is None:
        return {"figures": None}
    acting = next(m for m in request.memberships if m.organization_id == request.actor.organization_id)
    spenders = queries.largest_spenders(figures)
    return {
        "figures": figures,
        "currency": acting.organization.currency,
        "through": figures.months[-1],
        "year": figures.year,
        "on_time_change": figures.change("on_time_lines"),
        "late_change": figures.change("days_late_mean"),
        "defect_change": figures.change("defect_ppm"),
        "months": figures.by_month,
        "time_chart": charts.punctuality_and_quality(figures),
        "spend_chart": charts.concentration(spenders),
        "top_share": spenders[-1].up_to if spenders else None,
        "top_count": len(spenders),
    }
