"""A file of grades from before Tandem, understood row by row and held against the suppliers it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tandem.core.errors import Refused
from tandem.core.reading import read
from tandem.scorecards.periods import period

HEADERS = {
    "supplier": {"supplier", "supplier number", "supplier name", "vendor", "name", "number",
                 "供应商", "供应商编号", "供应商名称", "名称", "编号"},
    "period": {"period", "month", "quarter", "year", "期间", "考核期间", "考核周期", "月份", "季度", "年度"},
    "grade": {"grade", "rating", "level", "等级", "绩效等级", "评级"},
    "score": {"score", "points", "total", "得分", "总分", "分数"},
}  # fmt: skip


@dataclass(frozen=True)
class GradeRow:
    """A row as understood; `problem` says why it cannot be taken, empty where it can."""

    row: int
    supplier: str
    period: str
    grade: str
    score: Decimal | None
    relationship_id: int | None
    problem: str


def understand(path: Path, suppliers: Mapping[str, int]) -> list[GradeRow]:
    """The file's rows; `suppliers` gives relationships by number, short name or name in lower case. Raises
    Refused."""
    source = read(path)
    columns = _columns(source.columns)
    cells = {
        wanted: source.table.column(source.cell(column)).to_pylist() for wanted, column in columns.items()
    }
    numbers = source.table.column("row").to_pylist()
    seen: set[tuple[int, str]] = set()
    rows = []
    for place, number in enumerate(numbers):
        texts = {wanted: str(values[place] or "").strip() for wanted, values in cells.items()}
        row = _row(number, texts, suppliers)
        if row.relationship_id is not None and not row.problem:
            key = (row.relationship_id, row.period)
            if key in seen:
                row = _refused(row, _("An earlier row gives this supplier a grade for this period already."))
            seen.add(key)
        rows.append(row)
    return rows


def _columns(headers: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        for wanted, names in HEADERS.items():
            if wanted not in found and header.strip().lower() in names:
                found[wanted] = header
                break
    missing = [wanted for wanted in ("supplier", "period", "grade") if wanted not in found]
    if missing:
        names_shown = {"supplier": _("supplier"), "period": _("period"), "grade": _("grade")}
        raise Refused(
            _(
                "The file has no column for %(columns)s. Name its columns supplier, period, grade and, "
                "if you like, score."
            )
            % {
                "columns": pgettext("between the items of a list", ", ").join(
                    names_shown[wanted] for wanted in missing
                )
            }
        )
    return found


def _row(number: int, texts: Mapping[str, str], suppliers: Mapping[str, int]) -> GradeRow:
    supplier, grade = texts["supplier"], texts["grade"]
    found = period(texts["period"].removesuffix(".0"))
    relationship = suppliers.get(supplier.lower())
    score, score_problem = _score(texts.get("score", ""))
    row = GradeRow(number, supplier, found.name if found else texts["period"], grade, score, relationship, "")
    if relationship is None:
        return _refused(row, _("No supplier of yours has this number or name."))
    if found is None:
        return _refused(row, _("The period is none: write 2015-09, 2015-Q3, 2015 or 2015-W36."))
    if not grade or len(grade) > 10:
        return _refused(row, _("The grade is missing or longer than ten characters."))
    return _refused(row, score_problem) if score_problem else row


def _score(text: str) -> tuple[Decimal | None, str]:
    if not text:
        return None, ""
    try:
        score = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None, _("The score is not a number.")
    if not score.is_finite() or not 0 <= score <= 100:
        return None, _("The score does not lie between 0 and 100.")
    return score.quantize(Decimal("0.01")), ""


def _refused(row: GradeRow, problem: str) -> GradeRow:
    return GradeRow(row.row, row.supplier, row.period, row.grade, row.score, row.relationship_id, problem)
