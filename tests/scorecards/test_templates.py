"""Writing a template: typed on a page, checked whole, put to use, versioned, tried on the past."""

import html
import json
import re
from typing import Any

import pytest
from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.core.errors import Refused
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship, Segment
from tandem.scorecards import actions, back_tests, queries, tasks
from tandem.scorecards.models import Template, Trial
from tests.cast import NOW, Person
from tests.scorecards.conftest import PARTS, run_of


def posted(**more: Any) -> dict[str, Any]:
    """The editor's form as a browser sends it: one value a row for each field of a part."""
    return {
        "name": "Castings",
        "name_local": "铸件",
        "minimum_sample": "5",
        "minimum_coverage": "50",
        "weigh_by": "spend",
        "criteria-code": ["", ""],
        "criteria-kpi": ["on_time_lines", "price_variance"],
        "criteria-group": ["Delivery", "Cost"],
        "criteria-weight": ["70", "30"],
        "criteria-curve": ["80%: 0, 95%: 80, 100%: 100", "0：100，10%：0"],
        "criteria-minimum_sample": ["5", "1"],
        "bands-grade": ["A", "B", ""],
        "bands-floor": ["80", "0", ""],
        "red_lines-code": [""],
        "red_lines-kpi": ["line_stops"],
        "red_lines-name": ["A line stop"],
        "red_lines-name_local": ["停线"],
        "red_lines-trips_at": ["1"],
        "red_lines-downward": [""],
        "red_lines-cap": ["B"],
        "assignments-category": [""],
        "assignments-segment": ["strategic"],
        "assignments-site": [""],
        **more,
    }


def test_quentin_types_a_template_and_puts_it_to_use(quality_engineer: Person) -> None:
    browser = quality_engineer.client
    answer = browser.post(reverse("scorecards:new_template"), posted())
    template = Template.objects.get()
    assert answer.headers["Location"] == template.get_absolute_url()
    assert [(part.code, part.weight, part.curve) for part in template.criteria.all()] == [
        ("on_time_lines", 70, [["0.8", "0"], ["0.95", "80"], ["1", "100"]]),
        ("price_variance", 30, [["0", "100"], ["0.1", "0"]]),
    ]
    assert [(band.grade, band.floor) for band in template.bands.all()] == [("A", 80), ("B", 0)]
    assert str(template.assignments.get()) == "Strategic"
    page = browser.get(template.get_absolute_url()).content.decode()
    assert "Red line “A line stop”: Line stops of" in page
    assert browser.post(reverse("scorecards:activate_template", args=[template.pk])).status_code == 302
    template.refresh_from_db()
    assert template.status == Template.Status.ACTIVE
    accounts.choose_language(quality_engineer.user, "zh-hans")
    for shown in (template.get_absolute_url(), reverse("scorecards:templates")):
        page = browser.get(shown).content.decode()
        assert ("铸件" in page, "Castings" in page) == (True, False)
    accounts.choose_language(quality_engineer.user, "en")
    # The editor shows what was saved, the curve as it is typed.
    copy = actions.new_version(template, by=quality_engineer.actor)
    edited = browser.get(reverse("scorecards:edit_template", args=[copy.pk])).content.decode()
    assert "80%: 0, 95%: 80, 100%: 100" in edited


def test_a_draft_may_be_unsound_and_says_everything_before_it_is_used(quality_engineer: Person) -> None:
    wrong = posted(
        **{"criteria-weight": ["70", "20"], "criteria-curve": ["80%: 100, 100%: 0", "0: 100, 10%: 0"]}
    )
    quality_engineer.client.post(reverse("scorecards:new_template"), wrong)
    template = Template.objects.get()
    assert queries.template_problems(template) == [
        "The weights add up to 90.00; change them until they make 100.",
        "On-time delivery by line: This curve gives more points for worse values; turn it round.",
    ]
    answer = quality_engineer.client.post(reverse("scorecards:activate_template", args=[template.pk]))
    assert answer.status_code == 409
    template.refresh_from_db()
    assert template.status == Template.Status.DRAFT


