"""Asking one supplier or many to be assessed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.assessments import actions
from tandem.assessments.forms.asking import AskForm
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.relationships import picking
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship, Segment, Stage
from tandem.relationships.picking import SuppliersForm

NARROWED_BY = ("q", "stage", "segment", "category")


def ask(request: ActorRequest) -> HttpResponse:
    """What, by when, and of whom: searched by name, stage, segment and category."""
    require(rules.can_ask_suppliers(request.actor), rules.why_not_ask(request.actor))
    own = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer")
    suppliers = relationships.within_reach(own, request.actor, Capability.ASSESS_SUPPLIERS).prefetch_related(
        "categories"
    )
    want = relationships.wanted(request.GET)
    fitting = relationships.in_order(
        relationships.within_reach(
            relationships.matching(request.actor, want), request.actor, Capability.ASSESS_SUPPLIERS
        ),
        want,
    ).select_related("supplier", "customer")
    picked = picking.picked(request, suppliers, fitting, NARROWED_BY)
    if request.htmx and request.method == "GET":
        answer = render(request, "assessments/ask_picks.html", picked)
        # Who sends or loads the page again finds the list narrowed as it is now.
        answer["HX-Replace-Url"] = f"{request.path}?{urlencode(picked['narrowed'])}"
        return answer
    templates = queries.active_templates(request.actor)
    data = request.POST or None
    form = AskForm(data, templates=templates, today=timezone.localdate())
    many = SuppliersForm(data, suppliers=suppliers, fitting=fitting)
    if (
        request.method == "POST"
        and many.is_valid() & form.is_valid()
        and form.suits(many.cleaned_data["suppliers"])
    ):
        if form.is_process_audit:
            return redirect(_where_it_begins(many.cleaned_data["suppliers"][0], form))
        asked, refused = actions.ask_many(
            many.cleaned_data["suppliers"], form.wanted, by=request.actor, now=timezone.now()
        )
        told = ngettext("%(count)d supplier was asked", "%(count)d suppliers were asked", len(asked))
        if asked:
            messages.success(request, told % {"count": len(asked)})
        for relationship, reason in refused[:5]:
            messages.warning(request, f"{relationship}: {reason}")
        return redirect(asked[0] if len(asked) == 1 else "assessments:assessments")
    context = {
        "form": form,
        "many": many,
        "any_template": templates.exists(),
        "may_write": rules.can_write_templates(request.actor),
        "segments": Segment.choices,
        "stages": Stage.choices,
        "categories": [(one.pk, str(one)) for one in relationships.categories(request.actor)],
        **picked,
    }
    return render(request, "assessments/ask.html", context, status=422 if form.is_bound else 200)


def _where_it_begins(relationship: Relationship, form: AskForm) -> str:
    """An audit's own page, with what was filled in already."""
    given = {name: form.cleaned_data[name] for name in ("template", "due_on", "purpose")}
    given["template"] = given["template"].pk
    return f"{reverse('assessments:begin_audit', args=[relationship.slug])}?{urlencode(given)}"
