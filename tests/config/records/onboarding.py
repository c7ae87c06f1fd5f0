"""How a supplier is taken on: screening, passport, approved list, qualification."""

from datetime import date

from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.onboarding import actions as onboarding
from tandem.onboarding import shipped
from tandem.onboarding.actions import (
    bank_accounts,
    passports,
    qualification,
    qualification_decisions,
    qualification_items,
    registrations,
    requirements,
)
from tandem.onboarding.actions.qualification_items import Upload
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.actions.screening import screen_suppliers
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ItemKind, PassportProposal, ScreeningMatch
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person
from tests.config.records import Arguments
from tests.onboarding.passports.conftest import CHINESE
from tests.onboarding.screening_lists import DEBARRED


def of_the_screening(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    load_list("world_bank", DEBARRED.encode(), source="debarred.csv", by_name="test", now=NOW)
    screen_suppliers(who.organization, now=NOW)
    return {"screening_match": [ScreeningMatch.objects.get(relationship=huarui).pk]}


def of_the_passport(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """Huarui's passport shared with Nordlicht, an account of its being checked, and somebody at the open door."""
    seller, now = Actor.system(huarui.supplier, "seller"), timezone.now()
    passports.save_profile({"founded": 2004}, by=seller, now=now)
    version = passports.publish_passport(by=seller, now=now)
    relationships.give_consent(huarui, "passport", by=seller, now=now)
    passports.accept_passport(PassportProposal.objects.get(), by=who.actor, now=now)
    passports.save_profile({"employees": 320}, by=seller, now=now)
    passports.publish_passport(by=seller, now=now)
    account = bank_accounts.add_bank_account(CHINESE, by=seller, now=now)
    change = bank_accounts.propose_bank_account(account, huarui, by=seller, now=now)
    given = dict.fromkeys(registrations.FIELDS, "") | {
        "name": "Lanxi Forgings", "country": "CN", "scheme": "duns", "value": "150483782", "email": "lu@lanxi.example",
    }  # fmt: skip
    registration = registrations.register(
        who.organization, given, [], language="en", site="http://testserver/", now=now
    )
    registrations.confirm_registration(registration, now=now)
    return {
        "passport_proposal": [PassportProposal.objects.waiting().get().pk],
        "passport_version": [version.number],
        "bank_account": [account.pk],
        "bank_change": [change.pk],
        "registration": [registration.pk],
    }


def of_the_approved_list(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """A line with a condition, a document that waits for review, and one that is shared and was not looked at."""
    by, now = who.actor, timezone.now()
    line = onboarding.approve(
        huarui,
        category=relationships.save_category("pump-housings", by=by),
        site=None,
        starts_on=date(2026, 1, 1),
        ends_on=None,
        conditions=[("Send the control plan.", date(2027, 6, 1))],
        reason="Audit passed.",
        by=by,
        now=now,
    )
    seller = Actor.system(huarui.supplier, "seller")
    about = onboarding.About(
        kind="iso_14001",
        number="E-1",
        issuer="TÜV",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        language="en",
    )
    content = b"%PDF-1.7\n%%EOF"
    handed, shared = (
        onboarding.hand_in(about, content=content, file_name="iso.pdf", to=to, by=seller, now=now)
        for to in ([huarui], [])
    )
    relationships.give_consent(huarui, "documents", by=seller, now=now)
    return {
        "approval": [line.pk],
        "approval_condition": [line.pk, line.conditions.get().pk],
        "document": [handed.pk],
        "document_review": [handed.reviews.get().pk],
        "shared_document": [huarui.slug, shared.pk],
    }


def of_the_qualifications(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """One under way, with an answer that the supplier handed in; one whose decision is proposed; and a draft."""
    by, now = who.actor, timezone.now()
    draft = requirements.save_requirements(None, Head("Prototypes"), shipped.SETS[0][3], by=by)
    requirements.take_over_shipped(by=by, now=now)
    found = []
    for code in ("pumps", "seals"):
        category = relationships.save_category(code, by=by)
        found.append(
            qualification.start(
                huarui,
                category=category,
                sites=[],
                risk="low",
                risk_reason="Small volumes.",
                by=Actor.system(who.organization, "tandem"),
                now=now,
            )
        )
    running, proposed = found
    qualification_decisions.propose(
        proposed, "refused", reason="Too small.", by=Actor.system(who.organization, "tandem"), now=now
    )
    stage = running.stages.get()
    item = stage.items.filter(by_supplier=True).first()
    assert item is not None
    item.kind = ItemKind.CHECK
    item.save()
    seller = Actor.system(huarui.supplier, "seller")
    upload = Upload("answer.pdf", b"%PDF-1.7\n%%EOF")
    given = qualification_items.hand_in(item, upload=upload, by=seller, now=now)
    return {
        "qualification": [running.pk],
        "proposed_qualification": [proposed.pk],
        "qualification_stage": [running.pk, stage.pk],
        "qualification_item": [running.pk, item.pk],
        "qualification_evidence": [running.pk, item.pk, given.pk],
        "requirement_set": [draft.pk],
    }
