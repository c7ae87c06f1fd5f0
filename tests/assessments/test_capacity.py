"""Huarui describes its foundry once; Nordlicht reads it while it is shared, Kestrel and another supplier never do."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.models import AuditEntry
from tandem.accounts.roles import Role
from tandem.assessments.actions.kept import save_entry, say_share
from tandem.assessments.desk import Desk
from tandem.assessments.models import (
    CommittedLoad,
    CustomerLoad,
    Equipment,
    Plant,
    Process,
    ProductLine,
    Shift,
)
from tandem.assessments.queries import capacity
from tandem.assessments.queries.capacity import capacity_of
from tandem.core.errors import Forbidden, Refused
from tandem.core.fence import Acting, acting_as
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, CategoryDuty, Relationship
from tests.cast import NOW, Person, person, supplier_of

TODAY = date(2026, 11, 23)


def own_desk(huarui: Relationship) -> Desk:
    return Desk(huarui.supplier, huarui.supplier_id)


def describe(desk: Desk, by: Any, *, loads: tuple[int, ...] = ()) -> ProductLine:
    """A plant of one shift of eight hours, a line of two processes, machines in both."""

    def put(entry: Any) -> Any:
        return save_entry(entry, desk, by=by, now=NOW)

    plant = put(Plant(name="Foundry", name_local="铸造厂", country="CN"))
    put(Shift(plant=plant, name="Early", begins=time(7), ends=time(15, 30), breaks=30))
    line = put(ProductLine(name="Pump housings", name_local="铸件"))
    for position, (name, rate, good) in enumerate(
        (("Moulding", 40, "0.95"), ("Fettling", 25, "0.98")), start=1
    ):
        process = put(
            Process(line=line, plant=plant, position=position, name=name, first_pass_yield=Decimal(good))
        )
        put(
            Equipment(
                process=process, name=f"{name} machine", built_in=2016, rate=rate, efficiency=Decimal("0.8")
            )
        )
    for place, quantity in enumerate(loads):
        put(CommittedLoad(line=line, month=date(2026, 11 + place, 1), quantity=quantity))
    return line  # type: ignore[no-any-return]


def share(huarui: Relationship, by: Person) -> None:
    relationships.give_consent(huarui, "capacity", by=by.actor, now=NOW)


def test_a_line_is_worked_out_from_its_machines_shifts_and_working_days(
    huarui: Relationship, huarui_sales: Person
) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(3000, 4000))
    seen = capacity_of(own_desk(huarui), TODAY, count=2)
    (line,) = seen.lines
    # 25 an hour × 80 % × 8 hours × 21 and 23 working days of November and December 2026 in China.
    assert [month.capacity for month in line.months] == [Decimal(3360), Decimal(3680)]
    assert [month.headroom for month in line.months] == [Decimal(360), Decimal(-320)]
    assert line.narrowest is not None
    assert line.narrowest.process.name == "Fettling"
    assert line.rolled_yield == Decimal("0.9310000000")
    assert line.used == pytest.approx(7000 / 7040)
    assert [machine.age for step in line.steps for machine in step.machines] == [10, 10]
    assert seen.said_on == NOW.date()


def test_the_customer_reads_it_while_it_is_shared_and_writes_its_own_words_beside_it(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(3000,))
    path = reverse("assessments:capacity", args=[huarui.slug])
    page = buyer.client.get(path).content.decode()
    assert "Pump housings" not in page
    assert "does not share its own record" in page
    assert buyer.client.get(f"{path}?word=supplier").status_code == 404
    share(huarui, huarui_sales)
    page = buyer.client.get(path).content.decode()
    assert "Pump housings" in page
    assert "Fettling" in page
    assert reverse("assessments:add_entry", args=[huarui.slug, "plants"]) not in page
    assert rival.client.get(path).status_code == 404
    relationships.end_consent(huarui, "capacity", by=huarui_sales.actor, now=NOW)
    assert "Pump housings" not in buyer.client.get(path).content.decode()

    describe(Desk(huarui.supplier, buyer.organization.pk, huarui), buyer.actor)
    assert "Pump housings" in buyer.client.get(path).content.decode()
    own = huarui_sales.client.get(reverse("assessments_supplier:capacity")).content.decode()
    assert own.count("铸造厂") < 6  # its own plant alone, not what the customer keeps of it
    with acting_as(Acting(person=huarui_sales.user.pk, organization=huarui.supplier_id)):
        assert {plant.kept_by_id for plant in Plant.objects.all()} == {huarui.supplier_id}


def test_the_database_itself_shows_it_only_to_those_with_whom_it_is_shared(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    line = describe(own_desk(huarui), huarui_sales.actor, loads=(3000,))
    say_share(line.loads.get(), huarui, Decimal(800), desk=own_desk(huarui), by=huarui_sales.actor, now=NOW)

    def seen_by(who: Person) -> tuple[int, int]:
        with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
            return Plant.objects.count(), CustomerLoad.objects.count()

    assert [seen_by(who) for who in (huarui_sales, buyer, rival)] == [(1, 1), (0, 0), (0, 0)]
    share(huarui, huarui_sales)
    assert [seen_by(who) for who in (huarui_sales, buyer, rival)] == [(1, 1), (1, 1), (0, 0)]


def test_each_customer_is_told_its_own_share_and_no_other(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    theirs = Relationship.objects.create(customer=rival.organization, supplier=huarui.supplier, slug="huarui")
    line = describe(own_desk(huarui), huarui_sales.actor, loads=(3000,))
    load, desk, by = line.loads.get(), own_desk(huarui), huarui_sales.actor
    say_share(load, huarui, Decimal(800), desk=desk, by=by, now=NOW)
    say_share(load, theirs, Decimal(1234), desk=desk, by=by, now=NOW)
    with pytest.raises(Refused, match="add up to more than the 3,000"):
        say_share(load, theirs, Decimal(2300), desk=desk, by=by, now=NOW)
    for relationship in (huarui, theirs):
        share(relationship, huarui_sales)
    for who, relationship, told, untold in ((buyer, huarui, 800, 1234), (rival, theirs, 1234, 800)):
        seen = capacity_of(desk, TODAY, reader=relationship, count=1)
        assert seen.lines[0].shares == [Decimal(told)]
        path = reverse("assessments:capacity", args=[relationship.slug])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "localdate", lambda: TODAY)
            page = who.client.get(path).content.decode().partition("</head>")[2]
        assert f"{told:,}" in page
        assert f"{untold:,}" not in page
        assert "Nordlicht" not in page or who is buyer


def test_a_buyer_writes_within_their_categories_and_an_auditor_never(
    huarui: Relationship, buyer: Person, auditor: Person
) -> None:
    desk = Desk(huarui.supplier, buyer.organization.pk, huarui)
    plant = Plant(name="Foundry", country="CN")
    with pytest.raises(Forbidden):
        save_entry(plant, desk, by=auditor.actor, now=NOW)
    castings = Category.objects.create(customer=buyer.organization, code="castings", name="Castings")
    narrow = person(buyer.organization, "Beate Vogt", Role.BUYER)
    CategoryDuty.objects.filter(membership__user=narrow.user).update(category=castings)
    path = reverse("assessments:add_entry", args=[huarui.slug, "plants"])
    body = {"name": "Foundry", "country": "CN", "week": "calendar"}
    assert narrow.client.post(path, body).status_code in (403, 409)
    huarui.categories.add(castings)
    assert narrow.client.post(path, body).status_code == 302
    assert Plant.objects.get().kept_by == buyer.organization
    entry = AuditEntry.objects.filter(record_type="relationships.relationship", record_id=huarui.pk).first()
    assert entry is not None
    assert (entry.verb, entry.shared) == ("assessment_entry_saved", False)


def test_nobody_hangs_a_machine_on_somebody_elses_process(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    line = describe(own_desk(huarui), huarui_sales.actor)
    share(huarui, huarui_sales)
    process = line.processes.first()
    desk = Desk(huarui.supplier, buyer.organization.pk, huarui)
    machine = Equipment(process=process, name="Ours", rate=5)
    with pytest.raises(Refused, match="not yours"):
        save_entry(machine, desk, by=buyer.actor, now=NOW)
    with pytest.raises(Forbidden):
        save_entry(machine, replace(desk, kept_by=huarui.supplier_id), by=buyer.actor, now=NOW)


def test_what_cannot_be_is_refused_with_the_reason(huarui: Relationship, huarui_sales: Person) -> None:
    desk, by = own_desk(huarui), huarui_sales.actor
    line = describe(desk, by)
    plant, process = Plant.objects.get(), line.processes.get(position=1)
    for entry, reason in (
        (Plant(name="Moon base", country="XQ"), "No public holidays are known"),
        (Shift(plant=plant, name="Long", begins=time(7), ends=time(6, 30)), "more than 24 hours"),
        (Shift(plant=plant, name="Rest", begins=time(7), ends=time(8), breaks=60), "as long as the shift"),
        (Process(line=line, plant=plant, position=1, name="Again"), "has place 1"),
        (Equipment(process=process, name="Tireless", rate=1, shifts=2), "cannot run more"),
    ):
        with pytest.raises(Refused, match=reason):
            save_entry(entry, desk, by=by, now=NOW)


def test_loads_come_from_a_file_with_each_fault_named(huarui: Relationship, huarui_sales: Person) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(1,))
    text = (
        '产品线,月份,数量\n铸件,2026-11,"3,100"\n铸件,2026年12月,3200\n铸件,soon,5\n'
        "Forgings,2026-12,5\n铸件,2026/12/01,7\n"
    )
    file = SimpleUploadedFile("loads.csv", text.encode())
    client = huarui_sales.client
    client.cookies["django_language"] = "en"
    huarui_sales.user.language = "en"
    huarui_sales.user.save()
    page = client.post(reverse("assessments_supplier:preview_entries", args=["loads"]), {"file": file})
    problems = [row.problem for row in page.context["rows"]]
    assert problems == [
        "",
        "",
        "month: “soon” is no month. Write it as 2026-11.",
        "product line: there is none called “Forgings”. Write one down first.",
        "Row 3 says this already.",
    ]
    assert CommittedLoad.objects.count() == 1
    kept = {"kept": page.context["kept"], "file_name": "loads.csv"}
    assert (
        client.post(reverse("assessments_supplier:import_entries", args=["loads"]), kept).status_code == 302
    )
    assert list(CommittedLoad.objects.values_list("month", "quantity")) == [
        (date(2026, 11, 1), Decimal("3100.00")),
        (date(2026, 12, 1), Decimal("3200.00")),
    ]


def test_a_file_of_no_table_comes_back_with_the_reason_and_a_place_for_another(
    huarui: Relationship, huarui_sales: Person
) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(1,))
    client = huarui_sales.client
    huarui_sales.user.language = "en"
    huarui_sales.user.save()
    address = reverse("assessments_supplier:preview_entries", args=["loads"])
    for sent, reason in (
        ({"file": SimpleUploadedFile("loads.csv", b"a,b\n1,2\n")}, "The file has no column for: month."),
        ({}, "Choose a file for “"),
    ):
        page = client.post(address, sent)
        assert page.status_code == 422
        assert reason in page.content.decode()
        assert f'action="{address}"' in page.content.decode()


def test_more_for_one_customer_than_there_is_comes_back_at_its_field(
    huarui: Relationship, huarui_sales: Person
) -> None:
    describe(own_desk(huarui), huarui_sales.actor, loads=(1,))
    huarui_sales.user.language = "en"
    huarui_sales.user.save()
    load = CommittedLoad.objects.get()
    page = huarui_sales.client.post(
        reverse("assessments_supplier:share_load", args=[load.pk]),
        {"customer": huarui.pk, "quantity": "999999"},
    )
    assert page.status_code == 422
    [error] = page.context["form"].errors["quantity"]
    assert "add up to more than the" in error
    assert 'value="999999"' in page.content.decode()


def test_the_evaluation_is_told_figures_or_why_there_are_none(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    nothing = capacity.figures(buyer.actor, huarui, TODAY)
    assert {figure.value for figure in nothing} == {None}
    assert "does not share its capacity" in nothing[0].reason
    describe(own_desk(huarui), huarui_sales.actor, loads=(3024,))
    share(huarui, huarui_sales)
    told = {figure.key: figure for figure in capacity.figures(buyer.actor, huarui, TODAY)}
    assert told["headroom"].value == pytest.approx(0.1)
    assert told["headroom"].note == "bottleneck: Pump housings: Fettling"
    assert told["tightest_month"].value == pytest.approx(0.9)
    assert told["rolled_yield"].value == pytest.approx(0.931)
    assert told["machine_age"].value == 10
    assert {(figure.source, figure.on) for figure in told.values()} == {("supplier", NOW.date())}


def test_what_the_customer_wrote_follows_when_two_suppliers_are_one(
    huarui: Relationship, buyer: Person, manager: Person, administrator: Person
) -> None:
    twin = supplier_of(buyer, "Hua Rui Casting")
    describe(Desk(twin.supplier, buyer.organization.pk, twin), buyer.actor)
    merge = relationships.propose_merge(huarui, twin, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    assert {plant.supplier for plant in Plant.objects.all()} == {huarui.supplier}
    merge.refresh_from_db()
    assert "assessment_entries" in dict(merge.moved)
