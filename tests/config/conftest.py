"""One of every record that Nordlicht keeps, for the walk through all addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Site
from tandem.accounts.roles import Role
from tandem.accounts.scopes import Scope
from tandem.assessments import actions as questionnaires
from tandem.assessments.actions import kept as assessments
from tandem.assessments.actions.measurements import keep_measurements
from tandem.assessments.actions.references import attach_letter
from tandem.assessments.actions.statements import Given, save_statement
from tandem.assessments.desk import Desk
from tandem.assessments.measurement_files import Series
from tandem.assessments.models import CommittedLoad, Plant, ProductLine, Reference
from tandem.config import postgres
from tandem.core import kept_files
from tandem.facts import actions as facts
from tandem.facts.models import SupplierKey
from tandem.improvement import actions as improvement
from tandem.improvement.models import Action, OpeningRule, ProjectStep, Proposal, ReportForm, Rung
from tandem.incentives import actions as incentives
from tandem.lake import kpis
from tandem.messaging import actions as messaging
from tandem.messaging.models import Delivery, Notification
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
from tandem.portal import actions as portal
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import AccountContact, Ask, PrivateGrade, RecordFile, Survey
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Card, Disputed, EarlierCard, Evidence, Objection, Run, Template
from tandem.sourcing import actions as sourcing
from tandem.sourcing.models import Criterion
from tests.assessments.conftest import ASKED, a_photo
from tests.cast import NOW, Person, person, supplier_of
from tests.facts.files import HEADER, ORDERS
from tests.onboarding.passports.conftest import CHINESE
from tests.onboarding.screening_lists import DEBARRED
from tests.scorecards.conftest import PARTS, run_of
from tests.sourcing.selections import OFFER, begun

Arguments = list[Any]


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> Path:
    """Lake and files of this test alone."""
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")
    options = {"location": str(tmp_path / "files")}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def first_fence_alone(db: None) -> Iterator[None]:
    """As the superuser, whom the policies do not concern: what is hidden now, the application's own gate hides."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.APP_ROLE}")


@pytest.fixture
def nordlichts(places: Path, administrator: Person, huarui: Relationship) -> dict[str, Arguments]:
    """Every kind of record by its name in `tests.config.addresses`, as the arguments of an address."""
    return {
        **of_the_organisation(administrator),
        **of_the_relationship(administrator, huarui),
        **of_the_facts(administrator, places),
        **of_the_inbox(administrator),
        **of_the_scorecards(administrator, huarui),
        **of_the_customers(administrator),
        **of_the_requests(administrator, huarui),
        **of_the_screening(administrator, huarui),
        # Before the bank account that a supplier proposes, for which statements are held.
        **of_the_incentives(administrator, huarui),
        **of_the_means(administrator, huarui),
        **of_the_passport(administrator, huarui),
        **of_the_questionnaires(administrator, huarui),
        **of_the_statements(administrator, huarui),
        **of_the_approved_list(administrator, huarui),
        **of_the_selections(administrator, huarui),
        **of_the_qualifications(administrator, huarui),
        **of_the_improvement(administrator, huarui),
    }


def of_the_organisation(who: Person) -> dict[str, Arguments]:
    own, by = who.organization, who.actor
    site = accounts.save_site(Site(organization=own, code="1100", name="Kiel", country="DE"), by=by)
    day = accounts.set_site_exception(site, date(2026, 12, 24), works=False, reason="", by=by)
    contact = accounts.save_contact(Contact(organization=own, kept_by=own, name="Karin Wolf"), by=by)
    identifier = accounts.add_identifier(own, scheme="lei", value="529900T8BM49AURSDO55", by=by)
    invitation = accounts.invite(
        own, email="wei@nordlicht.example", roles=[Role.BUYER], site="http://testserver/", by=by, now=NOW
    )
    token, _secret = accounts.make_token("ERP", [Scope.READ_AUDIT], days=30, by=by, now=NOW)
    colleague = own.memberships.get(user=person(own, "Vera Holm", Role.LOGISTICS).user)
    today = timezone.localdate()
    delegation = accounts.hand_over(
        colleague, begins_on=today, ends_on=today + timedelta(days=9), by=by, now=timezone.now()
    )
    return {
        "delegation": [delegation.pk],
        "customer": [own.slug],
        "customer_kpi": [own.slug, "paid_on_time"],
        "invitation": [invitation.pk],
        "token": [token.pk],
        "site": [site.pk],
        "site_day": [day.pk],
        "contact": [contact.pk],
        "identifier": [identifier.pk],
        "membership": [own.memberships.get(user=who.user).pk],
    }