def test_what_cannot_be_read_comes_back_with_the_form(quality_engineer: Person) -> None:
    unreadable = posted(**{"criteria-curve": ["good is good", "0: 100, 10%: 0"]})
    answer = quality_engineer.client.post(reverse("scorecards:new_template"), unreadable)
    assert answer.status_code == 422
    assert "Write the curve as value: points" in answer.content.decode()
    assert not Template.objects.exists()


def test_the_curve_is_drawn_while_it_is_typed(quality_engineer: Person) -> None:
    def drawn(curve: str) -> str:
        query = {"criteria-kpi": "on_time_lines", "criteria-curve": curve}
        return quality_engineer.client.get(reverse("scorecards:curve"), query).content.decode()

    assert 'data-value="share"' in drawn("80%: 0, 100%: 100")
    assert "may only rise or only fall" in drawn("0: 0, 1: 100, 2: 0")
    assert drawn("").strip() == ""
    row = quality_engineer.client.get(reverse("scorecards:template_row", args=["criteria"]))
    assert re.search(r'name="criteria-kpi"', row.content.decode())
    assert (
        quality_engineer.client.get(reverse("scorecards:template_row", args=["nonsense"])).status_code == 404
    )


def test_an_active_template_never_changes(template: Template, quality_engineer: Person) -> None:
    with pytest.raises(Refused, match="Make a new version"):
        actions.save_template(template, {"name": "Castings"}, PARTS, by=quality_engineer.actor)
    draft = actions.new_version(template, by=quality_engineer.actor)
    assert (draft.version, draft.criteria.count(), draft.bands.count()) == (2, 3, 4)
    with pytest.raises(Refused, match="There is a draft already"):
        actions.new_version(template, by=quality_engineer.actor)
    actions.activate_template(draft, by=quality_engineer.actor, now=NOW)
    template.refresh_from_db()
    assert (template.status, draft.status) == (Template.Status.RETIRED, Template.Status.ACTIVE)


def test_who_may_not_write_templates(
    template: Template, buyer: Person, manager: Person, rival: Person
) -> None:
    for person in (buyer, manager, rival):
        with pytest.raises(Refused):
            actions.new_version(template, by=person.actor)
    assert buyer.client.post(reverse("scorecards:new_template"), posted()).status_code == 409
    assert rival.client.get(reverse("scorecards:edit_template", args=[template.pk])).status_code == 404


def test_assignments_choose_by_category_and_segment(
    template: Template, buyer: Person, quality_engineer: Person, huarui: Relationship, qingfeng: Relationship
) -> None:
    assert set(queries.assigned(template, template.customer_id)) == {huarui, qingfeng}
    castings = relationships.save_category("castings", by=buyer.actor)
    relationships.change_relationship(
        huarui, by=buyer.actor, values={"segment": Segment.STRATEGIC}, categories=[castings]
    )
    draft = actions.new_version(template, by=quality_engineer.actor)

    def chosen(*assignments: dict[str, Any]) -> set[Relationship]:
        parts = actions.Parts(PARTS.criteria, PARTS.bands, (), PARTS.red_lines, assignments)
        actions.save_template(draft, {}, parts, by=quality_engineer.actor)
        return set(queries.assigned(Template.objects.get(pk=draft.pk), draft.customer_id))

    assert chosen({"category": castings}) == {huarui}
    assert chosen({"category": castings, "segment": Segment.LEVERAGE}) == set()
    assert chosen({"category": castings, "segment": Segment.LEVERAGE}, {"segment": Segment.STRATEGIC}) == {
        huarui
    }


