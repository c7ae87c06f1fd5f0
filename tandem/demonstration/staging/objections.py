"""Two suppliers of Brückwald's appealed against their newest published card: one appeal is decided, one waits. A run by
plant is in its data check, in which one supplier has marked lines; an earlier one waits for countersignatures."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Role
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.scorecard import BY_SITE_NAME, TEMPLATE_NAMES
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.lake.lines import RowKey
from tandem.scorecards import actions, measuring
from tandem.scorecards.models import Card, Disputed, Kpi, Objection, Reason, Run
from tandem.scorecards.queries import objections

ON_TIME = "on_time_lines"
Grounds = actions.Grounds


def object_to_cards(world: World) -> None:
    """All in one transaction; what stands already is left as it is."""
    customer = next(customer for customer in world.customers if customer.slug == BRUECKWALD)
    quality = holder(world, customer, "quality_engineer")
    if Objection.objects.raised_with(quality).exists():
        return
    run = _published(quality)
    if run is None or run.published_at is None:
        return
    with transaction.atomic():
        _decided(run, "bergquell", run.published_at + timedelta(days=2), by=quality)
        _waiting(run, "lirui", run.published_at + timedelta(days=6), by=quality)
        _by_plant(world, holder(world, customer, "purchasing_manager"))


def _by_plant(world: World, by: Actor) -> None:
    """The newest run by plant is with its suppliers; the one before is reviewed and waits for quality's hand."""
    runs = Run.objects.visible_to(by).filter(template__name=BY_SITE_NAME.en, status=Run.Status.REVIEW)
    newest, *earlier = runs.select_related("template", "customer").order_by("-starts")
    now = datetime.combine(world.ends_on, time(9), UTC)
    checks = actions.open_check(newest, by=by, now=now - timedelta(hours=20), days=15)
    for run in earlier[:1]:
        actions.open_check(run, by=by, now=now - timedelta(days=12))
        actions.close_check(run, by=by, now=now - timedelta(days=2))
        actions.ask_to_countersign(run, by=by, now=now)
    for place, check in enumerate(checks[:3]):
        check = Objection.objects.select_related("relationship__supplier", "relationship__customer").get(
            pk=check.pk
        )
        card = _card(newest, check.relationship.slug)
        seller = _seller(card)
        kpi = objections.kpis_of(card)[ON_TIME]
        late = _late(card, kpi, seller)
        if place == 0 and late:
            moved = Grounds(Reason.DATE_MOVED, "You moved these dates after we had confirmed them.")
            actions.dispute(check, kpi, late[:4], moved, by=seller, now=now)
            actions.submit(check, by=seller, now=now)
        elif place == 1:
            actions.confirm(check, by=seller, now=now)


def _published(by: Actor) -> Run | None:
    """The newest run of the customer's own scorecard that its suppliers have been shown."""
    runs = Run.objects.visible_to(by).filter(
        status=Run.Status.PUBLISHED, template__name=TEMPLATE_NAMES[BRUECKWALD].en
    )
    return runs.select_related("template", "customer").order_by("-starts").first()


def _decided(run: Run, slug: str, now: datetime, *, by: Actor) -> None:
    """Late lines of which the history proves some, a person accepts one and refuses the others."""
    card = _card(run, slug)
    seller = _seller(card)
    appeal = actions.open_appeal(card, by=seller, now=now)
    kpi = objections.kpis_of(card)[ON_TIME]
    late = _late(card, kpi, seller)
    letter = certificate_page("Notice of force majeure", card.relationship.supplier.name, "FM-2026-17")
    moved = Grounds(Reason.DATE_MOVED, "You pulled these dates forward; we kept the ones you had asked for.")
    closed = Grounds(
        Reason.FORCE_MAJEURE,
        "A storm closed the valley road for three days; see the notice.",
        letter,
        "force-majeure.pdf",
    )
    actions.dispute(appeal, kpi, late[:4], moved, by=seller, now=now)
    actions.dispute(appeal, kpi, late[-2:], closed, by=seller, now=now)
    actions.submit(appeal, remark="Please look at these lines.", by=seller, now=now)
    decided = now + timedelta(days=1)
    waiting = list(appeal.lines.filter(status=Disputed.Status.WAITING).order_by("-reason", "pk"))
    for place, line in enumerate(waiting):
        accept = place == 0
        why = (
            "The road was closed; the carrier has confirmed it."
            if accept
            else "Neither the carrier nor our order's history shows a delay that was not yours."
        )
        actions.decide(line, accept=accept, why=why, by=by, now=decided)


def _waiting(run: Run, slug: str, now: datetime, *, by: Actor) -> None:
    """Two lines that no history settles, still to be decided; the card itself has been acknowledged."""
    card = _card(run, slug)
    seller = _seller(card)
    actions.acknowledge(card, by=seller, now=now - timedelta(days=3))
    appeal = actions.open_appeal(card, by=seller, now=now)
    kpi = objections.kpis_of(card)[ON_TIME]
    late = _late(card, kpi, seller)
    if not late:
        return
    received = Grounds(Reason.RECEIVED, "货物按时送达，贵司数日后才过账收货。")
    actions.dispute(appeal, kpi, late[:2], received, by=seller, now=now)
    actions.submit(appeal, by=seller, now=now)


def _card(run: Run, slug: str) -> Card:
    cards = Card.objects.whole().select_related(
        "run__template", "run__customer", "relationship__supplier", "relationship__customer"
    )
    found: Card = cards.get(run=run, relationship__slug=slug)
    return found


def _late(card: Card, kpi: Kpi, seller: Actor) -> list[RowKey]:
    """The keys of the late lines behind the card's value, as its supplier sees them; those whose date was moved come
    first."""
    rows = measuring.rows_behind(seller, card, kpi).table.to_pylist()
    late = [row for row in rows if row["is_on_time"] is False]
    late.sort(key=lambda row: -(row["requested_changes"] or 0))
    return [objections.row_key("deliveries", row) for row in late]


def _seller(card: Card) -> Actor:
    supplier = card.relationship.supplier
    sellers = Membership.objects.filter(organization=supplier, roles__contains=[Role.SALES])
    member = sellers.select_related("user", "organization").order_by("pk").first()
    return Actor.member(member) if member else Actor.system(supplier, supplier.name)
