"""KPIs as data: the shipped ones explained, a customer's own written with a preview and refused with a reason."""

from typing import Any

import pytest
from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.core.errors import Refused
from tandem.lake.kpis import shipped
from tandem.scorecards import actions
from tandem.scorecards.models import Kpi
from tests.cast import NOW, Person


def written(**more: Any) -> dict[str, Any]:
    return {
        "code": "big_lines_on_time",
        "name_en": "Big lines on time",
        "name_zh": "大额订单准时率",
        "definition_en": "On-time lines among those of 100 pieces or more.",
        "definition_zh": "",
        "view": "deliveries",
        "date": "due_date",
        "expression": "count(*) filter (where is_on_time and quantity >= 100) / nullif(count(is_on_time), 0)",
        "sample": "count(is_on_time)",
        "unit": "percent",
        "decimals": "1",
        "direction": "higher",
        "interval": "rate",
        "spread": "",
        "due_basis": "requested",
        "early_days": "",
        "late_days": "0",
        "day_count": "calendar",
        **more,
    }


def test_every_shipped_kpi_has_its_help_page_in_both_languages(buyer: Person) -> None:
    assert set(Kpi.objects.filter(customer=None).current().values_list("code", flat=True)) == set(shipped())
    for language, tongue in (("en", "en"), ("zh-hans", "zh")):
        accounts.choose_language(buyer.user, language)
        for code, spec in shipped().items():
            page = buyer.client.get(reverse("scorecards:kpi", args=[code]))
            assert page.status_code == 200
            assert getattr(spec.name, tongue) in page.content.decode()


def test_mirroring_again_changes_nothing_and_a_changed_definition_is_a_new_version(db: None) -> None:
    assert actions.mirror_shipped_kpis(now=NOW) == 0
    kept = Kpi.objects.get(code="spend", customer=None)
    kept.spec = {**kept.spec, "decimals": 5}
    kept.save()
    assert actions.mirror_shipped_kpis(now=NOW) == 1
    assert list(Kpi.objects.filter(code="spend").values_list("version", "is_current")) == [
        (2, True),
        (1, False),
    ]


@pytest.mark.usefixtures("books")
def test_quentin_writes_a_kpi_and_sees_it_measured_while_he_does(
    quality_engineer: Person, rival: Person
) -> None:
    browser = quality_engineer.client
    assert browser.get(reverse("scorecards:new_kpi")).status_code == 200
    preview = browser.post(reverse("scorecards:preview_kpi"), written()).content.decode()
    # Huarui: 36 of 40 on time over both quarters.
    assert "Huarui Castings" in preview
    assert "90.0%" in preview
    answer = browser.post(reverse("scorecards:new_kpi"), written())
    own = Kpi.objects.get(code="big_lines_on_time")
    assert answer.headers["Location"] == own.get_absolute_url()
    assert (own.version, own.customer_id) == (1, quality_engineer.organization.pk)
    edited = written(late_days="2")
    browser.post(reverse("scorecards:edit_kpi", args=[own.code]), edited)
    assert Kpi.objects.filter(code=own.code).current().get().version == 2
    assert rival.client.get(own.get_absolute_url()).status_code == 404
    assert "Big lines" not in rival.client.get(reverse("scorecards:kpis")).content.decode()


def test_another_view_brings_its_own_dates_in_words(quality_engineer: Person) -> None:
    browser = quality_engineer.client
    form = browser.get(reverse("scorecards:new_kpi")).content.decode()
    assert '<option value="due_date" selected>Due date</option>' in form
    answer = browser.post(reverse("scorecards:preview_kpi"), written(view="quality")).content.decode()
    select = answer[answer.index('id="id_date"') :]
    assert '<option value="event_date" selected>Date</option>' in select
    assert "due_date" not in select
    assert 'id="id_date"' not in browser.post(reverse("scorecards:preview_kpi"), written()).content.decode()


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("sum(quantity) + (select 1)", "may not read a table"),
        ("read_text('/etc/passwd')", "not on the list"),
        ("sum(secrets)", "the view has no such column"),
        ("quantity", "it is not an aggregate"),
        ("sum(", "cannot be read as SQL"),
    ],
)
def test_what_an_expression_may_not_use_is_refused_with_the_part_and_the_reason(
    expression: str, said: str, quality_engineer: Person
) -> None:
    wrong = written(expression=expression)
    preview = quality_engineer.client.post(reverse("scorecards:preview_kpi"), wrong)
    assert said in preview.content.decode()
    answer = quality_engineer.client.post(reverse("scorecards:new_kpi"), wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Kpi.objects.exclude(customer=None).exists()


def test_a_shipped_code_is_taken_and_a_shipped_kpi_is_not_edited(
    quality_engineer: Person, buyer: Person
) -> None:
    taken = quality_engineer.client.post(reverse("scorecards:new_kpi"), written(code="otif"))
    assert "comes with Tandem" in taken.content.decode()
    assert quality_engineer.client.get(reverse("scorecards:edit_kpi", args=["otif"])).status_code == 409
    assert buyer.client.get(reverse("scorecards:new_kpi")).status_code == 409
    with pytest.raises(Refused):
        actions.save_kpi(shipped()["otif"], by=quality_engineer.actor, now=NOW)
