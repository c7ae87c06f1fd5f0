from tandem.improvement.actions.cases import close_case, hand_over, open_case, reopen_case, withdraw_case
from tandem.improvement.actions.steps import (
    accept_step,
    attach,
    detach,
    finish_action,
    hand_in,
    record_download,
    return_step,
    save_draft,
)

__all__ = [
    "accept_step",
    "attach",
    "close_case",
    "detach",
    "finish_action",
    "hand_in",
    "hand_over",
    "open_case",
    "record_download",
    "reopen_case",
    "return_step",
    "save_draft",
    "withdraw_case",
]