def of_the_relationship(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    by, slug = who.actor, huarui.slug
    note = relationships.write_note(huarui, "Ask for the new furnace.", by=by)
    number = relationships.number_supplier(huarui, source="erp", key="100", by=by)
    alias = relationships.remember_alias(huarui, "Huarui", "huarui", by=by)
    assert alias is not None
    contact = Contact(organization=huarui.supplier, kept_by=who.organization, name="Hua Meiling")
    accounts.save_contact(contact, by=by)
    category = relationships.save_category("castings", by=by)
    internal = relationships.mark_internal(source="erp", key="900", by=by)
    file = SimpleUploadedFile("suppliers.csv", b"Number,Name,Country\nV-1,Bergquell,DE\n")
    supplier_list = relationships.keep_list(file, by=by)
    other = supplier_of(who, "Hua Rui")
    merge = relationships.propose_merge(huarui, other, reason="One licence.", by=by, now=NOW)
    return {
        "merge": [merge.pk],
        "relationship": [slug],
        "note": [slug, note.pk],
        "number": [slug, number.pk],
        "alias": [slug, alias.pk],
        "supplier_contact": [slug, contact.pk],
        "category": [category.pk],
        "internal_number": [internal.pk],
        "supplier_list": [supplier_list.pk],
        "supplier_list_row": [supplier_list.pk, 1],
    }


def of_the_facts(who: Person, places: Path) -> dict[str, Arguments]:
    path = places / "orders.csv"
    path.write_text(f"{HEADER}\n1,10,100,5,2026-07-01,2.5,EUR,\n1,20,V2,7,2026-07-01,2,EUR,\n")
    batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=who.actor)
    facts.load_batch(batch, by=who.actor, clock=timezone.now)
    mapping = facts.save_mapping(ORDERS, by=who.actor)
    key = SupplierKey.objects.filter(customer=who.organization).order_by("pk").first()
    assert key is not None
    return {"batch": [batch.number], "saved_mapping": [mapping.pk], "supplier_key": [key.pk]}


def of_the_inbox(who: Person) -> dict[str, Arguments]:
    endpoint, _secret = messaging.add_endpoint(
        "ERP", url="http://127.0.0.1:9/", chosen=["import.failed"], by=who.actor, now=NOW
    )
    context = {"file": "orders.csv", "problem": "the disk is full"}
    messaging.notify("import.failed", to=messaging.members(who.organization.pk), context=context, now=NOW)
    notification = Notification.objects.get(recipient=who.user, kind="import.failed")
    delivery = Delivery.objects.get(endpoint=endpoint)
    return {"endpoint": [endpoint.pk], "notification": [notification.pk], "delivery": [delivery.pk]}


