"""Writing policies, and putting them to use: by another person than who wrote them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.incentives import rules, soundness
from tandem.incentives.models import Policy

POLICY = (
    "name", "name_local", "kind", "scorecard", "category", "segment", "when", "grades", "kpi", "comparison",
    "threshold", "periods", "change", "cases", "effect", "base", "lines_of", "rate", "per", "line_most", "amount",
    "currency", "cap_rate", "cap_amount", "days", "points", "stage", "to_segment", "agreement", "clause", "clause_text",
    "tax", "answer_days",
)  # fmt: skip


@transaction.atomic
def save_policy(
    values: Mapping[str, Any], *, by: Actor, now: datetime, policy: Policy | None = None
) -> Policy:
    """A new draft, or a draft changed. Raises Refused with everything that keeps it from meaning something."""
    require(rules.can_write_policies(by) if policy is None else rules.can_change_policy(by, policy))
    if policy is None:
        policy = Policy(customer_id=by.organization_id)
    else:
        policy.refresh_from_db(from_queryset=Policy.objects.select_for_update())
        if policy.status != Policy.Status.DRAFT:
            raise Refused(
                _("“%(policy)s” is in use or was: cases rest on it. Copy it, and change the copy.")
                % {"policy": policy}
            )
    changes = audit.differences(policy, values) if policy.pk else None
    for name, value in values.items():
        setattr(policy, name, value)
    # Whoever wrote the last word of it does not put it to use.
    policy.made_at, policy.made_by_id, policy.made_by_name = now, by.user_id, by.name[:120]
    soundness.tidy(policy)
    check(policy)
    if problems := soundness.problems(policy):
        raise Refused(" ".join(problems))
    policy.save()
    audit.record(policy, "changed" if changes is not None else "written", by=by, changes=changes)
    return policy


@transaction.atomic
def activate(policy: Policy, *, by: Actor, now: datetime) -> None:
    """From now on it speaks when a run is published."""
    policy.refresh_from_db(from_queryset=Policy.objects.select_for_update())
    require(rules.can_activate(by, policy, now), rules.why_not_activate(by, policy, now))
    policy.activated_at, policy.activated_by_name = now, by.name[:120]
    audit.move(policy, Policy.Status.ACTIVE, by=by)


@transaction.atomic
def retire(policy: Policy, *, reason: str, by: Actor) -> None:
    policy.refresh_from_db(from_queryset=Policy.objects.select_for_update())
    require(rules.can_change_policy(by, policy))
    if not reason.strip():
        raise Refused(_("Say why it is retired: cases that rest on it stay, and are asked about."))
    policy.retired_because = reason.strip()[:500]
    audit.move(policy, Policy.Status.RETIRED, by=by, reason=policy.retired_because)


@transaction.atomic
def copy(policy: Policy, *, by: Actor, now: datetime) -> Policy:
    """A draft like it, to be changed."""
    require(rules.can_change_policy(by, policy))
    values = {name: getattr(policy, name) for name in POLICY}
    names = set(Policy.objects.visible_to(by).values_list("name", flat=True))
    number = next(n for n in range(2, len(names) + 3) if f"{policy.name[:110]} ({n})" not in names)
    values["name"] = f"{policy.name[:110]} ({number})"
    if policy.name_local:
        values["name_local"] = f"{policy.name_local[:110]}（{number}）"
    return save_policy(values, by=by, now=now)
