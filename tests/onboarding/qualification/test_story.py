"""A supplier is qualified from the first document to the decision."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import AuditEntry
from tandem.accounts.roles import Capability, Role
from tandem.core.errors import Refused
from tandem.messaging.models import Notification
from tandem.onboarding.actions import (
    documents,
    qualification,
    qualification_decisions,
    qualification_items,
)
from tandem.onboarding.actions.qualification_items import Upload
from tandem.onboarding.models import Approval, Qualification, QualificationItem
from tandem.relationships.history import tell
from tandem.relationships.models import Category, Relationship, Stage
from tests.cast import Person, person
from tests.onboarding.qualification.conftest import (
    NOW,
    PDF,
    TODAY,
    about,
    begun,
    handed_in,
    item,
    waived,
    whole,
)

SELLS = (Role.ADMINISTRATOR, Role.SALES)


def standing_in(giver: Person, taker: Person) -> Actor:
    """The taker, from today on for ten days also with what the giver may."""
    membership = giver.organization.memberships.get(user=taker.user)
    accounts.hand_over(
        membership, begins_on=TODAY, ends_on=TODAY + timedelta(days=10), by=giver.actor, now=NOW
    )
    return actor_of(membership, NOW)


def without_stages(who: Person) -> Actor:
    allowed = who.actor.capabilities - {Capability.CHANGE_STAGE}
    return replace(who.actor, capabilities=allowed, own=None)


def stages(found: Qualification) -> list[tuple[str, str]]:
    return list(found.stages.values_list("name", "status"))


def told(who: Person) -> list[str]:
    rows = Notification.objects.filter(recipient=who.user).unread().order_by("pk")
    return [kind for kind in rows.values_list("kind", flat=True) if kind.startswith("qualification.")]


def test_it_begins_with_its_first_stage_and_the_supplier_is_told(
    running: Qualification, huarui_sales: Person, buyer: Person
) -> None:
    assert stages(running) == [
        ("Document review", "open"),
        ("Survey", "waiting"),
        ("Sample approval", "waiting"),
    ]
    dues = list(running.stages.values_list("due_on", flat=True))
    assert dues == [TODAY + timedelta(days=days) for days in (14, 35, 65)]
    assert running.due_on == dues[-1]
    assert told(huarui_sales) == ["qualification.asked"]
    assert told(buyer) == []


def test_what_is_handed_in_and_accepted_opens_the_next_stage(
    running: Qualification, buyer: Person, manager: Person, huarui_sales: Person
) -> None:
    licence = handed_in(running, "Business licence", huarui_sales)
    assert (licence.status, told(buyer)) == ("submitted", ["qualification.handed_in"])

    qualification_items.return_item(licence, reason="The second page is missing.", by=buyer.actor, now=NOW)
    assert (licence.status, licence.reason) == ("returned", "The second page is missing.")
    assert told(huarui_sales) == ["qualification.asked", "qualification.returned"]

    for title in ("Business licence", "ISO 9001 certificate", "Signed code of conduct"):
        qualification_items.accept_item(handed_in(running, title, huarui_sales), by=buyer.actor, now=NOW)
    assert stages(running)[0] == ("Document review", "open")
    waived(running, "Debarment and sanctions lists", manager)
    assert stages(running)[:2] == [("Document review", "passed"), ("Survey", "open")]
    assert running.remarks.get(about="waiver").text == "Known for years."


def test_a_gate_that_is_not_passed_blocks_the_next_stage(
    running: Qualification, buyer: Person, huarui_sales: Person
) -> None:
    sentence = "“Survey” begins once “Document review” is passed: 4 items are missing there."
    survey = item(running, "Supplier self-assessment")
    with pytest.raises(Refused, match=sentence):
        qualification_items.hand_in(survey, text="Yes to all.", by=huarui_sales.actor, now=NOW)
    with pytest.raises(Refused, match=sentence):
        qualification_items.record_result(survey, passed=True, text="Fine.", by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="Not every stage is passed yet"):
        qualification_decisions.propose(running, "approved", reason="They are good.", by=buyer.actor, now=NOW)
    assert stages(running)[1] == ("Survey", "waiting")


def test_a_released_gate_is_the_owners_and_takes_a_reason_where_something_failed(
    shipped: None,
    buyer: Person,
    manager: Person,
    quality_engineer: Person,
    huarui: Relationship,
    castings: Category,
) -> None:
    found = begun(huarui, castings, buyer, risk="high")
    for title in found.stages.get(name="Document review").items.values_list("title", flat=True):
        waived(found, title, manager)
    waived(found, "Supplier self-assessment", manager)
    audit = found.stages.get(name="Site audit")
    with pytest.raises(Refused, match="has no result yet"):
        qualification.release_stage(audit, by=quality_engineer.actor, now=NOW)
    qualification_items.record_result(
        item(found, "Process audit on site"),
        passed=False,
        figures={"score": "74"},
        reason="No gauges at station 4.",
        by=quality_engineer.actor,
        now=NOW,
    )
    with pytest.raises(Refused, match="Only the stage’s owner"):
        qualification.release_stage(audit, reason="It will do.", by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="Give the reason for releasing it"):
        qualification.release_stage(audit, by=quality_engineer.actor, now=NOW)
    qualification.release_stage(
        audit, reason="Gauges were bought meanwhile.", by=quality_engineer.actor, now=NOW
    )
    assert stages(found)[2:4] == [("Site audit", "passed"), ("Sample approval", "open")]
    assert found.remarks.get(about="release").text == "Gauges were bought meanwhile."


def test_somebody_else_decides_and_the_supplier_is_on_the_list(
    shipped: None, newcomer: Relationship, castings: Category, buyer: Person, manager: Person
) -> None:
    seller = person(newcomer.supplier, "Anselm Berg", *SELLS)
    found = begun(newcomer, castings, buyer)
    whole(found, buyer, seller, manager)
    assert told(buyer) == []
    proposal = qualification_decisions.propose(
        found,
        "conditional",
        reason="All stages passed; one gauge is on order.",
        conditions=[("Gauge at station 4", TODAY + timedelta(days=60))],
        ends_on=TODAY + timedelta(days=730),
        by=buyer.actor,
        now=NOW,
    )
    assert told(manager)[-1] == "qualification.proposed"
    assert qualification_decisions.agree(proposal, by=manager.actor, now=NOW) == []

    found.refresh_from_db()
    newcomer.refresh_from_db()
    assert (found.status, found.decided_by_name, newcomer.stage) == (
        "conditional",
        "Matthias Roth",
        Stage.APPROVED,
    )
    approval = Approval.objects.get(relationship=newcomer)
    assert list(found.approvals.all()) == [approval]
    assert (approval.status, approval.category, approval.site) == ("conditional", castings, None)
    assert [(each.text, each.due_on) for each in approval.conditions.all()] == [
        ("Gauge at station 4", TODAY + timedelta(days=60))
    ]
    kinds = {rest.document.kind for rest in approval.rests.select_related("document")}
    assert kinds == {"licence", "iso_9001", "code_of_conduct"}
    assert told(seller)[-1] == "qualification.decided"
    assert told(buyer) == ["qualification.settled"]
    moves = list(newcomer.stage_changes.order_by("pk").values_list("new", flat=True))
    assert moves == [Stage.REGISTERED, Stage.QUALIFIED, Stage.APPROVED]
    said = [
        tell(entry).title
        for entry in AuditEntry.objects.filter(record_id=newcomer.pk, verb__startswith="qualification")
    ]
    assert sorted(said) == [
        "Proposed to be approved with conditions for Castings · every site",
        "Qualification begun: Castings · every site",
        "Qualified and approved with conditions for Castings · every site",
    ]


def test_nobody_decides_on_their_own_proposal(
    complete: Qualification, manager: Person, administrator: Person, buyer: Person
) -> None:
    proposal = qualification_decisions.propose(
        complete, "approved", reason="All passed.", by=manager.actor, now=NOW
    )
    with pytest.raises(Refused, match="Somebody else decides"):
        qualification_decisions.agree(proposal, by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="Somebody else decides"):
        qualification_decisions.send_back(proposal, reason="No.", by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="Your role does not allow this"):
        qualification_decisions.agree(proposal, by=buyer.actor, now=NOW)
    complete.refresh_from_db()
    assert complete.status == "proposed"
    qualification_decisions.agree(proposal, by=administrator.actor, now=NOW)
    complete.refresh_from_db()
    assert complete.status == "approved"


def test_whoever_stands_in_for_the_proposer_does_not_decide_either(
    complete: Qualification, manager: Person, administrator: Person, buyer: Person
) -> None:
    proposal = qualification_decisions.propose(
        complete, "approved", reason="All passed.", by=buyer.actor, now=NOW
    )
    stand_in = standing_in(buyer, manager)
    with pytest.raises(Refused, match="stand in for whoever did"):
        qualification_decisions.agree(proposal, by=stand_in, now=NOW)
    qualification_decisions.agree(proposal, by=administrator.actor, now=NOW)
    complete.refresh_from_db()
    assert complete.status == "approved"


def test_a_refused_supplier_is_told_why_and_can_be_begun_anew(
    running: Qualification, manager: Person, buyer: Person, huarui_sales: Person, castings: Category
) -> None:
    with pytest.raises(Refused, match="is being qualified already"):
        begun(running.relationship, castings, buyer)
    proposal = qualification_decisions.propose(
        running, "refused", reason="No furnace of the size needed.", by=buyer.actor, now=NOW
    )
    qualification_decisions.agree(proposal, by=manager.actor, now=NOW)
    running.refresh_from_db()
    assert (running.status, running.reason) == ("refused", "No furnace of the size needed.")
    assert told(huarui_sales) == ["qualification.decided"]
    assert not Approval.objects.exists()
    assert begun(running.relationship, castings, buyer).status == "running"


def test_a_proposal_comes_back_with_what_is_missing(
    complete: Qualification, manager: Person, buyer: Person
) -> None:
    proposal = qualification_decisions.propose(
        complete, "approved", reason="All passed.", by=buyer.actor, now=NOW
    )
    with pytest.raises(Refused, match="A decision has been proposed"):
        qualification_items.return_item(
            item(complete, "Business licence"), reason="?", by=buyer.actor, now=NOW
        )
    qualification_decisions.send_back(proposal, reason="Add the gauge.", by=manager.actor, now=NOW)
    complete.refresh_from_db()
    assert (complete.status, proposal.answer, told(buyer)[-1]) == (
        "running",
        "sent_back",
        "qualification.sent_back",
    )


def test_without_the_right_to_move_stages_the_decision_says_so(
    shipped: None, newcomer: Relationship, castings: Category, buyer: Person, manager: Person
) -> None:
    seller = person(newcomer.supplier, "Anselm Berg", *SELLS)
    found = begun(newcomer, castings, buyer)
    whole(found, buyer, seller, manager)
    proposal = qualification_decisions.propose(
        found, "approved", reason="All passed.", by=buyer.actor, now=NOW
    )
    approver = without_stages(manager)
    assert qualification_decisions.agree(proposal, by=approver, now=NOW) == [
        "The stage stays at “Registered”: somebody who may move stages takes it on."
    ]
    newcomer.refresh_from_db()
    assert newcomer.stage == Stage.REGISTERED


def test_an_accepted_document_need_not_be_handed_in_again(
    running: Qualification, buyer: Person, huarui_sales: Person, castings: Category, manager: Person
) -> None:
    qualification_items.accept_item(
        handed_in(running, "Business licence", huarui_sales), by=buyer.actor, now=NOW
    )
    review = running.relationship.document_reviews.get(document__kind="licence")
    qualification.stop(running, reason="Another category first.", by=buyer.actor, now=NOW)
    again = begun(running.relationship, castings, buyer)
    licence = item(again, "Business licence")
    qualification_items.take_accepted(licence, review, by=buyer.actor, now=NOW)
    assert licence.status == QualificationItem.Status.PASSED
    with pytest.raises(Refused, match="asks for another kind of document"):
        qualification_items.hand_in_kept(
            item(again, "ISO 9001 certificate"), review.document, by=huarui_sales.actor, now=NOW
        )


def test_another_document_does_not_pass_an_item_and_a_settled_one_takes_none(
    running: Qualification, buyer: Person, huarui_sales: Person
) -> None:
    handed = handed_in(running, "Business licence", huarui_sales)
    qualification_items.accept_item(handed, by=buyer.actor, now=NOW)
    review = running.relationship.document_reviews.get(document__kind="licence")
    wanted = item(running, "ISO 9001 certificate")
    with pytest.raises(Refused, match="asks for another kind of document"):
        qualification_items.take_accepted(wanted, review, by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="settled already"):
        qualification_items.take_accepted(handed, review, by=buyer.actor, now=NOW)


def test_an_approval_never_rests_on_a_document_that_was_refused_meanwhile(
    complete: Qualification, buyer: Person, manager: Person, huarui_sales: Person
) -> None:
    """The certificate passes its item, is proposed on, and then the issuer does not know it."""
    made = qualification_decisions.propose(
        complete, "approved", reason="All stages passed.", by=buyer.actor, now=NOW
    )
    review = complete.relationship.document_reviews.get(document__kind="iso_9001")
    documents.refuse_document(review, reason="The issuer knows no such number.", by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="was refused or has lapsed since its item was passed"):
        qualification_decisions.agree(made, by=manager.actor, now=NOW)
    assert not Approval.objects.exists()
    renewal = documents.hand_in(
        about("iso_9001"),
        content=PDF,
        file_name="anew.pdf",
        to=[complete.relationship],
        replaces=review.document,
        by=huarui_sales.actor,
        now=NOW,
    )
    documents.accept_document(renewal.reviews.get(), by=buyer.actor, now=NOW)
    qualification_decisions.agree(made, by=manager.actor, now=NOW)
    rests = set(Approval.objects.get().rests.values_list("document__kind", "document"))
    assert ("iso_9001", renewal.pk) in rests


def test_a_file_that_is_not_what_it_says_is_refused(
    running: Qualification, huarui_sales: Person, buyer: Person, manager: Person
) -> None:
    for title in running.stages.get(position=0).items.values_list("title", flat=True):
        waived(running, title, manager)
    with pytest.raises(Refused, match="no whole PDF, PNG or JPEG"):
        qualification_items.hand_in(
            item(running, "Supplier self-assessment"),
            upload=Upload("answers.pdf", b"MZ\x90"),
            by=huarui_sales.actor,
            now=NOW,
        )
    qualification_items.hand_in(
        item(running, "Supplier self-assessment"),
        upload=Upload("answers.pdf", PDF),
        by=huarui_sales.actor,
        now=NOW,
    )
    assert item(running, "Supplier self-assessment").status == "submitted"