def of_the_scorecards(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    template = scorecards.save_template(None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=who.actor)
    # Not by the administrator: whoever puts weights to use does not publish what they make.
    scorecards.activate_template(template, by=Actor.system(who.organization, "tandem"), now=NOW)
    run = run_of(template, "2026-Q3", who)
    card = Card.objects.get(run=run, relationship=huarui)
    own = replace(kpis.shipped()["on_time_lines"], code="nordlicht_on_time")
    kpi = scorecards.save_kpi(own, by=who.actor, now=NOW)
    # As if the night had started it: an objection is not decided by who did.
    Run.objects.filter(pk=run.pk).update(started_by_user=None)
    objection, line, evidence = _objected(card)
    check = Objection.objects.create(
        run=run, relationship=huarui, kind=Objection.Kind.CHECK, period=run.period, title="Castings",
        due_on=date(2099, 1, 1), opened_at=NOW,
    )  # fmt: skip
    earlier = EarlierCard.objects.create(
        run=run, relationship=huarui, shown=True, replaced_at=NOW, version=9, outcome="no_data", coverage=0, sample=0,
        lines=[], notes={},
    )  # fmt: skip
    return {
        "objection": [objection.pk],
        "check": [check.pk],
        "objection_kpi": [objection.pk, "on_time_lines"],
        "objection_line": [objection.pk, line.pk],
        "objection_evidence": [objection.pk, evidence.pk],
        "earlier_card": [earlier.pk],
        "run": [run.pk],
        "card": [card.pk],
        "card_kpi": [card.pk, "on_time_lines"],
        "template": [template.pk],
        "kpi": [kpi.code],
    }


def _objected(card: Card) -> tuple[Objection, Disputed, Evidence]:
    """As if it had been sent after publication, which comes later in the story."""
    objection = Objection.objects.create(
        run=card.run,
        relationship=card.relationship,
        kind=Objection.Kind.APPEAL,
        status=Objection.Status.SUBMITTED,
        period=card.run.period,
        title=card.run.template.name,
        due_on=NOW.date(),
        opened_at=NOW,
        submitted_at=NOW,
    )
    line = Disputed.objects.create(
        objection=objection,
        kpi="on_time_lines",
        subject="timeliness",
        source="erp",
        number="PO-1",
        line="1",
        schedule_line="1",
        reason="date_moved",
    )
    kept = kept_files.keep(b"%PDF-1.4\n%%EOF\n", name="proof.pdf", folder="objections/1")
    evidence = Evidence.objects.create(objection=objection, added_at=NOW, **vars(kept))
    return objection, line, evidence


def of_the_statements(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """One that Nordlicht wrote down for itself, and one that the supplier keeps of itself."""
    given = Given(date(2025, 12, 31), "CNY", {"revenue": Decimal(100)})
    kept = save_statement(huarui.supplier, given, by=who.actor, now=NOW, relationship=huarui)
    seller = Actor.system(huarui.supplier, "seller")
    own = save_statement(huarui.supplier, given, by=seller, now=NOW)
    return {"statement": [huarui.slug, kept.pk], "own_statement": [own.pk]}


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


def of_the_screening(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    load_list("world_bank", DEBARRED.encode(), source="debarred.csv", by_name="test", now=NOW)
    screen_suppliers(who.organization, now=NOW)
    return {"screening_match": [ScreeningMatch.objects.get(relationship=huarui).pk]}


def of_the_means(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """What Nordlicht says of its own plants, and what it keeps of Huarui's."""
    by, own = who.actor, Desk(who.organization, who.organization.pk)
    line = assessments.save_entry(ProductLine(name="Pumps"), own, by=by, now=NOW)
    load = CommittedLoad(line=line, month=date(2026, 12, 1), quantity=900)
    assessments.save_entry(load, own, by=by, now=NOW)
    about = Desk(huarui.supplier, who.organization.pk, huarui)
    plant = assessments.save_entry(Plant(name="Foundry", country="CN"), about, by=by, now=NOW)
    series = [Series("P-1", "bore", "mm", 9, 11, {"1": [10.0, 10.1] * 6})]
    measured = [
        keep_measurements(series, "a.csv", NOW.date(), at, by=by, now=NOW)[0].pk for at in (own, about)
    ]
    letters = []
    for at in (own, about):
        word = Reference(customer="Hongta", begins=NOW.date(), said_on=NOW.date())
        assessments.save_entry(word, at, by=by, now=NOW)
        attach_letter(word, SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF"), at, by=by)
        letters.append(word.pk)
    return {
        "own_entry": ["lines", line.pk],
        "own_load": [load.pk],
        "own_measurements": [measured[0]],
        "evaluated_measurements": [huarui.slug, measured[1]],
        "own_reference": [letters[0]],
        "evaluated_reference": [huarui.slug, letters[1]],
        "evaluated_kind": [huarui.slug, "loads"],
        "evaluated_entry": [huarui.slug, "plants", plant.pk],
    }


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


def of_the_selections(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    by, now = who.actor, timezone.now()
    selection = begun(by, now)
    candidate = sourcing.add_candidates(selection, [huarui], by=by, now=now)[0]
    criterion = sourcing.save_criterion(
        Criterion(selection=selection, name="References", source="references"), by=by
    )
    pdf = b"%PDF-1.7\n%%EOF"
    known = sourcing.Known(Decimal(80), Decimal(80), note="Three calls.", file=("calls.pdf", pdf))
    value = sourcing.enter_value(candidate, criterion, known, by=by, now=now)
    offer = sourcing.enter_offer(candidate, OFFER, file=("offer.pdf", pdf), by=by, now=now)
    judge = sourcing.invite_judge(selection, who.organization.memberships.get(user=who.user), by=by, now=now)
    return {
        "selection": [selection.pk],
        "selection_candidate": [selection.pk, candidate.pk],
        "selection_criterion": [selection.pk, criterion.pk],
        "selection_cell": [selection.pk, candidate.pk, criterion.pk],
        "selection_offer": [selection.pk, offer.pk],
        "selection_value": [selection.pk, value.pk],
        "selection_judge": [selection.pk, judge.pk],
    }


def of_the_incentives(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """One reward proposed, one penalty announced, and a policy that waits to be put to use: none by the
    administrator, who may therefore decide on them."""
    by, now = Actor.system(who.organization, "tandem"), timezone.now()
    clause = {"agreement": "Frame agreement", "clause": "12.3"}
    policy = incentives.save_policy(
        {
            "name": "Low grade",
            "kind": "penalty",
            "when": "grade",
            "grades": ["D"],
            "effect": "reprimand",
            **clause,
        },
        by=by,
        now=now,
    )
    reward = incentives.propose(
        huarui, incentives.Words("reward", "preferred", "Two good years."), by=by, now=now
    )
    late = incentives.Words("penalty", "deduction", "Late again.", Decimal(50), "EUR", **clause)
    penalty = incentives.propose(huarui, late, by=by, now=now)
    incentives.approve(penalty, by=by, now=now)
    incentives.announce(penalty, by=by, now=now)
    held = incentives.Words("penalty", "deduction", "And again.", Decimal(70), "EUR", **clause)
    in_force = incentives.propose(huarui, held, by=by, now=now)
    incentives.approve(in_force, by=by, now=now)
    incentives.announce(in_force, by=by, now=now)
    incentives.accept(in_force, by=Actor.system(huarui.supplier, "seller"), now=now)
    sent = incentives.make_statement(huarui, "EUR", by=by, now=now)
    incentives.sign_and_send(sent, by=by, now=now)
    incentives.accept(penalty, by=Actor.system(huarui.supplier, "seller"), now=now)
    open_one = incentives.make_statement(huarui, "EUR", by=by, now=now)
    third = incentives.propose(huarui, late, by=by, now=now)
    incentives.approve(third, by=by, now=now)
    incentives.announce(third, by=by, now=now)
    told = incentives.Told("Sorting of 400 castings", "sorting", "Sand in the bores.", now.date(), "EUR")
    claims = []
    for step in range(3):
        claim = incentives.write_claim(
            huarui, told, [incentives.Damage("Two people, one shift", Decimal(640))], by=by, now=now
        )
        paper = incentives.attach(claim, b"%PDF-1.7\n%%EOF", name="hours.pdf", by=by, now=now)
        claims.append((claim, paper))
        if step:
            incentives.hand_in(claim, by=by, now=now)
    incentives.send(claims[2][0], by=by, now=now)
    given = incentives.Words("reward", "award", "Three good years.", title="Supplier of the year")
    award = incentives.propose(huarui, given, by=by, now=now)
    incentives.approve(award, by=by, now=now)
    incentives.announce(award, by=by, now=now)
    return {
        "honour": [award.honour.pk],
        "policy": [policy.pk],
        "consequence": [reward.pk],
        "announced": [third.pk],
        "claim": [claims[0][0].pk],
        "claim_paper": [claims[0][0].pk, claims[0][1].pk],
        "proposed_claim": [claims[1][0].pk],
        "sent_claim": [claims[2][0].pk],
        "sent_claim_paper": [claims[2][0].pk, claims[2][1].pk],
        "reconciliation": [open_one.pk],
        "reconciliation_line": [open_one.pk, open_one.lines.get().pk],
        "sent_reconciliation": [sent.pk],
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


def of_the_improvement(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """A case at its D1, handed in with a file; and an action agreed on."""
    by, now = who.actor, timezone.now()
    seller = Actor.system(huarui.supplier, "seller")
    values = {"title": "Pores in the volute", "description": "Three of ten castings leak."}
    case = improvement.open_case(huarui, values, by=by, now=now)
    step = case.steps.get(code="D1")
    file = improvement.attach(step, b"%PDF-1.7\n%%EOF", name="team.pdf", by=seller, now=now)
    improvement.hand_in(step, {"team": [{"name": "Hua Meiling"}]}, by=seller, now=now)
    goal = {"title": "Lighter", "why": "Less iron.", "goal_text": "5 % less", "due_on": now.date()}
    project = improvement.propose_project(huarui, goal, by=by, now=now)
    planned = ProjectStep(phase="do", text="Trial", side="supplier", due_on=now.date())
    improvement.plan_step(project, planned, by=by, now=now)
    rule = improvement.save_rule(OpeningRule(event="grade", grades="D"), by=by, now=now)
    rung = improvement.save_rung(Rung(after_days=2, whom="owner"), by=by)
    form = ReportForm.objects.create(
        customer=who.organization, name="Ours", path="gone.xlsx", file_name="8d.xlsx", size=1, kept_at=now
    )
    proposal = Proposal.objects.create(
        case=case, relationship=huarui, where="site", detail="Kiel", made_at=now
    )
    action = Action.objects.create(case=case, text="Degas longer", owner="Li", due_on=now.date())
    return {
        "case": [case.pk],
        "case_step": [case.pk, "D1"],
        "case_file": [case.pk, "D1", file.pk],
        "case_action": [case.pk, action.pk],
        "project": [project.pk],
        "project_step": [project.pk, planned.pk],
        "opening_rule": [rule.pk],
        "report_form": [form.pk],
        "case_form": [case.pk, 0],
        "case_proposal": [case.pk, proposal.pk],
        "rung": [rung.pk],
    }


def of_the_questionnaires(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """Answered by Huarui with a file, to be verified by the administrator; and a draft of the next version."""
    by, now = who.actor, timezone.now()
    fields = {"code": "basics", "title": "Basics"}
    template = questionnaires.write_template(fields, asked=ASKED, by=by)
    questionnaires.publish_template(template, by=by, now=now)
    wanted = questionnaires.Wanted(template, now.date() + timedelta(days=7))
    assessment = questionnaires.ask_assessment(huarui, wanted, by=by, now=now)
    seller = Actor.system(huarui.supplier, "seller")
    questionnaires.answer(assessment, "certified", "yes", by=seller, now=now)
    questionnaires.answer(assessment, "ppm", "500", by=seller, now=now)
    pdf = b"%PDF-1.7\n%%EOF"
    file = questionnaires.attach(assessment, "certificate", pdf, name="iso.pdf", by=seller, now=now)
    photo = questionnaires.attach(assessment, "certificate", a_photo(), name="line.png", by=seller, now=now)
    questionnaires.submit(assessment, by=seller, now=now)
    questionnaires.assign_assessors(assessment, [], lead=who.user, by=by, now=now)
    finding = questionnaires.raise_finding(assessment, text="Oil.", severity="minor", by=by, now=now)
    draft = questionnaires.new_version(template, by=by)
    return {
        "assessment": [assessment.pk],
        "assessment_question": [assessment.pk, "ppm"],
        "assessment_evidence": [assessment.pk, file.pk],
        "assessment_photo": [assessment.pk, photo.pk],
        "assessment_finding": [assessment.pk, finding.pk],
        "questionnaire": [draft.pk],
        "questionnaire_section": [draft.pk, "quality"],
        "questionnaire_section_way": [draft.pk, "quality", "down"],
        "questionnaire_question": [draft.pk, "quality", "ppm"],
        "questionnaire_question_way": [draft.pk, "ppm", "up"],
        "questionnaire_question_alone": [draft.pk, "ppm"],
    }
