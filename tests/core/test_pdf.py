"""Printed pages: both scripts with their typeface embedded, the same bytes for the same moment."""

from datetime import UTC, datetime

from django.utils import translation

from tandem.core import pdf

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DATA = {
    "title": "Nomination report 定点报告",
    "heading": "为什么选择华锐",
    "facts": [["Category 品类", "Castings #1 *not bold*"], ["Site 工厂", "苏州"]],
    "header": ["Supplier 供应商", "Score 得分"],
    "lines": [["Huarui 华锐", "82.4"], ["Bergquell", "79.0"]],
    "footer": "Nordlicht Pumpen GmbH",
}


def test_a_page_in_both_scripts_embeds_its_typeface_and_is_the_same_every_time() -> None:
    first = pdf.render("core/specimen", DATA, now=NOW)
    assert first.startswith(b"%PDF-")
    assert b"NotoSansSC" in first
    assert len(first) < 200_000
    assert pdf.render("core/specimen", DATA, now=NOW) == first
    with translation.override("zh-hans"):
        assert pdf.render("core/specimen", DATA, now=NOW) != first


def test_a_page_is_handed_out_as_a_download() -> None:
    answer = pdf.handed_out(b"%PDF-", "report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'
