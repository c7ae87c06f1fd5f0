"""How a case is opened, worked through and solved, so many days before the world ends."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.demonstration.staging.improvement.reports import Report
from tandem.demonstration.world import World
from tandem.improvement import actions
from tandem.improvement.models import Case
from tandem.relationships.models import Relationship

RUIHENG_QUALITY, BERGQUELL_SALES = "kai.zheng@ruiheng.example", "anselm.bergner@bergquell.example"
PALMETTO_SALES = "loretta.gaines@palmetto.example"


def open_case(world: World, by: Actor, slug: str, days_ago: int, **values: str) -> Case:
    relationship = Relationship.objects.visible_to(by).get(supplier__slug=slug)
    return actions.open_case(relationship, values, by=by, now=at(world, days_ago))


def work(world: World, case: Case, report: Report, supplier: Actor, customer: Actor, days_ago: int) -> None:
    """Each step handed in and accepted, a little later each."""
    for place, (code, content) in enumerate(report.items()):
        step = case.steps.select_related("case").get(code=code)
        day = max(days_ago - 1 - place * 2, 1)
        if code in ("D7", "D8"):
            day = min(day, max(days_ago - 31, 1))
        if code == "D6":
            for action in case.actions.all():
                day = max(days_ago - 30, 1)
                actions.finish_action(action, done_on=at(world, day).date(), by=supplier, now=at(world, day))
        actions.hand_in(
            step, dated(content, world, days_ago), by=supplier, now=at(world, min(day, days_ago - 1))
        )
        actions.accept_step(step, by=customer, now=at(world, min(day, days_ago - 1)))
    case.refresh_from_db()


def solve(
    world: World,
    case: Case,
    report: Report,
    customer: Actor,
    days_ago: int,
    remark: str,
    by: Actor | None = None,
) -> None:
    supplier = by or Actor.system(case.relationship.supplier, case.relationship.supplier.name)
    work(world, case, report, supplier, customer, days_ago)
    actions.close_case(case, remark=remark, by=customer, now=at(world, days_ago - 32))


def dated(content: Any, world: World, days_ago: int) -> Any:
    """Texts such as `{12}` are the day twelve days after the opening."""
    if isinstance(content, Mapping):
        return {key: dated(value, world, days_ago) for key, value in content.items()}
    if isinstance(content, list):
        return [dated(value, world, days_ago) for value in content]
    if content.startswith("{") and content.endswith("}") and content[1:-1].isdecimal():
        return (at(world, days_ago).date() + timedelta(days=int(content[1:-1]))).isoformat()
    return content


def tie(by: Actor, supplier: str, customer: str) -> Relationship:
    return Relationship.objects.served_by(by).get(supplier__slug=supplier, customer__slug=customer)


def user(by: Actor) -> User:
    return User.objects.get(pk=by.user_id or 0)


def customer(world: World, slug: str) -> Any:
    return next(each for each in world.customers if each.slug == slug)


def day(world: World, days_ago: int) -> date:
    return world.ends_on - timedelta(days=days_ago)


def at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
