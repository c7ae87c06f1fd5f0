from tandem.onboarding.actions.approvals import (
    approve,
    close_ended,
    end_approval,
    meet_condition,
    reinstate_approval,
    suspend_approval,
)
from tandem.onboarding.actions.documents import (
    About,
    accept_document,
    hand_in,
    hand_to,
    record_document,
    record_download,
    refuse_document,
    see_shared,
    set_grace,
    take_over,
)
from tandem.onboarding.actions.renewals import follow_calendar

__all__ = [
    "About",
    "accept_document",
    "approve",
    "close_ended",
    "end_approval",
    "follow_calendar",
    "hand_in",
    "hand_to",
    "meet_condition",
    "record_document",
    "record_download",
    "refuse_document",
    "reinstate_approval",
    "see_shared",
    "set_grace",
    "suspend_approval",
    "take_over",
]
