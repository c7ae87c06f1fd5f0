from tandem.scorecards.models.bases import RunBasis
from tandem.scorecards.models.cards import Card, HistoricGrade
from tandem.scorecards.models.kpis import Kpi
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.templates import (
    Assignment,
    Criterion,
    Deduction,
    GradeBand,
    RedLine,
    Template,
)
from tandem.scorecards.models.trials import Trial

__all__ = [
    "Assignment",
    "Card",
    "Criterion",
    "Deduction",
    "GradeBand",
    "HistoricGrade",
    "Kpi",
    "RedLine",
    "Run",
    "RunBasis",
    "Template",
    "Trial",
]
