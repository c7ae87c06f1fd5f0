"""The token itself, organisations, sites and the audit trail."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.models import AuditEntry, Identifier, Organization, Site
from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order

router = Router(tags=["organisations"])


class OrganisationBrief(TypedDict):
    slug: str
    name: str
    name_local: str
    country: str


class IdentifierOut(TypedDict):
    scheme: str
    country: str
    value: str


class OrganisationOut(OrganisationBrief):
    currency: str
    website: str
    identifiers: list[IdentifierOut]


class SiteOut(TypedDict):
    code: str
    name: str
    name_local: str
    country: str
    city: str


class TokenOut(TypedDict):
    """`person` is null for a service token. `capabilities` are what both the scopes and the roles allow today."""

    name: str
    person: str | None
    organisation: OrganisationBrief
    scopes: list[str]
    capabilities: list[str]
    expires_at: datetime


class AuditEntryOut(TypedDict):
    """`changes` maps each field to what it was and what it became. `on_behalf_of` names the colleagues by whose
    handed-over rights it was done, where the person's own roles do not allow it."""

    id: int
    at: datetime
    by: str
    on_behalf_of: str | None
    organisation: str
    record_type: str
    record_id: int
    record: str
    verb: str
    changes: dict[str, list[Any]]
    reason: str


class AuditPaging(Paging):
    record_type: Text = ""
    record_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    verb: Text = ""


ORGANISATION_ORDERS = {"name": Order("name", never_null=True)}
AUDIT_ORDERS = {"at": Order("at", never_null=True)}


def brief(organisation: Organization) -> OrganisationBrief:
    return OrganisationBrief(
        slug=organisation.slug,
        name=organisation.name,
        name_local=organisation.name_local,
        country=organisation.country,
    )


def told(organisation: Organization) -> OrganisationOut:
    return OrganisationOut(
        **brief(organisation),
        currency=organisation.currency,
        website=organisation.website,
        identifiers=[_identifier(each) for each in organisation.identifiers.all()],
    )


@router.get("/token", **asks(None, _("What this token is and may do"), TokenOut))
def token(request: ApiRequest) -> HttpResponse:
    actor, held = request.actor, request.token
    return answer(
        TokenOut(
            name=held.name,
            person=actor.name if actor.user_id else None,
            organisation=brief(Organization.objects.get(pk=actor.organization_id)),
            scopes=held.scopes,
            capabilities=sorted(actor.capabilities),
            expires_at=held.expires_at,
        )
    )


@router.get(
    "/organisations",
    **asks(
        Scope.READ_ORGANISATION,
        _("One's own organisation, its suppliers and its customers"),
        PageOf[OrganisationOut],
    ),
)
def organisations(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Organization.objects.filter(pk__in=Organization.objects.visible_to(request.actor).values("pk"))
    return listed(
        request,
        rows.prefetch_related("identifiers"),
        told,
        orders=ORGANISATION_ORDERS,
        sort="name",
        paging=paging,
    )


@router.get(
    "/organisations/{slug:slug}", **asks(Scope.READ_ORGANISATION, _("One organisation"), OrganisationOut)
)
def organisation(request: ApiRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.visible_to(request.actor), slug=slug)
    return answer(told(found))


@router.get("/sites", **asks(Scope.READ_ORGANISATION, _("The organisation's sites"), PageOf[SiteOut]))
def sites(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Site.objects.filter(organization=request.actor.organization_id)
    return listed(
        request, rows, _site, orders={"code": Order("code", never_null=True)}, sort="code", paging=paging
    )


@router.get(
    "/audit-entries",
    tags=["audit"],
    **asks(Scope.READ_AUDIT, _("The audit trail, newest first"), PageOf[AuditEntryOut]),
)
def audit_entries(request: ApiRequest, paging: Query[AuditPaging]) -> HttpResponse:
    rows = AuditEntry.objects.visible_to(request.actor).select_related("organization")
    wanted = {
        name: value
        for name, value in (
            ("record_type", paging.record_type),
            ("record_id", paging.record_id),
            ("verb", paging.verb),
        )
        if value
    }
    return listed(request, rows.filter(**wanted), _entry, orders=AUDIT_ORDERS, sort="-at", paging=paging)


@router.get(
    "/audit-entries/{int:pk}",
    tags=["audit"],
    **asks(Scope.READ_AUDIT, _("One entry of the audit trail"), AuditEntryOut),
)
def audit_entry(request: ApiRequest, pk: int) -> HttpResponse:
    rows = AuditEntry.objects.visible_to(request.actor).select_related("organization")
    return answer(_entry(get_object_or_404(rows, pk=pk)))


def _identifier(identifier: Identifier) -> IdentifierOut:
    return IdentifierOut(scheme=identifier.scheme, country=identifier.country, value=identifier.value)


def _site(site: Site) -> SiteOut:
    return SiteOut(
        code=site.code, name=site.name, name_local=site.name_local, country=site.country, city=site.city
    )


def _entry(entry: AuditEntry) -> AuditEntryOut:
    return AuditEntryOut(
        id=entry.pk,
        at=entry.at,
        by=entry.actor_name,
        on_behalf_of=entry.on_behalf_of or None,
        organisation=entry.organization.slug,
        record_type=entry.record_type,
        record_id=entry.record_id,
        record=entry.record_name,
        verb=entry.verb,
        changes=entry.changes,
        reason=entry.reason,
    )
