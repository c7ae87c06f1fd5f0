from tandem.sourcing.actions.candidates import (
    add_candidates,
    bring_back,
    expect,
    leave_out,
    remove_candidate,
)
from tandem.sourcing.actions.decision import countersign, decide, propose, take_back, write_minutes
from tandem.sourcing.actions.evidence import (
    Known,
    draw_values,
    enter_offer,
    enter_value,
    record_download,
    remove_criterion,
    save_criterion,
)
from tandem.sourcing.actions.judging import (
    choose_weighting,
    dismiss_judge,
    give_points,
    hand_in,
    invite_judge,
    judge_pair,
)
from tandem.sourcing.actions.preparing import (
    begin_judging,
    change_need,
    collect_evidence,
    start_selection,
    withdraw,
)

__all__ = [
    "Known",
    "add_candidates",
    "begin_judging",
    "bring_back",
    "change_need",
    "choose_weighting",
    "collect_evidence",
    "countersign",
    "decide",
    "dismiss_judge",
    "draw_values",
    "enter_offer",
    "enter_value",
    "expect",
    "give_points",
    "hand_in",
    "invite_judge",
    "judge_pair",
    "leave_out",
    "propose",
    "record_download",
    "remove_candidate",
    "remove_criterion",
    "save_criterion",
    "start_selection",
    "take_back",
    "withdraw",
    "write_minutes",
]
