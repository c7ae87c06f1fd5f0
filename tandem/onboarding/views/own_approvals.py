"""The supplier's page of what its customers have approved it for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.onboarding.queries import approved_list as queries


@require_GET
def approvals(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        {
            "approval": approval,
            "conditions": [
                (each, each.is_overdue(today)) for each in approval.conditions.all() if not each.met_at
            ],
            "last": list(approval.changes.all())[-1:],
        }
        for approval in queries.served(request.actor)
    ]
    return render(request, "onboarding/approved/own.html", {"rows": rows})
