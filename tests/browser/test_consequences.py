"""Performance has consequences: from eleven late lines to a statement that both sides sign to the cent.

Huarui was late eleven times in thirty. It disputes four lines on a phone, without a password; what stays is punished
under a cap, solved by an 8D report, shown by the facts to have improved, and rewarded. Ada starts the run, Matthias
decides and approves, Quentin, Lars and Frida countersign, Frida settles; Meiling answers for Huarui.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tandem.accounts.actions.contacts import save_contact
from tandem.accounts.models import Contact, Organization
from tandem.accounts.roles import Role
from tandem.improvement import actions as improvement
from tandem.improvement.models import Case
from tandem.incentives.models import Consequence
from tandem.incentives.tasks import apply_policies
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Card, Objection, Run, Template
from tests.browser.conftest import PHONE, WIDE, visiting
from tests.browser.consequences import WORDS, Words, scorecard, what_follows
from tests.browser.seats import Seat
from tests.cast import NOW, Person, person, supplier_of
from tests.improvement.conftest import solve
from tests.improvement.reports import REPORT
from tests.mails import mailed
from tests.scorecards import business
from tests.scorecards.conftest import run_of
from tests.scorecards.objecting import eleven_late_of_thirty, load

expect.set_options(timeout=30_000)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTED, JUDGED = datetime(2026, 12, 14, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)
REVIEWED = datetime(2027, 4, 12, 9, tzinfo=UTC)
EMAIL = "meiling@huarui.example"


@dataclass
class Room:
    """Everybody's screens in one language, and the clock that they go by."""

    language: str
    words: Words
    people: dict[str, Person]
    browser: Browser
    server: LiveServer
    clock: Any
    faults: list[str] = field(default_factory=list)
    opened: list[Any] = field(default_factory=list)

    def sit(self, name: str, size: dict[str, int] = WIDE) -> Seat:
        """Signed in anew, as after months; without a name nobody is."""
        locale = "zh-CN" if self.language != "en" else "en-GB"
        window = self.browser.new_context(viewport=size, locale=locale)  # type: ignore[arg-type]
        window.set_default_timeout(40_000)
        self.opened.append(window)
        if name:
            who = self.people[name]
            who.client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = who.client.cookies["sessionid"].value
            window.add_cookies([{"name": "sessionid", "value": session, "url": self.server.url}])
        return Seat(visiting(window, self.server), self.language, self.faults)


@pytest.fixture(params=["en", "zh-hans"])
def room(
    request: pytest.FixtureRequest, chromium_browser: Browser, live_server: LiveServer
) -> Iterator[Room]:
    with time_machine.travel(NOW, tick=True) as clock:
        found = Room(request.param, WORDS[request.param], {}, chromium_browser, live_server, clock)
        yield found
        for window in found.opened:
            with suppress(Exception):
                window.close()


@pytest.fixture
def people(
    room: Room,
    nordlicht: Organization,
    buyer: Person,
    manager: Person,
    administrator: Person,
    quality_engineer: Person,
    huarui_sales: Person,
) -> dict[str, Person]:
    found = {
        "Ada": buyer,
        "Matthias": manager,
        "Ines": administrator,
        "Quentin": quality_engineer,
        "Lars": person(nordlicht, "Lars Voss", Role.LOGISTICS),
        "Frida": person(nordlicht, "Frida Holm", Role.FINANCE),
        "Meiling": huarui_sales,
    }
    for each in found.values():
        each.user.language = room.language
        each.user.save()
    room.people = found
    return found


@pytest.fixture
def template(people: dict[str, Person]) -> Template:
    return scorecard(people["Ines"], NOW)


@pytest.fixture
def checking(places: Path, template: Template, people: dict[str, Person], huarui: Relationship) -> Run:
    """The third quarter, computed: Huarui at C with eleven late lines, Qingfeng beside it."""
    ada = people["Ada"]
    qingfeng = supplier_of(ada, "Qingfeng Valves Ltd.", name_local="清风阀门有限公司")
    for relationship, key in ((huarui, "100"), (qingfeng, "200")):
        relationships.number_supplier(relationship, source="erp", key=key, by=ada.actor)
    known = Contact(organization=huarui.supplier, kept_by=ada.organization, name="Hua Meiling", email=EMAIL)
    save_contact(known, by=ada.actor)
    others = business.deliveries("200", date(2026, 7, 25), on_time=20, late=0)
    load(ada.organization, date(2026, 7, 25), "order_lines", [line for line, _receipt in others])
    load(ada.organization, date(2026, 8, 30), "receipts", [receipt for _line, receipt in others])
    eleven_late_of_thirty(ada.organization, "100")
    what_follows(people["Quentin"], people["Matthias"], NOW)
    return run_of(template, "2026-Q3", ada)


