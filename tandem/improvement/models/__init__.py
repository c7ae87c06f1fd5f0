from tandem.improvement.models.cases import Case, Counter
from tandem.improvement.models.steps import WAITING, Action, Draft, HandIn, Step, StepFile

__all__ = ["WAITING", "Action", "Case", "Counter", "Draft", "HandIn", "Step", "StepFile"]
