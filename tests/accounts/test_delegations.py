"""Leave: Matthias, the purchasing manager, hands what he may do to Lars of logistics, from a day until a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tandem.accounts import actions
from tandem.accounts.actor import Actor, OneHand, day_of, holds_at
from tandem.accounts.delegated import able_members, actor_of
from tandem.accounts.models import AuditEntry, Delegation, Membership, Organization
from tandem.accounts.roles import Capability, Role, capabilities
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting, acting_as
from tandem.messaging import values
from tandem.messaging.actions import members, notify
from tandem.messaging.models import Notification
from tandem.relationships import actions as relationships
from tandem.relationships import rules as relationship_rules
from tandem.relationships.models import Relationship
from tests.cast import Person, person, supplier_of

FIRST, BACK = date(2026, 12, 21), date(2027, 1, 4)
MADE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DURING = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
AFTER = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)


def membership_of(who: Person) -> Membership:
    return who.organization.memberships.select_related("user", "organization").get(user=who.user)


def at(who: Person, now: datetime) -> Actor:
    return actor_of(membership_of(who), now)


def hand_over(giver: Person, taker: Person, first: date = FIRST, back: date = BACK) -> Delegation:
    return actions.hand_over(membership_of(taker), begins_on=first, ends_on=back, by=giver.actor, now=MADE)


def from_today(giver: Person, taker: Person, days: int = 10) -> Delegation:
    """Real days, for what a browser asks."""
    now = timezone.now()
    return actions.hand_over(
        membership_of(taker),
        begins_on=day_of(now),
        ends_on=day_of(now) + timedelta(days=days),
        by=giver.actor,
        now=now,
    )


@pytest.fixture
def lars(nordlicht: Organization) -> Person:
    return person(nordlicht, "Lars Holm", Role.LOGISTICS)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (datetime(2026, 12, 20, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 21, 0, 0, tzinfo=UTC), True),
        (datetime(2027, 1, 3, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), False),
        (datetime(2027, 1, 5, 0, 0, tzinfo=UTC), False),
    ],
    ids=["the evening before", "the first day", "the last day", "the day one is back", "the day after"],
)
def test_it_holds_from_the_first_day_until_the_one_on_which_one_is_back(
    now: datetime, holds: bool, manager: Person, lars: Person
) -> None:
    hand_over(manager, lars)
    both = capabilities([Role.LOGISTICS, Role.PURCHASING_MANAGER])
    acts = at(lars, now)
    assert acts.capabilities == (both if holds else capabilities([Role.LOGISTICS]))
    assert acts.own_capabilities == capabilities([Role.LOGISTICS])
    assert [grant.name for grant in acts.handed_over] == (["Matthias Roth"] if holds else [])
    assert at(manager, now).capabilities == capabilities([Role.PURCHASING_MANAGER]), "the giver keeps theirs"
    able = able_members([lars.organization.pk], now)[lars.organization.pk]
    assert (Capability.PUBLISH_SCORECARDS in able[lars.user.pk]) == holds


def test_days_begin_in_the_time_zone_of_the_installation(
    settings: object, manager: Person, lars: Person
) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"  # type: ignore[attr-defined]  # pytest-django's
    timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined]  # it is cached
    try:
        hand_over(manager, lars)
        in_the_evening = datetime(2026, 12, 20, 15, 59, tzinfo=UTC)
        assert not at(lars, in_the_evening).handed_over
        assert at(lars, in_the_evening + timedelta(minutes=1)).handed_over
    finally:
        settings.TIME_ZONE = "UTC"  # type: ignore[attr-defined]
        timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined]  # it is cached


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(first=days, length=st.integers(1, 366), day=days, hour=st.integers(0, 23))
def test_each_day_belongs_to_it_or_not_and_two_that_follow_share_none(
    first: date, length: int, day: date, hour: int
) -> None:
    back = first + timedelta(days=length)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    inside = holds_at(moment, first, back, None)
    assert inside == (0 <= (day - first).days < length)
    after = holds_at(moment, back, back + timedelta(days=length), None)
    assert not (inside and after)
    assert not holds_at(moment, first, back, moment), "ended at that moment"
    if inside:
        assert holds_at(moment, first, back, moment + timedelta(seconds=1))


def test_it_is_written_down_for_whom_only_where_the_own_roles_do_not_suffice(
    huarui: Relationship, manager: Person, lars: Person
) -> None:
    hand_over(manager, lars)
    relationships.number_supplier(huarui, source="sap", key="100", by=at(lars, DURING))
    relationships.move_stage(huarui, "probation", by=at(lars, DURING), now=DURING, reason="Late.")
    written = AuditEntry.objects.filter(user=lars.user).order_by("pk")
    assert [(entry.verb, entry.actor_name, entry.on_behalf_of, entry.by_whom) for entry in written] == [
        ("number_given", "Lars Holm", "", "Lars Holm"),
        ("moved_stage", "Lars Holm", "Matthias Roth", "Lars Holm for Matthias Roth"),
    ]
    shown = manager.client.get(f"/relationships/{huarui.slug}/history/").content.decode()
    assert "Lars Holm for Matthias Roth" in shown
    with pytest.raises(Refused):
        relationships.move_stage(huarui, "approved", by=at(lars, AFTER), now=AFTER, reason="Better.")


def test_the_givers_categories_come_along(
    huarui: Relationship, buyer: Person, administrator: Person, nordlicht: Organization
) -> None:
    """Ada looks after castings, Bea after seals; while Ada is away Bea has both, and says for whom."""
    castings, seals = (
        relationships.save_category(code, by=administrator.actor) for code in ("castings", "seals")
    )
    relationships.change_relationship(huarui, by=administrator.actor, categories=[castings])
    bea = person(nordlicht, "Bea Holm", Role.BUYER)
    for who, category in ((buyer, castings), (bea, seals)):
        relationships.assign_categories(membership_of(who), [category], by=administrator.actor, now=MADE)
    assert not relationship_rules.can_manage(at(bea, DURING), huarui)
    hand_over(Person(buyer.user, nordlicht, at(buyer, MADE), buyer.client), bea)
    acts = at(bea, DURING)
    relationships.change_relationship(huarui, by=acts, values={"segment": "strategic"})
    assert AuditEntry.objects.filter(user=bea.user).latest("pk").on_behalf_of == "Ada Lindqvist"
    assert acts.reach(Capability.MANAGE_RELATIONSHIPS) == frozenset({castings.pk, seals.pk})
    assert not relationship_rules.can_manage(at(bea, AFTER), huarui)


def test_what_was_handed_over_is_not_handed_on(
    manager: Person, lars: Person, nordlicht: Organization
) -> None:
    third = person(nordlicht, "Quentin Baum", Role.QUALITY_ENGINEER)
    hand_over(manager, lars)
    actions.hand_over(membership_of(third), begins_on=FIRST, ends_on=BACK, by=at(lars, MADE), now=MADE)
    able = at(third, DURING).capabilities
    assert able == capabilities([Role.QUALITY_ENGINEER, Role.LOGISTICS])
    assert Capability.CHANGE_STAGE not in able


def test_rights_that_were_handed_over_do_not_widen_ones_own(
    administrator: Person, lars: Person, nordlicht: Organization
) -> None:
    hand_over(administrator, lars)
    acts = at(lars, DURING)
    with pytest.raises(Refused, match="another administrator changes your own roles"):
        actions.change_roles(membership_of(lars), [Role.ADMINISTRATOR], by=acts)
    with pytest.raises(Refused, match="outlasts a delegation"):
        actions.make_token("ERP", [Scope.READ_AUDIT], days=30, by=acts, now=DURING, service=True)
    with pytest.raises(Refused, match="Another administrator says what you look after"):
        relationships.assign_categories(membership_of(lars), [], every=True, by=acts, now=DURING)
    other = person(nordlicht, "Olga Brandt", Role.AUDITOR)
    actions.change_roles(membership_of(other), [Role.EVALUATOR], by=acts)
    assert AuditEntry.objects.latest("pk").on_behalf_of == "Ines Keller"


@pytest.mark.parametrize(
    ("first", "back", "why"),
    [
        (date(2026, 11, 30), BACK, "has passed already"),
        (FIRST, FIRST, "comes after the first day"),
        (FIRST, date(2028, 1, 1), "a year at most"),
    ],
)
def test_days_that_make_no_leave_are_refused(
    first: date, back: date, why: str, manager: Person, lars: Person
) -> None:
    with pytest.raises(Refused, match=why):
        hand_over(manager, lars, first, back)


def test_only_to_a_colleague_and_once_for_the_same_days(manager: Person, lars: Person, rival: Person) -> None:
    with pytest.raises(Refused, match="colleague of your own organisation"):
        hand_over(manager, rival)
    with pytest.raises(Refused, match="Nobody stands in for themselves"):
        hand_over(manager, manager)
    hand_over(manager, lars)
    with pytest.raises(Refused, match="on some of these days already"):
        hand_over(manager, lars, date(2027, 1, 3), date(2027, 1, 10))
    hand_over(manager, lars, BACK, date(2027, 1, 10))
    with pytest.raises(Refused, match="Only a member"):
        actions.hand_over(
            membership_of(lars),
            begins_on=FIRST,
            ends_on=BACK,
            by=Actor.system(manager.organization, "tandem"),
            now=MADE,
        )


def test_giver_and_administrator_end_it_early_and_nobody_else(
    manager: Person, lars: Person, administrator: Person, rival: Person, buyer: Person
) -> None:
    for who, times in ((manager, 1), (administrator, 2)):
        delegation = hand_over(manager, lars)
        for other in (lars, buyer, rival):
            with pytest.raises(Refused):
                actions.end_delegation(delegation, by=other.actor, now=DURING)
        assert at(lars, DURING).handed_over
        actions.end_delegation(delegation, by=who.actor, now=DURING)
        assert not at(lars, DURING).handed_over
        assert at(lars, DURING - timedelta(seconds=1)).handed_over, "until then it held"
        with pytest.raises(Refused, match="over already"):
            actions.end_delegation(delegation, by=who.actor, now=DURING)
        assert AuditEntry.objects.filter(verb="delegation_ended").count() == times


@pytest.mark.parametrize("gone", ["giver", "taker"])
def test_it_ends_with_either_membership(
    gone: str, manager: Person, lars: Person, administrator: Person
) -> None:
    hand_over(manager, lars)
    leaves = {"giver": manager, "taker": lars}[gone]
    actions.remove_member(membership_of(leaves), by=administrator.actor, now=DURING)
    assert not Delegation.objects.exists()
    entry = AuditEntry.objects.get(verb="delegation_ended")
    assert entry.changes["handed_by"] == ["", "Matthias Roth"]
    if gone == "giver":
        assert at(lars, DURING).capabilities == capabilities([Role.LOGISTICS])


def test_whoever_cannot_sign_in_hands_nothing_over(manager: Person, lars: Person) -> None:
    hand_over(manager, lars)
    manager.user.is_active = False
    manager.user.save()
    assert not at(lars, DURING).handed_over
    able = able_members([lars.organization.pk], DURING)[lars.organization.pk]
    assert able[lars.user.pk] == capabilities([Role.LOGISTICS])


def test_both_are_told_in_their_inbox(manager: Person, lars: Person) -> None:
    delegation = from_today(manager, lars)
    for who in (manager, lars):
        assert Notification.objects.filter(recipient=who.user, kind="delegation.made").count() == 1
        inbox = who.client.get("/messaging/").content.decode()
        assert "Lars Holm stands in for Matthias Roth at Nordlicht Pumpen GmbH" in inbox
    actions.end_delegation(delegation, by=manager.actor, now=timezone.now())
    assert (
        "Lars Holm no longer stands in for Matthias Roth" in lars.client.get("/messaging/").content.decode()
    )


def test_the_pages_from_handing_over_to_ending(
    huarui: Relationship, manager: Person, lars: Person, administrator: Person, buyer: Person
) -> None:
    assert lars.client.get("/relationships/huarui-castings-co-ltd/stage/").status_code == 409
    today = day_of(timezone.now())
    answer = manager.client.post(
        "/accounts/me/standing-in/add/",
        {
            "taker": membership_of(lars).pk,
            "begins_on": today.isoformat(),
            "ends_on": (today + timedelta(days=7)).isoformat(),
        },
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/me/standing-in/")
    page = lars.client.get("/relationships/huarui-castings-co-ltd/stage/")
    assert page.status_code == 200
    assert "also for Matthias Roth" in page.content.decode(), "the top bar"
    assert "You stand in for Matthias Roth, who is back on" in page.content.decode(), "the person's menu"
    assert "also for" not in buyer.client.get("/relationships/").content.decode()

    row = "Matthias Roth"
    assert row in administrator.client.get("/accounts/me/standing-in/").content.decode()
    assert row not in buyer.client.get("/accounts/me/standing-in/").content.decode()
    delegation = Delegation.objects.get()
    end = f"/accounts/me/standing-in/{delegation.pk}/end/"
    assert buyer.client.post(end).status_code == 404
    assert lars.client.post(end).status_code == 409
    assert administrator.client.post(end).status_code == 302
    assert lars.client.get("/relationships/huarui-castings-co-ltd/stage/").status_code == 409
    over = administrator.client.get("/accounts/me/standing-in/").content.decode()
    assert "Ended early" in over
    assert "Ines Keller" in over


def test_a_wrong_form_comes_back_with_its_reason(manager: Person, lars: Person, rival: Person) -> None:
    today = day_of(timezone.now())
    back = manager.client.post(
        "/accounts/me/standing-in/add/",
        {"taker": membership_of(lars).pk, "begins_on": today, "ends_on": today},
    )
    assert back.status_code == 422
    assert "comes after the first day" in back.content.decode()
    foreign = manager.client.post(
        "/accounts/me/standing-in/add/",
        {"taker": membership_of(rival).pk, "begins_on": today, "ends_on": today + timedelta(days=1)},
    )
    assert foreign.status_code == 422
    assert not Delegation.objects.exists()


def test_the_pages_in_chinese(manager: Person, lars: Person) -> None:
    from_today(manager, lars)
    lars.user.language = "zh-hans"
    lars.user.save()
    shown = lars.client.get("/accounts/me/standing-in/").content.decode()
    assert "代理" in shown
    assert "Stands in" not in shown


def test_a_required_second_factor_is_asked_of_whoever_stands_in(
    nordlicht: Organization, manager: Person, lars: Person
) -> None:
    from_today(manager, lars)
    nordlicht.requires_second_factor = True
    nordlicht.save()
    led = lars.client.get("/relationships/")
    assert (led.status_code, led.headers["Location"]) == (302, "/accounts/2fa/")


def test_the_database_knows_the_person_and_not_whom_they_stand_in_for(
    manager: Person, lars: Person, rival: Person
) -> None:
    from_today(manager, lars)
    seen: list[Acting] = []
    inner = actor_of

    def listening(membership: Membership, now: datetime) -> Actor:
        seen.append(acting())
        return inner(membership, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tandem.accounts.requests.actor_of", listening)
        lars.client.get("/relationships/")
    assert seen == [Acting(person=lars.user.pk, organization=lars.organization.pk)]
    with acting_as(Acting(person=rival.user.pk, organization=rival.organization.pk)):
        assert not Delegation.objects.exists()


def test_a_token_of_whoever_stands_in_does_as_much_within_its_scopes(
    huarui: Relationship, manager: Person, lars: Person
) -> None:
    delegation = from_today(manager, lars)
    acts, now = at(lars, timezone.now()), timezone.now()
    _token, secret = actions.make_token("script", [Scope.WRITE_RELATIONSHIPS], days=30, by=acts, now=now)

    def move(stage: str) -> int:
        return lars.client.post(
            f"/api/v1/relationships/{huarui.slug}/stage",
            {"stage": stage, "reason": "Late."},
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}"},
        ).status_code

    assert move("probation") == 200
    assert AuditEntry.objects.filter(verb="moved_stage").latest("pk").on_behalf_of == "Matthias Roth"
    actions.end_delegation(delegation, by=manager.actor, now=timezone.now())
    assert move("approved") == 403


def test_nobody_decides_on_a_merge_that_their_other_hand_proposed(
    huarui: Relationship, manager: Person, administrator: Person, nordlicht: Organization
) -> None:
    """Whoever of the two proposed, during the leave and afterwards; somebody else decides."""
    other = supplier_of(manager, "Hua Rui")
    mona = person(nordlicht, "Mona Holm", Role.PURCHASING_MANAGER)
    hand_over(manager, mona)
    for proposer, decider in ((manager, mona), (mona, manager)):
        merge = relationships.propose_merge(
            huarui, other, reason="One licence.", by=at(proposer, DURING), now=DURING
        )
        for moment in (DURING, AFTER):
            with pytest.raises(Refused, match="Nobody approves their own proposal"):
                relationships.approve_merge(merge, by=at(decider, moment), now=moment)
        assert relationship_rules.can_decide_merge(at(administrator, DURING), merge, DURING)
        relationships.withdraw_merge(merge, by=at(proposer, DURING), now=DURING)
    # What was proposed when neither stood in for the other is two people's business again.
    merge = relationships.propose_merge(huarui, other, reason="One.", by=at(manager, AFTER), now=AFTER)
    assert relationship_rules.can_decide_merge(at(mona, AFTER), merge, AFTER)


def test_one_hand_at_the_proposal_or_now() -> None:
    hand = OneHand(2, FIRST, BACK)
    acts = Actor(1, "Ada", 1, "a", frozenset(), frozenset(), one_hand=(hand,))
    assert acts.is_one_with(1, since=None, now=AFTER)
    assert acts.is_one_with(2, since=DURING, now=AFTER)
    assert acts.is_one_with(2, since=MADE, now=DURING)
    assert not acts.is_one_with(2, since=MADE, now=AFTER)
    assert not acts.is_one_with(3, since=DURING, now=DURING)
    assert not acts.is_one_with(None, since=DURING, now=DURING)


@pytest.mark.parametrize("address", ["/relationships/", "/accounts/me/standing-in/", "/accounts/members/"])
def test_more_delegations_take_no_more_statements(
    address: str, administrator: Person, lars: Person, nordlicht: Organization
) -> None:
    def statements() -> int:
        administrator.client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert administrator.client.get(address).status_code == 200
        return len(seen)

    membership, counts = membership_of(lars), []
    for more in (1, 2, 20):
        for place in range(more):
            first = date(2030, 1, 1) + timedelta(days=more * 100 + place)
            Delegation.objects.create(
                giver=membership_of(administrator),
                taker=membership,
                begins_on=first,
                ends_on=first + timedelta(days=1),
                made_at=MADE,
            )
        counts.append(statements())
    assert len(set(counts)) == 1, counts


def test_what_is_told_to_whoever_may_do_something_reaches_whoever_stands_in(
    manager: Person, lars: Person, buyer: Person
) -> None:
    delegation = from_today(manager, lars)
    notify(
        "run.ready",
        to=members(manager.organization.pk),
        context={"template": "All suppliers", "period": values.period("2026-Q3"), "count": 3},
        url="/scorecards/",
        now=timezone.now(),
    )
    told = Notification.objects.filter(kind="run.ready")
    assert {each.recipient for each in told} == {manager.user, lars.user}
    assert "is ready to be reviewed" in lars.client.get("/messaging/").content.decode()
    assert "Inbox: 2 unread messages" in lars.client.get("/relationships/").content.decode()
    mine = told.get(recipient=lars.user)
    assert lars.client.get(f"/messaging/{mine.pk}/").headers["Location"] == "/scorecards/"
    # With the leave ends what it let one know; that it ended is told instead.
    actions.end_delegation(delegation, by=manager.actor, now=timezone.now())
    assert "is ready to be reviewed" not in lars.client.get("/messaging/").content.decode()
    assert lars.client.get(f"/messaging/{mine.pk}/").status_code == 404
