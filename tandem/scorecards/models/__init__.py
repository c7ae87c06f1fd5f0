from tandem.scorecards.models.bases import RunBasis
from tandem.scorecards.models.calendars import OpenedPeriod, Schedule
from tandem.scorecards.models.cards import Card, HistoricGrade
from tandem.scorecards.models.corrections import Correction, Reason
from tandem.scorecards.models.countersignatures import Countersignature, Function
from tandem.scorecards.models.earlier import EarlierCard
from tandem.scorecards.models.judgements import Judge, Judgement, JudgementSurvey
from tandem.scorecards.models.kpis import Kpi
from tandem.scorecards.models.objections import Acknowledgement, Disputed, Evidence, Objection
from tandem.scorecards.models.overrides import Override
from tandem.scorecards.models.runs import Run
from tandem.scorecards.models.targets import Target, TargetAgreement, TargetOffer
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
    "Acknowledgement",
    "Assignment",
    "Card",
    "Correction",
    "Countersignature",
    "Criterion",
    "Deduction",
    "Disputed",
    "EarlierCard",
    "Evidence",
    "Function",
    "GradeBand",
    "HistoricGrade",
    "Judge",
    "Judgement",
    "JudgementSurvey",
    "Kpi",
    "Objection",
    "OpenedPeriod",
    "Override",
    "Reason",
    "RedLine",
    "Run",
    "RunBasis",
    "Schedule",
    "Target",
    "TargetAgreement",
    "TargetOffer",
    "Template",
    "Trial",
]
