"""From a foundry that nobody knows to one that is chosen, printed why, and suspended by its own certificate.

Huarui registers with Nordlicht on a phone and hands in what is asked. Ada leads its qualification and prepares the
selection; Quentin audits it on a tablet; Matthias looks at its namesake on a list and decides both; Lars and Frida
countersign.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tandem.onboarding.actions import follow_calendar
from tandem.onboarding.actions.screening import screen_suppliers
from tandem.onboarding.actions.screening_lists import load_list
from tandem.relationships.models import Relationship
from tandem.sourcing import actions as sourcing
from tandem.sourcing.models import Selection
from tests.browser.choosing import (
    NEED,
    STATEMENT,
    WORDS,
    Words,
    castings_of,
    offer_of,
    open_the_door,
    pdf,
    rules_of_qualification,
    two_others,
)
from tests.browser.conftest import PHONE, WIDE, visiting
from tests.browser.seats import Seat
from tests.cast import HUARUI_USCC, Person, person
from tests.mails import mailed
from tests.onboarding.screening_lists import DEBARRED

expect.set_options(timeout=30_000)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLET = {"width": 820, "height": 1180}
EMAIL, PASSWORD = "meiling@huarui.example", "harbour and lantern 8"


@dataclass
class Room:
    """Everybody's screens, and what they speak of."""

    language: str
    words: Words
    sit: Callable[[dict[str, int], Person | None], Seat]
    today: date
    faults: list[str]
    slug: str = ""
    selection: int = 0
    others: list[Relationship] = field(default_factory=list)

    @property
    def tab(self) -> str:
        return f"/relationships/{self.slug}/?tab="


@pytest.fixture(params=["en", "zh-hans"])
def room(
    request: pytest.FixtureRequest, chromium_browser: Browser, live_server: LiveServer
) -> Iterator[Room]:
    language = request.param
    opened: list[Any] = []
    faults: list[str] = []

    def sit(size: dict[str, int], who: Person | None) -> Seat:
        window = chromium_browser.new_context(viewport=size, locale="zh-CN" if language != "en" else "en-GB")  # type: ignore[arg-type]
        window.set_default_timeout(40_000)
        opened.append(window)
        if who is not None:
            session = who.client.cookies["sessionid"].value
            window.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return Seat(visiting(window, live_server), language, faults)

    yield Room(language, WORDS[language], sit, timezone.localdate(), faults)
    for window in opened:
        with suppress(Exception):
            window.close()


@pytest.fixture
def people(
    room: Room,
    places: Any,
    nordlicht: Organization,
    buyer: Person,
    manager: Person,
    administrator: Person,
    quality_engineer: Person,
) -> dict[str, Person]:
    found = {
        "Ada": buyer,
        "Matthias": manager,
        "Ines": administrator,
        "Quentin": quality_engineer,
        "Lars": person(nordlicht, "Lars Voss", Role.LOGISTICS),
        "Frida": person(nordlicht, "Frida Holm", Role.FINANCE),
    }
    for each in found.values():
        each.user.language = room.language
        each.user.save()
    return found


def test_from_the_open_door_to_a_printed_choice_and_a_certificate_that_lapses(
    room: Room, people: dict[str, Person], nordlicht: Organization
) -> None:
    now = timezone.now()
    open_the_door(people["Matthias"], now)
    rules_of_qualification(people["Matthias"], people["Quentin"], now)
    castings = castings_of(people["Ines"])
    room.others = two_others(people["Ada"], castings, room.today, now)
    ada, matthias = room.sit(WIDE, people["Ada"]), room.sit(WIDE, people["Matthias"])

    registers(room, castings.pk)
    is_accepted(room, ada)
    phone = signs_in(room)
    is_to_be_qualified(room, ada, castings.pk)
    hands_in_its_certificate(room, phone)
    types_its_statement(room, phone)
    is_screened(room, matthias, nordlicht)
    passes_its_papers(room, ada)
    answers(room, phone, room.sit(WIDE, people["Quentin"]))
    is_audited(room, room.sit(TABLET, people["Quentin"]))
    is_evaluated_beside_two_others(room, ada)
    is_approved_by_a_second_person(room, ada, matthias, phone)
    is_compared(room, ada, castings.pk, people)
    is_chosen(room, ada, matthias, people)
    is_printed(room, matthias)
    lapses_and_comes_back(room, ada, phone)
    assert room.faults == []


