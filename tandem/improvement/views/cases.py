"""Cases: the list, one of them, opening one, and what is decided about it. The same pages on both sides."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.errors import Refused
from tandem.core.keys import is_number, key_of
from tandem.improvement import actions, effect_shown, history, needs
from tandem.improvement.actions.report_forms import forms_of
from tandem.improvement.forms.cases import CaseForm
from tandem.improvement.models import Case, Project
from tandem.improvement.queries import cases as queries
from tandem.improvement.queries.record import record_of
from tandem.improvement.queries.watching import effect_of
from tandem.improvement.rules import cases as rules
from tandem.improvement.views import elsewhere
from tandem.improvement.views.finding import case_of, cases_of, ends_of, side
from tandem.relationships import tabs
from tandem.scorecards.models import Card
from tandem.scorecards.queries import current_kpis

PER_PAGE = 25
YEAR = timedelta(days=365)


@require_GET
def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person of improvement, for the home page and the inbox."""
    of = needs.of_customer if side(request).buys else needs.of_supplier
    return render(request, "messaging/needs.html", {"needs": of(request.actor, timezone.now())})


@require_GET
def cases(request: ActorRequest) -> HttpResponse:
    """All cases of this side, those first whose next step is due first."""
    now, at = timezone.now(), side(request)
    everything = cases_of(request)
    found = queries.narrowed(
        everything,
        status=request.GET.get("status", ""),
        kind=request.GET.get("kind", ""),
        words=request.GET.get("q", ""),
        now=now,
    )
    context = {
        **_listed(request, found),
        "ns": at.ns,
        "buys": at.buys,
        "counts": queries.counts(everything, now),
        "statuses": [
            (queries.OVERDUE, _("Overdue cases")),
            (queries.TO_DECIDE, _("To be decided")),
            *Case.Status.choices,
        ],
        "kinds": Case.Kind.choices,
        "may_open": rules.can_open_for_some(request.actor)
        if at.buys
        else request.actor.can(Capability.ANSWER_CASES),
        "any": everything.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "improvement/cases_rows.html", context)
    return render(request, "improvement/cases.html", context)


@require_GET
def improvement_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """The cases of one supplier: a tab of its page."""
    relationship = tabs.find(request, slug)
    rows = Case.objects.of_customer(request.actor).filter(relationship=relationship)
    today = timezone.localdate()
    context = {
        **_listed(request, rows),
        "ns": side(request).ns,
        "buys": True,
        "one": True,
        "any": rows.exists(),
        "counts": queries.counts(rows, timezone.now()),
        "may_open": rules.can_open(request.actor, relationship),
        "record": record_of(relationship.pk, today - YEAR, today + timedelta(days=1)),
        "projects": Project.objects.of_customer(request.actor).filter(relationship=relationship)[:10],
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "improvement/cases_rows.html", context)
    return tabs.answer(request, relationship, "improvement", "improvement/tab.html", context)


@require_GET
def card_record(request: ActorRequest, pk: int) -> HttpResponse:
    """What improved in a scorecard's period, or runs still: a part of the card's page, on either side."""
    at, own = side(request), request.actor.organization_id
    ends = {"relationship__customer": own} if at.buys else {"relationship__supplier": own}
    seen = Card.objects.visible_to(request.actor).filter(**ends)
    card = get_object_or_404(seen.select_related("run"), pk=pk)
    run, of_supplier = card.run, Case.objects.filter(relationship=card.relationship_id)
    then = Q(opened_at__date__lt=run.ends) & (Q(closed_at=None) | Q(closed_at__date__gte=run.starts))
    context = {
        "ns": at.ns,
        "record": record_of(card.relationship_id, run.starts, run.ends),
        "cases": of_supplier.filter(then).exclude(status=Case.Status.WITHDRAWN)[:10],
    }
    return render(request, "improvement/card_record.html", context)


def new_case(request: ActorRequest) -> HttpResponse:
    """Opened by either side, about one relationship."""
    at = side(request)
    ends = ends_of(request)
    if at.buys:
        require(rules.can_open_for_some(request.actor), rules.why_not_manage(request.actor))
    else:
        require(request.actor.can(Capability.ANSWER_CASES))
    sent = request.POST.get("relationship") or request.GET.get("relationship", "")
    chosen = ends.filter(pk=sent).first() if is_number(sent) else (None if at.buys else ends.first())
    customer = request.actor.organization_id if at.buys else (chosen.customer_id if chosen else None)
    form = CaseForm(
        request.POST or None,
        ends=ends,
        customer_id=customer,
        ours=at.buys,
        now=timezone.now(),
        initial={"relationship": chosen} if chosen else None,
    )
    made: list[Case] = []

    def act() -> None:
        given = form.cleaned_data
        case = actions.open_case(
            given["relationship"], form.values, owner=given.get("owner"), by=request.actor, now=timezone.now()
        )
        made.append(case)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("The case is open; the other side has been told."))
        return redirect(f"{at.ns}:case", made[0].pk)
    context = {"form": form, "ns": at.ns, "buys": at.buys, "any_end": ends.exists()}
    return render(request, "improvement/new_case.html", context, status=422 if form.is_bound else 200)


