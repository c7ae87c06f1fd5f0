"""What the story of performance that has consequences rests on: a scorecard with data check and countersignatures, what
follows from it, and words in two languages."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tandem.improvement import actions as improvement
from tandem.improvement.models import OpeningRule
from tandem.incentives import actions as incentives
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Template
from tests.cast import Person
from tests.scorecards.conftest import CRITERIA

BANDS = [
    {"grade": "A", "floor": 90},
    {"grade": "B", "floor": 75},
    {"grade": "C", "floor": 40},
    {"grade": "D", "floor": 0},
]
AGREEMENT = {"agreement": "QV-2026", "clause": "12.3"}
LATE: dict[str, Any] = {
    "name": "Late lines", "name_local": "逾期订单行", "kind": "penalty", "when": "grade", "grades": ["C", "D"],
    "effect": "deduction", "base": "lines", "lines_of": "on_time_lines", "rate": Decimal(1), "per": "day",
    "line_most": Decimal(10), "cap_rate": Decimal("0.5"), **AGREEMENT,
}  # fmt: skip
BETTER: dict[str, Any] = {
    "name": "Rebate for what improved", "name_local": "改善返利", "kind": "reward", "when": "improved",
    "kpi": "on_time_lines", "effect": "rebate", "base": "period", "lines_of": "on_time_lines", "rate": Decimal("0.25"),
    **AGREEMENT,
}  # fmt: skip
AWARD: dict[str, Any] = {
    "name": "Most improved", "name_local": "进步之星", "kind": "reward", "when": "improved", "effect": "award",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What people write and read in one language."""

    moved_too_late: str
    port_closed: str
    true: str
    both_moves: str
    blocked: str
    in_force: str
    improved: str
    award: str
    signed_by_both: str


WORDS = {
    "en": Words(
        moved_too_late="You had moved it after it was due.",
        port_closed="The port was closed.",
        true="The carrier confirms it.",
        both_moves="It was moved when it was late already.",
        blocked="All castings in stock are blocked.",
        in_force="In effect",
        improved="The KPI improved",
        award="Most improved",
        signed_by_both="Signed by both",
    ),
    "zh-hans": Words(
        moved_too_late="改期发生在到期之后。",
        port_closed="港口关闭。",
        true="承运商已证实。",
        both_moves="改期时已经逾期。",
        blocked="库存铸件全部隔离。",
        in_force="已生效",
        improved="已改善",
        award="进步之星",
        signed_by_both="双方已签署",
    ),
}


def scorecard(by: Person, now: datetime) -> Template:
    """Checked by suppliers and countersigned by three functions before it is published."""
    fields = {
        "name": "Castings",
        "name_local": "铸件",
        "minimum_sample": 3,
        "data_check": True,
        "countersigned_by": ["quality", "logistics", "finance"],
    }
    saved = scorecards.save_template(None, fields, scorecards.Parts(CRITERIA, BANDS, (), ()), by=by.actor)
    scorecards.activate_template(saved, by=by.actor, now=now)
    return saved


def what_follows(author: Person, approver: Person, now: datetime) -> None:
    """Policies put to use by another than who wrote them, and a rule: whoever is penalised improves."""
    for values in (LATE, BETTER, AWARD):
        written = incentives.save_policy(values, by=author.actor, now=now)
        incentives.activate(written, by=approver.actor, now=now)
    rule = OpeningRule(event="penalty", owner=author.user)
    improvement.save_rule(rule, by=author.actor, now=now)
