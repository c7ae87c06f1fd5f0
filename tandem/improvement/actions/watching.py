"""Closed means solved: a case with a KPI is watched after its actions, closed once its effect is shown, and opened
again where it got worse."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.improvement import signals, telling
from tandem.improvement.actions.cases import closed, lock, move, opened_again
from tandem.improvement.effect import Verdict
from tandem.improvement.models import Case
from tandem.improvement.queries.watching import Effect, effect_of

Status = Case.Status


def begin_to_watch(case: Case, *, by: Actor, now: datetime) -> None:
    """All steps are accepted, and there is a KPI to look at: from now on its effect is looked for."""
    case.verdict, case.told_no_change = Case.Verdict.TOO_EARLY, False
    move(case, Status.WATCHED, by=by)
    telling.watched(case, by=by, now=now)


def check_effects(*, now: datetime) -> None:
    """Every watched case of everybody, by today's facts. Called beyond the fence."""
    for pk, customer in list(Case.objects.filter(status=Status.WATCHED).values_list("pk", "customer")):
        with acting_for(customer):
            case = Case.objects.with_ends().filter(pk=pk).first()
            if case is not None:
                try:
                    check_effect(case, now=now)
                except Refused:
                    continue  # what cannot be measured today is looked at again tomorrow


@transaction.atomic
def check_effect(case: Case, *, now: datetime) -> Effect | None:
    """Look at one case as the customer's system does. Raises Refused where the lake cannot be read."""
    lock(case)
    by = Actor.system(case.relationship.customer, "Tandem")
    effect = effect_of(by, case, now.date())
    if effect is None or case.status != Status.WATCHED:
        return effect
    result = effect.result
    case.verdict, case.judged_on, case.p_value = result.verdict.value, now.date(), result.p
    case.value_before, case.value_after = effect.before.value, effect.after.value
    case.save(update_fields=["verdict", "judged_on", "p_value", "value_before", "value_after"])
    with override("zh-hans" if case.relationship.customer.country == "CN" else "en"):
        if result.verdict == Verdict.IMPROVED:
            case.closing_remark = _("The KPI improved after the actions, by a test stated on this page.")
            closed(case, by=by, now=now)
            signals.case_verified.send(Case, case=case, effect=effect, by=by, now=now)
        elif result.worse:
            opened_again(case, _("The KPI got worse after the actions."), by=by, now=now)
        elif now.date() > effect.watch_until and not case.told_no_change:
            case.told_no_change = True
            case.save(update_fields=["told_no_change"])
            telling.no_change(case, now=now)
    return effect
