"""Passports, the accounts that are paid to, and registrations: at the customer; and the supplier's own."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.rest import ApiRequest, PageOf, Paging, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.onboarding.models import BankChange, PassportProposal, PassportVersion, Registration
from tandem.onboarding.queries import bank_accounts as banks
from tandem.onboarding.queries import passports as queries
from tandem.relationships.models import Relationship

router = Router(tags=["passports"])


class AcceptedPassport(TypedDict):
    """The version that a customer goes by, whatever became of the consent; `waiting_version` is a later one that
    waits for its decision. `shared` says whether the supplier shares its passport today."""

    relationship: str
    supplier: OrganisationBrief
    version: int
    accepted_at: datetime
    accepted_by: str
    shared: bool
    waiting_version: int | None


class PassportWhole(AcceptedPassport):
    """`content` holds company, profile and answers, by the field codes of docs/passport.md."""

    content: dict[str, Any]


class AccountOut(TypedDict):
    """Never the whole number: `ending` are its last four characters."""

    currency: str
    bank: str
    ending: str
    status: str
    since: datetime


class PaymentsOut(TypedDict):
    """`held` while an account is being checked: `reason` says what is waited for."""

    held: bool
    held_since: datetime | None
    reason: str | None
    accounts: list[AccountOut]


class RegistrationOut(TypedDict):
    id: int
    status: str
    name: str
    name_local: str
    country: str
    identifier_scheme: str
    identifier: str
    contact: str
    email: str
    phone: str
    website: str
    categories: list[str]
    note: str
    confirmed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str
    relationship: str | None


class OwnVersion(TypedDict):
    version: int
    published_at: datetime
    published_by: str
    note: str


class OwnVersionWhole(OwnVersion):
    content: dict[str, Any]


class RegistrationPaging(Paging):
    status: Literal["waiting", "accepted", "refused"] | None = None


@router.get(
    "/passports",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("The suppliers' passports that the organisation accepted"),
        PageOf[AcceptedPassport],
    ),
)
def passports(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Relationship.objects.visible_to(request.actor).filter(
        pk__in=PassportProposal.objects.visible_to(request.actor).accepted().values("relationship")
    )
    orders = {"name": Order(F("supplier__name"), never_null=True)}
    held = {each.relationship.pk: each for each in queries.held_by_customer(request.actor)}
    return listed(
        request,
        rows.select_related("supplier"),
        lambda each: _accepted(each, held[each.pk]),
        orders=orders,
        sort="name",
        paging=paging,
    )


@router.get(
    "/relationships/{slug:slug}/passport",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("The version of a supplier's passport that the organisation accepted"),
        PassportWhole,
    ),
)
def passport(request: ApiRequest, slug: str) -> HttpResponse:
    relationship = _own(request, slug)
    accepted = queries.accepted(relationship)
    if accepted is None:
        raise Http404
    return answer(
        PassportWhole(
            **_accepted(relationship, queries.held(relationship, request.actor)),
            content=accepted.content or {},
        )
    )


@router.get(
    "/relationships/{slug:slug}/payments",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("Whether payments to a supplier are held, and the accounts to pay to"),
        PaymentsOut,
    ),
)
def supplier_payments(request: ApiRequest, slug: str) -> HttpResponse:
    return answer(_payments(_own(request, slug)))


@router.get(
    "/customers/{slug:slug}/payments",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        gettext_lazy("Whether a customer holds its payments, and the accounts it pays to"),
        PaymentsOut,
    ),
)
def customer_payments(request: ApiRequest, slug: str) -> HttpResponse:
    rows = Relationship.objects.served_by(request.actor)
    return answer(_payments(get_object_or_404(rows, customer__slug=slug)))


@router.get(
    "/registrations",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("Companies that registered and confirmed their address"),
        PageOf[RegistrationOut],
    ),
)
def registrations(request: ApiRequest, asked: Query[RegistrationPaging]) -> HttpResponse:
    rows = Registration.objects.visible_to(request.actor).select_related("relationship")
    if asked.status:
        rows = rows.filter(status=asked.status)
    orders = {"id": Order("pk", never_null=True)}
    return listed(
        request, rows.prefetch_related("categories"), _registration, orders=orders, sort="-id", paging=asked
    )


@router.get(
    "/registrations/{pk}",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("One registration"), RegistrationOut),
)
def registration(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_registration(get_object_or_404(Registration.objects.visible_to(request.actor), pk=pk)))


@router.get(
    "/passport-versions",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        gettext_lazy("The versions of the organisation's own passport"),
        PageOf[OwnVersion],
    ),
)
def passport_versions(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = PassportVersion.objects.filter(organization=request.actor.organization_id).defer("content")
    orders = {"number": Order("number", never_null=True)}
    return listed(request, rows, _version, orders=orders, sort="-number", paging=paging)


@router.get(
    "/passport-versions/{number}",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS, gettext_lazy("One version of the organisation's own passport"), OwnVersionWhole
    ),
)
def passport_version(request: ApiRequest, number: int) -> HttpResponse:
    own = PassportVersion.objects.filter(organization=request.actor.organization_id)
    found = get_object_or_404(own, number=number)
    return answer(OwnVersionWhole(**_version(found), content=found.content))


def _own(request: ApiRequest, slug: str) -> Relationship:
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier")
    return get_object_or_404(rows, slug=slug)


def _accepted(relationship: Relationship, held: queries.Held) -> AcceptedPassport:
    if held.accepted is None or held.accepted.decided_at is None:
        raise Http404
    return AcceptedPassport(
        relationship=relationship.slug,
        supplier=brief(relationship.supplier),
        version=held.accepted.number,
        accepted_at=held.accepted.decided_at,
        accepted_by=held.accepted.decided_by_name,
        shared=held.shared,
        waiting_version=held.waiting.number if held.waiting else None,
    )


def _payments(relationship: Relationship) -> PaymentsOut:
    hold = banks.payments_held(relationship)
    waiting = list(hold.changes) if hold else []
    return PaymentsOut(
        held=hold is not None,
        held_since=hold.since if hold else None,
        reason=hold.reason if hold else None,
        accounts=[_account(each) for each in [*banks.in_force(relationship), *waiting]],
    )


def _account(change: BankChange) -> AccountOut:
    return AccountOut(
        currency=change.currency,
        bank=change.bank_name,
        ending=change.number[-4:],
        status=change.status,
        since=change.decided_at or change.proposed_at,
    )


def _registration(found: Registration) -> RegistrationOut:
    return RegistrationOut(
        id=found.pk,
        status=found.status,
        name=found.name,
        name_local=found.name_local,
        country=found.country,
        identifier_scheme=found.scheme,
        identifier=found.value,
        contact=found.contact_name,
        email=found.email,
        phone=found.phone,
        website=found.website,
        categories=[category.code for category in found.categories.all()],
        note=found.note,
        confirmed_at=found.confirmed_at or found.sent_at,
        decided_at=found.decided_at,
        decided_by=found.decided_by_name or None,
        reason=found.reason,
        relationship=found.relationship.slug if found.relationship else None,
    )


def _version(found: PassportVersion) -> OwnVersion:
    return OwnVersion(
        version=found.number,
        published_at=found.published_at,
        published_by=found.published_by_name,
        note=found.note,
    )
