"""The pages of qualifications: requirements are written, assessments asked and taken, and others find nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Role
from tandem.messaging.models import Notification
from tandem.onboarding.actions import qualification_decisions, qualification_items
from tandem.onboarding.actions.qualification_reminding import remind_of_overdue
from tandem.onboarding.models import Evidence, Qualification, RequirementSet
from tandem.onboarding.requirement_data import read
from tandem.onboarding.urls import own_qualification, qualification
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import Person, person, supplier_of
from tests.onboarding.qualification.conftest import NOW, TODAY, about, begun, handed_in, item

NEW = "/onboarding/requirements/new/"


def sent(*stages: dict[str, Any], **head: str) -> dict[str, str]:
    """What the editor's form sends of these stages, each with its items."""
    data = {"name": "", "risk": "medium", **head, "stages": str(len(stages))}
    for place, stage in enumerate(stages):
        items = stage.get("asked", ())
        given = {"kind": "documents", "days": "14", "gate": "all", **stage, "items": str(len(items))}
        data |= {f"s{place}-{name}": value for name, value in given.items() if name != "asked"}
        for at, each in enumerate(items):
            data |= {f"s{place}i{at}-{name}": value for name, value in each.items()}
    return data


LICENCE = {"kind": "document", "title": "Licence", "document_kind": "licence"}
SURVEY = {"kind": "questionnaire", "title": "Survey", "least_score": "70"}


def asked(found: RequirementSet) -> list[tuple[str, list[str]]]:
    return [(stage.kind, [each.title for each in stage.items]) for stage in read(found.stages)]


def test_requirements_are_written_changed_and_put_in_force(manager: Person) -> None:
    first = sent({"asked": (LICENCE,)}, name="Ours", name_local="我方")
    page = manager.client.post(NEW, {**first, "do": "add_stage"}, headers={"hx-request": "true"})
    html = page.content.decode()
    assert (page.status_code, 'name="s1-kind"' in html, 'value="Licence"' in html) == (200, True, True)
    assert not RequirementSet.objects.exists()

    both = sent({"asked": (LICENCE,)}, {"kind": "survey", "asked": (SURVEY,)}, name="Ours", name_local="我方")
    saved = manager.client.post(NEW, {**both, "do": "save"})
    found = RequirementSet.objects.get()
    assert saved["Location"] == found.get_absolute_url()
    assert (found.name, found.name_local, asked(found)) == (
        "Ours",
        "我方",
        [("documents", ["Licence"]), ("survey", ["Survey"])],
    )
    assert read(found.stages)[1].items[0].spec == {"least_score": "70"}

    edit = reverse("onboarding:edit_requirements", args=[found.pk])
    for wish in ("add_item:0", "up_stage:1", "drop_item:0:0", "drop_stage:1"):
        assert manager.client.post(edit, {**both, "do": wish}).status_code == 200
    found.refresh_from_db()
    assert asked(found) == [("documents", ["Licence"]), ("survey", ["Survey"])]  # nothing before it is saved
    manager.client.post(edit, {**sent({"kind": "survey", "asked": (SURVEY,)}, name="Ours"), "do": "save"})
    found.refresh_from_db()
    assert asked(found) == [("survey", ["Survey"])]

    manager.client.post(reverse("onboarding:put_in_force", args=[found.pk]))
    found.refresh_from_db()
    assert found.status == "in_force"
    assert manager.client.post(edit, {**both, "do": "save"}).status_code == 409


@pytest.mark.parametrize(
    ("wish", "stages", "left"),
    [
        ("drop_item:0:0", 2, ["Survey"]),
        ("down_item:0:0", 2, ["Survey", "Licence"]),
        ("drop_stage:1", 1, ["Licence", "Survey"]),
        ("drop_item:7:7", 2, ["Licence", "Survey"]),
    ],
)
def test_a_button_of_the_editor_changes_what_stands_there(
    manager: Person, wish: str, stages: int, left: list[str]
) -> None:
    typed = sent({"asked": (LICENCE, SURVEY)}, {"kind": "audit"}, name="Ours")
    html = manager.client.post(NEW, {**typed, "do": wish}).content.decode()
    titles = sorted(
        (html.index(f'value="{title}"'), title)
        for title in ("Licence", "Survey")
        if f'value="{title}"' in html
    )
    assert [title for _place, title in titles] == left
    assert f'name="stages" value="{stages}"' in html


def test_what_was_typed_stays_when_it_cannot_be_saved(manager: Person) -> None:
    typed = sent(
        {"asked": ({**SURVEY, "least_score": "a lot"},), "days": "9000"}, name=" ", name_local="我方"
    )
    answer = manager.client.post(NEW, {**typed, "do": "save"})
    html = answer.content.decode()
    assert answer.status_code == 422
    for told in (
        "Give the requirements a name.",
        "“a lot” is not a number that fits there.",
        "Give “Document review” from 1 to 730 days.",
        'value="a lot"',
        'value="9000"',
        'value="我方"',
    ):
        assert told in html
    assert not RequirementSet.objects.exists()