def registers(room: Room, castings: int) -> None:
    phone = room.sit(PHONE, None)
    phone.open("/onboarding/register/nordlicht/")
    phone.says(room.words.welcome)
    phone.fill(
        name="Huarui Castings Co., Ltd.", name_local="上海华锐铸造有限公司", value=HUARUI_USCC,
        contact_name=room.words.contact, email=EMAIL, phone="+86 21 5555 0100",
    )  # fmt: skip
    phone.page.select_option("[name=country]", "CN")
    phone.main.locator(f"input[name=categories][value='{castings}']").check()
    phone.press("button[type=submit]")
    phone.says(room.words.look_into_your_mail)
    confirm = re.search(r"/onboarding/register/confirm/\S+", mailed()[-1].body)
    assert confirm is not None
    phone.open(confirm[0])
    phone.press("form button")


def is_accepted(room: Room, ada: Seat) -> None:
    ada.open("/")
    ada.press("a[href='/onboarding/registrations/']")
    ada.press(ada.main.get_by_role("link", name=re.compile("Huarui|华锐")))
    ada.says(HUARUI_USCC, room.words.contact, EMAIL)
    ada.press("form[action$='/accept/'] button")
    assert ada.page.url.endswith("?tab=qualification")
    room.slug = Relationship.objects.get(supplier__name="Huarui Castings Co., Ltd.").slug


def signs_in(room: Room) -> Seat:
    """Invited by mail: a name and a password, and the home page says what to do first; later by the password."""
    invitation = re.search(r"/accounts/invitation/\S+", mailed()[-1].body)
    assert invitation is not None
    first = room.sit(PHONE, None)
    first.open(invitation[0])
    first.fill(name=room.words.contact, password=PASSWORD)
    first.press("form:has([name=password]) button[type=submit]")
    first.says(room.words.first_steps, room.words.customer)
    phone = room.sit(PHONE, None)
    phone.open("/accounts/login/")
    phone.page.locator("[name=login]").fill(EMAIL)
    phone.page.locator("[name=password]").fill(PASSWORD)
    phone.press(phone.page.locator("form:has([name=password]) button[type=submit]").first)
    phone.says(room.words.first_steps)
    return phone


def is_to_be_qualified(room: Room, ada: Seat, castings: int) -> None:
    ada.press("a[href^='/onboarding/start/']")
    ada.page.select_option("[name=category]", str(castings))
    ada.page.locator("[name=risk][value=medium]").check()
    ada.says(room.words.certificate, room.words.audit)
    ada.fill(risk_reason=room.words.need)
    ada.press("form.split button[type=submit]")
    ada.says(room.words.certificate, room.words.lists, room.words.survey, room.words.audit)


def hands_in_its_certificate(room: Room, phone: Seat) -> None:
    phone.open("/")
    phone.says(room.words.owed)
    phone.press("a[href='/onboarding/own/qualifications/']")
    phone.press("a.btn-primary")
    phone.main.locator("input[type=file]").set_input_files(
        {"name": "iso 9001.pdf", "mimeType": "application/pdf", "buffer": pdf("ISO 9001")}
    )
    phone.fill(
        number="Q-1001", issuer="TÜV Nord", valid_from=(room.today - timedelta(days=900)).isoformat(),
        valid_until=(room.today + timedelta(days=40)).isoformat(),
    )  # fmt: skip
    phone.press("form button[type=submit]")
    phone.says(room.words.certificate)


def types_its_statement(room: Room, phone: Seat) -> None:
    """One that does not balance is refused with the difference; the right one is kept, and shared."""
    phone.open("/assessments/own/statements/")
    phone.press("a[href$='/statements/new/']")
    phone.fill(year_end=f"{room.today.year - 1}-12-31", currency="CNY", **STATEMENT)
    with phone.page.expect_navigation():
        phone.main.locator("form.stack button.btn-primary").click()
    phone.says(room.words.unbalanced)
    phone.at.complaints.clear()  # of the answer 422
    phone.look()
    phone.fill(total_equity="45")
    phone.press("form.stack button.btn-primary")
    phone.press("a[href='/onboarding/own/sharing/']")
    phone.press("form:has(input[value=statements]) button")


