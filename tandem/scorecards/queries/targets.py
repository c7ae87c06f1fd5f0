"""Which agreed targets a run's suppliers are held to, and what both ends read of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.lake.reading import Share
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Run, Target, TargetAgreement
from tandem.scorecards.targets import Held

Scope = Target.Scope


def held_in(run: Run, shares: Mapping[int, Sequence[Share]]) -> dict[int, dict[str, Held]]:
    """By relationship and KPI, the agreed target that holds through the whole of the run's period. The most specific
    one counts; of equals, the one agreed last. One for a category does not hold where other categories' lines alone
    are measured."""
    through = Q(target__ends=None) | Q(target__ends__gte=run.ends - timedelta(days=1))
    rows = (
        TargetAgreement.objects.standing()
        .filter(
            through,
            target__customer=run.customer_id,
            target__kpi__in=list(run.kpi_versions),
            target__starts__lte=run.starts,
            agreed_at__isnull=False,
        )
        .select_related("target__category")
        .order_by("agreed_at", "pk")
    )
    found: dict[int, dict[str, Held]] = {}
    for row in sorted(rows, key=lambda row: Target.SPECIFIC.index(Scope(row.target.scope))):
        if row.target.scope != Scope.CATEGORY or _measures(row, shares.get(row.relationship_id, ())):
            found.setdefault(row.relationship_id, {})[row.target.kpi] = held_by(row)
    return found


def _measures(row: TargetAgreement, shares: Sequence[Share]) -> bool:
    """Whether a card of these shares measures lines of the target's category; without shares it measures all lines."""
    code = row.target.category.code if row.target.category else ""
    return not shares or any(category in ("", code) for category, _site in shares)


def held_by(row: TargetAgreement) -> Held:
    """What was agreed, as a card keeps it."""
    if row.agreed_value is None or row.agreed_version is None or row.agreed_at is None:
        raise ValueError(f"{row} is not agreed")
    day = timezone.localdate(row.agreed_at)
    # As people wrote it: 0.97, not 0.970000.
    value = row.agreed_value.normalize() + 0
    return Held(value, row.pk, row.agreed_version, day, row.target.requirement)


def suppliers_named(targets: Iterable[Target]) -> dict[int, str]:
    """By target, whom those for one supplier are for."""
    wanted = [target.pk for target in targets if target.scope == Scope.RELATIONSHIP]
    rows = TargetAgreement.objects.filter(target__in=wanted)
    return {
        row.target_id: str(row.relationship)
        for row in rows.select_related("relationship__supplier", "relationship__customer")
    }


def concerned(target: Target) -> QuerySet[Relationship]:
    """The suppliers that a target for a category or a segment is for today."""
    everybody = Relationship.objects.current().filter(customer=target.customer_id)
    everybody = everybody.exclude(stage__in=["phased_out", "blacklisted"])
    if target.scope == Scope.CATEGORY:
        return everybody.filter(categories=target.category_id)
    if target.scope == Scope.SEGMENT:
        return everybody.filter(segment=target.segment)
    return everybody.filter(target_agreements__target=target)


def newcomers(target: Target) -> QuerySet[Relationship]:
    """Those who have come under it since it was proposed."""
    asked = TargetAgreement.objects.filter(target=target).values("relationship")
    return concerned(target).exclude(pk__in=asked)


def agreements_of(actor: Actor, relationship: Relationship) -> QuerySet[TargetAgreement]:
    """A supplier's, for the customer's page of it: those that were not withdrawn."""
    rows = TargetAgreement.objects.of_customer(actor).filter(relationship=relationship).standing()
    return rows.select_related("target__category").order_by("target__kpi", "-target__starts")
