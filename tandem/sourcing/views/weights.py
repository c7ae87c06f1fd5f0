"""How the weights are found: who judges, one's own judgement, and all of them joined."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.core.keys import is_number
from tandem.sourcing import actions, showing
from tandem.sourcing.forms.selections import JudgeForm
from tandem.sourcing.models import Judge, Selection
from tandem.sourcing.queries import weighing
from tandem.sourcing.queries.argument import argument
from tandem.sourcing.rules import selections as rules
from tandem.sourcing.views import shown
from tandem.sourcing.views.finding import find, frame

Weighting = Selection.Weighting
# Saaty's scale as a row of choices: 9 … 2 for the first, equal, 2 … 9 for the second.
SCALE = [*range(9, 1, -1), 1, *range(-2, -10, -1)]


@require_GET
def weights(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    reasoned = argument(selection, timezone.localdate())
    judge = selection.judges.filter(user=request.actor.user_id).first()
    if judge is not None:
        judge.selection = selection
    context = {
        **frame(request, selection, "weights"),
        **shown.the_argument(reasoned),
        "methods": Weighting.choices,
        "judged": selection.weighting in (Weighting.PAIRWISE, Weighting.DIRECT),
        "pairwise": selection.weighting == Weighting.PAIRWISE,
        "judges": [_judge_row(said, reasoned.criteria) for said in reasoned.weights.said],
        "judge": judge,
        "may_judge": judge is not None and rules.can_judge(request.actor, judge),
        "may_weigh": rules.can_run(request.actor, selection)
        and not selection.is_over
        and selection.status != Selection.Status.PROPOSED,
        "worst": shown.disagreement(reasoned.weights.worst) if not reasoned.weights.is_consistent else "",
        "widest": _widest(reasoned.weights.widest),
        "chart": showing.weights_chart(reasoned) if reasoned.weights.weights else None,
    }
    if context["may_weigh"]:
        context["judge_form"] = JudgeForm(selection)
    if context["may_judge"] and judge is not None:
        context |= _own(judge, reasoned)
    return render(request, "sourcing/weights.html", context)


@require_POST
def choose_weighting(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    actions.choose_weighting(selection, request.POST.get("weighting", ""), by=request.actor)
    return redirect("sourcing:weights", pk)


@require_POST
def invite_judge(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    require(rules.can_run(request.actor, selection), rules.why_not_run(request.actor))
    form = JudgeForm(selection, request.POST)
    if not form.is_valid():
        raise Refused(_("Choose who is to judge."))
    judge = actions.invite_judge(selection, form.cleaned_data["member"], by=request.actor, now=timezone.now())
    messages.success(request, _("%(judge)s is on the committee.") % {"judge": judge.name})
    return redirect("sourcing:weights", pk)


@require_POST
def dismiss_judge(request: ActorRequest, pk: int, judge: int) -> HttpResponse:
    selection = find(request, pk)
    require(rules.can_run(request.actor, selection), rules.why_not_run(request.actor))
    found = get_object_or_404(selection.judges.select_related("selection"), pk=judge)
    actions.dismiss_judge(found, by=request.actor, now=timezone.now())
    return redirect("sourcing:weights", pk)


@require_POST
def judge(request: ActorRequest, pk: int) -> HttpResponse:
    """One's own judgements as far as given; with `hand_in` they are said to be whole."""
    selection = find(request, pk)
    found = selection.judges.select_related("selection").filter(user=request.actor.user_id).first()
    require(found is not None and rules.can_judge(request.actor, found), _NOT_A_JUDGE())
    assert found is not None  # noqa: S101  # required just above
    criteria = list(selection.criteria.all())
    if selection.weighting == Weighting.PAIRWISE:
        for first, second in weighing.pairs(criteria):
            given = request.POST.get(f"pair-{first.pk}-{second.pk}", "")
            if is_number(given.removeprefix("-"), longest=4):
                actions.judge_pair(found, first, second, int(given), by=request.actor)
    else:
        points = {each: request.POST.get(f"points-{each.pk}", "") for each in criteria}
        actions.give_points(
            found,
            {each: int(given) for each, given in points.items() if is_number(given, longest=4)},
            by=request.actor,
        )
    if "hand_in" in request.POST:
        actions.hand_in(found, by=request.actor, now=timezone.now())
        messages.success(request, _("Your judgement is handed in. You may change it until the proposal."))
    else:
        messages.success(request, _("Kept. Hand it in when it is whole."))
    return redirect("sourcing:weights", pk)


def _NOT_A_JUDGE() -> str:  # noqa: N802  # read as a sentence where it is asked
    return _("Only whoever was invited judges, and only while the selection is being judged.")


def _judge_row(said: weighing.Said, criteria: Any) -> dict[str, Any]:
    return {
        "judge": said.judge,
        "missing": said.missing,
        "weights": [
            (criterion.name, formats.percent(weight, showing.language()))
            for criterion, weight in zip(criteria, said.weights or (), strict=False)
        ],
        "ratio": said.consistency_ratio,
        "consistent": said.is_consistent,
        "worst": "" if said.is_consistent else shown.disagreement(said.worst),
    }


def _own(judge: Judge, reasoned: Any) -> dict[str, Any]:
    """One's own form: a row a pair, the one that fits worst marked; or points."""
    criteria = reasoned.criteria
    given = {(each.first_id, each.second_id): each.scale for each in judge.judgements.all()}
    said = next((each for each in reasoned.weights.said if each.judge.pk == judge.pk), None)
    worst = None
    if said is not None and not said.is_consistent and said.worst is not None:
        worst = (said.worst.first.pk, said.worst.second.pk)
    points = {each.criterion_id: each.points for each in judge.direct_weights.all()}
    return {
        "own_pairs": [
            {
                "name": f"pair-{first.pk}-{second.pk}",
                "first": first,
                "second": second,
                "given": given.get((first.pk, second.pk)),
                "worst": worst == (first.pk, second.pk),
            }
            for first, second in weighing.pairs(criteria)
        ],
        "scale": [(step, abs(step)) for step in SCALE],
        "own_points": [(each, points.get(each.pk, "")) for each in criteria],
        "own": _judge_row(said, criteria) if said is not None else None,
    }


def _widest(widest: Any) -> str:
    """On which pair the judges differ most."""
    if widest is None:
        return ""
    first, second, factor = widest
    return _(
        "The judges differ most on “%(first)s” against “%(second)s”: typically by a factor of %(factor)s."
    ) % {
        "first": first,
        "second": second,
        "factor": formats.number(factor, showing.language(), 1),
    }