@pytest.mark.usefixtures("books")
def test_a_back_test_says_who_would_change_grade_and_stores_nothing(
    template: Template, quality_engineer: Person, buyer: Person, rival: Person, huarui: Relationship
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    draft = actions.new_version(template, by=quality_engineer.actor)
    strict = [dict(part) for part in PARTS.criteria]
    strict[0]["curve"] = [["0.9", "0"], ["1", "100"]]
    parts = actions.Parts(strict, PARTS.bands, (), PARTS.red_lines)
    actions.save_template(draft, {}, parts, by=quality_engineer.actor)
    draft = Template.objects.get(pk=draft.pk)
    tried = actions.back_test(draft, run, by=quality_engineer.actor)
    assert [(each.relationship_id, each.grade_before, each.grade) for each in tried.movers] == [
        (huarui.pk, "C", "D")
    ]
    assert tried.distribution(before=False) == [0, 0, 0, 1]
    assert run.template.runs.count() == 1
    assert back_tests.from_json(json.loads(json.dumps(back_tests.to_json(tried)))) == tried


@pytest.mark.usefixtures("books")
def test_quentin_tries_a_draft_in_the_background_and_watches_it(
    template: Template, quality_engineer: Person, buyer: Person, rival: Person, huarui: Relationship
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    draft = actions.new_version(template, by=quality_engineer.actor)
    address = reverse("scorecards:back_test", args=[draft.pk])
    progress = reverse("scorecards:back_test_progress", args=[draft.pk])

    def seen() -> str:
        return quality_engineer.client.get(progress).content.decode()

    def worked_at(trial: Trial) -> None:
        tasks.back_test(trial.pk, trial.customer_id)

    browser = {"hx-request": "true"}
    assert quality_engineer.client.post(address, {"run": "the last"}).status_code == 404
    first = quality_engineer.client.post(address, {"run": run.pk}, headers=browser).content.decode()
    assert "The back-test waits for the background worker…" in first
    assert f'hx-get="{progress}"' in first
    trial = Trial.objects.get()
    Trial.objects.update(status="running", done=1000, total=3000)
    assert "Scoring: 1,000 of 3,000 suppliers…" in seen()
    # A worker killed at it leaves it running; its job is taken up again and begins anew.
    worked_at(trial)
    assert "0 of 3 suppliers would change grade." in seen()
    assert "hx-trigger" not in seen()
    assert "asked for by Quentin" in seen()
    whole = quality_engineer.client.get(draft.get_absolute_url()).content.decode()
    assert "0 of 3 suppliers would change grade." in whole
    # The draft becomes strict: what was found of it before says nothing any more.
    strict = [dict(part) for part in PARTS.criteria]
    strict[0]["curve"] = [["0.9", "0"], ["1", "100"]]
    parts = actions.Parts(strict, PARTS.bands, (), PARTS.red_lines)
    actions.save_template(draft, {}, parts, by=quality_engineer.actor)
    assert "would change grade" not in seen()
    assert (
        quality_engineer.client.post(address, {"run": run.pk}).headers["Location"] == draft.get_absolute_url()
    )
    replaced = Trial.objects.get()
    actions.start_back_test(Template.objects.get(pk=draft.pk), run, by=quality_engineer.actor)
    worked_at(replaced)
    assert "waits for the background worker" in seen()
    worked_at(Trial.objects.get())
    page = seen()
    assert "1 of 3 suppliers would change grade." in page
    assert page.count(huarui.get_absolute_url()) == 1
    assert rival.client.post(address, {"run": run.pk}).status_code == 404
    assert rival.client.get(progress).status_code == 404
    for refused in (buyer.client.post(address, {"run": run.pk}), buyer.client.get(progress)):
        assert refused.status_code == 409


@pytest.mark.usefixtures("books")
def test_a_back_test_that_fails_says_why(
    template: Template, quality_engineer: Person, buyer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(template, "2026-Q3", buyer)
    trial = actions.start_back_test(template, run, by=quality_engineer.actor)
    monkeypatch.setattr("tandem.facts.opening.lake_root", lambda _customer: "/nowhere")
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever a missing lake raises
        tasks.back_test(trial.pk, trial.customer_id)
    page = quality_engineer.client.get(template.get_absolute_url()).content.decode()
    assert "This back-test could not be computed." in page
    trial.refresh_from_db()
    assert trial.problem in html.unescape(page)


def test_the_standard_template_is_sound(quality_engineer: Person) -> None:
    answer = quality_engineer.client.post(reverse("scorecards:use_standard_template"))
    template = Template.objects.get()
    assert answer.headers["Location"] == template.get_absolute_url()
    assert (template.name, template.status, queries.template_problems(template)) == ("Standard", "active", [])
    accounts.choose_language(quality_engineer.user, "zh-hans")
    assert "标准记分卡" in quality_engineer.client.get(template.get_absolute_url()).content.decode()
