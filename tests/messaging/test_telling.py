"""What the rooms tell, and to whom: each story ends with everybody's inbox."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from tandem.accounts import actions as accounts
from tandem.accounts.models import Membership
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.facts import actions as facts
from tandem.messaging.models import Notification
from tandem.messaging.sentences import sentence
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship, Stage
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Card
from tests.cast import NOW, Person, person
from tests.config.conftest import places
from tests.facts.files import HEADER, ORDERS
from tests.scorecards.conftest import PARTS, run_of

__all__ = ["places"]


def inbox() -> list[tuple[str, str, str]]:
    """Who was told what, and where it leads; the newest last."""
    rows = Notification.objects.select_related("event", "recipient").order_by("pk")
    return [(each.recipient.name, sentence(each.kind, each.event.context), each.event.url) for each in rows]


def test_a_stage_is_told_to_the_owner_and_not_to_the_supplier(
    huarui: Relationship, huarui_sales: Person, buyer: Person, manager: Person, rival: Person
) -> None:
    relationships.change_relationship(huarui, by=manager.actor, values={"owner": buyer.user})
    page = huarui.get_absolute_url()
    owned = "Huarui Castings Co., Ltd.: Ada Lindqvist is its owner now, before nobody"
    assert inbox() == [("Ada Lindqvist", owned, page)]
    relationships.move_stage(huarui, Stage.PROBATION, by=manager.actor, now=NOW, reason="Late again")
    moved = "Huarui Castings Co., Ltd. went from “Approved” to “On probation”: Late again"
    assert inbox()[1:] == [("Ada Lindqvist", moved, page)]


def test_roles_are_told_to_whom_they_belong(administrator: Person, buyer: Person, rival: Person) -> None:
    membership = Membership.objects.get(user=buyer.user)
    accounts.change_roles(membership, [Role.BUYER, Role.FINANCE], by=administrator.actor)
    text = "Your roles at Nordlicht Pumpen GmbH are now: Buyer · Finance"
    assert inbox() == [("Ada Lindqvist", text, "/")]


@pytest.fixture
def load(places: Path, buyer: Person) -> Callable[[str], str]:
    """Ada loads a file of these rows; returns the page of its batch."""

    def loaded(rows: str) -> str:
        path = places / "orders.csv"
        path.write_text(f"{HEADER}\n{rows}")
        batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
        facts.load_batch(batch, by=buyer.actor, clock=timezone.now)
        return batch.get_absolute_url()

    return loaded


def test_a_refused_file_is_told_to_whoever_brought_it(
    load: Callable[[str], str], buyer: Person, quality_engineer: Person, rival: Person
) -> None:
    page = load("1,10,V,five,,,,\n")
    assert inbox() == [("Ada Lindqvist", "orders.csv was not loaded: 1 row was rejected", page)]


def test_unknown_numbers_are_told_to_all_who_match_them(
    load: Callable[[str], str], buyer: Person, manager: Person, quality_engineer: Person, rival: Person
) -> None:
    load("1,10,V,5,,,,\n1,20,V,5,,,,\n")
    text = "2 rows of orders.csv wait for supplier numbers to be matched"
    assert inbox() == [(who.user.name, text, "/facts/matching/") for who in (buyer, manager)]


def test_a_file_that_cannot_be_read_is_told(places: Path, buyer: Person) -> None:
    path = places / "empty.csv"
    path.write_text(f"{HEADER}\n")
    batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
    with pytest.raises(Refused):
        facts.load_batch(batch, by=buyer.actor, clock=timezone.now)
    ((who, text, _url),) = inbox()
    assert (who, text) == (
        "Ada Lindqvist",
        "empty.csv was not loaded: The file has no rows below its header.",
    )


def test_a_published_run_is_told_to_both_sides(
    places: Path, huarui: Relationship, huarui_sales: Person, administrator: Person, manager: Person, buyer: Person,
    rival: Person,
) -> None:  # fmt: skip
    mediator = person(huarui.supplier, "Mo Media", Role.MEDIATOR)
    template = scorecards.save_template(
        None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=administrator.actor
    )
    scorecards.activate_template(template, by=administrator.actor, now=NOW)
    run = run_of(template, "2026-Q3", buyer)
    ready = "Castings for Q3 2026 is ready to be reviewed: 1 supplier"
    assert inbox() == [(who.user.name, ready, run.get_absolute_url()) for who in (administrator, manager)]
    Notification.objects.all().delete()
    scorecards.publish_run(run, by=manager.actor, now=NOW)
    card = Card.objects.get(run=run)
    published = "Castings for Q3 2026 was published: 1 supplier"
    assert sorted(inbox()) == sorted(
        [
            (
                "Hua Meiling",
                "Nordlicht Pumpen GmbH published your scorecard for Q3 2026: no grade",
                f"/portal/cards/{card.pk}/",
            ),
            ("Ada Lindqvist", published, run.get_absolute_url()),
            ("Ines Keller", published, run.get_absolute_url()),
        ]
    )
    assert not Notification.objects.filter(recipient__in=[mediator.user, rival.user]).exists()
    assert huarui_sales.client.get(f"/portal/cards/{card.pk}/").status_code == 200


def test_what_waits_for_nobody_any_more_is_read(
    places: Path, huarui: Relationship, administrator: Person, manager: Person, buyer: Person
) -> None:
    template = scorecards.save_template(
        None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=administrator.actor
    )
    scorecards.activate_template(template, by=administrator.actor, now=NOW)
    first, second = (run_of(template, "2026-Q3", buyer) for _ in range(2))

    def unread() -> list[int]:
        waiting = Notification.objects.filter(read_at=None, kind="run.ready").select_related("event")
        return sorted(each.event.record_id or 0 for each in waiting)

    assert unread() == [first.pk] * 2 + [second.pk] * 2
    scorecards.discard_run(first, by=buyer.actor, now=NOW)
    assert unread() == [second.pk] * 2
    scorecards.compute_run(second, by=buyer.actor, now=NOW)  # told anew, and once
    assert unread() == [second.pk] * 2
    scorecards.publish_run(second, by=manager.actor, now=NOW)
    assert unread() == []


def test_an_accepted_invitation_is_told_to_whoever_sent_it(
    administrator: Person, manager: Person, rival: Person
) -> None:
    own = administrator.organization
    invitation = accounts.invite(
        own,
        email="bo@nordlicht.example",
        roles=[Role.BUYER],
        site="http://t.example/",
        by=administrator.actor,
        now=NOW,
    )
    accounts.accept_as_newcomer(
        invitation, name="Bo Berg", language="en", password="a long password", now=NOW
    )
    text = "Bo Berg accepted the invitation to Nordlicht Pumpen GmbH"
    assert inbox() == [("Ines Keller", text, "/accounts/members/")]