def test_from_eleven_late_lines_to_a_statement_signed_by_both(
    room: Room, checking: Run, huarui: Relationship, template: Template
) -> None:
    run = f"/scorecards/runs/{checking.pk}/"
    card = Card.objects.get(run=checking, relationship=huarui, site="")
    ada, matthias, phone = room.sit("Ada"), room.sit("Matthias"), room.sit("Meiling", PHONE)
    is_asked_to_check(room, ada, run, card)
    marks_four_lines_on_a_phone(room)
    is_decided(room, matthias, card)
    is_countersigned_and_published(room, ada, matthias, run, checking)
    appeals_one_line(room, phone, matthias, card)
    is_punished_under_the_cap(room, matthias, phone, huarui)
    is_solved(room, phone)
    improves(room, huarui)
    is_reviewed_again(room, template)
    is_rewarded(room, huarui)
    settles_to_the_cent(room)
    assert room.faults == []


def is_asked_to_check(room: Room, ada: Seat, run: str, card: Card) -> None:
    """In preparation it is a C; the supplier is not told so, it gets a link to its lines."""
    ada.open(card.get_absolute_url())
    ada.says("46.89")
    expect(ada.main.locator(".grade").first).to_have_text("C")
    ada.open(run)
    ada.press("form[action$='/check/'] button")
    ada.press("form[action$='/check-links/'] button")
    waiting = Objection.objects.exclude(relationship=card.relationship).get()
    by = room.people["Meiling"].actor.system(waiting.relationship.supplier, "Qing Lan")
    scorecards.confirm(waiting, by=by, now=datetime.now(UTC))


def marks_four_lines_on_a_phone(room: Room) -> None:
    letter = next(each for each in reversed(mailed()) if EMAIL in each.to and "/portal/link/" in each.body)
    link = re.search(r"/portal/link/[^\s?]+", letter.body)
    assert link is not None
    phone = room.sit("", PHONE)
    phone.open(f"{link[0]}?language={room.language}")
    phone.says("63.3%")
    expect(phone.main).not_to_contain_text("46.89")
    phone.press("a[href*='/check/on_time_lines/']")
    for number in range(4):
        phone.main.locator(f"input[name=line][value*='PO-100-{number}\"']").check()
    phone.fill(reason="date_moved")
    phone.press("form[enctype] button.btn-primary")
    expect(phone.main.locator("li.asked-line")).to_have_count(4)
    phone.press("form[action*='/check/send/'] button")
    mail.outbox.clear()


def is_decided(room: Room, matthias: Seat, card: Card) -> None:
    """Three are proven by the history of dates; Matthias refuses the fourth, and the card is computed again."""
    check = Objection.objects.get(relationship=card.relationship, kind="check")
    matthias.open(f"/scorecards/objections/{check.pk}/")
    expect(matthias.main.locator("li.asked-line .notice.tone-good")).to_have_count(3)
    matthias.says("order_lines-2026-07-02.csv")
    matthias.fill(why=room.words.moved_too_late)
    matthias.press("button[name=decision][value=refused]")
    matthias.says(room.words.moved_too_late)
    matthias.open(card.get_absolute_url())
    matthias.says("55.80")


def is_countersigned_and_published(room: Room, ada: Seat, matthias: Seat, run: str, checking: Run) -> None:
    ada.open(run)
    ada.press("form[action$='/signing/'] button")
    for name in ("Quentin", "Lars", "Frida"):
        signer = room.sit(name)
        signer.open(run)
        signer.press("button[name=decision][value=agree]")
    matthias.open(run)
    matthias.press("form[action$='/publish/'] button", sure=True)
    checking.refresh_from_db()
    assert checking.status == Run.Status.PUBLISHED
    apply_policies(checking.pk)  # as the background work does
    proposed = Consequence.objects.get()
    assert (proposed.amount, proposed.uncapped, proposed.lines.count()) == (
        Decimal("27.00"),
        Decimal("80.00"),
        8,
    )


