from tandem.improvement.models.cases import Case, Counter
from tandem.improvement.models.elsewhere import Proposal
from tandem.improvement.models.opening import Escalation, OpeningRule, Rung, Whom
from tandem.improvement.models.projects import Project, ProjectStep
from tandem.improvement.models.report_forms import ReportForm
from tandem.improvement.models.steps import WAITING, Action, Draft, HandIn, Step, StepFile

__all__ = [
    "WAITING",
    "Action",
    "Case",
    "Counter",
    "Draft",
    "Escalation",
    "HandIn",
    "OpeningRule",
    "Project",
    "ProjectStep",
    "Proposal",
    "ReportForm",
    "Rung",
    "Step",
    "StepFile",
    "Whom",
]
