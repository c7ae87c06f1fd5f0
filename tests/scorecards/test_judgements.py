"""Colleagues judge what no KPI measures: blind until the survey is closed, and no one of them decides the result."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from tandem.accounts.roles import Role
from tandem.core.errors import Forbidden, Refused
from tandem.messaging.models import Notification
from tandem.messaging.sentences import sentence
from tandem.relationships.models import Category, CategoryDuty, Relationship
from tandem.scorecards import actions, explanation, judgement_needs, rubrics
from tandem.scorecards.models import (
    Card,
    EarlierCard,
    Judgement,
    JudgementSurvey,
    Objection,
    OpenedPeriod,
    Run,
    Template,
)
from tandem.scorecards.queries import judgements as queries
from tandem.scorecards.queries import objections
from tandem.scorecards.queries.corrections import SetAside
from tandem.scorecards.scoring import Answers, Line
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, person
from tests.scorecards.conftest import BANDS, CRITERIA

pytestmark = pytest.mark.usefixtures("books")
UNTIL = date(2026, 11, 27)
D = Decimal
SERVICE: dict[str, Any] = {
    "code": "service", "name": "Service", "name_local": "服务", "weight": 20, "minimum_sample": 3,
    "rubric": rubrics.as_data(rubrics.DEFAULT), "asks": {"roles": ["buyer", "logistics", "finance"], "people": []},
}  # fmt: skip
PARTS = actions.Parts(
    [*(part | {"weight": {"delivery": 40}.get(part["code"], 20)} for part in CRITERIA), SERVICE], BANDS
)


@pytest.fixture
def lars(buyer: Person) -> Person:
    return person(buyer.organization, "Lars Voss", Role.LOGISTICS)


@pytest.fixture
def fia(buyer: Person) -> Person:
    return person(buyer.organization, "Fia Groth", Role.FINANCE)


@pytest.fixture
def vera(buyer: Person, huarui: Relationship) -> Person:
    """A buyer of valves, which Qingfeng makes and Huarui does not."""
    found = person(buyer.organization, "Vera Holm", Role.BUYER)
    valves = Category.objects.create(customer=buyer.organization, code="valves", name="Valves")
    Relationship.objects.get(supplier__name__startswith="Qingfeng").categories.add(valves)
    CategoryDuty.objects.filter(membership__user=found.user).update(category=valves)
    return found


@pytest.fixture
def run(quality_engineer: Person, buyer: Person) -> Run:
    template: Template = actions.save_template(
        None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=quality_engineer.actor
    )
    actions.activate_template(template, by=quality_engineer.actor, now=NOW)
    started = actions.start_run(template, "2026-Q3", by=buyer.actor, now=NOW, in_background=False)
    actions.compute_run(started, by=buyer.actor, now=NOW)
    return started


@pytest.fixture
def survey(run: Run, lars: Person, fia: Person, vera: Person, buyer: Person) -> JudgementSurvey:
    return actions.ask_to_judge(run, until=UNTIL, by=buyer.actor, now=NOW)


def say(who: Person, about: Relationship, points: int | None, remark: str = "") -> Judgement:
    asked = Judgement.objects.visible_to(who.actor).get(relationship=about)
    actions.judge(asked, None if points is None else D(points), remark=remark, by=who.actor, now=NOW)
    return asked


def service(card: Card) -> Line:
    card.refresh_from_db()
    return next(line for line in explanation.lines_from(card.lines) if line.code == "service")


def test_each_is_asked_about_the_suppliers_they_know(
    survey: JudgementSurvey,
    vera: Person,
    lars: Person,
    buyer: Person,
    huarui: Relationship,
    qingfeng: Relationship,
) -> None:
    assert [(each.judge.name, each.questions, each.answered) for each in queries.progress(survey)] == [
        (buyer.actor.name, 2, 0),
        ("Fia Groth", 2, 0),
        ("Lars Voss", 2, 0),
        ("Vera Holm", 1, 0),
    ]
    assert Judgement.objects.visible_to(vera.actor).get().relationship == qingfeng
    [need] = judgement_needs.of_customer(lars.actor, NOW)
    assert (need.text, need.hint.startswith("Until 27 Nov 2026")) == ("2 suppliers to judge", True)
    event = Notification.objects.get(recipient=lars.user).event
    assert sentence(event.kind, event.context).startswith("2 suppliers to judge until")
    with pytest.raises(Refused, match="asked about this run already"):
        actions.ask_to_judge(survey.run, until=UNTIL, by=buyer.actor, now=NOW)


def test_nobody_sees_anything_before_it_is_closed(
    survey: JudgementSurvey,
    lars: Person,
    fia: Person,
    administrator: Person,
    rival: Person,
    huarui: Relationship,
) -> None:
    given = say(lars, huarui, 0, "Rude on the phone.")
    for who in (fia, administrator):
        assert list(Judgement.objects.visible_to(who.actor).filter(answered_at__isnull=False)) == []
        page = who.client.get(survey.get_absolute_url()).content.decode()
        run_page = who.client.get(survey.run.get_absolute_url()).content.decode()
        assert "Rude on the phone" not in page + run_page
        assert "1 of 2 answered" in run_page
        told = Api(token_of(who)).get(f"runs/{survey.run_id}/judgements").json()
        assert told["results"] == []
        assert told["status"] == "open"
        answer = Api(token_of(who)).post(f"judgements/{given.pk}/answer", {"points": 100})
        assert answer.status_code in (403, 404)
    with pytest.raises(Forbidden, match="each for themselves"):
        actions.judge(given, D(100), by=fia.actor, now=NOW)
    assert rival.client.get(survey.get_absolute_url()).status_code == 404
    assert queries.judged_values(survey.run, survey.run.template, SetAside()) == {}
    with pytest.raises(Refused, match="still asked about this run"):
        actions.publish_run(survey.run, by=administrator.actor, now=NOW)


def test_the_median_counts_once_it_is_closed(
    survey: JudgementSurvey, lars: Person, fia: Person, buyer: Person, manager: Person, huarui: Relationship,
    qingfeng: Relationship, huarui_sales: Person, administrator: Person,
) -> None:  # fmt: skip
    card = Card.objects.get(run=survey.run, relationship=huarui)
    assert (service(card).set_aside, card.coverage) == ("no data", D(80))
    say(lars, huarui, 75, "Answers at once.")
    say(lars, huarui, 100)  # thought better of it
    say(fia, huarui, 75)
    say(buyer, huarui, 0)  # the outlier
    say(fia, qingfeng, None)
    with pytest.raises(Refused, match="one of the levels"):
        say(lars, qingfeng, 60)
    actions.close_survey(survey, by=buyer.actor, now=NOW)
    actions.compute_run(survey.run, by=buyer.actor, now=NOW)
    card = Card.objects.get(run=survey.run, relationship=huarui)
    told = service(card)
    assert (told.value, told.points, told.n, told.answers, card.coverage) == (
        D(75), D(75), 3, Answers(3, 3, D(0), D(100)), D(100),
    )  # fmt: skip
    # Of Qingfeng nobody gave points: four were asked.
    other = service(Card.objects.get(run=survey.run, relationship=qingfeng))
    assert (other.value, other.set_aside, other.answers) == (None, "few answers", Answers(4, 0))
    with pytest.raises(Refused, match="closed"):
        say(lars, huarui, 0)
    # What was said is read after closing, and never by whom.
    page = buyer.client.get(survey.get_absolute_url()).content.decode()
    assert "Good: small wishes remain." in page
    assert "Lars Voss" not in page
    [result] = Api(token_of(buyer)).get(f"runs/{survey.run_id}/judgements").json()["results"][:1]
    assert result == {
        "relationship": huarui.slug, "criterion": "service", "points": 75.0, "answered": 3, "asked": 3,
        "lowest": 0.0, "highest": 100.0,
    }  # fmt: skip
    # Computed again, or because of an objection, it keeps them; the supplier reads the points, and no remark.
    actions.publish_run(survey.run, by=manager.actor, now=NOW)
    seen = huarui_sales.client.get(f"/portal/cards/{card.pk}/").content.decode()
    assert "3 人中 3 人已答复" in seen
    assert "良好，仅有小的改进空间。" in seen
    assert "Answers at once" not in seen
    assert "Lars" not in seen
    kpi = objections.kpis_of(objections.card_of(actions.open_appeal(card, by=huarui_sales.actor, now=NOW)))
    appeal = Objection.objects.get(kind="appeal")
    asked = huarui_sales.client.get(f"/portal/objections/{appeal.pk}/").content.decode()
    assert "服务" in asked
    assert huarui_sales.client.get(f"/portal/objections/{appeal.pk}/lines/judged-service/").status_code == 302
    with pytest.raises(Refused, match="请对整项指标提出异议"):
        actions.dispute(
            appeal, kpi["judged-service"], [("erp", "PO-1", "1", "1")], actions.Grounds("not_ours"),
            by=huarui_sales.actor, now=NOW,
        )  # fmt: skip
    actions.dispute(
        appeal, kpi["judged-service"], [], actions.Grounds("not_ours", "We had no contact."),
        by=huarui_sales.actor, now=NOW,
    )  # fmt: skip
    actions.submit(appeal, by=huarui_sales.actor, now=NOW)
    assert (
        "The criterion “Service” as a whole"
        in administrator.client.get(appeal.get_absolute_url()).content.decode()
    )
    actions.decide(appeal.lines.get(), accept=True, why="Agreed.", by=administrator.actor, now=NOW)
    told = service(card)
    assert (told.points, told.set_aside, card.coverage, card.version) == (None, "set aside", D(80), 2)
    assert service_of_earlier(card) == D(75)


def service_of_earlier(card: Card) -> Decimal | None:
    earlier = EarlierCard.objects.get(run=card.run, relationship=card.relationship)
    return next(line.points for line in explanation.lines_from(earlier.lines) if line.code == "service")


def test_it_reminds_and_closes_by_itself(
    survey: JudgementSurvey, lars: Person, fia: Person, vera: Person, buyer: Person, huarui: Relationship,
    qingfeng: Relationship,
) -> None:  # fmt: skip
    say(lars, huarui, 50)
    say(lars, qingfeng, 50)
    assert not Notification.objects.filter(recipient=lars.user, kind="judgement.asked", read_at=None).exists()
    actions.look_after_surveys(now=NOW)  # four days ahead: nothing yet
    later = NOW + timedelta(days=2)
    actions.look_after_surveys(now=later)
    actions.look_after_surveys(now=later + timedelta(hours=1))
    reminded = Notification.objects.filter(kind="judgement.reminder")
    assert sorted(each.recipient.name for each in reminded) == sorted(
        [buyer.user.name, "Fia Groth", "Vera Holm"]
    )
    assert actions.remind_judges(survey, by=buyer.actor, now=later) == 0  # not twice a day
    actions.look_after_surveys(now=NOW + timedelta(days=5))
    survey.refresh_from_db()
    assert survey.status == JudgementSurvey.Status.CLOSED
    assert Notification.objects.filter(kind="judgement.closed").exists()
    assert mail.outbox == []  # letters wait in the outbox


def test_it_is_closed_with_the_last_answer(
    survey: JudgementSurvey, lars: Person, fia: Person, vera: Person, buyer: Person, huarui: Relationship,
    qingfeng: Relationship,
) -> None:  # fmt: skip
    for who in (lars, fia, buyer):
        say(who, huarui, 75)
        say(who, qingfeng, None)
    # What would be refused while colleagues answer is not offered; who was reminded today is not reminded again.
    page = buyer.client.get(survey.run.get_absolute_url()).content.decode()
    assert "Remind who has not answered" in page
    assert "Open the data check" not in page
    remind = f"/scorecards/judgements/{survey.pk}/remind/"
    told = [buyer.client.post(remind, follow=True).content.decode() for _ in range(2)]
    assert "1 colleague has been reminded." in told[0]
    assert "Whoever has not answered was reminded today already." in told[1]
    asked = Judgement.objects.visible_to(vera.actor).get()
    url = f"/scorecards/judgements/{survey.pk}/answers/{asked.pk}/"
    assert "I cannot judge this" in vera.client.get("/scorecards/judgements/", follow=True).content.decode()
    saved = vera.client.post(url, {"level": "75", "remark": "Fine"}, headers={"hx-request": "true"})
    assert "Saved." in saved.content.decode()
    survey.refresh_from_db()
    assert survey.status == JudgementSurvey.Status.CLOSED
    assert lars.client.post(url, {"level": "0"}).status_code == 404
    assert "Open the data check" in buyer.client.get(survey.run.get_absolute_url()).content.decode()


def test_a_discarded_run_asks_nobody_any_more(survey: JudgementSurvey, buyer: Person, lars: Person) -> None:
    actions.discard_run(survey.run, by=buyer.actor, now=NOW)
    assert not JudgementSurvey.objects.exists()
    assert judgement_needs.of_customer(lars.actor, NOW) == []


def test_who_may_ask_and_when(run: Run, buyer: Person, lars: Person, rival: Person, manager: Person) -> None:
    for who in (lars, rival):
        with pytest.raises(Forbidden):
            actions.ask_to_judge(run, until=UNTIL, by=who.actor, now=NOW)
    with pytest.raises(Refused, match="from today on"):
        actions.ask_to_judge(run, until=date(2026, 11, 1), by=buyer.actor, now=NOW)
    assert "Ask colleagues" in buyer.client.get(run.get_absolute_url()).content.decode()
    assert buyer.client.post(f"/scorecards/runs/{run.pk}/judgements/", {"until": "soon"}).status_code == 409
    actions.publish_run(run, by=manager.actor, now=NOW)  # nobody need be asked: then it is no data
    with pytest.raises(Refused, match="while a run is in review"):
        actions.ask_to_judge(run, until=UNTIL, by=buyer.actor, now=NOW)


def test_a_template_with_it_is_written_and_read(quality_engineer: Person, buyer: Person, run: Run) -> None:
    template = run.template
    edit = quality_engineer.client.get(f"/scorecards/templates/{template.pk}/edit/").content.decode()
    assert "75: Good: small wishes remain. | 良好，仅有小的改进空间。" in edit
    shown = buyer.client.get(template.get_absolute_url()).content.decode()
    assert "judged by Buyer, Logistics, Finance" in shown
    given = {
        "name": "Service only", "minimum_sample": 1, "minimum_coverage": 50, "weigh_by": "spend",
        "judged-name": ["Technology"], "judged-name_local": ["技术"], "judged-weight": ["100"],
        "judged-minimum_sample": ["2"], "judged-rubric": ["0: Bad | 差\n100: Good | 好"],
        "judged-first_role": [""], "judged-people": ["nobody@nowhere.example"], "bands-grade": ["A"],
        "bands-floor": ["0"],
    }  # fmt: skip
    refused = quality_engineer.client.post("/scorecards/templates/new/", given)
    assert refused.status_code == 422
    assert "No colleague of yours" in refused.content.decode()
    saved = quality_engineer.client.post(
        "/scorecards/templates/new/", given | {"judged-people": [buyer.user.email]}, follow=True
    )
    assert f"judged by {buyer.user}" in saved.content.decode()
    draft = Template.objects.get(name="Service only")
    [part] = draft.criteria.all()
    assert (part.code, part.kpi, part.asks) == (
        "technology",
        "judged-technology",
        {"roles": [], "people": [buyer.user.pk]},
    )
    part.asks = {}
    part.rubric = [["0", "Bad", ""]]
    part.save()
    with pytest.raises(Refused, match=r"at least two levels.*both languages.*who is asked"):
        actions.activate_template(draft, by=quality_engineer.actor, now=NOW)


def test_a_calendar_asks_colleagues_as_a_period_opens_and_ends_their_survey_with_it(
    quality_engineer: Person, buyer: Person, lars: Person, fia: Person, huarui: Relationship
) -> None:
    template = actions.save_template(
        None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=quality_engineer.actor
    )
    actions.activate_template(template, by=quality_engineer.actor, now=NOW)
    fields = {"grain": "quarter", "first": "2026-Q3", "opens_after": 5, "input_days": 4, "remind_before": 1}
    actions.keep_schedule(template, fields | {"asked_roles": ["logistics"]}, by=buyer.actor, now=NOW)
    actions.look_after_calendars(now=NOW)
    opened = OpenedPeriod.objects.select_related("run").get()
    assert opened.run is not None
    actions.compute_run(opened.run, by=buyer.actor, now=NOW)
    survey = JudgementSurvey.objects.get()
    assert (survey.run, survey.due_on, survey.opened_by) == (opened.run, opened.closes_on, "Tandem")
    for who in (buyer, lars, fia):
        say(who, huarui, 75)

    actions.close_period(opened, by=buyer.actor, now=NOW)
    survey.refresh_from_db()
    assert (survey.status, survey.closed_at) == (JudgementSurvey.Status.CLOSED, NOW)
    actions.compute_run(opened.run, by=buyer.actor, now=NOW)
    assert service(Card.objects.get(run=opened.run, relationship=huarui)).points == D(75)
