from tandem.improvement.actions.cases import close_case, hand_over, open_case, reopen_case, withdraw_case
from tandem.improvement.actions.opening import remove_rule, remove_rung, save_rule, save_rung
from tandem.improvement.actions.projects import (
    agree_to_project,
    decline_project,
    finish_project,
    finish_project_step,
    plan_step,
    propose_project,
    stop_project,
)
from tandem.improvement.actions.reasons import Reason, open_by_rule, open_for
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
from tandem.improvement.actions.watching import check_effect

__all__ = [
    "Reason",
    "accept_step",
    "agree_to_project",
    "attach",
    "check_effect",
    "close_case",
    "decline_project",
    "detach",
    "finish_action",
    "finish_project",
    "finish_project_step",
    "hand_in",
    "hand_over",
    "open_by_rule",
    "open_case",
    "open_for",
    "plan_step",
    "propose_project",
    "record_download",
    "remove_rule",
    "remove_rung",
    "reopen_case",
    "return_step",
    "save_draft",
    "save_rule",
    "save_rung",
    "stop_project",
    "withdraw_case",
]
