"""Its own customers, and what it asks of a supplier."""

from datetime import date, timedelta

from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.portal import actions as portal
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import AccountContact, Ask, PrivateGrade, RecordFile, Survey
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Card, Template
from tests.cast import NOW, Person
from tests.config.records import Arguments
from tests.scorecards.conftest import run_of


def of_the_customers(who: Person) -> dict[str, Arguments]:
    """Nordlicht sells too: a private customer of its own."""
    by = who.actor
    account = portal.keep_private_customer({"name": "Baltic Pumps Oy"}, by=by)
    contact = portal.save_account_contact(AccountContact(account=account, name="Aino Laine"), by=by)
    note = portal.write_account_note(account, "Wants an offer.", by=by, now=NOW)
    step = portal.plan_step(account, "Send the offer", due=NOW.date(), assignee=None, by=by)
    grade = portal.save_private_record(PrivateGrade(account=account, period="2026-Q3", grade="A"), by=by)
    return {
        "account": [account.pk],
        "account_contact": [account.pk, contact.pk],
        "account_note": [account.pk, note.pk],
        "account_step": [account.pk, step.pk],
        "account_kind": [account.pk, "grades"],
        "account_record": [account.pk, "grades", grade.pk],
    }


def of_the_requests(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    by, now = who.actor, timezone.now()
    due_on = now.date() + timedelta(days=7)
    wanted = Wanted(Ask.Kind.CERTIFICATE, due_on=due_on, certificate_kind="iso_9001")
    ask = portal.ask_supplier(huarui, wanted, by=by, now=now)
    link, _token = portal.make_link(ask, via="copy", language="en", by=by, now=now)
    seller = Actor.system(huarui.supplier, "seller")
    given = {
        "kind": "iso_9001",
        "number": "1",
        "issuer": "TÜV",
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
    }
    pdf = b"%PDF-1.7\n%%EOF"
    certificate = portal.hand_in_certificate(
        ask, given, file_name="iso.pdf", content=pdf, by=seller, now=now, via="portal"
    )
    published = run_of(Template.objects.get(name="Castings"), "2026-Q2", who)
    scorecards.publish_run(published, by=by, now=now)
    card = Card.objects.get(run=published, relationship=huarui)
    read = portal.ask_supplier(huarui, Wanted(Ask.Kind.SCORECARD, due_on=due_on, card=card), by=by, now=now)
    survey = Survey.objects.create(
        customer=who.organization, period="2026-Q3", opened_at=now, closes_on=due_on
    )
    own_file = RecordFile.objects.create(
        supplier=huarui.supplier, file_name="own.csv", uploaded_at=NOW, uploaded_by="Song Lan"
    )
    return {
        "ask": [ask.pk],
        "record_file": [own_file.pk],
        "asked_card_kpi": [read.pk, "on_time_lines"],
        "certificate": [ask.pk, certificate.pk],
        "link": [ask.pk, link.pk],
        "new_ask": [huarui.slug, "certificate"],
        "survey": [survey.pk],
    }
