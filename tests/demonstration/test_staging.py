"""The cast comes to life through the same actions that people use."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tandem.accounts.models import AuditEntry, Identifier, Membership, Organization, User
from tandem.demonstration.customers import PASSWORD
from tandem.demonstration.staging import scorecards
from tandem.demonstration.staging.companies import add_people, found_customers, member
from tandem.demonstration.staging.passports import share_passports
from tandem.demonstration.staging.relationships import enter_relationships, manager_of, mark_internal
from tandem.demonstration.stories import INTERNAL_NUMBER
from tandem.demonstration.world import World
from tandem.onboarding.models import BankChange, PassportProposal, Registration
from tandem.relationships.models import Alias, Note, Relationship, StageChange, SupplierNumber
from tandem.scorecards.actions import mirror_shipped_kpis
from tandem.scorecards.models import Template
from tandem.scorecards.queries import assigned, template_problems

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def enter(world: World) -> None:
    found_customers(world)
    add_people(world)
    for customer in world.customers:
        enter_relationships(world, customer)
        mark_internal(customer, by=manager_of(world, customer))


def counts() -> dict[str, int]:
    models = (
        Organization,
        Identifier,
        User,
        Membership,
        Relationship,
        SupplierNumber,
        StageChange,
        Note,
        Alias,
        AuditEntry,
    )
    return {model.__name__: model._default_manager.count() for model in models}


def test_companies_and_relationships_stand_whole_and_a_second_time_changes_nothing(world: World) -> None:
    mirror_shipped_kpis(now=NOW)
    enter(world)
    add_people(world)  # of the suppliers, whom the customers have entered by now
    first = counts()
    enter(world)
    add_people(world)
    assert counts() == first
    assert first["Organization"] == 63
    assert first["Relationship"] == 67
    assert first["User"] == 23
    assert first["Membership"] == 24

    doubrava = Relationship.objects.get(slug="doubrava")
    assert [change.new for change in doubrava.stage_changes.all()] == ["approved", "probation", "approved"]
    assert doubrava.owner is not None
    assert doubrava.owner.name == "Jonas Reuter"
    assert {site.code for site in doubrava.sites.all()} == {"BRN", "ULM"}
    assert {number.key for number in doubrava.numbers.all()} == {"1000/0000101362", "1100/0000101362"}
    assert SupplierNumber.objects.get(key=INTERNAL_NUMBER).internal

    each_customer_sees_its_own_side_of_a_supplier_of_two()
    passports_accounts_and_the_open_door_stand_at_every_step_and_only_once(world)
    the_template_is_sound_and_a_draft_waits_to_be_tried(world)


def each_customer_sees_its_own_side_of_a_supplier_of_two() -> None:
    petra = member("petra.dvorakova@brueckwald.example", "brueckwald")
    gu = member("mingyuan.gu@lanting.example", "lanting")
    for_petra, for_gu = (Relationship.objects.visible_to(who).get(slug="ruiheng") for who in (petra, gu))
    assert (for_petra.stage, for_gu.stage) == ("approved", "probation")
    assert not Note.objects.visible_to(petra).filter(relationship=for_gu).exists()
    assert Note.objects.visible_to(gu).filter(relationship=for_gu).count() == 1


def passports_accounts_and_the_open_door_stand_at_every_step_and_only_once(world: World) -> None:
    share_passports(world)
    first = counts()
    share_passports(world)
    assert counts() == first
    states = PassportProposal.objects.order_by("relationship__customer__slug", "relationship__slug", "number")
    assert [
        (each.relationship.customer.slug, each.relationship.slug, each.number, each.status) for each in states
    ] == [
        ("brueckwald", "bergquell", 1, "waiting"),
        ("brueckwald", "ruiheng", 1, "accepted"),
        ("brueckwald", "ruiheng", 2, "waiting"),
        ("cedar-ridge", "palmetto", 1, "accepted"),
        ("lanting", "ruiheng", 1, "accepted"),
        ("lanting", "ruiheng", 2, "accepted"),
    ]
    changes = BankChange.objects.open().order_by("relationship__customer__slug")
    assert [(each.relationship.customer.slug, each.status) for each in changes] == [
        ("brueckwald", "called"), ("cedar-ridge", "held"),
    ]  # fmt: skip
    registered = Registration.objects.order_by("name").values_list("name", "status")
    assert list(registered) == [
        ("Hengda Fasteners Co., Ltd.", "refused"), ("Lanxi Forgings Co., Ltd.", "waiting"),
    ]  # fmt: skip


def the_template_is_sound_and_a_draft_waits_to_be_tried(world: World) -> None:
    brueckwald = world.customers[0]
    by = scorecards.author(world, brueckwald)
    for _ in range(2):
        active = scorecards.put_templates_to_use(world, brueckwald, by=by)
        plants = scorecards.put_plant_template_to_use(world, by=by)
    assert {(str(t), t.status) for t in Template.objects.visible_to(by)} == {
        ("Supplier scorecard v1", "active"),
        ("Supplier scorecard v2", "draft"),
        ("Fasteners by plant v1", "active"),
    }
    assert template_problems(Template.objects.get(version=2)) == []
    assert assigned(active, by.organization_id).count() == 28
    assert {r.slug for r in assigned(plants, by.organization_id)} == {"boli", "lenninger"}


def test_the_printed_password_signs_in(world: World, client: Client) -> None:
    found_customers(world)
    add_people(world)
    assert all(user.check_password(PASSWORD) for user in User.objects.all()[:2])
    assert client.login(username="wei.lin@brueckwald.example", password=PASSWORD)


def test_twelve_whole_quarters_lie_before_the_day() -> None:
    named = scorecards.quarters(date(2026, 11, 20))
    assert named[0] == ("2023-Q4", date(2024, 1, 1))
    assert named[-1] == ("2026-Q3", date(2026, 10, 1))
    assert len(named) == 12
