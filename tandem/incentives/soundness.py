"""Whether a policy means something: what is asked of its parts by when it speaks and what follows."""

from django.utils.translation import gettext as _

from tandem.incentives import currencies, reckoning
from tandem.incentives.models import Effect, Kind, Policy
from tandem.incentives.models.policies import MONEY, PENALTIES_ONLY, REWARDS_ONLY
from tandem.scorecards import queries

When, Base = Policy.When, Policy.Base


def tidy(policy: Policy) -> None:
    """Empty what the policy does not use, so that nothing left behind is taken for a part of it."""
    when = policy.when
    if when not in (When.GRADE, When.STREAK):
        policy.grades = []
    if when == When.STREAK and policy.grades:
        policy.kpi = ""
    if when in (When.GRADE, When.INCIDENT):
        policy.kpi = ""
    if not (policy.kpi and when in (When.KPI, When.STREAK)):
        policy.comparison, policy.threshold = "", None
    if when not in (When.STREAK, When.TREND):
        policy.periods = 1
    if when != When.TREND:
        policy.change = None
    if when != When.IMPROVED:
        policy.cases = 1
    if policy.effect not in MONEY:
        policy.base = policy.lines_of = policy.currency = ""
        policy.rate = policy.line_most = policy.amount = policy.cap_rate = policy.cap_amount = None
        policy.tax = "none"
    if policy.base == Base.FIXED:
        policy.lines_of, policy.rate, policy.cap_rate, policy.cap_amount = "", None, None, None
    else:
        policy.amount = None
    if policy.base != Base.LINES:
        policy.per, policy.line_most = Policy.Per.LINE, None
    if policy.base != Base.FIXED and policy.cap_amount is None:
        policy.currency = ""
    if policy.effect != Effect.PAYMENT_TERMS:
        policy.days = None
    if policy.effect != Effect.SHARE:
        policy.points = None
    if policy.effect != Effect.STAGE:
        policy.stage = ""
    if policy.effect != Effect.SEGMENT:
        policy.to_segment = ""


def problems(policy: Policy) -> list[str]:
    """A sentence for each part that is missing or does not fit."""
    return [*_of_trigger(policy), *_of_effect(policy)]


def _of_trigger(policy: Policy) -> list[str]:
    known = queries.current_kpis(policy.customer_id)
    found = []
    if policy.when == When.GRADE and not policy.grades:
        found.append(_("Name the grades it speaks on."))
    if policy.when == When.KPI and not policy.kpi:
        found.append(_("Choose the KPI it looks at."))
    if policy.when == When.STREAK and not (policy.grades or policy.kpi):
        found.append(_("Name the grades, or choose the KPI, that must come several periods in a row."))
    if policy.when == When.STREAK and policy.periods < 2:
        found.append(_("A streak takes two periods at least."))
    if policy.when == When.IMPROVED and policy.kind == Kind.PENALTY:
        found.append(_("What improved is rewarded: choose a reward."))
    if policy.kpi and policy.kpi not in known:
        found.append(_("There is no KPI “%(kpi)s”.") % {"kpi": policy.kpi})
    if policy.kpi and policy.when in (When.KPI, When.STREAK):
        if policy.threshold is None:
            found.append(_("Give the limit that the KPI's value is held against."))
        if not policy.comparison:
            found.append(_("Say whether the KPI's value must be below the limit or above."))
    if policy.when == When.TREND and not policy.change:
        found.append(_("Give the rise, or with a minus the fall, from which it speaks."))
    return found


def _of_effect(policy: Policy) -> list[str]:
    found = []
    effect = Effect(policy.effect)
    if policy.kind == Kind.PENALTY and effect in REWARDS_ONLY:
        found.append(_("“%(effect)s” is a reward, not a penalty.") % {"effect": effect.label})
    if policy.kind == Kind.REWARD and effect in PENALTIES_ONLY:
        found.append(_("“%(effect)s” is a penalty, not a reward.") % {"effect": effect.label})
    if effect in MONEY:
        found += _of_money(policy)
    if effect == Effect.PAYMENT_TERMS and policy.days is None:
        found.append(_("Give the new days until payment."))
    if effect == Effect.SHARE and not policy.points:
        found.append(_("Give the percentage points of the business that it gains, or with a minus loses."))
    if effect == Effect.STAGE and not policy.stage:
        found.append(_("Choose the stage that the supplier comes to."))
    if effect == Effect.SEGMENT and not policy.to_segment:
        found.append(_("Choose the segment that the supplier comes to."))
    grounded = policy.agreement.strip() and policy.clause.strip()
    if not grounded and (effect in MONEY or policy.kind == Kind.PENALTY):
        found.append(
            _(
                "Name the agreement and the clause it rests on: without one nothing may be deducted or imposed."
            )
        )
    return found


def _of_money(policy: Policy) -> list[str]:
    found = []
    if not policy.base:
        return [_("Say what the amount is reckoned from.")]
    if policy.base == Base.FIXED:
        if policy.amount is None:
            found.append(_("Give the fixed amount."))
        if not policy.currency:
            found.append(_("Give the currency of the amount."))
        elif problem := currencies.problem_of(policy.amount, policy.currency):
            found.append(problem)
        return found
    if policy.rate is None:
        found.append(_("Give the rate in per cent."))
    kpi = queries.current_kpis(policy.customer_id).get(policy.lines_of)
    if kpi is None or not reckoning.flag_of(kpi):
        found.append(
            _(
                "Choose a KPI of deliveries whose lines it is reckoned from: one that single order lines can fail."
            )
        )
    if policy.cap_amount is not None and not policy.currency:
        found.append(_("Give the currency of the cap."))
    elif policy.currency and (problem := currencies.problem_of(policy.cap_amount, policy.currency)):
        found.append(problem)
    if policy.kind == Kind.PENALTY and policy.cap_rate is None and policy.cap_amount is None:
        found.append(
            _("A contractual deduction needs a cap: in per cent of the period's value, or as an amount.")
        )
    if policy.when == When.INCIDENT:
        found.append(_("For an incident no card is read: take a fixed amount."))
    return found