def appeals_one_line(room: Room, phone: Seat, matthias: Seat, card: Card) -> None:
    phone.open(f"/portal/cards/{card.pk}/")
    phone.says("55.80")
    phone.press("form[action$='/appeal/'] button")
    phone.press("a[href$='/lines/on_time_lines/']")
    phone.main.locator("input[name=line][value*='PO-100-4\"']").check()
    phone.fill(reason="force_majeure", remark=room.words.port_closed)
    phone.press("form[enctype] button.btn-primary")
    phone.press("form[action$='/submit/'] button")
    appeal = Objection.objects.get(kind="appeal")
    matthias.open(f"/scorecards/objections/{appeal.pk}/")
    matthias.fill(why=room.words.true)
    matthias.press("button[name=decision][value=accepted]")
    for who, page in ((matthias, card.get_absolute_url()), (phone, f"/portal/cards/{card.pk}/")):
        who.open(page)
        who.says("59.23")
        expect(who.main.locator(".grade").first).to_have_text("C")


def is_punished_under_the_cap(room: Room, matthias: Seat, phone: Seat, huarui: Relationship) -> None:
    """Seven lines of 10.00 each are cut to 26.00: what was proposed followed the card. Each leads to its history."""
    deduction = Consequence.objects.get(effect="deduction")
    amounts = sorted(deduction.lines.values_list("amount", flat=True))
    assert amounts == [Decimal("3.71")] * 4 + [Decimal("3.72")] * 3
    matthias.open(f"/incentives/{deduction.pk}/")
    matthias.says("€26.00", "€70.00", "€5,200.00")
    matthias.fill(conduct_answer=room.words.both_moves)
    matthias.press("button[name=announce]")
    phone.open("/incentives/own/")
    phone.press(f"a[href='/incentives/own/{deduction.pk}/']")
    phone.says("€26.00", "€70.00", "€5,200.00")
    expect(phone.main.locator("a[href*='document=PO-100-']")).to_have_count(7)
    for who in (matthias, phone):
        who.press("a[href*='document=PO-100-3&']")
        who.says("PO-100-3")
        told = who.main.inner_text()
        # Ordered for the seventh, moved to the ninth when that had passed, come five days later.
        days = ("7 Jul", "9 Jul", "14 Jul") if room.language == "en" else ("7月7日", "7月9日", "7月14日")
        for day in days:
            assert day in told, (day, told)
    phone.open(f"/incentives/own/{deduction.pk}/")
    phone.press("form[action$='/accept/'] button", sure=True)
    phone.says(room.words.in_force)


def is_solved(room: Room, phone: Seat) -> None:
    """The penalty opened a case; both ends go from the one to the other, and the report is written and accepted."""
    case = Case.objects.get()
    assert (case.origin, case.kpi, case.owner) == ("penalty", "on_time_lines", room.people["Quentin"].user)
    phone.press(f"a[href='/improvement/own/cases/{case.pk}/']")
    phone.says("€26.00")
    phone.press("a[href$='/steps/D0/']")
    phone.fill(response=room.words.blocked, taken_on="2026-11-23")
    phone.press("button[name=hand_in]")
    quentin = room.sit("Quentin")
    quentin.open(f"/improvement/cases/{case.pk}/")
    quentin.says("€26.00")
    quentin.press("a[href$='/steps/D0/']")
    quentin.says(room.words.blocked)
    quentin.press("form[action$='/accept/'] button")
    meiling, owner = room.people["Meiling"], room.people["Quentin"]
    solve(case, meiling, owner, "D1", "D2", "D3", "D4", "D5")
    room.clock.move_to(ACTED)
    phone = room.sit("Meiling", PHONE)
    for _action in range(2):
        phone.open(f"/improvement/own/cases/{case.pk}/")
        phone.fill(done_on="2026-12-10")
        phone.press("form[action$='/done/'] button")
    for code in ("D6", "D7", "D8"):
        step = case.steps.get(code=code)
        improvement.hand_in(step, REPORT[code], by=meiling.actor, now=ACTED)
        improvement.accept_step(step, by=owner.actor, now=ACTED)
    case.refresh_from_db()
    assert (case.status, case.verdict, case.acted_on) == ("watched", "too_early", date(2026, 12, 10))


