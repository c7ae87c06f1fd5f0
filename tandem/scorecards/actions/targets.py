"""Targets: proposed by the customer, answered by each supplier for itself, agreed, withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.relationships.models import Category, Relationship
from tandem.scorecards import queries
from tandem.scorecards.actions import telling_targets as telling
from tandem.scorecards.models import Kpi, Target, TargetAgreement, TargetOffer
from tandem.scorecards.queries import targets as target_queries
from tandem.scorecards.rules import targets as rules

Scope, Status = Target.Scope, TargetAgreement.Status
AT_ONCE = 2000
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Asked:
    """What is asked, of whom, and which requirement it comes from. `suppliers` are those of a project, or the one."""

    kpi: str
    value: Decimal
    scope: str
    starts: date
    source: str
    ends: date | None = None
    clause: str = ""
    clause_text: str = ""
    document: str = ""
    suppliers: Sequence[Relationship] = ()
    project: str = ""
    category: Category | None = None
    segment: str = ""


@transaction.atomic
def propose_target(asked: Asked, *, by: Actor, now: datetime) -> Target:
    """Ask it of every supplier concerned. Raises Refused for a value that the KPI cannot have, or where nobody is
    concerned."""
    require(rules.can_propose(by))
    kpi = _kpi(asked.kpi, by.organization_id)
    _require_value(kpi, asked.value)
    target = Target(
        customer_id=by.organization_id,
        proposed_at=now,
        proposed_by_id=by.user_id,
        proposed_by_name=by.name[:120],
        kpi=asked.kpi,
        value=asked.value,
        scope=asked.scope,
        starts=asked.starts,
        ends=asked.ends,
        source=asked.source.strip(),
        clause=asked.clause.strip(),
        clause_text=asked.clause_text.strip(),
        document=asked.document.strip(),
        project=asked.project.strip() if asked.scope == Scope.PROJECT else "",
        category=asked.category if asked.scope == Scope.CATEGORY else None,
        segment=asked.segment if asked.scope == Scope.SEGMENT else "",
    )
    _require_sound(target)
    target.save()
    named = asked.scope in (Scope.RELATIONSHIP, Scope.PROJECT)
    suppliers = list(asked.suppliers) if named else list(target_queries.concerned(target))
    if asked.scope == Scope.RELATIONSHIP and len(suppliers) != 1:
        raise Refused(_("Name the one supplier that it is for."))
    audit.record(target, "proposed", by=by, changes={"value": ["", asked.value]})
    _ask(target, suppliers, asked.value, kpi, by=by, now=now)
    return target


@transaction.atomic
def ask_others(target: Target, suppliers: Sequence[Relationship], *, by: Actor, now: datetime) -> int:
    """Ask it of suppliers too who have joined since; those who were asked already are left out. Says how many."""
    require(rules.can_change(by, target))
    asked = set(target.agreements.values_list("relationship_id", flat=True))
    new = [each for each in suppliers if each.pk not in asked]
    if not new:
        raise Refused(_("Everybody it is for has been asked."))
    _ask(target, new, target.value, _kpi(target.kpi, target.customer_id), by=by, now=now)
    return len(new)


@transaction.atomic
def accept_target(agreement: TargetAgreement, version: int, *, by: Actor, now: datetime) -> None:
    """Agree to the other side's latest offer, which `version` names: nobody agrees to what they have not read."""
    _hold(agreement)
    _require_turn(agreement, version, by=by)
    kpi = _kpi(agreement.target.kpi, agreement.target.customer_id)
    agreement.agreed_value, agreement.agreed_version = agreement.value, agreement.version
    agreement.agreed_at, agreement.agreed_by_name = now, by.name[:120]
    audit.move(agreement, Status.AGREED, by=by, counterpart=_other(agreement, by), shared=True)
    _record(agreement, "target_agreed", kpi, by=by)
    telling.agreed(agreement, kpi, by=by, now=now)


@transaction.atomic
def counter_target(
    agreement: TargetAgreement, value: Decimal, *, version: int, reason: str, by: Actor, now: datetime
) -> None:
    """The supplier answers the offer that `version` names by another, and says why."""
    _hold(agreement)
    require(agreement.relationship.supplier_id == by.organization_id)
    _require_turn(agreement, version, by=by)
    if not reason.strip():
        raise Refused(_("Say why you propose another value."))
    kpi = _kpi(agreement.target.kpi, agreement.target.customer_id)
    _offer(agreement, value, reason, Status.COUNTERED, kpi, by=by, now=now)
    telling.countered(agreement, kpi, reason.strip(), by=by, now=now)


@transaction.atomic
def propose_again(
    agreement: TargetAgreement, value: Decimal, *, reason: str = "", by: Actor, now: datetime
) -> None:
    """The customer's next offer, to a counter-proposal or to change what was agreed, which holds until then."""
    _hold(agreement)
    require(agreement.relationship.customer_id == by.organization_id and rules.can_speak(by, agreement))
    if not rules.may_propose_again(by, agreement):
        raise Refused(_not_ones_turn(agreement))
    kpi = _kpi(agreement.target.kpi, agreement.target.customer_id)
    _offer(agreement, value, reason, Status.PROPOSED, kpi, by=by, now=now)
    telling.proposed([agreement], kpi, by=by, now=now)