def is_screened(room: Room, matthias: Seat, nordlicht: Organization) -> None:
    """A debarred firm is called much like it: another one, says whoever decides, and why."""
    now = timezone.now()
    load_list("world_bank", DEBARRED.encode(), source="debarred.csv", by_name="tandem screening", now=now)
    screen_suppliers(nordlicht, now=now)
    matthias.open("/")
    matthias.press("a[href^='/onboarding/screening/']")
    matthias.press(matthias.main.get_by_role("link", name=re.compile("Huarui|华锐")))
    matthias.says("HUARUI CASTING CO., LTD.", "96.6")
    matthias.fill(reason=room.words.no_match)
    matthias.press("button[name=status][value=rejected]")
    matthias.says(room.words.no_match)


def passes_its_papers(room: Room, ada: Seat) -> None:
    _item(room, ada, room.words.certificate)
    ada.says("Q-1001", "TÜV Nord")
    ada.press("form[action$='/accept/'] button")
    _item(room, ada, room.words.lists)
    ada.press("form[action$='/screening/'] button")


def _item(room: Room, who: Seat, title: str) -> None:
    who.open(f"{room.tab}qualification")
    who.press("a[href^='/onboarding/qualifications/']")
    who.press(who.main.locator(".stage-items").get_by_role("link", name=title))


def answers(room: Room, phone: Seat, quentin: Seat) -> None:
    """The questionnaire went out with its stage: answered on the phone, published, and the item is passed."""
    phone.open("/")
    phone.says(room.words.owed)
    phone.press("a[href='/onboarding/own/qualifications/']")
    phone.press("a.btn-primary")
    phone.main.locator("label.answer-option").first.click()
    scrap = phone.main.locator("input[inputmode=decimal]")
    scrap.fill("7")
    expect(phone.main.locator("#hand-in form button")).to_be_visible()
    scrap.fill("2")
    phone.press("#hand-in form button")  # at once: it waits for the answer that is still on its way
    _item(room, quentin, room.words.survey)
    quentin.press("a[href^='/assessments/asked/']")
    quentin.press("form[action$='/publish/'] button", sure=True)
    quentin.says("90.0")


def is_audited(room: Room, quentin: Seat) -> None:
    _item(room, quentin, room.words.audit)
    quentin.press("a[href*='/audits/new/']")
    for element in ("P5", "P6"):
        quentin.main.locator(f"[name=elements][value={element}]").uncheck()
    quentin.main.get_by_label("Quentin Baum").check()
    quentin.press("form.audit-begin button[type=submit]")
    audit = quentin.page.url.removeprefix(quentin.at.address)
    quentin.press("a[href$='/verify/']")
    questions = quentin.main.locator("article.answer")
    expect(questions).to_have_count(5)
    for place, points in enumerate(("10", "10", "8", "10", "10")):
        question = questions.nth(place)
        box = question.locator(f"label.audit-point:has(input[value='{points}'])").bounding_box()
        assert box is not None
        assert box["height"] >= 48
        question.locator(f"label.audit-point:has(input[value='{points}'])").click()
        expect(question.locator(".when-saved")).to_contain_text(re.compile(r"\d\d:\d\d"))
    quentin.press(".audit-onward a.btn-primary")
    quentin.press("form[action$='/hand-in/'] button", sure=True)
    quentin.open(audit)
    quentin.press("form[action$='/publish/'] button", sure=True)
    quentin.says("96.0")
    expect(quentin.main.locator(".grade").first).to_have_text("A")
    quentin.open(f"{room.tab}qualification")
    quentin.press("a[href^='/onboarding/qualifications/']")
    expect(quentin.main.locator(".notice.tone-good")).to_be_visible()


