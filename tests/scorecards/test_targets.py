"""Quentin of quality agrees with Huarui on a target, is offered another, and measures by what was agreed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tandem.accounts.models import AuditEntry
from tandem.core import formats
from tandem.core.errors import Forbidden, Refused
from tandem.messaging.models import Notification
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship, Segment
from tandem.scorecards import actions, explaining, explanation, target_text, workbook
from tandem.scorecards.actions import Asked
from tandem.scorecards.actions.runs import targets_of
from tandem.scorecards.models import Card, EarlierCard, Run, Target, TargetAgreement, TargetOffer, Template
from tandem.scorecards.queries import targets as target_queries
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person
from tests.scorecards.conftest import run_of
from tests.scorecards.test_appeals import appeal

Status = TargetAgreement.Status
ON_TIME = "on_time_lines"


def asked(value: str, *suppliers: Relationship, **more: object) -> Asked:
    usual = {
        "kpi": ON_TIME, "scope": "relationship", "starts": date(2026, 1, 1), "source": "Quality agreement",
        "clause": "§4.2", "suppliers": suppliers,
    }  # fmt: skip
    return Asked(value=Decimal(value), **{**usual, **more})  # type: ignore[arg-type]


def propose(value: str, *suppliers: Relationship, by: Person, **more: object) -> Target:
    return actions.propose_target(asked(value, *suppliers, **more), by=by.actor, now=NOW)


def line_of(run: Run, relationship: Relationship, code: str = "delivery") -> explanation.Line:
    card = Card.objects.get(run=run, relationship=relationship, site="")
    return next(line for line in explanation.lines_from(card.lines) if line.code == code)


@pytest.mark.parametrize(
    ("typed", "unit", "value", "shown"),
    [
        ("97.25%", "share", "0.9725", "97.25%"),
        (" 97％ ", "share", "0.97", "97%"),
        ("200", "ppm", "200", "200 ppm"),
        ("2.5", "days", "2.5", "2.5 days"),
        ("1200.5", "money", "1200.5", "€1,200.50"),
        ("1200", "money", "1200", "€1,200"),
        ("0.97", "share", None, ""),  # 97 per cent, or one?
        ("97%", "ppm", None, ""),
        ("97,5%", "share", None, ""),
        ("nan", "ppm", None, ""),
        ("1e9999999%", "share", None, ""),  # a hundredth of it is beyond all arithmetic
    ],
)
def test_a_value_is_read_as_it_is_written_and_shown_with_every_digit(
    typed: str, unit: str, value: str | None, shown: str
) -> None:
    read = target_text.parse(typed, unit)
    assert read == (None if value is None else Decimal(value))
    if read is not None:
        assert formats.written(read, unit, "EUR", "en") == shown
        assert target_text.parse(target_text.write(read, unit), unit) == read


@pytest.mark.usefixtures("books")
def test_a_target_is_countered_and_agreed_and_what_was_agreed_is_what_counts(
    template: Template,
    quality_engineer: Person,
    buyer: Person,
    huarui: Relationship,
    qingfeng: Relationship,
    huarui_sales: Person,
    rival: Person,
) -> None:
    before = run_of(template, "2026-Q3", buyer)
    target = propose("0.97", huarui, by=quality_engineer)
    agreement = TargetAgreement.objects.get(target=target)
    assert (agreement.status, agreement.version, agreement.agreed_at) == (Status.PROPOSED, 1, None)
    assert run_of(template, "2026-Q3", buyer).basis.targets == {}  # nobody has agreed yet

    with pytest.raises(Refused, match="has not answered"):
        actions.accept_target(agreement, 1, by=quality_engineer.actor, now=NOW)
    with pytest.raises(Forbidden):
        actions.accept_target(agreement, 1, by=buyer.actor, now=NOW)
    with pytest.raises(Forbidden):
        actions.accept_target(agreement, 1, by=rival.actor, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        actions.counter_target(
            agreement, Decimal("0.9"), version=1, reason=" ", by=huarui_sales.actor, now=NOW
        )
    with pytest.raises(Refused, match="between 0 and 100 per cent"):
        actions.counter_target(
            agreement, Decimal(90), version=1, reason="So.", by=huarui_sales.actor, now=NOW
        )
    actions.counter_target(
        agreement, Decimal("0.90"), version=1, reason="Short forecasts.", by=huarui_sales.actor, now=NOW
    )
    with pytest.raises(Refused, match="proposed meanwhile"):
        actions.accept_target(agreement, 1, by=quality_engineer.actor, now=NOW)
    actions.propose_again(agreement, Decimal("0.93"), reason="Halfway.", by=quality_engineer.actor, now=NOW)
    actions.counter_target(
        agreement, Decimal("0.9"), version=3, reason="No more.", by=huarui_sales.actor, now=NOW
    )
    actions.accept_target(agreement, 4, by=quality_engineer.actor, now=NOW)
    assert (agreement.status, agreement.agreed_value, agreement.agreed_version) == (
        "agreed",
        Decimal("0.9"),
        4,
    )
    offers = TargetOffer.objects.filter(agreement=agreement)
    assert [(each.version, each.by_supplier, each.value) for each in offers] == [
        (1, False, Decimal("0.97")), (2, True, Decimal("0.9")), (3, False, Decimal("0.93")), (4, True, Decimal("0.9")),
    ]  # fmt: skip
    told = Notification.objects.order_by("pk").filter(kind__startswith="target.")
    assert [each.kind.split(".")[1] for each in told if each.recipient == huarui_sales.user] == [
        "proposed", "proposed", "accepted",
    ]  # fmt: skip
    assert AuditEntry.objects.visible_to(huarui_sales.actor).filter(verb="target_agreed").count() == 1

    run = run_of(template, "2026-Q3", buyer)
    line = line_of(run, huarui)
    # 16 of 20 in time. The curve has moved from 100 % to 90 %: 0.4 → 0, 0.85 → 80, 0.9 → 100.
    assert (line.value, line.points, line.met) == (Decimal("0.8"), Decimal("71.1111"), False)
    assert line.target is not None
    assert (line.target.value, line.target.version, line.target.requirement) == (
        Decimal("0.9"), 4, "Quality agreement §4.2",
    )  # fmt: skip
    card = Card.objects.get(run=run, relationship=huarui, site="")
    assert (card.score, card.grade) == (Decimal("78.67"), "C")  # B, but for the line stop
    assert Card.objects.get(run=before, relationship=huarui, site="").score == Decimal("68.00")
    [first, *_others] = explaining.explained(card).criteria
    assert first.breakpoints[-1] == (Decimal("0.9"), Decimal(100))
    for other in (qingfeng,):
        assert line_of(run, other).target is None

    # Withdrawn, it measures nothing any more, and the run computed again gives the same digits.
    kept = list(Card.objects.filter(run=run).order_by("relationship").values_list("score", "lines"))
    actions.withdraw_target(target, reason="The agreement has ended.", by=quality_engineer.actor, now=NOW)
    actions.compute_run(run, by=buyer.actor, now=NOW)
    assert list(Card.objects.filter(run=run).order_by("relationship").values_list("score", "lines")) == kept
    assert line_of(run_of(template, "2026-Q3", buyer), huarui).target is None
    with pytest.raises(Refused, match="withdrawn this target"):
        actions.propose_again(agreement, Decimal("0.95"), by=quality_engineer.actor, now=NOW)


@pytest.mark.usefixtures("books")
def test_the_most_specific_target_counts_and_only_where_it_holds_through_the_period(
    template: Template,
    quality_engineer: Person,
    buyer: Person,
    huarui: Relationship,
    qingfeng: Relationship,
    stillwater: Relationship,
    huarui_sales: Person,
) -> None:
    for each in (huarui, qingfeng):
        relationships.change_relationship(each, values={"segment": Segment.LEVERAGE}, by=buyer.actor)
    castings = relationships.save_category("castings", by=buyer.actor)
    relationships.change_relationship(huarui, categories=[castings], by=buyer.actor)

    segment = propose("0.95", scope="segment", segment=Segment.LEVERAGE, by=quality_engineer)
    assert {each.relationship for each in segment.agreements.all()} == {huarui, qingfeng}
    relationships.change_relationship(stillwater, values={"segment": Segment.LEVERAGE}, by=buyer.actor)
    assert list(target_queries.newcomers(segment)) == [stillwater]
    assert actions.ask_others(segment, [huarui, stillwater], by=quality_engineer.actor, now=NOW) == 1

    def agreed(value: str, now: datetime = NOW, **more: object) -> TargetAgreement:
        target = propose(value, by=quality_engineer, **more)
        found: TargetAgreement = TargetAgreement.objects.get(target=target, relationship=huarui)
        actions.accept_target(found, 1, by=huarui_sales.actor, now=now)
        return found

    def held(period: str) -> Decimal | None:
        run = actions.start_run(template, period, by=buyer.actor, now=NOW, in_background=False)
        kept = targets_of(run).get(huarui.pk, {}).get(ON_TIME)
        return kept.value if kept else None

    own = TargetAgreement.objects.get(target=segment, relationship=huarui)
    actions.accept_target(own, 1, by=huarui_sales.actor, now=NOW)
    assert held("2026-Q3") == Decimal("0.95")
    agreed("0.94", scope="category", category=castings, suppliers=())
    assert held("2026-Q3") == Decimal("0.94")
    agreed("0.93", scope="project", project="Pump 7", suppliers=(huarui,))
    assert held("2026-Q3") == Decimal("0.93")
    agreed("0.92", suppliers=(huarui,), starts=date(2026, 7, 1), ends=date(2026, 9, 30))
    agreed("0.91", suppliers=(huarui,), starts=date(2026, 7, 2))
    assert held("2026-Q3") == Decimal("0.92")  # the other begins a day too late
    assert held("2026-Q2") == Decimal("0.93")
    assert held("2026-Q4") == Decimal("0.91")
    assert held("2026") == Decimal("0.93")  # the quarter's does not hold through the year
    agreed("0.9", NOW + timedelta(days=1), suppliers=(huarui,), starts=date(2026, 7, 1))
    assert held("2026-Q3") == Decimal("0.9")  # of equals, what was agreed last
    assert held("2025-Q4") is None


def test_a_supplier_that_joins_a_project_is_asked_too(
    quality_engineer: Person, buyer: Person, huarui: Relationship, stillwater: Relationship, rival: Person
) -> None:
    target = propose("0.93", huarui, scope="project", project="Pump 7", by=quality_engineer)
    one = propose("0.94", huarui, by=quality_engineer)
    page, ask = target.get_absolute_url(), f"{target.get_absolute_url()}ask/"
    client = quality_engineer.client
    assert "Further suppliers of the project" in client.get(page).content.decode()
    assert "Further suppliers of the project" not in client.get(one.get_absolute_url()).content.decode()
    listed = client.get("/scorecards/targets/").content.decode()
    assert listed.count(str(huarui)) == 1  # whom the target for one supplier is for

    for named, sentence in (
        ("Nobody & Sons", "No supplier of yours has this number or name: Nobody &amp; Sons."),
        ("", "Fill in “Further suppliers of the project”."),
        (huarui.slug, "Everybody it is for has been asked."),
    ):
        wrong = client.post(ask, {"suppliers": named})
        assert (wrong.status_code, sentence in wrong.content.decode()) == (422, True), sentence
    assert buyer.client.post(ask, {"suppliers": stillwater.slug}).status_code == 409
    assert rival.client.post(ask, {"suppliers": stillwater.slug}).status_code == 404
    assert client.post(ask, {"suppliers": stillwater.slug})["location"] == page
    assert {each.relationship for each in target.agreements.all()} == {huarui, stillwater}


def test_an_appealed_card_is_computed_again_by_the_same_target(
    template: Template,
    quality_engineer: Person,
    buyer: Person,
    manager: Person,
    huarui: Relationship,
    huarui_sales: Person,
    late: list[tuple[str, str, str, str]],
) -> None:
    target = propose("0.9", huarui, by=quality_engineer)
    agreement = TargetAgreement.objects.get(target=target)
    actions.accept_target(agreement, 1, by=huarui_sales.actor, now=NOW)
    run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    actions.propose_again(agreement, Decimal("0.99"), by=quality_engineer.actor, now=NOW)
    actions.accept_target(agreement, 2, by=huarui_sales.actor, now=NOW)

    card = Card.objects.get(run=run, relationship=huarui, site="")
    appeal(card, late[:3], huarui_sales)  # the history proves all three
    card.refresh_from_db()
    earlier = EarlierCard.objects.get(run=run, relationship=huarui)
    now, then = (explanation.lines_from(each.lines)[0] for each in (card, earlier))
    # 19 of 30, then 19 of 27: on the curve moved to 90 %, both times.
    assert [(each.value, each.points, each.met) for each in (then, now)] == [
        (Decimal("0.633333333"), Decimal("41.4815"), False),
        (Decimal("0.703703704"), Decimal("53.9918"), False),
    ]
    assert now.target == then.target
    later = line_of(run_of(template, "2026-Q3", buyer), huarui).target
    assert later is not None
    assert (later.value, later.version) == (Decimal("0.99"), 2)


def test_what_cannot_be_a_target_is_refused(
    quality_engineer: Person, buyer: Person, huarui: Relationship
) -> None:
    for wrong, sentence in (
        (asked("97", huarui), "between 0 and 100 per cent"),
        (asked("0.97", huarui, kpi="order_lines"), "better than another"),
        (asked("0.97", huarui, kpi="nothing"), "no KPI"),
        (asked("0.97", huarui, ends=date(2025, 1, 1)), "before the first"),
        (asked("0.97", huarui, source=" "), "requirement it comes from"),
        (asked("0.97", scope="project", project="Pump 7"), "No supplier"),
        (asked("0.97", huarui, scope="project"), "Name the project"),
        (asked("0.97", scope="segment", segment=Segment.STRATEGIC), "No supplier"),
        (asked("0.97", scope="category"), "Choose the category"),
        (asked("0.9712345", huarui), "six digits"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.propose_target(wrong, by=quality_engineer.actor, now=NOW)
    with pytest.raises(Forbidden):
        propose("0.97", huarui, by=buyer)


@pytest.mark.usefixtures("books")
def test_both_ends_answer_on_their_pages_and_by_the_api_and_the_card_says_what_was_agreed(
    template: Template,
    quality_engineer: Person,
    buyer: Person,
    manager: Person,
    huarui: Relationship,
    huarui_sales: Person,
    rival: Person,
) -> None:
    form = {
        "kpi": ON_TIME, "value": "97", "scope": "relationship", "suppliers": "Huarui Castings Co., Ltd.",
        "starts": "2026-01-01", "source": "Quality agreement", "clause": "§4.2",
    }  # fmt: skip
    wrong = quality_engineer.client.post("/scorecards/targets/new/", form)
    assert wrong.status_code == 422
    assert "with the sign and a point: 97.5%" in wrong.content.decode()
    quality_engineer.client.post("/scorecards/targets/new/", form | {"value": "97.25%"})
    agreement = TargetAgreement.objects.get()
    own, page = f"/portal/targets/{agreement.pk}/", f"/scorecards/targets/agreements/{agreement.pk}/"
    home = huarui_sales.client.get("/portal/").content.decode()
    assert "有 1 项客户目标待您答复" in home  # Huarui reads Chinese
    assert "接受 97.25%" in huarui_sales.client.get(own).content.decode()
    assert rival.client.get(own).status_code == rival.client.get(page).status_code == 404
    refused = huarui_sales.client.post(f"{own}counter/", {"value": "90", "reason": "So.", "version": "1"})
    assert refused.status_code == 422
    offer = {"value": "90%", "reason": "Short forecasts.", "version": "1"}
    assert huarui_sales.client.post(f"{own}counter/", offer).status_code == 302
    seen = quality_engineer.client.get(page).content.decode()
    assert "Short forecasts." in seen
    assert (
        "1 counter-proposal for a target" in quality_engineer.client.get("/analytics/needs/").content.decode()
    )
    quality_engineer.client.post(f"{page}propose/", {"value": "95%", "reason": "Halfway."})

    sales, quality = Api(token_of(huarui_sales)), Api(token_of(quality_engineer))
    [told] = sales.get("own-targets").json()["items"]
    assert (told["value"], told["version"], told["agreed_value"]) == (0.95, 3, None)
    assert [(each["version"], each["by"], each["value"]) for each in told["offers"]] == [
        (1, "customer", 0.9725), (2, "supplier", 0.9), (3, "customer", 0.95),
    ]  # fmt: skip
    answer = f"own-targets/{agreement.pk}/answer"
    assert sales.post(answer, {"version": 2}).status_code == 409
    accepted = sales.post(answer, {"version": 3}).json()
    assert (accepted["status"], accepted["agreed_value"], accepted["agreed_version"]) == ("agreed", 0.95, 3)
    assert quality.get("targets", status="agreed").json()["items"] == [accepted]
    assert Api(token_of(rival)).get(f"targets/{agreement.pk}").status_code == 404

    run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    card = Card.objects.get(run=run, relationship=huarui, site="")
    today = timezone.localdate()
    english, chinese = (formats.day(today, language) for language in ("en", "zh-hans"))
    for who, address, sentence in (
        (buyer, card.get_absolute_url(), f"target 95% (agreed {english}, from Quality agreement §4.2)"),
        (
            huarui_sales,
            f"/portal/cards/{card.pk}/",
            f"目标 95%（{chinese}商定，依据 Quality agreement §4.2）",
        ),
    ):
        shown = " ".join(who.client.get(address).content.decode().split())
        assert sentence in shown
        assert ("missed" if who is buyer else "未达标") in shown
    explained = sales.get(f"received-cards/{card.pk}/explanation").json()["criteria"][0]
    assert explained["target"] == {
        "agreement": agreement.pk, "version": 3, "value": 0.95, "agreed_on": today.isoformat(),
        "requirement": "Quality agreement §4.2", "met": False,
    }  # fmt: skip
    rows = [dict(zip(workbook.run_headings(run), row, strict=True)) for row in workbook.run_rows(run)]
    told_row = next(row for row in rows if row["Short name"] == huarui.slug)
    targets = {name.partition(" · ")[2]: value for name, value in told_row.items() if "On-time" in name}
    assert (targets["target"], targets["target met"]) == (Decimal("0.95"), "no")
    tab = quality_engineer.client.get(
        f"/scorecards/relationships/{huarui.slug}/performance/"
    ).content.decode()
    assert "95%" in tab
    assert f"?supplier={huarui.slug}" in tab
    listed = quality_engineer.client.get("/scorecards/targets/?status=agreed").content.decode()
    assert "1 of 1" in " ".join(listed.split())