@require_GET
def case(request: ActorRequest, pk: int) -> HttpResponse:
    """How far it has come, what is due when, what was agreed, and what may be done with it."""
    found = case_of(request, pk)
    return render(request, "improvement/case.html", _shown(request, found))


@require_POST
def hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    require(rules.can_manage(request.actor, found), rules.why_not_manage(request.actor))
    people = queries.owners(found.relationship.customer_id, timezone.now())
    owner = people.filter(pk=key_of(request.POST.get("owner"))).first()
    if owner is None:
        raise Refused(_("Choose whom the case goes to."))
    actions.hand_over(found, owner, by=request.actor, now=timezone.now())
    messages.success(request, _("Handed over to %(person)s.") % {"person": owner.get_full_name()})
    return redirect(found)


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    reason = request.POST.get("reason", "")
    actions.withdraw_case(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn; the supplier has been told."))
    return redirect(found)


@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    actions.close_case(found, remark=request.POST.get("remark", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("The case is closed."))
    return redirect(found)


@require_POST
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    actions.reopen_case(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("The case is open again; from the causes on, its steps begin anew."))
    return redirect(found)


@require_POST
def finish_action(request: ActorRequest, pk: int, action: int) -> HttpResponse:
    found = case_of(request, pk)
    planned = get_object_or_404(found.actions.all(), pk=action)
    require(rules.can_answer(request.actor, found))
    planned.case = found
    try:
        done_on = parse_date(request.POST.get("done_on", ""))
    except ValueError:
        done_on = None
    if done_on is None:
        raise Refused(_("Say on which day the action was in place."))
    actions.finish_action(planned, done_on=done_on, by=request.actor, now=timezone.now())
    messages.success(request, _("Kept. Hand in D6 once all actions are in place."))
    return redirect("improvement_supplier:case", found.pk)


def _shown(request: ActorRequest, found: Case) -> dict[str, Any]:
    at, now, actor = side(request), timezone.now(), request.actor
    standings = queries.standings(found, now)
    may_manage = at.buys and rules.can_manage(actor, found)
    kpi = current_kpis(found.customer_id).get(found.kpi) if found.kpi else None
    return {
        "case": found,
        "relationship": found.relationship,
        "ns": at.ns,
        "buys": at.buys,
        "standings": standings,
        "accepted": sum(each.step.status == "accepted" for each in standings),
        "actions": [(each, each.is_overdue(now.date())) for each in found.actions.all()],
        "kpi": kpi,
        "may_manage": may_manage,
        "may_answer": not at.buys and rules.can_answer(actor, found),
        "may_close": may_manage
        and found.status in (Case.Status.OPEN, Case.Status.WATCHED)
        and all(each.step.status == "accepted" for each in standings),
        "forms": forms_of(found.customer_id),
        "may_import": found.is_open and (may_manage or (not at.buys and rules.can_answer(actor, found))),
        **(elsewhere.shown(request, found) if at.buys else {}),
        **_effect(request, found),
        "owners": queries.owners(found.relationship.customer_id, now) if may_manage else [],
        "history": history.told(history.entries(found, actor)[:60]),
        "today": now.date(),
    }


def _effect(request: ActorRequest, found: Case) -> dict[str, Any]:
    """By today's facts; what cannot be measured is said, and does not keep the page from being read."""
    if (
        not found.kpi
        or found.acted_on is None
        or found.status not in (Case.Status.WATCHED, Case.Status.CLOSED)
    ):
        return {}
    try:
        effect = effect_of(request.actor, found, timezone.localdate())
    except Refused as refusal:
        return {"effect_refused": str(refusal)}
    if effect is None:
        return {"effect_refused": _("There are no facts yet by which the KPI could be measured.")}
    return {"effect": effect_shown.shown(effect)}


def _listed(request: ActorRequest, rows: QuerySet[Case]) -> dict[str, Any]:
    now = timezone.now()
    found = queries.with_steps(rows).order_by(F("next_due").asc(nulls_last=True), "-opened_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": [(one, one.is_open and one.next_due is not None and one.next_due < now) for one in page],
    }
