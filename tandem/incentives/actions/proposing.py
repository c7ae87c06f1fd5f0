"""Proposals: what policies make of a published run, and what a person proposes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.incentives import currencies, reckoning, rules, standings, telling, triggers
from tandem.incentives.models import Consequence, ConsequenceLine, Effect, Kind, Policy
from tandem.incentives.models.policies import HONOURS, MONEY, PENALTIES_ONLY, REWARDS_ONLY
from tandem.incentives.numbering import next_number
from tandem.incentives.reckoning import Reckoned
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Run
from tandem.scorecards.queries import pinned_kpis

Status = Consequence.Status


@dataclass(frozen=True)
class Words:
    """What a person proposes, besides whom it concerns. Money needs an amount and a currency, an honour its name."""

    kind: str
    effect: str
    reason: str
    amount: Decimal | None = None
    currency: str = ""
    days: int | None = None
    points: Decimal | None = None
    stage: str = ""
    segment: str = ""
    title: str = ""
    title_local: str = ""
    agreement: str = ""
    clause: str = ""
    clause_text: str = ""
    tax: str = "none"
    period: str = ""


@transaction.atomic
def apply_policies(
    run: Run, *, by: Actor, now: datetime, chosen: Collection[int] | None = None
) -> list[Consequence]:
    """Propose what the policies in use call for by a published run; of `chosen` relationships alone where given.

    Applied again it proposes only what is not there yet.
    """
    if run.status != Run.Status.PUBLISHED:
        raise Refused(_("Policies read published cards; %(run)s is not published.") % {"run": run})
    policies = applicable(run)
    if not policies:
        return []
    numbers = count(next_number(Consequence, run.customer_id))
    spoken = _spoken(run)
    kpis = {kpi.code: kpi for kpi in pinned_kpis(run).values()}
    found: list[Consequence] = []
    called = [each for each in speaking(run, policies, chosen=chosen) if (each[0].pk, each[1]) not in spoken]
    cards = cards_of(run, {relationship for _policy, relationship, _finding in called})
    for policy, relationship_id, finding in called:
        card = cards[relationship_id]
        kpi = kpis.get(policy.lines_of)
        results: Iterable[Reckoned | None] = (
            reckoning.reckon(by, policy, card, kpi) if policy.effect in MONEY else [None]
        )
        found += [
            _by_policy(policy, card, finding, reckoned, next(numbers), now)
            for reckoned in results
            if reckoned is None or reckoned.amount > 0
        ]
    telling.proposed(found, now=now)
    return found


def cards_of(run: Run, relationships: Collection[int]) -> dict[int, Card]:
    """Their whole cards by relationship, without the values, in one look-up."""
    rows = Card.objects.filter(run=run, relationship__in=relationships).whole().defer("lines")
    found = {}
    for card in rows.select_related("relationship__supplier", "relationship__customer"):
        card.run = run
        found[card.relationship_id] = card
    return found


def applicable(run: Run) -> list[Policy]:
    """The policies in use that read this scorecard."""
    policies = Policy.objects.active().filter(customer=run.customer_id).exclude(when=Policy.When.INCIDENT)
    return [each for each in policies if each.scorecard in ("", run.template.name)]


def speaking(
    run: Run, policies: Collection[Policy], *, chosen: Collection[int] | None = None
) -> Iterator[tuple[Policy, int, triggers.Finding]]:
    """Which policies call for something by the run's cards, and for whom; one after the other, as there may be more
    findings than cards."""
    runs = standings.runs_up_to(run, policies)
    # A streak or a trend over more periods than there are says nothing of anybody.
    able = [policy for policy in policies if _reaches_back(policy) <= len(runs)]
    courses = standings.courses(runs, able, chosen=chosen)
    for policy in able:
        trigger, members = policy.trigger, _members(policy)
        for relationship, course in courses.items():
            if members is not None and relationship not in members:
                continue
            if (finding := triggers.found(trigger, course)) is not None:
                yield policy, relationship, finding


def _reaches_back(policy: Policy) -> int:
    """How many periods it reads."""
    if policy.when == Policy.When.STREAK:
        return policy.periods
    return policy.periods + 1 if policy.when == Policy.When.TREND else 1


@transaction.atomic
def propose(
    relationship: Relationship, words: Words, *, by: Actor, now: datetime, policy: Policy | None = None
) -> Consequence:
    """A reward or penalty that a person proposes; by `policy`, one for incidents, where it rests on one. Raises
    Refused."""
    require(rules.can_propose(by, relationship), rules.out_of_reach(by, rules.C.PROPOSE_INCENTIVES))
    _check_words(words)
    consequence = Consequence(
        relationship=relationship,
        number=next_number(Consequence, relationship.customer_id),
        policy=policy,
        kind=words.kind,
        effect=words.effect,
        reason=words.reason.strip()[:4000],
        period=words.period,
        currency=words.currency,
        uncapped=words.amount,
        amount=words.amount,
        days=words.days,
        points=words.points,
        stage=words.stage,
        segment=words.segment,
        title=words.title.strip(),
        title_local=words.title_local.strip(),
        agreement=words.agreement.strip(),
        clause=words.clause.strip(),
        clause_text=words.clause_text.strip(),
        tax=words.tax,
        answer_days=policy.answer_days if policy else 10,
        proposed_at=now,
        proposed_by_id=by.user_id,
        proposed_by_name=by.name[:120],
    )
    check(consequence)
    consequence.save()
    audit.record(consequence, "proposed", by=by, reason=consequence.reason)
    telling.proposed([consequence], by=by, now=now)
    return consequence


def _check_words(words: Words) -> None:
    effect = Effect(words.effect)
    if not words.reason.strip():
        raise Refused(_("Say what happened: the reason is what the other side reads first."))
    if words.kind == Kind.PENALTY and effect in REWARDS_ONLY:
        raise Refused(_("“%(effect)s” is a reward, not a penalty.") % {"effect": effect.label})
    if words.kind == Kind.REWARD and effect in PENALTIES_ONLY:
        raise Refused(_("“%(effect)s” is a penalty, not a reward.") % {"effect": effect.label})
    if effect in MONEY and (words.amount is None or words.amount <= 0 or not words.currency):
        raise Refused(_("Give the amount and its currency."))
    if effect in MONEY and words.amount is not None:
        currencies.require_money(words.amount, words.currency)
    if effect == Effect.PAYMENT_TERMS and words.days is None:
        raise Refused(_("Give the new days until payment."))
    if effect == Effect.SHARE and not words.points:
        raise Refused(_("Give the percentage points of the business that it gains, or with a minus loses."))
    if effect == Effect.STAGE and not words.stage:
        raise Refused(_("Choose the stage that the supplier comes to."))
    if effect == Effect.SEGMENT and not words.segment:
        raise Refused(_("Choose the segment that the supplier comes to."))
    if effect in HONOURS and not words.title.strip():
        raise Refused(_("Name the honour: it stands on the certificate."))
    if words.kind == Kind.PENALTY and not (words.agreement.strip() and words.clause.strip()):
        raise Refused(
            _(
                "Name the agreement and the clause it rests on: without one nothing may be deducted or imposed."
            )
        )


def _by_policy(
    policy: Policy,
    card: Card,
    finding: triggers.Finding,
    reckoned: Reckoned | None,
    number: int,
    now: datetime,
) -> Consequence:
    consequence = Consequence.objects.create(
        relationship=card.relationship,
        number=number,
        policy=policy,
        card=card,
        period=card.run.period,
        kind=policy.kind,
        effect=policy.effect,
        finding=kept(policy, finding),
        currency=reckoned.currency if reckoned else "",
        base_value=reckoned.base_value if reckoned else None,
        uncapped=reckoned.uncapped if reckoned else None,
        cap=reckoned.cap if reckoned else None,
        amount=reckoned.amount if reckoned else None,
        days=policy.days,
        points=policy.points,
        stage=policy.stage,
        segment=policy.to_segment,
        title=policy.name if policy.effect in HONOURS else "",
        title_local=policy.name_local if policy.effect in HONOURS else "",
        agreement=policy.agreement,
        clause=policy.clause,
        clause_text=policy.clause_text,
        tax=policy.tax,
        answer_days=policy.answer_days,
        proposed_at=now,
        proposed_by_name=policy.name[:120],
    )
    if reckoned:
        keep_lines(consequence, reckoned)
    audit.record(consequence, "proposed", by=Actor.system(card.run.customer, policy.name))
    return consequence


def keep_lines(consequence: Consequence, reckoned: Reckoned) -> None:
    ConsequenceLine.objects.bulk_create(
        ConsequenceLine(
            consequence=consequence,
            customer_id=consequence.relationship.customer_id,
            penal=consequence.kind == Kind.PENALTY,
            source=line.key[0],
            document=line.key[1],
            line=line.key[2],
            schedule_line=line.key[3],
            item=line.item[:250],
            due_date=line.due,
            delivered_date=line.delivered,
            days_late=line.days_late,
            value=line.value,
            uncapped=line.uncapped,
            amount=line.amount,
            moved_by_customer=line.moved_by_customer,
        )
        for line in reckoned.lines
    )


def kept(policy: Policy, finding: triggers.Finding) -> Mapping[str, Any]:
    return {
        "periods": list(finding.periods),
        "grades": list(finding.grades),
        "values": [None if value is None else str(value) for value in finding.values],
        "kpi": policy.kpi,
        "cases": list(finding.cases),
    }


def _members(policy: Policy) -> set[int] | None:
    """Whom it is for; None for everybody."""
    if not policy.category_id and not policy.segment:
        return None
    rows = Relationship.objects.current().filter(customer=policy.customer_id)
    if policy.category_id:
        rows = rows.filter(categories=policy.category_id)
    if policy.segment:
        rows = rows.filter(segment=policy.segment)
    return set(rows.values_list("pk", flat=True))


def _spoken(run: Run) -> set[tuple[int, int]]:
    """Also what was refused or reversed: a person has decided on it. Of this scorecard alone, whichever of its runs."""
    rows = Consequence.objects.filter(
        Q(card__isnull=True) | Q(card__run__template__name=run.template.name),
        relationship__customer=run.customer_id,
        period=run.period,
        policy__isnull=False,
    )
    return {
        (policy or 0, relationship)
        for policy, relationship, finding in rows.values_list("policy", "relationship", "finding")
        if not finding.get("dropped")
    }
