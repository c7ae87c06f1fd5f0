from tandem.improvement.models.cases import Case, Counter
from tandem.improvement.models.opening import Escalation, OpeningRule, Rung, Whom
from tandem.improvement.models.projects import Project, ProjectStep
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
    "Rung",
    "Step",
    "StepFile",
    "Whom",
]
