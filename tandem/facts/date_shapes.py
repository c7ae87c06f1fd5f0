"""Date formats as people write them, DD.MM.YYYY, and as strptime does, %d.%m.%Y."""

from typing import Final

from tandem.facts.clauses import EXCEL_DATE

SHAPES: Final = {
    "YYYY": "%Y", "YY": "%y", "Month": "%B", "Mon": "%b", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M", "ss": "%S"
}  # fmt: skip
EXCEL: Final = "Excel"


def shape(form: str) -> str:
    """%d.%m.%Y → DD.MM.YYYY; Excel's day numbers are called Excel."""
    if form == EXCEL_DATE:
        return EXCEL
    for written, code in SHAPES.items():
        form = form.replace(code, written)
    return form


def form_of(written: str) -> str:
    """DD.MM.YYYY → %d.%m.%Y; what is in strptime's form already stays."""
    if written.strip().lower() == EXCEL_DATE:
        return EXCEL_DATE
    if "%" in written:
        return written.strip()
    form = written.strip()
    for shown, code in SHAPES.items():
        form = form.replace(shown, code)
    return form
