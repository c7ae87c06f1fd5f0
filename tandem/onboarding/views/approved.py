"""The approved supplier list: the list itself, one line of it, and what is decided of it by hand."""

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.onboarding import actions, approved_workbook
from tandem.onboarding.forms.approvals import ApproveForm
from tandem.onboarding.models import Approval, ApprovalCondition
from tandem.onboarding.queries import approved_list as queries
from tandem.onboarding.queries import documents
from tandem.onboarding.rules import approvals as rules
from tandem.relationships import queries as relationships
from tandem.relationships import tabs

PER_PAGE = 25


@require_GET
def approved(request: ActorRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    want = queries.wanted(request.GET)
    page = Paginator(queries.matching(actor, want, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": today, "sort": want.sort, "query": request.GET.urlencode()}
    if request.htmx and request.htmx.target == "results":
        return render(request, "onboarding/approved/rows.html", context)
    context |= {
        "counts": queries.counts(actor, today),
        "categories": [(each.pk, each) for each in queries.categories(actor)],
        "sites": [(0, _("lines of every site")), *((each.pk, each) for each in queries.sites(actor))],
        "statuses": _statuses(),
        "any": Approval.objects.visible_to(actor).exists(),
        "may_approve": rules.can_keep_list(actor),
    }
    return render(request, "onboarding/approved/list.html", context)


@require_GET
def export_approved(request: ActorRequest) -> FileResponse:
    """Every line the filters let through, with the history of each."""
    rows = queries.matching(request.actor, queries.wanted(request.GET), timezone.localdate())
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    approved_workbook.write(file, queries.for_export(rows))
    file.seek(0)
    name = f"{_('approved suppliers')} {timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@require_GET
def approval(request: ActorRequest, pk: int) -> HttpResponse:
    found = _approval(request, pk)
    today = timezone.localdate()
    context = {
        "approval": found,
        "today": today,
        "conditions": [(each, each.is_overdue(today)) for each in found.conditions.all()],
        "rests": documents.with_standing(
            [rest.document for rest in found.rests.select_related("document")], today
        ),
        "reviews": list(documents.review_pages(found).values()),
        "changes": list(found.changes.select_related("document"))[::-1],
        "may_decide": rules.can_approve(request.actor, found.relationship),
        "over": found.status == Approval.Status.ENDED,
        "missing": documents.no_longer_hold(found, today),
    }
    return render(request, "onboarding/approved/approval.html", context)


@require_GET
def choose_supplier(request: ActorRequest) -> HttpResponse:
    """Whom to approve: those the words find."""
    require(rules.can_keep_list(request.actor), rules.why_not_approve(request.actor))
    want = relationships.wanted(request.GET)
    rows = relationships.within_reach(
        relationships.matching(request.actor, want), request.actor, Capability.APPROVE_SUPPLIERS
    )
    found = relationships.in_order(rows, want).select_related("supplier")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page}
    if request.htmx and request.htmx.target == "results":
        return render(request, "onboarding/approved/suppliers.html", context)
    return render(request, "onboarding/approved/choose.html", context)


def approve(request: ActorRequest, slug: str) -> HttpResponse:
    """Put one supplier on the list."""
    relationship = tabs.find(request, slug)
    require(rules.can_approve(request.actor, relationship), rules.why_not_approve(request.actor))
    today = timezone.localdate()
    form = ApproveForm(
        request.POST or None,
        relationship=relationship,
        actor=request.actor,
        documents=documents.that_hold(relationship, today),
        initial={"starts_on": today, "category": relationship.categories.first()},
    )
    made: list[Approval] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            actions.approve(
                relationship,
                category=given["category"],
                site=given["site"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                conditions=form.conditions,
                rests_on=list(given.get("rests_on") or []),
                reason=given["reason"],
                by=request.actor,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("%(approval)s is on the approved list.") % {"approval": made[0]})
        return redirect(made[0])
    context = {"form": form, "relationship": relationship}
    return render(request, "onboarding/approved/approve.html", context, status=422 if form.is_bound else 200)


@require_POST
def suspend_approval(request: ActorRequest, pk: int) -> HttpResponse:
    found = _approval(request, pk)
    actions.suspend_approval(found, **_given(request))
    messages.success(request, _("Suspended. The supplier has been told."))
    return redirect(found)


@require_POST
def reinstate_approval(request: ActorRequest, pk: int) -> HttpResponse:
    found = _approval(request, pk)
    actions.reinstate_approval(found, **_given(request))
    messages.success(request, _("Reinstated. The supplier has been told."))
    return redirect(found)


@require_POST
def end_approval(request: ActorRequest, pk: int) -> HttpResponse:
    found = _approval(request, pk)
    actions.end_approval(found, **_given(request))
    messages.success(request, _("Ended. The supplier has been told."))
    return redirect(found)


@require_POST
def meet_condition(request: ActorRequest, pk: int, condition: int) -> HttpResponse:
    found = _approval(request, pk)
    rows = ApprovalCondition.objects.filter(approval=found).select_related(
        "approval__relationship__customer",
        "approval__relationship__supplier",
        "approval__category",
        "approval__site",
    )
    met = get_object_or_404(rows, pk=condition)
    evidence = request.POST.get("evidence", "")
    actions.meet_condition(met, evidence=evidence, by=request.actor, now=timezone.now())
    messages.success(request, _("The condition is met."))
    return redirect(found)


def _given(request: ActorRequest) -> dict[str, Any]:
    return {"reason": request.POST.get("reason", ""), "by": request.actor, "now": timezone.now()}


def _approval(request: ActorRequest, pk: int) -> Approval:
    return get_object_or_404(queries.lines(request.actor), pk=pk)


def _statuses() -> list[tuple[str, Any]]:
    """Without a choice, whatever holds or is suspended today."""
    held = [(each.value, each.label) for each in Approval.Status if each != Approval.Status.ENDED]
    return [
        *held,
        ("overdue", _("with a condition past due")),
        ("ending", _("ends within 60 days")),
        ("ended", Approval.Status.ENDED.label),
        ("all", _("all, also those that are over")),
    ]
