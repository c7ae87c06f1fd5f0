"""Suppliers' documents and the approved list: most suppliers are on it; one line is suspended by a lapsed certificate,
one has a condition to meet, and renewals have been asked for."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization, Site
from tandem.accounts.roles import Role
from tandem.core.fence import beyond_the_fence
from tandem.demonstration.companies import Customer
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.onboarding import actions
from tandem.onboarding.actions import About
from tandem.onboarding.models import Approval, Document, DocumentKind, DocumentReview
from tandem.relationships.models import Relationship, Stage

ACTIVE = (Stage.APPROVED, Stage.PROBATION)
# Of those who are active, every so-manieth is not on the list yet.
EVERY = 9
# Of the certificate on which Lirui's approval rests.
LAPSED = "04923Q10588R0S"
REASONS = (
    "Process audit passed, samples and small-batch trial accepted.",
    "现场审核通过，样品及小批量试产合格。",
    "Longstanding supplier, taken over from the list kept before.",
)


def approve_suppliers(world: World) -> None:
    """What stands already is left as it is."""
    for customer in world.customers:
        by = holder(world, customer, "purchasing_manager")
        # A qualification may have put somebody on the list already.
        if Approval.objects.visible_to(by).filter(reason__in=REASONS).exists():
            continue
        with transaction.atomic():
            _approve_all(world, customer, by=by)
    with transaction.atomic():
        _documents(world)


def _approve_all(world: World, customer: Customer, *, by: Actor) -> None:
    """A line for each category of a supplier, some for one site alone."""
    rows = Relationship.objects.visible_to(by).filter(stage__in=ACTIVE).select_related("supplier", "customer")
    sites = list(Site.objects.filter(organization__slug=customer.slug).order_by("code"))
    for place, relationship in enumerate(rows.prefetch_related("categories", "sites").order_by("slug")):
        if place % EVERY == EVERY - 1 or relationship.slug in _NAMED[customer.slug]:
            continue
        served = list(relationship.sites.all()) or sites
        for category in relationship.categories.all():
            starts = _day(world, 700 - 17 * (place % 20))
            actions.approve(
                relationship,
                category=category,
                site=served[0] if place % 4 == 3 else None,
                starts_on=starts,
                ends_on=_ends(starts, place),
                reason=REASONS[place % len(REASONS)],
                by=by,
                now=_at(starts),
            )


def _ends(starts: date, place: int) -> date | None:
    """Most hold for three years, some until they are ended, and a few end soon."""
    if place % 3 == 1:
        return None
    return starts + timedelta(days=735 if place % 10 == 0 else 1095)


def _documents(world: World) -> None:
    """The three stories: Lirui's lapsed certificate, Bergquell's condition, and what Ruiheng has to renew."""
    if Document.objects.filter(organization__slug="lirui", number=LAPSED).exists():
        return
    brueckwald, lanting, cedar = (_manager(world, slug) for slug in (BRUECKWALD, LANTING, CEDAR_RIDGE))
    lirui, bergquell = (_supplier(brueckwald, slug) for slug in ("lirui", "bergquell"))
    ruiheng, of_lanting = _supplier(brueckwald, "ruiheng"), _supplier(lanting, "ruiheng")
    palmetto = _supplier(cedar, "palmetto")

    old = _handed(world, [lirui], "iso_9001", LAPSED, "方圆标志认证集团", ago=1075, lasts=1055)
    _accept(old, by=brueckwald, world=world, ago=1070)
    _line(world, lirui, rests_on=[old], by=brueckwald, ago=620)

    _line(
        world,
        bergquell,
        by=brueckwald,
        ago=45,
        conditions=[
            ("Measure the flow of every valve block after assembly and send the records.", _day(world, -21)),
            ("Name a second operator for the honing machine.", _day(world, 6)),
        ],
    )
    kept = _handed(world, [bergquell], "iso_9001", "QM-08-7712", "DQS GmbH", ago=400, lasts=1095)
    _accept(kept, by=brueckwald, world=world, ago=396)

    environment = _handed(
        world,
        [ruiheng, of_lanting],
        "iso_14001",
        "00123E31877R1M",
        "CQC 中国质量认证中心",
        ago=1072,
        lasts=1095,
    )
    quality = _handed(
        world, [ruiheng, of_lanting], "iatf_16949", "0467321", "SGS 通标标准技术服务", ago=800, lasts=1095
    )
    for document in (environment, quality):
        _accept(document, by=brueckwald, world=world, ago=790)
        _accept(document, by=lanting, world=world, ago=788)
    _line(world, ruiheng, rests_on=["iatf_16949", "iso_14001"], by=brueckwald, ago=500)
    _line(world, of_lanting, rests_on=["iatf_16949"], by=lanting, ago=480)

    _accept(
        _handed(
            world, [palmetto], "iso_9001", "US-9001-44120", "Perry Johnson Registrars", ago=1089, lasts=1095
        ),
        by=cedar,
        world=world,
        ago=1080,
    )
    _handed(world, [palmetto], "code_of_conduct", "CoC 2026", "Palmetto Plastics", ago=3, lasts=None)
    _line(world, palmetto, rests_on=["iso_9001"], by=cedar, ago=300)
    with beyond_the_fence():
        for ago in (50, 25, 19, 5, 0):
            actions.follow_calendar(now=_at(_day(world, ago)))
    _hand_in_new(world, ruiheng)


def _hand_in_new(world: World, ruiheng: Relationship) -> None:
    """What waits for a word of Brückwald's."""
    _handed(world, [ruiheng], "iso_45001", "00126S20311R0M", "CQC 中国质量认证中心", ago=2, lasts=1095)


