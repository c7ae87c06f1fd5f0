"""Countersigning (会签): quality, logistics and finance look at a run before it is published, as its template asks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import rules
from tandem.scorecards.actions import telling
from tandem.scorecards.actions.holding import hold_run
from tandem.scorecards.actions.input_time import require_input_over
from tandem.scorecards.models import Countersignature, Function, Run
from tandem.scorecards.queries.judgements import require_survey_closed
from tandem.scorecards.rules import countersigning


@transaction.atomic
def ask_to_countersign(run: Run, *, by: Actor, now: datetime) -> None:
    """Put a reviewed run before the functions that its template names. Raises Refused."""
    require(rules.can_compute(by, run) or rules.can_publish(by, run, now))
    hold_run(run)
    require_input_over(run)
    if not run.template.countersigned_by:
        raise Refused(_("This run’s template asks for no countersignature. Publish it."))
    if run.template.data_check and run.checked_at is None:
        raise Refused(_("Suppliers check their data before this is published. Open the data check first."))
    require_survey_closed(run)
    run.signing_round += 1
    audit.move(run, Run.Status.SIGNING, by=by)
    telling.run_to_countersign(run, by=by, now=now)


@transaction.atomic
def countersign(
    run: Run, function: str, *, agrees: bool, remark: str = "", by: Actor, now: datetime
) -> Countersignature:
    """Say what a function thinks of the run. Who does not agree says why, and the run is back in review."""
    locked = Run.objects.select_for_update(of=("self",)).select_related("template", "customer").get(pk=run.pk)
    refusal = countersigning.why_not_countersign(by, locked, function, signatures(locked), now)
    require(refusal is None, refusal)
    if not agrees and not remark.strip():
        raise Refused(_("Say why you do not countersign, so that it can be mended."))
    given = Countersignature.objects.create(
        run=locked,
        round=locked.signing_round,
        function=function,
        agrees=agrees,
        remark=remark.strip(),
        signed_at=now,
        signed_by_id=by.user_id,
        signed_by_name=by.name[:120],
    )
    audit.record(
        locked,
        "countersigned" if agrees else "countersignature_refused",
        by=by,
        changes={"function": ["", function]},
        reason=given.remark,
    )
    if not agrees:
        audit.move(locked, Run.Status.REVIEW, by=by, reason=given.remark)
        telling.countersignature_refused(locked, given, by=by, now=now)
    elif not missing(locked):
        telling.run_ready(locked, now=now)
    run.refresh_from_db()
    return given


def signatures(run: Run) -> list[Countersignature]:
    """Those of the present round."""
    return list(run.countersignatures.filter(round=run.signing_round)) if run.signing_round else []


def missing(run: Run) -> list[str]:
    """The functions whose countersignature the run still waits for."""
    signed = {each.function for each in signatures(run) if each.agrees}
    asked = run.template.countersigned_by
    return [each for each in Function.values if each in asked and each not in signed]


def require_countersigned(run: Run) -> None:
    """Raises Refused with the functions that are missing."""
    if not run.template.countersigned_by:
        return
    if run.status != Run.Status.SIGNING:
        raise Refused(
            _("This run is countersigned before it is published. Ask for the countersignatures first.")
        )
    if waiting := missing(run):
        named = ", ".join(str(Function(each).label) for each in waiting)
        raise Refused(_("The countersignature of %(functions)s is missing.") % {"functions": named})