def test_nobody_else_writes_requirements(
    buyer: Person, auditor: Person, rival: Person, shipped: None
) -> None:
    found = RequirementSet.objects.in_force().first()
    assert found is not None
    assert auditor.client.get(NEW).status_code in (403, 409)
    for name in ("requirement_set", "edit_requirements"):
        assert rival.client.get(reverse(f"onboarding:{name}", args=[found.pk])).status_code == 404
    for name in ("put_in_force", "retire_requirements", "new_requirements_version"):
        assert rival.client.post(reverse(f"onboarding:{name}", args=[found.pk])).status_code == 404
    assert RequirementSet.objects.count() == 3


def test_a_stage_past_its_day_is_told_of_once_at_both_ends(
    running: Qualification, buyer: Person, huarui_sales: Person
) -> None:
    def told(who: Person) -> list[str]:
        rows = Notification.objects.filter(
            recipient=who.user, kind__in=("qualification.overdue", "qualification.late")
        )
        return list(rows.values_list("kind", flat=True))

    customer = buyer.organization.pk
    stage = running.stages.get(position=0)
    due = NOW + timedelta(days=(stage.due_on - TODAY).days)
    assert remind_of_overdue(customer, now=due) == 0
    assert [remind_of_overdue(customer, now=due + timedelta(days=day)) for day in (1, 2)] == [1, 0]
    assert (told(buyer), told(huarui_sales)) == (["qualification.overdue"], ["qualification.late"])

    stage.refresh_from_db()
    stage.due_on += timedelta(days=10)  # planned anew, and missed again
    stage.save()
    assert remind_of_overdue(customer, now=due + timedelta(days=5)) == 0
    assert remind_of_overdue(customer, now=due + timedelta(days=11)) == 1


def test_two_records_of_one_supplier_have_one_list_of_qualifications(
    running: Qualification, newcomer: Relationship, manager: Person, administrator: Person, buyer: Person,
    huarui: Relationship,
) -> None:  # fmt: skip
    """Huarui was entered as Bergquell's second name: nobody acts for that one."""
    theirs = Actor.system(newcomer.supplier, "Anselm Berg")
    seals = relationships.save_category("seals", name="Seals", by=administrator.actor)
    second = begun(newcomer, seals, buyer)
    qualification_items.hand_in_document(
        item(second, "Business licence"),
        about("licence"),
        qualification_items.Upload("a.pdf", b"%PDF-1.7\n%%EOF"),
        by=theirs,
        now=NOW,
    )
    merge = relationships.propose_merge(huarui, newcomer, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    tab = buyer.client.get(reverse("onboarding:qualification_tab", args=[huarui.slug])).content.decode()
    for found in (running, second):
        assert reverse("onboarding:qualification", args=[found.pk]) in tab
    assert set(Evidence.objects.values_list("organization", flat=True)) == {huarui.supplier_id}
    merge.refresh_from_db()
    assert ["qualifications", ["Bergquell GmbH: Seals · every site"]] in merge.moved


def _addresses(found: Qualification, room: str) -> list[str]:
    stage = found.stages.get(position=0)
    row = item(found, "Business licence")
    given = row.evidence.get()
    known: dict[tuple[str, ...], list[Any]] = {
        ("pk",): [found.pk],
        ("pk", "stage"): [found.pk, stage.pk],
        ("pk", "item"): [found.pk, row.pk],
        ("pk", "item", "evidence"): [found.pk, row.pk, given.pk],
    }
    urls = (qualification if room == "onboarding" else own_qualification).urlpatterns
    return [
        reverse(f"{room}:{each.name}", args=known[tuple(each.pattern.converters)])
        for each in urls
        if tuple(each.pattern.converters) in known and not str(each.pattern).startswith("requirements/")
    ]


@pytest.fixture
def with_a_file(running: Qualification, huarui_sales: Person) -> Qualification:
    row = handed_in(running, "Business licence", huarui_sales)
    given = row.evidence.get()
    given.path, given.file_name = "qualification/1/a.pdf", "a.pdf"
    given.save()
    return running


def test_a_rival_and_another_supplier_find_none_of_the_pages(
    with_a_file: Qualification, rival: Person, buyer: Person
) -> None:
    stranger = person(supplier_of(buyer, "Eifel Guss GmbH", country="DE").supplier, "Jo Eifel", *Role)
    ours = _addresses(with_a_file, "onboarding")
    theirs = _addresses(with_a_file, "onboarding_supplier")
    assert (len(ours), len(theirs)) == (21, 3)
    answers = {
        (who.user.name, address): {
            who.client.get(address).status_code, who.client.post(address).status_code
        } - {405}
        for who, addresses in ((rival, ours), (stranger, theirs), (stranger, ours))
        for address in addresses
    }  # fmt: skip
    assert {key: found for key, found in answers.items() if found != {404}} == {}


def test_a_decision_proposed_is_seen_by_its_customer_alone(
    with_a_file: Qualification, buyer: Person, manager: Person, huarui_sales: Person
) -> None:
    qualification_decisions.propose(
        with_a_file, "refused", reason="Too far away for us.", by=buyer.actor, now=NOW
    )
    page = manager.client.get(with_a_file.get_absolute_url()).content.decode()
    own = reverse("onboarding_supplier:qualification", args=[with_a_file.pk])
    assert "Too far away for us." in page
    assert "Too far away for us." not in huarui_sales.client.get(own).content.decode()
