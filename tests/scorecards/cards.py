"""A template and measured values to tell stories with."""

from decimal import Decimal

from tandem.scorecards.curves import Curve
from tandem.scorecards.grades import Bands
from tandem.scorecards.scoring import Criterion, Deduction, Measured, RedLine, Template

ON_TIME = Curve.through([("0.80", 0), ("0.95", 80), ("1", 100)])
DEFECTS = Curve.through([(0, 100), (500, 80), (5000, 0)])
PRICE = Curve.through([("-0.05", 100), ("0.05", 0)])
BANDS = Bands.of([("A", 90), ("B", 75), ("C", 60), ("D", 0)])

DELIVERY_HEAVY = Template(
    criteria=(
        Criterion("delivery", "on_time_lines", Decimal(50), ON_TIME, "Delivery", minimum_sample=5),
        Criterion("quality", "defect_ppm", Decimal(30), DEFECTS, "Quality"),
        Criterion("price", "price_variance", Decimal(20), PRICE, "Cost"),
    ),
    bands=BANDS,
    deductions=(Deduction("moved_dates", "date_changes", Decimal(1), Decimal(5), Decimal(2)),),
    red_lines=(RedLine("line_stop", "line_stops", "C"),),
    minimum_coverage=Decimal(60),
    minimum_sample=3,
)


def measured(value: str | None, n: int = 40, low: str | None = None, high: str | None = None) -> Measured:
    return Measured(
        None if value is None else Decimal(value),
        n,
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        "no data" if value is None else "",
    )


def values(**by_kpi: Measured) -> dict[str, Measured]:
    """Sound values for every KPI of the template, those given replaced."""
    usual = {
        "on_time_lines": measured("0.95", 40, "0.835", "0.986"),
        "defect_ppm": measured("500", 40, "275", "910"),
        "price_variance": measured("0"),
    }
    return usual | by_kpi