def improves(room: Room, huarui: Relationship) -> None:
    """Forty lines come in time: what the facts say closes the case, and both ends see the same plot."""
    pairs = business.deliveries("100", date(2027, 1, 11), on_time=40, late=0)
    load(huarui.customer, date(2027, 1, 4), "order_lines", [line for line, _receipt in pairs])
    load(huarui.customer, date(2027, 2, 26), "receipts", [receipt for _line, receipt in pairs])
    room.clock.move_to(JUDGED)
    improvement.check_effect(Case.objects.with_ends().get(), now=JUDGED)
    case = Case.objects.get()
    assert (case.status, case.verdict, case.value_after) == ("closed", "improved", 1.0)
    for seat, side in ((room.sit("Quentin"), ""), (room.sit("Meiling", PHONE), "own/")):
        seat.open(f"/improvement/{side}cases/{case.pk}/")
        seat.says(room.words.improved, "100.0%", "40")
        expect(seat.main.locator("figure.plot").first).to_be_visible()


def is_reviewed_again(room: Room, template: Template) -> None:
    """The first quarter of the next year: checked, countersigned and published as the one before."""
    room.clock.move_to(REVIEWED)
    by = {name: each.actor for name, each in room.people.items()}
    run = scorecards.start_run(template, "2027-Q1", by=by["Ada"], now=REVIEWED, in_background=False)
    scorecards.compute_run(run, by=by["Ada"], now=REVIEWED)
    scorecards.open_check(run, by=by["Ada"], now=REVIEWED)
    for check in Objection.objects.filter(run=run):
        scorecards.confirm(check, by=by["Ada"].system(check.relationship.supplier, "Qing Lan"), now=REVIEWED)
    run.refresh_from_db()
    scorecards.ask_to_countersign(run, by=by["Ada"], now=REVIEWED)
    for function, name in (("quality", "Quentin"), ("logistics", "Lars"), ("finance", "Frida")):
        scorecards.countersign(run, function, agrees=True, by=by[name], now=REVIEWED)
    scorecards.publish_run(run, by=by["Matthias"], now=REVIEWED)
    apply_policies(run.pk)


def is_rewarded(room: Room, huarui: Relationship) -> None:
    """A quarter of a per cent of forty lines of 200 euros, and an award that anybody can verify."""
    matthias, phone = room.sit("Matthias"), room.sit("Meiling", PHONE)
    card = Card.objects.get(run__period="2027-Q1", relationship=huarui, site="")
    for seat, page in ((matthias, card.get_absolute_url()), (phone, f"/portal/cards/{card.pk}/")):
        seat.open(page)
        expect(seat.main.locator(".grade").first).to_have_text("A")
        seat.says("8D-0001")
    for reward in Consequence.objects.filter(kind="reward").order_by("effect"):
        matthias.open(f"/incentives/{reward.pk}/")
        matthias.says("8D-0001")
        matthias.press("button[name=announce]")
        matthias.says(room.words.in_force)
    rebate = Consequence.objects.get(effect="rebate")
    phone.open(f"/incentives/own/{rebate.pk}/")
    phone.says("€20.00", "€8,000.00", "8D-0001")
    for seat, side in ((matthias, ""), (phone, "own/")):
        seat.open(f"/incentives/{side}honours/")
        seat.says(room.words.award, "2027")


def settles_to_the_cent(room: Room) -> None:
    frida, phone = room.sit("Frida"), room.sit("Meiling", PHONE)
    frida.open("/incentives/statements/")
    frida.press("button[name=currency][value=EUR]")
    frida.press("form[action$='/sign/'] button", sure=True)
    phone.open("/incentives/own/statements/")
    phone.press("a[href*='/incentives/own/statements/']:not([href$='/statements/'])")
    phone.press("form[action$='/sign/'] button", sure=True)
    printed = []
    for seat in (frida, phone):
        here = seat.page.url
        seat.open(here.removeprefix(seat.at.address))
        seat.says(room.words.signed_by_both, "-€26.00", "€20.00", "-€6.00", "Frida Holm", "Hua Meiling")
        answer = seat.page.request.get(f"{here}print.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        printed.append("".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages))
    assert printed[0] == printed[1]
    for amount in ("26.00", "20.00", "6.00"):
        assert amount in printed[0]
