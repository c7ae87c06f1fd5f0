"""How each figure of an evaluation is worked out, in one line. docs/evaluation.md has the whole."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.assessments import ratios
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.scales import CAPACITY, DELIVERY, FINANCE, QUALITY

DIMENSION: Any = _("Σ weight × points ÷ Σ weight, over the figures that are known and have a scale")
FORMULAS: dict[tuple[str, str], Any] = {
    (FINANCE, "altman"): _(
        "6.56 × working capital ÷ total assets + 3.26 × retained earnings ÷ total assets"
        " + 6.72 × earnings before interest and taxes ÷ total assets + 1.05 × equity ÷ total liabilities"
    ),
    (FINANCE, "dependence"): _("our spend in the statement’s year ÷ the supplier’s revenue of that year"),
    (CAPACITY, "headroom"): _(
        "1 − Σ committed load ÷ Σ capacity over the coming months, of the line with the least left"
    ),
    (CAPACITY, "tightest_month"): _("the largest committed load ÷ capacity of a month, of the same line"),
    (CAPACITY, "rolled_yield"): _("Π first-pass yields of the line’s processes"),
    (CAPACITY, "machine_age"): _("Σ (this year − year built) ÷ machines whose year is told"),
    (QUALITY, "standards"): _("standards held whose certificate has not lapsed, counted"),
    (QUALITY, "calibrated"): _("instruments whose calibration is dated and not overdue ÷ instruments"),
    (QUALITY, "mechanisms"): _("(in place + ½ × partly in place) ÷ mechanisms, once all are answered"),
    (QUALITY, "cpk"): _(
        "distance of the mean to the nearer limit ÷ 3 σ within subgroups, the smallest of the latest measurements"
    ),
    (QUALITY, "audit"): _("score of the latest published audit"),
    (QUALITY, "questionnaire"): _("score of the latest published questionnaire"),
    (DELIVERY, "lead_time"): _("median of the days from order to delivery"),
    (DELIVERY, "lead_time_mean"): _("mean of the days from order to delivery"),
    (DELIVERY, "accuracy"): _("order lines on time in full ÷ order lines due, over twelve whole months"),
    (DELIVERY, "exact_quantity"): _("lines delivered in exactly the ordered quantity ÷ lines delivered"),
    (DELIVERY, "reliability"): _(
        "months with at least 95% of the lines on time in full ÷ months with lines due"
    ),
}
REFERRED: dict[str, Any] = {
    "lead_time": _("median of what the references say"),
    "accuracy": _("median of what the references say"),
    "reliability": _("references that call it reliable ÷ references that judged"),
}


def formula_of(dimension: str, figure: Figure) -> str:
    """Empty for a figure of no known making, which there is none of."""
    if figure.source == Source.REFERENCES:
        return str(REFERRED.get(figure.key, ""))
    ratio = ratios.BY_CODE.get(figure.key) if dimension == FINANCE else None
    if ratio is not None:
        return str(ratio.formula)
    return str(FORMULAS.get((dimension, figure.key), ""))