@transaction.atomic
def withdraw_target(target: Target, *, reason: str, by: Actor, now: datetime) -> None:
    """No run that is started from now on measures by it; cards that were stay as they are."""
    require(rules.can_change(by, target))
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: it stays on record."))
    target.withdrawn_at, target.withdrawn_by_name = now, by.name[:120]
    target.withdrawn_because = reason.strip()[:2000]
    target.save()
    target.agreements.update(withdrawn=True)
    audit.record(target, "withdrawn", by=by, reason=target.withdrawn_because)
    rows = target.agreements.select_related("relationship__customer", "relationship__supplier", "target")
    kpi = _kpi(target.kpi, target.customer_id)
    telling.withdrawn(rows, kpi, target.withdrawn_because, by=by, now=now)


def _ask(
    target: Target, suppliers: Collection[Relationship], value: Decimal, kpi: Kpi, *, by: Actor, now: datetime
) -> None:
    if not suppliers:
        raise Refused(_("No supplier is concerned by it. Choose others, or name suppliers."))
    made = TargetAgreement.objects.bulk_create(
        [TargetAgreement(target=target, relationship=each, value=value) for each in suppliers],
        batch_size=AT_ONCE,
    )
    TargetOffer.objects.bulk_create(
        [
            TargetOffer(agreement=each, version=1, value=value, made_at=now, made_by_name=by.name[:120])
            for each in made
        ],
        batch_size=AT_ONCE,
    )
    rows = TargetAgreement.objects.filter(target=target, relationship__in=[each.pk for each in suppliers])
    asked = rows.select_related("relationship__customer", "relationship__supplier", "target")
    telling.proposed(asked, kpi, by=by, now=now)


def _offer(
    agreement: TargetAgreement,
    value: Decimal,
    reason: str,
    status: str,
    kpi: Kpi,
    *,
    by: Actor,
    now: datetime,
) -> None:
    _require_value(kpi, value)
    if value == agreement.value:
        raise Refused(_("That is the value that was proposed. Accept it, or propose another."))
    agreement.value = value
    agreement.version += 1
    TargetOffer.objects.create(
        agreement=agreement,
        version=agreement.version,
        by_supplier=status == Status.COUNTERED,
        value=value,
        reason=reason.strip()[:2000],
        made_at=now,
        made_by_name=by.name[:120],
    )
    reason = reason.strip()[:2000]
    audit.move(agreement, status, by=by, reason=reason, counterpart=_other(agreement, by), shared=True)
    _record(agreement, "target_offered", kpi, by=by)


def _kpi(code: str, customer_id: int) -> Kpi:
    found = queries.current_kpis(customer_id).get(code)
    if found is None:
        raise Refused(_("There is no KPI “%(kpi)s”.") % {"kpi": code})
    return found


def _require_value(kpi: Kpi, value: Decimal) -> None:
    if kpi.higher_is_better is None:
        raise Refused(_("No value of “%(kpi)s” is better than another, so it has no target.") % {"kpi": kpi})
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Refused(_("This is no value that can be agreed on."))
    if value != round(value, 6):
        raise Refused(_("Write the value with six digits after the point at most, a share with four."))
    if kpi.unit == "share" and not 0 <= value <= 1:
        raise Refused(_("A share lies between 0 and 100 per cent."))


def _require_sound(target: Target) -> None:
    if target.ends is not None and target.ends < target.starts:
        raise Refused(_("The last day lies before the first; choose a later one."))
    if target.scope == Scope.PROJECT and not target.project:
        raise Refused(_("Name the project that it is for."))
    if target.scope == Scope.CATEGORY and target.category is None:
        raise Refused(_("Choose the category that it is for."))
    if target.scope == Scope.SEGMENT and not target.segment:
        raise Refused(_("Choose the segment that it is for."))
    check(target)


def _hold(agreement: TargetAgreement) -> None:
    rows = TargetAgreement.objects.select_for_update(of=("self",)).select_related(
        "relationship__customer", "relationship__supplier", "target"
    )
    agreement.refresh_from_db(from_queryset=rows)


def _require_turn(agreement: TargetAgreement, version: int, *, by: Actor) -> None:
    require(rules.can_speak(by, agreement))
    if not rules.is_ones_turn(by, agreement):
        raise Refused(_not_ones_turn(agreement))
    if version != agreement.version:
        raise Refused(_("Another value has been proposed meanwhile. Read it first."))


def _not_ones_turn(agreement: TargetAgreement) -> str:
    if agreement.withdrawn:
        return _("The customer has withdrawn this target, so nothing is answered any more.")
    if agreement.status == Status.AGREED:
        return _("This has been agreed already.")
    if agreement.status == Status.COUNTERED:
        return _("The customer has not answered the counter-proposal yet.")
    return _("The supplier has not answered the proposal yet.")


def _record(agreement: TargetAgreement, verb: str, kpi: Kpi, *, by: Actor) -> None:
    """On the relationship, where both ends read what was settled between them."""
    currency = agreement.relationship.customer.currency
    value = formats.written(agreement.value, kpi.unit, currency, get_language() or "en")
    audit.record(
        agreement.relationship,
        verb,
        by=by,
        changes={"target": ["", f"{kpi.name} {value}"]},
        counterpart=_other(agreement, by),
        shared=True,
    )


def _other(agreement: TargetAgreement, by: Actor) -> int:
    relationship = agreement.relationship
    ours = by.organization_id == relationship.customer_id
    return relationship.supplier_id if ours else relationship.customer_id
