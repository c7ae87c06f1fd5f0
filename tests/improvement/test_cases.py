"""A case from its opening to its closing, from both ends; and what a rival sees of it: nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tandem.core.errors import Refused
from tandem.improvement import actions
from tandem.improvement.models import Case, Draft, Step, StepFile
from tandem.messaging.models import Notification
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person
from tests.improvement.conftest import solve
from tests.improvement.reports import REPORT


def told(who: Person) -> list[str]:
    return list(Notification.objects.filter(recipient=who.user).order_by("pk").values_list("kind", flat=True))


def test_a_case_asks_for_nine_steps_the_first_within_a_day(leak: Case, huarui_sales: Person) -> None:
    due = {step.code: step.due_at for step in leak.steps.all()}
    assert due["D0"] == NOW + timedelta(hours=24)
    assert due["D3"] == datetime(2026, 11, 25, 9, tzinfo=UTC)  # two working days
    assert due["D4"] == datetime(2026, 12, 7, 9, tzinfo=UTC)  # ten, the weekends apart
    assert (leak.label, leak.origin, leak.status) == ("8D-0001", "customer", "open")


def test_the_supplier_is_told_and_answers_step_by_step(
    quality_engineer: Person, huarui: Relationship, huarui_sales: Person
) -> None:
    values = {"title": "Volutes leak", "description": "Three of ten."}
    case = actions.open_case(huarui, values, by=quality_engineer.actor, now=NOW)
    assert told(huarui_sales) == ["case.opened"]

    page = huarui_sales.client.post(
        reverse("improvement_supplier:fill", args=[case.pk, "D0"]), {"response": "Blocked.", "save": "1"}
    )
    assert page.status_code == 302
    step = case.steps.get(code="D0")
    assert (step.status, step.draft.content["response"]) == ("open", "Blocked.")
    seen = quality_engineer.client.get(reverse("improvement:step", args=[case.pk, "D0"])).text
    assert "Blocked." not in seen

    refused = huarui_sales.client.post(
        reverse("improvement_supplier:fill", args=[case.pk, "D0"]), {"response": "Blocked.", "hand_in": "1"}
    )
    assert refused.status_code == 422
    assert "Blocked." in refused.text

    huarui_sales.client.post(
        reverse("improvement_supplier:fill", args=[case.pk, "D0"]),
        {"response": "Blocked.", "taken_on": "2026-11-23", "hand_in": "1"},
    )
    step.refresh_from_db()
    assert step.status == "handed_in"
    assert not Draft.objects.filter(step=step).exists()
    assert told(quality_engineer) == ["case.handed_in"]
    assert "Blocked." in quality_engineer.client.get(reverse("improvement:step", args=[case.pk, "D0"])).text


def test_a_returned_step_keeps_each_version_with_its_reason(
    leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    step = leak.steps.get(code="D2")
    first = {**REPORT["D2"], "problem": "It leaks."}
    actions.hand_in(step, first, by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match="Say what is missing"):
        actions.return_step(step, reason=" ", by=quality_engineer.actor, now=NOW)
    actions.return_step(step, reason="Where does it leak?", by=quality_engineer.actor, now=NOW)
    actions.hand_in(step, REPORT["D2"], by=huarui_sales.actor, now=NOW)
    actions.accept_step(step, by=quality_engineer.actor, now=NOW)
    versions = [
        (each.version, each.accepted, each.reason, each.content["problem"]) for each in step.hand_ins.all()
    ]
    assert versions == [
        (1, False, "Where does it leak?", "It leaks."),
        (2, True, "", "Volutes leak at the flange."),
    ]
    with pytest.raises(Refused, match="Accepted"):
        actions.hand_in(step, REPORT["D2"], by=huarui_sales.actor, now=NOW)


def test_causes_come_before_actions_and_actions_before_what_shows_that_they_work(
    leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    with pytest.raises(Refused, match="D2, D4"):
        actions.hand_in(leak.steps.get(code="D5"), REPORT["D5"], by=huarui_sales.actor, now=NOW)
    solve(leak, huarui_sales, quality_engineer, "D0", "D1", "D2", "D3", "D4", "D5")
    planned = [(each.text, each.against, each.owner, each.due_on) for each in leak.actions.all()]
    assert planned == [
        ("Test every piece", "escape", "Hua Meiling", date(2026, 12, 5)),
        ("Lock the degassing time", "occurrence", "Li Wei", date(2026, 12, 10)),
    ]
    with pytest.raises(Refused, match="Test every piece; Lock the degassing time"):
        actions.hand_in(leak.steps.get(code="D6"), REPORT["D6"], by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match="not come yet"):
        actions.finish_action(leak.actions.all()[0], done_on=date(2027, 1, 1), by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match="before the case was opened"):
        # Else before and after would be the same days.
        actions.finish_action(
            leak.actions.all()[0], done_on=date(2026, 11, 22), by=huarui_sales.actor, now=NOW
        )


def test_a_case_is_closed_once_every_step_is_accepted(
    leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    solve(leak, huarui_sales, quality_engineer, "D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7")
    with pytest.raises(Refused, match="D8"):
        actions.close_case(leak, remark="Seen.", by=quality_engineer.actor, now=NOW)
    solve(leak, huarui_sales, quality_engineer, "D8")
    assert leak.acted_on == date(2026, 12, 10)
    actions.close_case(leak, remark="Ten lots without a leak.", by=quality_engineer.actor, now=NOW)
    assert (leak.status, leak.closed_by_name) == ("closed", "Quentin Baum")

    actions.reopen_case(leak, reason="Lot 61 leaks again.", by=quality_engineer.actor, now=NOW)
    states = {step.code: step.status for step in leak.steps.all()}
    again = dict.fromkeys(("D0", "D3", "D4", "D5", "D6", "D7", "D8"), "open")
    assert states == {"D1": "accepted", "D2": "accepted", **again}
    assert (leak.status, leak.times_reopened, leak.acted_on) == ("open", 1, None)
    assert [each.version for each in leak.steps.get(code="D4").hand_ins.all()] == [1]


def test_a_file_reaches_the_customer_with_the_hand_in(
    leak: Case, quality_engineer: Person, huarui_sales: Person, places: object
) -> None:
    step = leak.steps.get(code="D0")
    url = reverse("improvement_supplier:attach", args=[leak.pk, "D0"])
    huarui_sales.client.post(url, {"file": SimpleUploadedFile("stock.pdf", b"%PDF-1.7\n%%EOF")})
    file = StepFile.objects.get(step=step)
    there = reverse("improvement:step_file", args=[leak.pk, "D0", file.pk])
    assert quality_engineer.client.get(there).status_code == 404
    actions.hand_in(step, REPORT["D0"], by=huarui_sales.actor, now=NOW)
    assert quality_engineer.client.get(there).status_code == 200
    with pytest.raises(Refused, match="handed in already"):
        actions.detach(StepFile.objects.get(step=step), by=huarui_sales.actor)


def test_the_supplier_opens_one_itself(
    huarui: Relationship, huarui_sales: Person, quality_engineer: Person
) -> None:
    page = huarui_sales.client.post(
        reverse("improvement_supplier:new_case"),
        {
            "relationship": huarui.pk, "kind": "service", "severity": "minor", "title": "Drawings come late",
            "description": "A week after the order.",
        },
    )  # fmt: skip
    assert page.status_code == 302, page.text
    case = Case.objects.get()
    assert (case.origin, case.owner, case.opened_by_name) == ("supplier", None, "Hua Meiling")
    assert told(quality_engineer) == ["case.opened_here"]


def test_a_rival_sees_nothing_and_neither_end_does_the_others_part(
    leak: Case, rival: Person, quality_engineer: Person, huarui_sales: Person, auditor: Person
) -> None:
    assert rival.client.get(reverse("improvement:case", args=[leak.pk])).status_code == 404
    assert rival.client.get(reverse("improvement_supplier:case", args=[leak.pk])).status_code == 404
    step = leak.steps.get(code="D0")
    with pytest.raises(Refused):
        actions.hand_in(step, REPORT["D0"], by=quality_engineer.actor, now=NOW)
    actions.hand_in(step, REPORT["D0"], by=huarui_sales.actor, now=NOW)
    for who in (huarui_sales, auditor, rival):
        with pytest.raises(Refused):
            actions.accept_step(step, by=who.actor, now=NOW)
    assert Step.objects.get(pk=step.pk).status == "handed_in"


def test_the_fishbone_is_drawn_from_its_structure(
    leak: Case, quality_engineer: Person, huarui_sales: Person
) -> None:
    actions.hand_in(leak.steps.get(code="D4"), REPORT["D4"], by=huarui_sales.actor, now=NOW)
    page = quality_engineer.client.get(reverse("improvement:step", args=[leak.pk, "D4"])).text
    assert '<text class="cause yes"' in page
    assert '<text class="cause no"' in page
    drawing = page.partition('<svg class="fishbone"')[2].partition("</svg>")[0]
    assert "style=" not in drawing
