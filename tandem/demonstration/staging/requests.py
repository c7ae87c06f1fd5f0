"""What the customers ask of their suppliers, some of it answered; one survey closed with results, one still open."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Role
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.staging.scorecards import quarters
from tandem.demonstration.world import World
from tandem.portal import actions
from tandem.portal.actions import LineAnswer
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import Ask, Link, Survey
from tandem.relationships.models import Relationship

Kind = Ask.Kind
# How suppliers find working with each customer: clarity, fairness, forecast, payment, around these.
MOOD = {BRUECKWALD: (3.8, 3.4, 2.6, 4.5)}
COMMENTS = (
    "Requested dates are often moved forward after we have confirmed them.",
    "图纸变更应更早通知，我们常常已经开始备料。",
    "Payments have always been on time; thank you.",
    "预测与实际订单差距太大，难以安排产能。",
    "The quality engineers in Suzhou help us rather than only complain.",
    "One contact for all plants would save us a lot of time.",
    "希望能提前两周收到滚动预测。",
)


def ask_suppliers(world: World) -> None:
    """Everything of one customer in one transaction; what stands already is left as it is."""
    for customer in world.customers:
        by = holder(world, customer, "purchasing_manager")
        if Ask.objects.asked_by(by).exists():
            continue
        with transaction.atomic():
            _STAGED[customer.slug](world, by)


def _brueckwald(world: World, by: Actor) -> None:
    published, newest = (name for name, _after in quarters(world.ends_on)[-2:])
    _survey(world, published, by=by, days_ago=70, open_for=21, answer=0.8, closed=True)
    _survey(world, newest, by=by, days_ago=9, open_for=21, answer=0.3, closed=False)
    ruiheng, bergquell, lirui = (_supplier(by, slug) for slug in ("ruiheng", "bergquell", "lirui"))

    _certified(world, ruiheng, "iso_9001", "00121Q39472R2M", "CQC 中国质量认证中心", by=by, accepted=True)
    read = _ask(world, ruiheng, Kind.SCORECARD, by=by, days_ago=30, due_in=10)
    actions.mark_read(
        read, remark="谢谢，已转给质量部。", by=_seller(ruiheng), now=_at(world, 27), via="portal"
    )
    _ask(
        world, ruiheng, Kind.CHECK_DATA, by=by, days_ago=4, due_in=9, period=newest,
        message="请在记分卡发布前核对第三季度的交货记录。",
    )  # fmt: skip

    dates = _ask(
        world, bergquell, Kind.CONFIRM_DATE, by=by, days_ago=6, due_in=7, message="Please confirm for Ulm."
    )
    answers = {line.pk: LineAnswer("confirmed") for line in dates.lines.all()}
    for line in dates.lines.all()[:2]:
        day = max(line.due_on or world.ends_on, world.ends_on) + timedelta(days=12)
        answers[line.pk] = LineAnswer("other_date", "The valve blocks arrive one week late.", day)
    actions.confirm_dates(dates, answers, by=_seller(bergquell), now=_at(world, 3), via="portal")
    _ask(world, bergquell, Kind.CERTIFICATE, by=by, days_ago=25, due_in=14, certificate_kind="iso_14001")

    overdue = _ask(world, lirui, Kind.SCORECARD, by=by, days_ago=20, due_in=10)
    _linked(world, overdue, "zhou@lirui.example", by=by, days_ago=20, opened=True)


def _lanting(world: World, by: Actor) -> None:
    published = quarters(world.ends_on)[-2][0]
    ruiheng = _supplier(by, "ruiheng")
    check = _ask(
        world, ruiheng, Kind.CHECK_DATA, by=by, days_ago=12, due_in=7, period=published,
        message="请逐行核对，迟交的排在最前。",
    )  # fmt: skip
    lines = list(check.lines.all())
    answers = {line.pk: LineAnswer("right") for line in lines}
    for line in lines[:2]:
        answers[line.pk] = LineAnswer("wrong", "货物按期到达，仓库三天后才入账。")
    actions.check_lines(
        check, answers, remark="两行与我方签收单不符。", by=_seller(ruiheng), now=_at(world, 8), via="portal"
    )
    _ask(world, ruiheng, Kind.SCORECARD, by=by, days_ago=15, due_in=10, message="请阅读并说明改善计划。")
    _ask(world, ruiheng, Kind.CERTIFICATE, by=by, days_ago=2, due_in=14, certificate_kind="iatf_16949")


def _cedar_ridge(world: World, by: Actor) -> None:
    published = quarters(world.ends_on)[-2][0]
    palmetto = _supplier(by, "palmetto")
    _certified(world, palmetto, "insurance", "GL-20871-26", "Piedmont Mutual", by=by, accepted=False)
    _ask(world, palmetto, Kind.SCORECARD, by=by, days_ago=5, due_in=9)
    _ask(world, palmetto, Kind.CHECK_DATA, by=by, days_ago=3, due_in=11, period=published)


_STAGED: dict[str, Callable[[World, Actor], None]] = {
    BRUECKWALD: _brueckwald,
    LANTING: _lanting,
    CEDAR_RIDGE: _cedar_ridge,
}


def _ask(
    world: World,
    relationship: Relationship,
    kind: str,
    *,
    by: Actor,
    days_ago: int,
    due_in: int,
    message: str = "",
    period: str = "",
    certificate_kind: str = "",
) -> Ask:
    """Asked so many days before the world's last, due so many days after that."""
    now = _at(world, days_ago)
    due_on = now.date() + timedelta(days=due_in)
    wanted = Wanted(kind, due_on, message=message, period=period, certificate_kind=certificate_kind)
    return actions.ask_supplier(relationship, wanted, by=by, now=now)


