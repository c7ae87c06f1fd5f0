"""Nordlicht's suppliers against the lists: a person decides each possible match, and hears again when it changed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry, Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Forbidden, Refused
from tandem.core.fence import NOBODY, acting_as
from tandem.messaging.models import Notification
from tandem.messaging.sentences import sentence
from tandem.onboarding import tasks
from tandem.onboarding.actions.screening import screen_changed, screen_suppliers
from tandem.onboarding.actions.screening_decisions import decide_match
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ListedEntry, ListVersion, ScreenedSupplier, ScreeningMatch
from tandem.onboarding.queries.screening import ScreeningState, screening_state
from tandem.relationships import actions as relationships
from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers
from tandem.relationships.models import Alias, Relationship
from tests.cast import NOW, Person, person, supplier_of
from tests.onboarding.screening_lists import ALT, DEBARRED, SDN

DAY = timedelta(days=1)
ROW = '"HUARUI CASTING CO., LTD.",China,2024-08-22,2999-12-31,Fraudulent Practices\n'


def load(
    text: str = DEBARRED, kind: str = "world_bank", *, now: datetime = NOW, **more: bytes
) -> ListVersion:
    return load_list(kind, text.encode(), source="file.csv", by_name="tandem screening", now=now, **more)


def statuses(relationship: Relationship) -> list[tuple[str, str, str]]:
    rows = ScreeningMatch.objects.filter(relationship=relationship).order_by("pk")
    return list(rows.values_list("listed_name", "status", "reason"))


def newest(relationship: Relationship) -> ScreeningMatch:
    return ScreeningMatch.objects.filter(relationship=relationship).latest("pk")


def inbox() -> list[tuple[str, str, str]]:
    rows = Notification.objects.select_related("event", "recipient").order_by("pk")
    return [(each.recipient.name, sentence(each.kind, each.event.context), each.event.url) for each in rows]


def due() -> set[str]:
    rows = ScreenedSupplier.objects.filter(due_since__isnull=False)
    return set(rows.values_list("relationship__slug", flat=True))


@pytest.fixture
def possible(huarui: Relationship, nordlicht: Organization) -> ScreeningMatch:
    """Huarui Castings is called much like a debarred firm."""
    load()
    screen_suppliers(nordlicht, now=NOW)
    return newest(huarui)


def test_a_supplier_called_like_a_listed_company_is_a_question(
    huarui: Relationship, buyer: Person, manager: Person, rival: Person, nordlicht: Organization
) -> None:
    supplier_of(buyer, "Bergquell Armaturen GmbH", country="DE", currency="EUR")
    assert screening_state(huarui) == ScreeningState(at=None)
    version = load()
    assert (version.number, version.rows, version.entries, version.names, version.added) == (1, 2, 2, 2, 2)
    screening = screen_suppliers(nordlicht, now=NOW)
    assert screening is not None
    assert (screening.suppliers, screening.listed, screening.found, screening.versions) == (
        2, 2, 1, {"world_bank": 1},
    )  # fmt: skip
    match = ScreeningMatch.objects.get()
    assert (match.relationship, match.supplier_name, match.listed_name, str(match.score), match.country) == (
        huarui, "Huarui Castings Co., Ltd.", "HUARUI CASTING CO., LTD.", "96.6", "same",
    )  # fmt: skip
    assert screening_state(huarui) == ScreeningState(at=NOW, open=1)
    # Whoever decides hears of it; Ada, who does not, and the rival do not.
    told = "1 possible match with a screening list is to be decided"
    assert inbox() == [("Matthias Roth", told, match.get_absolute_url())]


def test_a_rejected_match_stays_quiet_until_the_list_says_something_else(
    possible: ScreeningMatch, huarui: Relationship, manager: Person, nordlicht: Organization
) -> None:
    decide_match(possible, "rejected", by=manager.actor, now=NOW, reason=" Another register number. ")
    rejected = ("HUARUI CASTING CO., LTD.", "rejected", "Another register number.")
    screen_suppliers(nordlicht, now=NOW + DAY)
    load(DEBARRED + "OTHER LTD,Peru,2020-01-01,2999-12-31,Fraud\n", now=NOW + DAY)
    screen_suppliers(nordlicht, now=NOW + DAY)
    assert statuses(huarui) == [rejected]
    assert screening_state(huarui) == ScreeningState(at=NOW + DAY)

    changed = load(DEBARRED.replace("Fraudulent Practices", "Corrupt Practices"), now=NOW + 2 * DAY)
    assert (changed.number, changed.added, changed.changed, changed.removed) == (3, 0, 1, 1)
    screen_suppliers(nordlicht, now=NOW + 2 * DAY)
    assert statuses(huarui) == [rejected, ("HUARUI CASTING CO., LTD.", "open", "")]
    page = manager.client.get(newest(huarui).get_absolute_url()).content.decode()
    assert "Earlier about the same two" in page
    assert "Another register number." in page


def test_a_supplier_that_changes_its_own_name_is_asked_about_again(
    possible: ScreeningMatch,
    huarui: Relationship,
    huarui_sales: Person,
    manager: Person,
    nordlicht: Organization,
) -> None:
    decide_match(possible, "rejected", by=manager.actor, now=NOW, reason="Another company.")
    screen_changed(nordlicht, now=NOW)
    assert due() == set()
    with acting_as(NOBODY):  # the request itself acts for Huarui, which sees nothing of the screening
        answer = huarui_sales.client.post(
            reverse("accounts:edit_organization"),
            {"name": "Huarui Casting Co., Ltd.", "name_local": "上海华锐铸造有限公司", "country": "CN",
             "currency": "CNY", "website": ""},
        )  # fmt: skip
    assert answer.status_code == 302
    assert due() == {huarui.slug}
    assert screening_state(huarui).due
    tasks.screening.screen_changed(0)
    assert due() == set()
    match = newest(huarui)
    assert (match.status, match.supplier_name, match.score) == ("open", "Huarui Casting Co., Ltd.", 100)
    assert statuses(huarui)[0][1] == "rejected"


def test_an_alias_and_a_number_are_a_change_and_a_note_is_none(
    possible: ScreeningMatch, huarui: Relationship, buyer: Person, nordlicht: Organization
) -> None:
    relationships.write_note(huarui, "Ask for the new furnace.", by=buyer.actor)
    relationships.change_relationship(huarui, by=buyer.actor, values={"preferred": True})
    assert due() == set()
    relationships.remember_alias(huarui, "New Mill", "new mill", by=buyer.actor)
    assert due() == {huarui.slug}
    screening = screen_changed(nordlicht, now=NOW)
    assert screening is not None
    assert (screening.whole, screening.suppliers, screening.found) == (False, 1, 1)
    assert [name for name, *_ in statuses(huarui)] == [
        "HUARUI CASTING CO., LTD.", "NEW MILL LTD."
    ]  # fmt: skip
    relationships.forget_alias(Alias.objects.get(), by=buyer.actor)
    screen_changed(nordlicht, now=NOW)
    assert [status for _name, status, _reason in statuses(huarui)] == ["open", "lapsed"]
    accounts.add_identifier(huarui.supplier, scheme="duns", value="150483782", by=buyer.actor)
    assert due() == {huarui.slug}


def test_suppliers_that_come_by_the_thousand_are_screened_too(buyer: Person, nordlicht: Organization) -> None:
    load()
    newcomers = [Newcomer(str(n), f"Supplier {n}", "US", "USD") for n in range(3)]
    newcomers.append(Newcomer("9", "Huarui Casting", "CN", "CNY"))
    create_suppliers_for_numbers("erp", newcomers, by=buyer.actor, now=NOW)
    assert len(due()) == 4
    assert screening_state(Relationship.objects.get(slug="huarui-casting")) == ScreeningState(None, due=True)
    tasks.screening.screen_changed(0)
    assert ScreeningMatch.objects.get().relationship.slug == "huarui-casting"
    assert screen_changed(nordlicht, now=NOW) is None


def test_a_confirmed_match_is_told_and_stands_in_the_history_alone_of_the_customer(
    possible: ScreeningMatch,
    huarui: Relationship,
    huarui_sales: Person,
    manager: Person,
    administrator: Person,
) -> None:
    Notification.objects.all().delete()
    url = reverse("onboarding:decide_screening_match", args=[possible.pk])
    answer = manager.client.post(url, {"status": "confirmed", "reason": "The same register number."})
    assert answer["Location"] == possible.get_absolute_url()
    told = "Huarui Castings Co., Ltd. is on a list as HUARUI CASTING CO., LTD.: The same register number."
    assert inbox() == [("Ines Keller", told, possible.get_absolute_url())]
    assert screening_state(huarui) == ScreeningState(at=NOW, confirmed=1)
    history = manager.client.get(reverse("relationships:history_tab", args=[huarui.slug])).content.decode()
    assert "Confirmed to be HUARUI CASTING CO., LTD. on a screening list" in history
    tab = manager.client.get(reverse("onboarding:screening_tab", args=[huarui.slug])).content.decode()
    assert "Confirmed on a list: HUARUI CASTING CO., LTD. (World Bank, debarred firms)." in tab
    assert not AuditEntry.objects.visible_to(huarui_sales.actor).filter(verb__contains="screening").exists()
    # A decision may be mended, with a reason of its own.
    possible.refresh_from_db()
    decide_match(
        possible, "rejected", by=administrator.actor, now=NOW, reason="The numbers differ after all."
    )
    assert screening_state(huarui) == ScreeningState(at=NOW)


def test_a_confirmed_one_that_leaves_the_list_counts_no_more(
    possible: ScreeningMatch, huarui: Relationship, manager: Person, nordlicht: Organization
) -> None:
    decide_match(possible, "confirmed", by=manager.actor, now=NOW, reason="The same company.")
    load(DEBARRED.replace(ROW, ""), now=NOW + DAY)
    screen_suppliers(nordlicht, now=NOW + DAY)
    assert statuses(huarui) == [("HUARUI CASTING CO., LTD.", "confirmed", "The same company.")]
    assert screening_state(huarui) == ScreeningState(at=NOW + DAY)
    page = manager.client.get(possible.get_absolute_url()).content.decode()
    assert "The newest version of the list no longer names this company." in page


def test_a_debarment_that_has_ended_asks_nothing(buyer: Person, nordlicht: Organization) -> None:
    """Old Mill is debarred until the day after; New Mill is what it was called before."""
    mill = supplier_of(buyer, "New Mill Limited", country="GB", currency="GBP")
    load()
    screen_suppliers(nordlicht, now=NOW + DAY)
    assert statuses(mill) == [("NEW MILL LTD.", "open", "")]
    screen_suppliers(nordlicht, now=NOW + 2 * DAY)
    assert statuses(mill) == [("NEW MILL LTD.", "lapsed", "")]
    assert screening_state(mill) == ScreeningState(at=NOW + 2 * DAY)


def test_names_are_compared_in_either_script_and_by_aliases(buyer: Person, nordlicht: Organization) -> None:
    meridian = supplier_of(buyer, "Shanghai Ziwuxian", name_local="上海子午线锻造股份有限公司")
    volga = supplier_of(buyer, "Volga Bearings OOO", country="RU", currency="RUB")
    smithy = supplier_of(buyer, "Meridian Smithy GmbH", country="DE", currency="EUR")
    weak = supplier_of(buyer, "M.F.T. Handels GmbH", country="DE", currency="EUR")
    load(SDN, "ofac", aliases=ALT.encode())
    screen_suppliers(nordlicht, now=NOW)
    assert statuses(meridian) == [("上海子午线锻造有限公司", "open", "")]
    assert statuses(volga) == [("JOINT STOCK COMPANY VOLGA BEARINGS", "open", "")]
    assert statuses(smithy) == [("MERIDIAN SMITHY", "open", "")]
    assert statuses(weak) == []


def test_what_was_decided_goes_with_a_merged_supplier(
    possible: ScreeningMatch,
    huarui: Relationship,
    buyer: Person,
    manager: Person,
    administrator: Person,
    nordlicht: Organization,
) -> None:
    foundry = supplier_of(buyer, "Hua Rui Foundry")
    decide_match(possible, "confirmed", by=manager.actor, now=NOW, reason="The same company.")
    screen_changed(nordlicht, now=NOW)
    merge = relationships.propose_merge(foundry, huarui, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    merge.refresh_from_db()
    moved = "Huarui Castings Co., Ltd. · HUARUI CASTING CO., LTD."
    assert ["screening_matches", [moved]] in merge.moved
    assert screening_state(foundry).confirmed == 1
    assert due() == {foundry.slug}
    screen_changed(nordlicht, now=NOW)
    assert statuses(foundry) == [("HUARUI CASTING CO., LTD.", "confirmed", "The same company.")]
    page = administrator.client.get(merge.get_absolute_url()).content.decode()
    assert moved in page


def test_who_may_decide_and_who_may_not_even_look(
    possible: ScreeningMatch, buyer: Person, auditor: Person, rival: Person, huarui_sales: Person
) -> None:
    url, decide = (
        possible.get_absolute_url(),
        reverse("onboarding:decide_screening_match", args=[possible.pk]),
    )
    body = {"status": "rejected", "reason": "Another company."}
    for reader in (buyer, auditor):
        page = reader.client.get(url)
        assert page.status_code == 200
        assert "decision-reason" not in page.content.decode()
        assert (
            "A purchasing manager, somebody of finance or an administrator decides this."
            in page.content.decode()
        )
        assert reader.client.post(decide, body).status_code == 409
    tab = reverse("onboarding:screening_tab", args=["huarui-castings-co-ltd"])
    for stranger in (rival, huarui_sales):
        assert stranger.client.get(url).status_code == 404
        assert stranger.client.post(decide, body).status_code == 404
        assert stranger.client.get(tab).status_code == 404
    assert rival.client.get(reverse("onboarding:screening")).context["page"].paginator.count == 0
    possible.refresh_from_db()
    assert possible.status == "open"


@pytest.mark.parametrize(
    ("status", "reason", "refusal"),
    [
        ("rejected", "  ", "Say why: the reason stands beside the decision."),
        ("rejected", "0" * 2001, "The reason has at most 2000 characters."),
        ("lapsed", "No.", "A possible match is either confirmed, or it is no match."),
    ],
)
def test_a_decision_needs_a_reason_and_is_one_of_two(
    possible: ScreeningMatch, manager: Person, status: str, reason: str, refusal: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide_match(possible, status, by=manager.actor, now=NOW, reason=reason)
    assert str(refused.value) == refusal
    possible.refresh_from_db()
    assert (possible.status, possible.reason, possible.decided_at) == ("open", "", None)


def test_a_buyer_of_another_customer_cannot_decide_by_the_action_itself(
    possible: ScreeningMatch, rival: Person
) -> None:
    with pytest.raises(Forbidden):
        decide_match(possible, "rejected", by=rival.actor, now=NOW, reason="Mine.")


def test_a_file_is_refused_twice_and_when_it_is_cut_off(db: None) -> None:
    rows = "".join(f"COMPANY {n} LTD,Peru,2020-01-01,2999-12-31,Fraud\n" for n in range(5))
    header = "name,country,from,to,grounds\n"
    load(header + rows)
    with pytest.raises(Refused, match="This file is version 1, which is in force"):
        load(header + rows)
    short = header + rows.splitlines(keepends=True)[0]
    with pytest.raises(
        Refused, match="The file lists 1 companies, the version in force 5: it seems to be cut off"
    ):
        load(short)
    assert ListedEntry.objects.filter(in_force=True).count() == 5
    shrunk = load_list("world_bank", short.encode(), source="x", by_name="y", now=NOW, smaller=True)
    assert (shrunk.number, shrunk.added, shrunk.changed, shrunk.removed) == (2, 0, 0, 4)
    again = load(header + rows)
    assert (again.number, again.added, again.changed, again.removed) == (3, 0, 4, 0)
    assert list(
        ListedEntry.objects.get(name="COMPANY 3 LTD").listed_names.values_list("name", flat=True)
    ) == ["COMPANY 3 LTD"]


def test_aliases_that_are_forgotten_are_missed(db: None) -> None:
    more = ALT + "".join(f"102,91{n:02},aka,VOLGA {n},-0- \n" for n in range(9))
    assert load(SDN, "ofac", aliases=more.encode()).names == 14
    with pytest.raises(
        Refused, match="The file gives 3 names, the version in force 14: aliases seem to be missing"
    ):
        load(SDN, "ofac")


def test_a_new_list_queues_every_customer(
    huarui: Relationship, rival: Person, nordlicht: Organization, kestrel: Organization
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    supplier_of(rival, "Huarui Casting")
    load()
    jobs = ProcrastinateJob.objects.filter(task_name="tandem.onboarding.screen_suppliers").order_by("pk")
    assert [job.args for job in jobs] == [{"customer_id": pk} for pk in sorted([nordlicht.pk, kestrel.pk])]
    for job in jobs:
        tasks.screening.screen_suppliers(**job.args)
    assert ScreeningMatch.objects.count() == 2


def test_without_a_list_nothing_is_written(
    huarui: Relationship, nordlicht: Organization, manager: Person
) -> None:
    assert screen_suppliers(nordlicht, now=NOW) is None
    assert ScreenedSupplier.objects.count() == 0
    page = manager.client.get(reverse("onboarding:screening")).content.decode()
    assert "Nothing has been screened yet" in page
    lists = manager.client.get(reverse("onboarding:screening_lists")).content.decode()
    assert "tandem screening load" in lists


def test_the_list_of_matches_is_searched_and_chosen_by_status(
    possible: ScreeningMatch, huarui: Relationship, manager: Person
) -> None:
    def shown(**query: str) -> list[int]:
        page = manager.client.get(reverse("onboarding:screening"), query).context["page"]
        return [match.pk for match in page]

    assert shown() == shown(q="casting") == shown(q="华锐") == shown(status="all") == [possible.pk]
    assert shown(q="bergquell") == shown(status="rejected") == []
    decide_match(possible, "rejected", by=manager.actor, now=NOW, reason="Another company.")
    assert shown() == []
    assert shown(status="rejected") == shown(status="all") == [possible.pk]


def test_a_buyer_in_finance_decides_for_every_supplier(
    possible: ScreeningMatch, nordlicht: Organization
) -> None:
    fritz = person(nordlicht, "Fritz Ahrens", Role.FINANCE)
    decide_match(possible, "rejected", by=fritz.actor, now=NOW, reason="Another company.")
    entry = AuditEntry.objects.filter(verb="screening_rejected").get()
    assert (entry.actor_name, entry.reason, entry.shared) == ("Fritz Ahrens", "Another company.", False)
    assert Actor.system(nordlicht, "tandem").organization_id == entry.organization_id
