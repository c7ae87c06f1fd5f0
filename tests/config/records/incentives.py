"""Consequences, claims, statements, an honour."""

from decimal import Decimal

from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.incentives import actions as incentives
from tandem.relationships.models import Relationship
from tests.cast import Person
from tests.config.records import Arguments


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
