"""A review pack as a PDF and as a workbook, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats, pdf
from tandem.core.templatetags.ui_figures import measured_text
from tandem.scorecards import control_drawing, trends
from tandem.scorecards.review_packs import Pack, Section, Shown, Value, said
from tandem.scorecards.trends import Trend

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_pdf(pack: Pack, *, now: datetime) -> HttpResponse:
    content = pdf.render("scorecards/review_pack", _printed(pack, now), now=now)
    return pdf.handed_out(content, f"{file_name(pack)}.pdf")


def file_name(pack: Pack) -> str:
    customer, supplier = pack.relationship.customer.slug, pack.relationship.slug
    return f"review-{customer}-{supplier}-{pack.period.name}"


def _printed(pack: Pack, now: datetime) -> dict[str, Any]:
    language, relationship = get_language() or "en", pack.relationship
    quarter = formats.period(pack.period.name, language)
    title = _("Quarterly business review")
    return {
        "title": title,
        "subject": f"{relationship.supplier.display_name} · {relationship.customer.display_name}",
        "quarter": quarter,
        "footer": f"{title} · {relationship.supplier.display_name} · {quarter} · "
        + _("made on %(day)s") % {"day": formats.day(now.date(), language)},
        "author": relationship.customer.display_name,
        "facts": _facts(pack),
        "kpis_title": _("KPIs with control limits"),
        "kpis_note": _(
            "Dashed: control limits; grey line: the level; a dot: a month out of the ordinary by the rules of the"
            " Western Electric handbook (1956)."
        ),
        "kpis": [_kpi(each, pack) for each in pack.trends],
        "sections": [
            {
                "title": each.title,
                "note": each.note,
                "header": list(each.headings),
                "rows": [[said(value) for value in row] for row in each.rows],
                "numbers": list(each.numbers),
                "wide": each.wide,
                "empty": each.empty,
            }
            for each in pack.sections
        ],
    }


def _facts(pack: Pack) -> list[list[str]]:
    language, card = get_language() or "en", pack.card
    score = formats.number(card.score, language, 1) if card and card.score is not None else "–"
    period = formats.period(card.run.period, language) if card else "–"
    return [
        [_("Customer"), pack.relationship.customer.display_name],
        [_("Supplier"), pack.relationship.supplier.display_name],
        [_("Grade"), (card.grade if card else "") or "–"],
        [_("Score"), score],
        [_("Scorecard of"), period],
        [_("Quarter"), formats.period(pack.period.name, language)],
    ]


def _kpi(trend: Trend, pack: Pack) -> dict[str, Any]:
    currency = pack.relationship.customer.currency
    tones = [trends.tone(trend.kpi, up=point.up) for point in trend.control.points]
    return {
        "name": str(trend.kpi),
        "last": "–"
        if trend.course.last is None
        else measured_text(trend.course.last, trend.kpi.unit, currency),
        "month": trends.month_name(trend.course.months[-1]),
        "svg": control_drawing.svg(trend.control, trend.stretches, tones, trend.label),
        "from": trends.month_name(trend.course.months[0]),
        "said": _("%(chart)s: %(said)s") % {"chart": trend.chart_name, "said": _said(trend)},
    }


def _said(trend: Trend) -> str:
    if trend.too_few:
        return trend.too_few
    told = [change.sentence for change in trend.changes[:2]]
    told += [
        _("%(month)s: %(what)s.") % {"month": row.month, "what": row.said}
        for row in trend.rows[:1]
        if row.said
    ]
    return " ".join(told) or _("The latest month is not out of the ordinary.")


def as_workbook(pack: Pack) -> FileResponse:
    """One sheet a section, and one with every KPI month by month. Text is written as text: `=` makes no formula."""
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    formats_of = {
        "bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }
    taken: set[str] = set()
    _front(book, pack, formats_of, taken)
    _months(book, pack, formats_of, taken)
    for section in pack.sections:
        sheet = book.add_worksheet(_sheet_name(section.title, taken))
        _table(sheet, section, formats_of)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{file_name(pack)}.xlsx", content_type=EXCEL)


def _front(book: Any, pack: Pack, formats_of: dict[str, Any], taken: set[str]) -> None:
    sheet = book.add_worksheet(_sheet_name(_("Overview"), taken))
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 48)
    sheet.write_string(0, 0, _("Quarterly business review"), formats_of["title"])
    for place, (label, value) in enumerate(_facts(pack), start=2):
        sheet.write_string(place, 0, label, formats_of["bold"])
        sheet.write_string(place, 1, value)


def _months(book: Any, pack: Pack, formats_of: dict[str, Any], taken: set[str]) -> None:
    sheet = book.add_worksheet(_sheet_name(_("KPIs by month"), taken))
    headings = (
        _("KPI"), _("Month"), _("Measured value"), _("Cases"), _("lower control limit"),
        _("upper control limit"), _("Out of the ordinary"), _("Chart"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            str(trend.kpi),
            f"{month:%Y-%m}",
            point.value,
            figure.n,
            point.low,
            point.high,
            row.said,
            trend.chart_name,
        )
        for trend in pack.trends
        for month, point, figure, row in zip(
            trend.course.months,
            trend.control.points,
            trend.course.figures,
            trend.rows[::-1],
            strict=True,
        )
    ]
    section = Section(0, "", headings, tuple(rows), "")
    _table(sheet, section, formats_of)


def _table(sheet: Any, section: Section, formats_of: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(1, len(section.headings)) - 1, 18)
    sheet.set_column(0, 0, 28)
    sheet.set_column(section.wide, section.wide, 44)
    for column, heading in enumerate(section.headings):
        sheet.write_string(0, column, heading, formats_of["bold"])
    if not section.rows and section.empty:
        sheet.write_string(1, 0, section.empty)
    for place, row in enumerate(section.rows, start=1):
        for column, value in enumerate(row):
            _cell(sheet, place, column, value.value if isinstance(value, Shown) else value, formats_of)


def _cell(sheet: Any, row: int, column: int, value: Any, formats_of: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats_of["day"])  # noqa: DTZ001
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _sheet_name(title: str, taken: set[str]) -> str:
    """What Excel allows: 31 characters, none of []:*?/\\, each name once."""
    name = "".join(" " if each in "[]:*?/\\" else each for each in title)[:31].strip()
    number = 2
    while name.lower() in taken:
        name = f"{name[:28]} {number}"
        number += 1
    taken.add(name.lower())
    return name
