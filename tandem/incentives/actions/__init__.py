from tandem.incentives.actions.course import (
    accept,
    announce,
    appeal,
    approve,
    come_into_force,
    decide_appeal,
    note_document,
    refuse,
    reverse,
)
from tandem.incentives.actions.policies import POLICY, activate, copy, retire, save_policy
from tandem.incentives.actions.proposing import Words, apply_policies, propose

__all__ = [
    "POLICY",
    "Words",
    "accept",
    "activate",
    "announce",
    "appeal",
    "apply_policies",
    "approve",
    "come_into_force",
    "copy",
    "decide_appeal",
    "note_document",
    "propose",
    "refuse",
    "retire",
    "reverse",
    "save_policy",
]