def _certified(
    world: World,
    relationship: Relationship,
    kind: str,
    number: str,
    issuer: str,
    *,
    by: Actor,
    accepted: bool,
) -> None:
    ask = _ask(world, relationship, Kind.CERTIFICATE, by=by, days_ago=40, due_in=14, certificate_kind=kind)
    begins = date(world.ends_on.year, 1, 15)
    given = {
        "kind": kind,
        "number": number,
        "issuer": issuer,
        "valid_from": begins,
        "valid_until": begins.replace(year=begins.year + 3),
    }
    page = certificate_page(ask.get_certificate_kind_display(), relationship.supplier.name, number)
    actions.hand_in_certificate(
        ask,
        given,
        file_name=f"{kind}.pdf",
        content=page,
        by=_seller(relationship),
        now=_at(world, 33),
        via="portal",
    )
    if accepted:
        actions.accept(ask, by=by, now=_at(world, 31))


def _linked(world: World, ask: Ask, email: str, *, by: Actor, days_ago: int, opened: bool) -> None:
    """A link that went out by mail; its token is thrown away here."""
    now = _at(world, days_ago)
    link, _token = actions.make_link(
        ask, via=Link.Via.MAIL, email=email, language="zh-hans", by=by, now=now, lasts=timedelta(days=30)
    )
    if opened:
        actions.note_opened(link, now=now + timedelta(hours=5))


def _survey(
    world: World, period: str, *, by: Actor, days_ago: int, open_for: int, answer: float, closed: bool
) -> None:
    """Opened and answered by a share of those asked, each in its own way; never by Ruiheng while it is open."""
    now = _at(world, days_ago)
    survey = actions.open_survey(period, closes_on=now.date() + timedelta(days=open_for), by=by, now=now)
    rng = Random(f"{world.seed} survey {period}")
    comments = list(COMMENTS)
    mood = MOOD[by.organization_slug]
    asks = survey.asks.select_related("relationship__supplier", "relationship__customer", "survey")
    for ask in asks.order_by("relationship__supplier__name"):
        if rng.random() > answer or (not closed and ask.relationship.supplier.slug == "ruiheng"):
            continue
        scores = {
            field: min(5, max(1, round(rng.gauss(mean, 0.8))))
            for field, mean in zip(("clarity", "fairness", "forecast", "payment"), mood, strict=True)
        }
        comment = comments.pop() if comments and rng.random() < 0.5 else ""
        answered = now + timedelta(days=rng.randint(1, 7), hours=rng.randint(0, 8))
        actions.answer_survey(
            ask, scores, comment=comment, by=_seller(ask.relationship), now=answered, via="portal"
        )
    if closed:
        actions.close_survey(Survey.objects.get(pk=survey.pk), by=by, now=_at(world, days_ago - open_for - 1))


def _supplier(by: Actor, slug: str) -> Relationship:
    return Relationship.objects.visible_to(by).select_related("customer", "supplier").get(slug=slug)


def _seller(relationship: Relationship) -> Actor:
    """The supplier's own person in sales, or somebody there whom nobody knows by name."""
    sellers = Membership.objects.filter(organization=relationship.supplier, roles__contains=[Role.SALES])
    member = sellers.select_related("user", "organization").order_by("pk").first()
    return Actor.member(member) if member else _nobody(relationship.supplier)


def _nobody(supplier: Organization) -> Actor:
    return Actor.system(supplier, supplier.name)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
