"""Excel files of this room, written row by row: memory stays the same for any number of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from tandem.scorecards import explanation, queries, wording
from tandem.scorecards.models import Card, Override, Run, RunBasis
from tandem.scorecards.scoring import Line

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 16


def answer(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The rows as a workbook to download. Text is written as text: what begins with `=` is no formula."""
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings) - 1, WIDTH)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, place, column, value, day)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)


def run_headings(run: Run) -> list[str]:
    fixed = [
        _("Supplier"),
        _("Short name"),
        _("Site"),
        _("Rank"),
        _("Grade"),
        _("Computed grade"),
        _("Score"),
        _("Lower 95% bound"),
        _("Outcome"),
        _("Coverage in per cent"),
        _("Cases"),
    ]
    names = queries.part_names(run.template, queries.pinned_kpis(run))
    targets, adjusted = _any_targets(run), _adjusted(run)
    for criterion in run.template.criteria.all():
        counted = _("answers") if criterion.is_judged else _("cases")
        told = [_("value"), counted, _("points"), _("set aside")]
        if targets:
            told += [_("target"), _("target met")]
        if criterion.code in adjusted:
            told.append(_("points as computed"))
        fixed += [f"{names[criterion.code]} · {what}" for what in told]
    return fixed


def _any_targets(run: Run) -> bool:
    """Whether any supplier of the run is held to a target: only then are there columns for them."""
    return RunBasis.objects.filter(run=run).exclude(targets={}).exists()


def _adjusted(run: Run) -> set[str]:
    """The criteria of which people adjusted points on a card: they have a column more."""
    return set(Override.objects.standing().filter(run=run).values_list("criterion", flat=True))


def run_rows(run: Run) -> Iterator[list[Any]]:
    codes = [criterion.code for criterion in run.template.criteria.all()]
    targets = _any_targets(run)
    adjusted = _adjusted(run)
    cards = Card.objects.filter(run=run).select_related("relationship__supplier")
    for card in cards.iterator(chunk_size=500):
        lines = {line.code: line for line in explanation.lines_from(card.lines)}
        row = [
            str(card.relationship),
            card.relationship.slug,
            card.site,
            card.rank,
            card.grade,
            card.computed_grade,
            card.score,
            card.lower,
            card.get_outcome_display(),
            card.coverage,
            card.sample,
        ]
        for code in codes:
            line = lines.get(code)
            aside = wording.set_aside(line.set_aside) if line and line.set_aside else ""
            row += [line.value, line.n, line.points, aside] if line else [None] * 4
            if targets:
                row += _target(line) if line else [None] * 2
            if code in adjusted:
                row.append(line.computed_points if line else None)
        yield row


def _target(line: Line) -> list[Any]:
    met = None if line.met is None else _("yes") if line.met else _("no")
    return [line.target.value if line.target else None, met]


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
