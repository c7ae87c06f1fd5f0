from tandem.scorecards.actions.back_test import back_test, compute_back_test, start_back_test
from tandem.scorecards.actions.history import import_historic_grades
from tandem.scorecards.actions.kpis import check_kpi, mirror_shipped_kpis, save_kpi
from tandem.scorecards.actions.runs import (
    compute_again,
    compute_run,
    discard_run,
    publish_run,
    start_run,
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
    "Parts",
    "activate_template",
    "back_test",
    "check_kpi",
    "compute_again",
    "compute_back_test",
    "compute_run",
    "discard_run",
    "import_historic_grades",
    "mirror_shipped_kpis",
    "new_version",
    "publish_run",
    "retire_template",
    "save_kpi",
    "save_template",
    "start_back_test",
    "start_run",
    "use_standard_template",
]