def is_evaluated_beside_two_others(room: Room, ada: Seat) -> None:
    ada.open(f"{room.tab}evaluation")
    ada.says("4.61", "96.0")
    slugs = [room.slug, *(each.slug for each in room.others)]
    ada.open("/assessments/compare/?" + "&".join(f"s={slug}" for slug in slugs))
    for name in ("Huarui|华锐", "Bergquell|贝格奎尔", "Lirui|砺锐"):
        expect(ada.main).to_contain_text(re.compile(name))
    ada.says("4.61")


def is_approved_by_a_second_person(room: Room, ada: Seat, matthias: Seat, phone: Seat) -> None:
    ada.open(f"{room.tab}qualification")
    ada.press("a[href^='/onboarding/qualifications/']")
    ada.press("a[href$='/propose/']")
    ada.fill(reason=room.words.reasons)
    ada.press("form.form-narrow button[type=submit]")
    expect(ada.main.locator("form[action$='/agree/']")).to_have_count(0)
    matthias.open("/")
    matthias.press("a[href='/onboarding/?status=proposed']")
    matthias.press(matthias.main.get_by_role("link", name=re.compile("Huarui|华锐")))
    matthias.press("form[action$='/agree/'] button", sure=True)
    matthias.says(room.words.approved)
    phone.open("/onboarding/own/approvals/")
    phone.says(room.words.customer, room.words.approved)


def is_compared(room: Room, ada: Seat, castings: int, people: dict[str, Person]) -> None:
    """Three candidates by three criteria; what others have said of the other two is written down beforehand."""
    ada.open("/sourcing/")
    ada.press("a[href='/sourcing/new/']")
    begins = room.today + timedelta(days=60)
    ada.fill(
        title=room.words.need, begins_on=begins.isoformat(),
        ends_on=(begins + timedelta(days=730)).isoformat(), currency="EUR", **NEED,
    )  # fmt: skip
    ada.page.select_option("[name=category]", str(castings))
    ada.press("form.form-narrow button.btn-primary")
    ada.press("a[href$='/candidates/']")
    for tick in ada.main.locator("input[name=suppliers]").all():
        tick.check()
    ada.press("form[action$='/candidates/add/'] button")
    ada.press("button[name=step][value=collect]")
    selection = Selection.objects.get()
    room.selection = selection.pk
    for name, source, unit, direction in zip(
        room.words.criteria,
        ("total_cost", "finances", "references"),
        ("money", "points", "points"),
        ("lower", "higher", "higher"),
        strict=True,
    ):
        ada.open(f"/sourcing/{selection.pk}/criteria/new/")
        ada.fill(name=name)
        for key, value in (("source", source), ("unit", unit), ("direction", direction)):
            ada.page.select_option(f"[name={key}]", value)
        ada.press("form.form-narrow button.btn-primary")
    candidates = {each.relationship.slug: each for each in selection.candidates.all()}
    references = selection.criteria.get(source="references")
    by, now = people["Ada"].actor, timezone.now()
    for slug, price, vouched in zip(
        (each.slug for each in room.others), ("13.20", "12.30"), (75, 40), strict=True
    ):
        sourcing.enter_offer(candidates[slug], offer_of(price, room.today), by=by, now=now)
        known = sourcing.Known(Decimal(vouched), Decimal(vouched), note=room.words.need)
        sourcing.enter_value(candidates[slug], references, known, by=by, now=now)
    for each in candidates.values():
        expected = {
            "expected_ppm": Decimal(400),
            "expected_late": Decimal(5),
            "expected_because": room.words.need,
        }
        sourcing.expect(each, expected, by=by)

    huarui = candidates[room.slug]
    ada.open(f"/sourcing/{selection.pk}/candidates/{huarui.pk}/offer/")
    ada.fill(
        price="11.90", currency="EUR", freight="0.60", payment_days="60", offered_on=room.today.isoformat(),
        valid_until=(room.today + timedelta(days=120)).isoformat(),
    )  # fmt: skip
    ada.press("form.form-narrow button.btn-primary")
    ada.open(f"/sourcing/{selection.pk}/evidence/{huarui.pk}/{references.pk}/")
    ada.fill(low="80", note=room.words.need)
    ada.press("form[enctype] button.btn-primary")
    ada.open(f"/sourcing/{selection.pk}/evidence/")
    ada.press("form[action$='/draw/'] button")
    ada.press("button[name=step][value=judge]", sure=True)