def _handed(
    world: World, to: list[Relationship], kind: str, number: str, issuer: str, *, ago: int, lasts: int | None
) -> Document:
    supplier = to[0].supplier
    begins = _day(world, ago)
    page = certificate_page(str(DocumentKind(kind).label), supplier.name, number)
    return actions.hand_in(
        About(
            kind=kind,
            number=number,
            issuer=issuer,
            valid_from=begins,
            valid_until=None if lasts is None else begins + timedelta(days=lasts),
            language="zh" if supplier.country == "CN" else "en",
        ),
        content=page,
        file_name=f"{kind} {number}.pdf",
        to=to,
        by=_keeper(supplier),
        now=_at(begins),
    )


def _accept(document: Document, *, by: Actor, world: World, ago: int) -> None:
    review = DocumentReview.objects.visible_to(by).get(document=document)
    actions.accept_document(review, by=by, now=_at(_day(world, ago)))


def _line(
    world: World,
    relationship: Relationship,
    *,
    by: Actor,
    ago: int,
    rests_on: list[Document | str] | None = None,
    conditions: list[tuple[str, date]] | None = None,
) -> None:
    starts = _day(world, ago)
    for place, category in enumerate(relationship.categories.order_by("code")):
        actions.approve(
            relationship,
            category=category,
            site=None,
            starts_on=starts,
            ends_on=starts + timedelta(days=1095),
            conditions=(conditions or []) if place == 0 else [],
            rests_on=rests_on or [],
            reason=REASONS[1 if relationship.customer.country == "CN" else 0],
            by=by,
            now=_at(starts),
        )


def _manager(world: World, slug: str) -> Actor:
    customer = next(each for each in world.customers if each.slug == slug)
    return holder(world, customer, "purchasing_manager")


def _supplier(by: Actor, slug: str) -> Relationship:
    return Relationship.objects.visible_to(by).select_related("customer", "supplier").get(slug=slug)


def _keeper(supplier: Organization) -> Actor:
    """The supplier's own person in quality or sales, or somebody there whom nobody knows by name."""
    for role in (Role.SUPPLIER_QUALITY, Role.SALES):
        members = Membership.objects.filter(organization=supplier, roles__contains=[role])
        found = members.select_related("user", "organization").order_by("pk").first()
        if found is not None:
            return Actor.member(found)
    return Actor.system(supplier, supplier.name)


def _day(world: World, ago: int) -> date:
    return world.ends_on - timedelta(days=ago)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


# Whose lines tell a story.
_NAMED = {
    BRUECKWALD: {"ruiheng", "bergquell", "lirui"},
    LANTING: {"ruiheng"},
    CEDAR_RIDGE: {"palmetto"},
}
