from tandem.scorecards.actions.back_test import back_test, compute_back_test, start_back_test
from tandem.scorecards.actions.calendars import (
    close_period,
    hand_on,
    keep_schedule,
    look_after_calendars,
    stop_schedule,
)
from tandem.scorecards.actions.checking import close_check, close_due_checks, confirm, open_check
from tandem.scorecards.actions.countersigning import ask_to_countersign, countersign
from tandem.scorecards.actions.deciding import decide
from tandem.scorecards.actions.history import import_historic_grades
from tandem.scorecards.actions.judging import (
    ask_to_judge,
    close_survey,
    judge,
    look_after_surveys,
    remind_judges,
)
from tandem.scorecards.actions.kpis import check_kpi, mirror_shipped_kpis, save_kpi
from tandem.scorecards.actions.objecting import (
    Grounds,
    acknowledge,
    dispute,
    open_appeal,
    record_evidence_download,
    submit,
    take_back,
    withdraw,
)
from tandem.scorecards.actions.overriding import (
    Ground,
    override_points,
    record_override_download,
    take_back_override,
)
from tandem.scorecards.actions.runs import (
    compute_again,
    compute_run,
    discard_run,
    publish_run,
    start_run,
)
from tandem.scorecards.actions.targets import (
    Asked,
    accept_target,
    ask_others,
    counter_target,
    propose_again,
    propose_target,
    withdraw_target,
)
from tandem.scorecards.actions.templates import (
    Parts,
    activate_template,
    new_version,
    retire_template,
    save_template,
    use_standard_template,
)

__all__ = [
    "Asked",
    "Ground",
    "Grounds",
    "Parts",
    "accept_target",
    "acknowledge",
    "activate_template",
    "ask_others",
    "ask_to_countersign",
    "ask_to_judge",
    "back_test",
    "check_kpi",
    "close_check",
    "close_due_checks",
    "close_period",
    "close_survey",
    "compute_again",
    "compute_back_test",
    "compute_run",
    "confirm",
    "counter_target",
    "countersign",
    "decide",
    "discard_run",
    "dispute",
    "hand_on",
    "import_historic_grades",
    "judge",
    "keep_schedule",
    "look_after_calendars",
    "look_after_surveys",
    "mirror_shipped_kpis",
    "new_version",
    "open_appeal",
    "open_check",
    "override_points",
    "propose_again",
    "propose_target",
    "publish_run",
    "record_evidence_download",
    "record_override_download",
    "remind_judges",
    "retire_template",
    "save_kpi",
    "save_template",
    "start_back_test",
    "start_run",
    "stop_schedule",
    "submit",
    "take_back",
    "take_back_override",
    "use_standard_template",
    "withdraw",
    "withdraw_target",
]
