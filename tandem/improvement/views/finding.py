"""Finding what an address names, or 404. The same pages stand on both sides; the address says from which one looks."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.improvement.models import Case, Step
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship

OURS, THEIRS = "improvement", "improvement_supplier"


@dataclass(frozen=True)
class Side:
    """From which end of the relationship one looks. `ns` is the namespace of that side's addresses."""

    ns: str

    @property
    def buys(self) -> bool:
        return self.ns == OURS


def side(request: ActorRequest) -> Side:
    match = request.resolver_match
    return Side(THEIRS if match is not None and match.namespace == THEIRS else OURS)


def ends_of(request: ActorRequest) -> QuerySet[Relationship]:
    """With whom one may begin something."""
    if side(request).buys:
        rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer")
        return relationships.within_reach(rows, request.actor, Capability.MANAGE_IMPROVEMENT)
    rows = Relationship.objects.served_by(request.actor).select_related("supplier", "customer")
    return rows.order_by("customer__name")


def cases_of(request: ActorRequest) -> QuerySet[Case]:
    rows = Case.objects.all()
    return rows.of_customer(request.actor) if side(request).buys else rows.of_supplier(request.actor)


def case_of(request: ActorRequest, pk: int) -> Case:
    rows = cases_of(request).select_related("relationship__customer", "relationship__supplier", "owner")
    return get_object_or_404(rows.prefetch_related("relationship__categories"), pk=pk)


def step_of(request: ActorRequest, pk: int, code: str) -> Step:
    case = case_of(request, pk)
    step = get_object_or_404(case.steps.all(), code=code)
    step.case = case
    return step