def is_chosen(room: Room, ada: Seat, matthias: Seat, people: dict[str, Person]) -> None:
    """Ada and Quentin weigh, Ada proposes, three functions sign, Matthias decides."""
    here = f"/sourcing/{room.selection}/"
    ada.open(f"{here}weights/")
    ada.main.locator("[name=weighting][value=direct]").check()
    ada.press("form[action$='/choose/'] button")
    for name in ("Ada Lindqvist", "Quentin Baum"):
        choice = ada.main.locator("[name=member] option", has_text=name).get_attribute("value")
        ada.page.select_option("[name=member]", choice)
        ada.press("form[action$='/judges/'] button")
    for who, points in ((ada, ("50", "30", "20")), (room.sit(WIDE, people["Quentin"]), ("40", "40", "20"))):
        who.open(f"{here}weights/")
        for place, given in enumerate(points):
            who.main.locator("input[name^=points-]").nth(place).fill(given)
        who.press("button[name=hand_in]")
    ada.open(here)
    ada.press("a[href$='/propose/']")
    shares = ada.main.locator("tr", has_text=re.compile("Huarui|华锐")).locator("input[name^=share-]")
    for share in ada.main.locator("input[name^=share-]").all():
        share.fill("0")
    shares.fill("100")
    ada.fill(reasons=room.words.reasons, why_not_others=room.words.others)
    ada.press("form.stack button.btn-primary")
    for name in ("Quentin", "Lars", "Frida"):
        signer = room.sit(WIDE, people[name])
        signer.open(here)
        signer.press("form[action$='/countersign/'] button[value=yes]")
    ada.open(here)
    expect(ada.main.locator("form[action$='/decide/']")).to_have_count(0)
    matthias.open("/")
    matthias.press(f"a[href='{here}']")
    matthias.press("form[action$='/decide/'] button.btn-primary", sure=True)
    assert Selection.objects.get().status == "decided"


def is_printed(room: Room, matthias: Seat) -> None:
    matthias.press("a[href$='/report/']")
    matthias.says(room.words.reasons, room.words.others)
    link = matthias.main.locator("a[href$='/report.pdf']").get_attribute("href")
    answer = matthias.page.request.get(f"{matthias.at.address}{link}")
    assert answer.headers["content-type"] == "application/pdf"
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    plain = re.sub(r"\s", "", printed)
    said = (room.words.need, room.words.reasons, room.words.others, *room.words.criteria)
    for text in (*said, "Quentin Baum", "Lars Voss", "Frida Holm", "Matthias Roth"):
        assert re.sub(r"\s", "", text) in plain


def lapses_and_comes_back(room: Room, ada: Seat, phone: Seat) -> None:
    """Forty days and the fourteen of grace later: suspended by itself, told to both, and back with the renewal."""
    follow_calendar(now=timezone.now() + timedelta(days=55))
    ada.open("/")
    ada.press("a[href='/onboarding/approved/?status=suspended']")
    ada.says(room.words.suspended)
    for who in (ada, phone):
        who.open("/messaging/")
        who.says(room.words.told)
    phone.open("/")
    phone.press("a[href='/onboarding/own/approvals/']")
    expect(phone.main.locator(".card-actions")).to_have_text(room.words.suspended)
    phone.says("Q-1001", room.words.lapsed)
    phone.press("a[href*='replaces=']")
    phone.main.locator("input[type=file]").set_input_files(
        {"name": "renewed.pdf", "mimeType": "application/pdf", "buffer": pdf("ISO 9001, renewed")}
    )
    phone.fill(
        number="Q-2001", issuer="TÜV Nord", valid_from=room.today.isoformat(),
        valid_until=(room.today + timedelta(days=1000)).isoformat(),
    )  # fmt: skip
    phone.press("form button[type=submit]")
    ada.open("/")
    ada.press("a[href='/onboarding/documents/?state=waiting']")
    ada.press(ada.main.get_by_role("link", name=re.compile("Q-2001|Huarui|华锐")))
    ada.press("form[action$='/accept/'] button")
    phone.open("/onboarding/own/approvals/")
    expect(phone.main.locator(".card-actions")).to_have_text(room.words.approved)
